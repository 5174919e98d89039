"""A table whose service breaks before a write, or after it."""

from collections.abc import Sequence

from shared.domain.errors import StorageError
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable


class LossyTable(InMemoryTable):
    """
    A table that fails when it is told to.

    Attributes
    ----------
    refused_writes, lost_answers, refused_reads : int
        How many of the next writes are not done, are done without an answer, and how many of the
        next reads fail.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refused_writes = self.lost_answers = self.refused_reads = 0
        self.before_write = self._refuse_write
        self.before_read = self._refuse_read

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        versions = await super().write(operations)
        if self.lost_answers:
            self.lost_answers -= 1
            raise StorageError
        return versions

    def _refuse_write(self, _: Sequence[Operation]) -> None:
        if self.refused_writes:
            self.refused_writes -= 1
            raise StorageError

    def _refuse_read(self) -> None:
        if self.refused_reads:
            self.refused_reads -= 1
            raise StorageError
