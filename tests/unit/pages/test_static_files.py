"""The scripts and style sheets of the pages, as they are stored."""

import re
from pathlib import Path

from pages import functions

STATIC = Path(functions.__file__).parent / "static"
WRITTEN_HERE = [
    path
    for kind in ("*.css", "*.js")
    for path in sorted(STATIC.rglob(kind))
    if not re.search(r"-\d+\.\d+\.\d+\.", path.name)
]
TEXTS = {path: path.read_text(encoding="utf-8") for path in WRITTEN_HERE}
_USED_BY_STYLES = re.compile(r"var\((--[\w-]+)")
_USED_BY_CHARTS = re.compile(r'(?:colorOf\(|\bcolor: )"([\w-]+)"')
_DEFINED = re.compile(r"(--[\w-]+)(?=:|\",)")


def test_one_module_writes_files_of_csv() -> None:
    """It makes formulas text; the other one saves what the API wrote."""
    paths = [path for path in STATIC.rglob("*.js") if 'type: "text/csv" })' in path.read_text()]
    writing = {path.name for path in paths if "new File(" not in path.read_text()}
    assert writing == {"api.js", "csv-file.js"}


def test_scripts_and_styles_are_small_enough_to_be_read() -> None:
    assert len(WRITTEN_HERE) > 100
    assert [path for path, text in TEXTS.items() if len(text.splitlines()) > 300] == []


def test_every_token_that_a_style_or_a_chart_uses_is_defined() -> None:
    """A colour that is not defined is drawn as that of the text."""
    whole = "".join(TEXTS.values())
    used = {
        *_USED_BY_STYLES.findall(whole),
        *(f"--{one}" for one in _USED_BY_CHARTS.findall(whole)),
    }

    assert {"--line", "--delivered", "--opt-out"} <= used
    assert used - set(_DEFINED.findall(whole)) == set()
