"""Run the command line: `python -m paloma`."""

from paloma.cli.main import run

if __name__ == "__main__":
    run()
