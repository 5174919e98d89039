"""The commands that the pages show can be given as they stand there."""

import re
import shlex
from pathlib import Path

import pytest

from paloma.cli import main
from paloma.client import Paloma

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", ROOT / "clients" / "python" / "README.md", *ROOT.glob("docs/*.md")]
BLOCK = re.compile(r"^ *```bash\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
OF_AZURE = {"PALOMA_URL": "https://func-abc.azurewebsites.net", "PALOMA_KEY": "abc"}
SETTINGS = {
    "README.md": {},
    "clients/python/README.md": {**OF_AZURE, "PALOMA_FROM": "+18335550100"},
    "docs/deploy.md": OF_AZURE,
}


class Understood(Exception):  # noqa: N818 - no error
    """The command goes on to the app."""


def connect(url: str, key: str) -> Paloma:
    raise Understood(url, key)


def documented() -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), line.strip())
        for path in PAGES
        for block in BLOCK.findall(path.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if line.strip().startswith("paloma ")
    ]


def test_pages_show_commands() -> None:
    assert {page for page, _ in documented()} == set(SETTINGS)


@pytest.mark.parametrize(("page", "line"), documented(), ids=str)
def test_documented_command_is_understood_with_the_settings_of_its_page(
    page: str, line: str
) -> None:
    with pytest.raises(Understood):
        main.main(shlex.split(line, comments=True)[1:], SETTINGS[page], connect)
