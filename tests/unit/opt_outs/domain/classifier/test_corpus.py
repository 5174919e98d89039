"""What the rules make of the corpus: hundreds of messages that were labelled by hand."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from opt_outs.domain.classifier.classification import Classification, Confidence, Intent, Language
from opt_outs.domain.classifier.classifier import classify

FILES = sorted((Path(__file__).parents[4] / "corpus").glob("*.tsv"))
DECIDED = (Confidence.DEFINITIVE, Confidence.PHRASE)
INTENTS = {
    "out": Intent.OPT_OUT,
    "doubt": Intent.OPT_OUT,
    "in": Intent.OPT_IN,
    "help": Intent.HELP,
    "yes": Intent.AFFIRMATIVE,
    "ordinary": Intent.NONE,
}


@dataclass(frozen=True)
class Line:
    label: str
    language: Language
    text: str
    is_held_out: bool

    def classify(self) -> Classification:
        """Read it with every language switched on: the most rules that could go wrong."""
        return classify(self.text, tuple(Language))


def lines_of(path: Path) -> list[Line]:
    rows = (
        row for row in path.read_text(encoding="utf-8").splitlines() if row[:1] not in ("", "#")
    )
    return [
        Line(label, Language(language), text, path.stem == "held_out")
        for label, language, text in (row.split("\t") for row in rows)
    ]


LINES = [line for path in FILES for line in lines_of(path)]
LOOKED_AT = [line for line in LINES if not line.is_held_out]
HELD_OUT = [line for line in LINES if line.is_held_out]


def opt_out_confidences(lines: Iterable[Line]) -> Counter[Confidence]:
    readings = [line.classify() for line in lines]
    return Counter(
        one.confidence if one.intent is Intent.OPT_OUT else Confidence.NONE for one in readings
    )


def decided_share(lines: list[Line]) -> float:
    tiers = opt_out_confidences(lines)
    return sum(tiers[confidence] for confidence in DECIDED) / len(lines)


def labelled(label: str, lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.label == label]


def show(*cells: object) -> None:
    sys.stdout.write("".join(f"{cell!s:>12}" for cell in cells) + "\n")


def test_corpus_is_large_and_each_line_is_labelled_once() -> None:
    texts = Counter((line.language, line.text) for line in LINES)

    assert len(LINES) > 600
    assert {line.label for line in LINES} <= INTENTS.keys()
    assert {line.language for line in LINES} == set(Language)
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_line_has_a_source(path: Path) -> None:
    rows = path.read_text(encoding="utf-8").splitlines()

    first = next(number for number, row in enumerate(rows) if not row.startswith("#"))
    assert any(row.startswith("# source: ") for row in rows[:first])


def test_no_ordinary_message_is_decided_to_be_an_opt_out() -> None:
    readings = {line.text: line.classify() for line in labelled("ordinary", LINES)}

    decided = [text for text, one in readings.items() if one.is_decided]
    assert [text for text in decided if readings[text].intent is Intent.OPT_OUT] == []


def test_keyword_that_is_no_opt_out_is_read_as_what_it_is() -> None:
    for line in LINES:
        if line.label in ("in", "help", "yes"):
            assert line.classify().intent is INTENTS[line.label], line.text


@pytest.mark.parametrize("language", list(Language))
def test_opt_outs_are_found_and_nearly_all_decided(language: Language) -> None:
    lines = [line for line in labelled("out", LOOKED_AT) if line.language is language]
    tiers = opt_out_confidences(lines)

    show("language", "opt-outs", *Confidence, "recall")
    show(
        language,
        len(lines),
        *(tiers[confidence] for confidence in Confidence),
        f"{decided_share(lines):.3f}",
    )
    assert decided_share(lines) >= 0.97
    assert tiers[Confidence.NONE] == 0


def test_doubtful_messages_are_left_to_a_person() -> None:
    tiers = opt_out_confidences(labelled("doubt", LOOKED_AT))

    assert tiers[Confidence.POSSIBLE] == tiers.total()


def test_unforeseen_messages_are_classified_nearly_as_well() -> None:
    opt_outs, ordinary = labelled("out", HELD_OUT), labelled("ordinary", HELD_OUT)

    show("held out", "opt-outs", *Confidence)
    show(
        "", len(opt_outs), *(opt_out_confidences(opt_outs)[confidence] for confidence in Confidence)
    )
    show("", "ordinary", *Confidence)
    show(
        "", len(ordinary), *(opt_out_confidences(ordinary)[confidence] for confidence in Confidence)
    )
    assert decided_share(opt_outs) >= 0.95
    assert opt_out_confidences(opt_outs)[Confidence.NONE] == 0


def test_confidence_promises_no_more_than_the_corpus_keeps() -> None:
    show("tier", "read as out", "precision")
    for confidence in (*DECIDED, Confidence.POSSIBLE):
        read_so = [
            (line, classification)
            for line in LINES
            if (classification := line.classify()).confidence is confidence
            and classification.intent is Intent.OPT_OUT
        ]
        right = sum(INTENTS[line.label] is Intent.OPT_OUT for line, _ in read_so)
        show(confidence, len(read_so), f"{right / len(read_so):.3f}")
        assert right / len(read_so) >= read_so[0][1].score
