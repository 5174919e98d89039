"""Paloma's commands, such as run, demo and test. Needs Python 3.11 and nothing else."""

import sys

# Nothing newer than Python 3.8 in this file, so that an old Python gets as far as this sentence.
if sys.version_info < (3, 11):  # noqa: UP036 - the oldest Python allowed is what is checked here
    sys.exit(
        f"Paloma needs Python 3.11 or newer; this is Python {sys.version.split()[0]}. "
        "Run dev.py with a newer one, such as: python3.11 dev.py demo"
    )

from local.dev.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
