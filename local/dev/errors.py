"""What can go wrong with the local world, said so that a person knows what to do."""

from __future__ import annotations


class DevError(Exception):
    """Shown to the person as one plain message, without a traceback."""


class ChildEndedError(DevError):
    """
    A program of the process group ended unexpectedly.

    Parameters
    ----------
    name : str
        Which program.
    exit_code : int
        As the system reports it; negative for a POSIX signal.
    last_lines : list of str
        What it said at the end, oldest first.
    """

    def __init__(self, name: str, exit_code: int, last_lines: list[str]) -> None:
        said = as_quotation(last_lines)
        super().__init__(f"{name} ended with exit code {exit_code}. Its last lines:\n{said}")
        self.name = name
        self.exit_code = exit_code


def as_quotation(lines: list[str]) -> str:
    """Return what a program said, indented, to stand below a sentence about it."""
    return "\n".join(f"    {line}" for line in lines) or "    (it said nothing)"
