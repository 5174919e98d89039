"""Code, documentation and pages use the words of docs/glossary.md."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
GLOSSARY = ROOT / "docs" / "glossary.md"
EXEMPT = {GLOSSARY, ROOT / "CHANGELOG.md", Path(__file__)}
FILE_NAMES_OF_DECISIONS = re.compile(r"\d{4}-[a-z0-9-]+")


def retired_words() -> list[str]:
    """Read the words in code type from the first column of the table of retired words."""
    table = GLOSSARY.read_text(encoding="utf-8").partition("## Retired words")[2]
    cells = re.findall(r"^\|([^|]+)\|[^|]+\|$", table, re.MULTILINE)
    return [word.lower() for cell in cells for word in re.findall("`([^`]+)`", cell)]


RETIRED = re.compile(
    r"(?<![a-z])(?:"
    + "|".join(re.escape(word).replace(r"\ ", r"[\s_#>*]+") for word in retired_words())
    + r")(?![a-z])"
)
"""In lower case: to ignore case takes four times as long."""


def tracked_texts() -> dict[str, str]:
    command = ["git", "ls-files", "*.py", "*.md", "*.js", "*.html"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.splitlines()]
    return {
        str(path.relative_to(ROOT)): FILE_NAMES_OF_DECISIONS.sub(
            "", path.read_text("utf-8")
        ).lower()
        for path in paths
        if path.exists() and path not in EXEMPT
    }


@pytest.mark.parametrize(
    "text", ["hear the news", "Whoever", "to_the_wire", "let\n    # go", "test_news_count"]
)
def test_retired_words_are_found_in_prose_and_names(text: str) -> None:
    assert RETIRED.search(text.lower())


@pytest.mark.parametrize("text", ["newsletter", "untied", "in handler", "whatsoever"])
def test_other_words_are_not_found(text: str) -> None:
    assert not RETIRED.search(text.lower())


def test_no_retired_word_is_in_use() -> None:
    texts = tracked_texts()
    assert len(texts) > 400

    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in texts.items()
        for match in RETIRED.finditer(text)
    ]
    assert found == []
