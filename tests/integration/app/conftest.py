"""The worker library that several modules run apps in."""

from pathlib import Path

import pytest

from tests.integration.app.worker import find_python, make_worker


@pytest.fixture(scope="session")
def worker_python() -> Path:
    python = find_python()
    if python is None:
        pytest.skip("python3.13 is not on the PATH")
    return make_worker(python)
