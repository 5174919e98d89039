"""The operator's page shows what the reader does."""

import re
from pathlib import Path

import pytest

from opt_outs.domain.classifier.classification import Confidence, Intent
from opt_outs.domain.classifier.classifier import classify

PAGE = (Path(__file__).parents[5] / "docs" / "opt-outs.md").read_text(encoding="utf-8")
ROWS = re.findall(rf"^\| ({'|'.join(Confidence)}) \|[^|]*\|([^|]*)\|", PAGE, re.MULTILINE)
EXAMPLES = [
    (confidence, body) for confidence, cell in ROWS for body in re.findall("`([^`]+)`", cell)
]


def test_page_has_examples_of_every_tier() -> None:
    assert {confidence for confidence, _ in EXAMPLES} == set(Confidence)


@pytest.mark.parametrize(("confidence", "body"), EXAMPLES)
def test_example_is_read_as_the_page_says(confidence: str, body: str) -> None:
    classification = classify(body)

    assert classification.confidence == confidence
    assert (classification.intent is Intent.OPT_OUT) == (
        classification.confidence is not Confidence.NONE
    )


@pytest.mark.parametrize(
    ("intent", "marker"), [(Intent.OPT_IN, "opt in"), (Intent.HELP, "ask for help")]
)
def test_word_does_what_the_page_says(intent: Intent, marker: str) -> None:
    sentences = re.split(r"\.\s", PAGE)
    (sentence,) = (one for one in sentences if marker in one and "`" in one)

    words = re.findall("`([^`]+)`", sentence)
    assert len(words) >= 4
    assert [word for word in words if classify(word).intent is not intent] == []
