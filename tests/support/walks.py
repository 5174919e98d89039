"""Which files of the app a piece of work runs through."""

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[2]
_NOT_DEPLOYED = {"tests", "local", "bench", "examples", ".venv"}


@contextmanager
def files_run(until: str = "") -> Iterator[set[str]]:
    """
    Collect the deployed files whose functions run; what an import runs does not count.

    Parameters
    ----------
    until : str
        The name of a function; what runs after it has begun does not count.
    """
    found: set[str] = set()
    has_ended = False

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal has_ended
        del argument
        is_function = bool(frame.f_code.co_flags & inspect.CO_OPTIMIZED)  # no module, no class body
        if event == "call" and is_function and not has_ended:
            found.add(frame.f_code.co_filename)
            has_ended = frame.f_code.co_qualname == until

    collected: set[str] = set()
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield collected
    finally:
        sys.setprofile(before)
        collected.update(filter(None, map(_app_file, found)))


def _app_file(name: str) -> str:
    path = Path(name)
    if not path.is_relative_to(ROOT):
        return ""
    relative = path.relative_to(ROOT)
    return "" if relative.parts[0] in _NOT_DEPLOYED else relative.as_posix()
