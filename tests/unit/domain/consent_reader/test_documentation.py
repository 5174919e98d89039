"""The operator's page shows what the reader does."""

import re
from pathlib import Path

import pytest

from shared.domain.consent_reader.reader import read
from shared.domain.consent_reader.reading import Intent, Tier

PAGE = (Path(__file__).parents[4] / "docs" / "opt-outs.md").read_text(encoding="utf-8")
ROWS = re.findall(rf"^\| ({'|'.join(Tier)}) \|[^|]*\|([^|]*)\|", PAGE, re.MULTILINE)
EXAMPLES = [(tier, body) for tier, cell in ROWS for body in re.findall("`([^`]+)`", cell)]


def test_page_has_examples_of_every_tier() -> None:
    assert {tier for tier, _ in EXAMPLES} == set(Tier)


@pytest.mark.parametrize(("tier", "body"), EXAMPLES)
def test_example_is_read_as_the_page_says(tier: str, body: str) -> None:
    reading = read(body)

    assert reading.tier == tier
    assert (reading.intent is Intent.OPT_OUT) == (reading.tier is not Tier.NONE)


@pytest.mark.parametrize(
    ("intent", "marker"), [(Intent.OPT_IN, "opt in"), (Intent.HELP, "ask for help")]
)
def test_word_does_what_the_page_says(intent: Intent, marker: str) -> None:
    sentences = re.split(r"\.\s", PAGE)
    (sentence,) = (one for one in sentences if marker in one and "`" in one)

    words = re.findall("`([^`]+)`", sentence)
    assert len(words) >= 4
    assert [word for word in words if read(word).intent is not intent] == []
