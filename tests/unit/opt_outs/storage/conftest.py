import pytest

from opt_outs.storage.registry import OptOuts
from tests.support.in_memory_table import InMemoryTable


@pytest.fixture
def table() -> InMemoryTable:
    return InMemoryTable()


@pytest.fixture
def registry(table: InMemoryTable) -> OptOuts:
    return OptOuts(table)
