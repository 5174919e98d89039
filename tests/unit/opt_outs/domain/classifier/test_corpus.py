"""What the rules make of the corpus: some 19,000 messages that were labelled by hand."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
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
    "near": Intent.NONE,
    "ordinary": Intent.NONE,
}
LABELS_OF = {
    Confidence.DEFINITIVE: {"out"},
    Confidence.PHRASE: {"out"},
    Confidence.POSSIBLE: {"out", "doubt", "near"},
}
KINDS = {
    "keyword",
    "misspelt",
    "request",
    "uncertain",
    "limited",
    "quotation",
    "negated",
    "question",
    "other-object",
    "other-channel",
    "other-number",
    "not-arriving",
    "reaction",
    "third-party",
    "conditional",
    "sarcasm",
    "link",
    "everyday",
}


@dataclass(frozen=True)
class Line:
    label: str
    language: Language
    kind: str
    text: str
    is_held_out: bool

    @cached_property
    def classification(self) -> Classification:
        """Read it with every language switched on: the most rules that could go wrong."""
        return classify(self.text, tuple(Language))


def lines_of(path: Path) -> list[Line]:
    rows = (
        row for row in path.read_text(encoding="utf-8").splitlines() if row[:1] not in ("", "#")
    )
    return [
        Line(label, Language(language), kind, text, path.stem == "held_out")
        for label, language, kind, text in (row.split("\t") for row in rows)
    ]


LINES = [line for path in FILES for line in lines_of(path)]
LOOKED_AT = [line for line in LINES if not line.is_held_out]
HELD_OUT = [line for line in LINES if line.is_held_out]


def confidence_of(line: Line) -> Confidence:
    """Tell how surely a line is read as an opt-out."""
    found = line.classification
    return found.confidence if found.intent is Intent.OPT_OUT else Confidence.NONE


def opt_out_confidences(lines: Iterable[Line]) -> Counter[Confidence]:
    return Counter(map(confidence_of, lines))


def decided_share(lines: list[Line]) -> float:
    tiers = opt_out_confidences(lines)
    return sum(tiers[confidence] for confidence in DECIDED) / len(lines)


def labelled(label: str, lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.label == label]


def show(*cells: object) -> None:
    sys.stdout.write("".join(f"{cell!s:>14}" for cell in cells) + "\n")


def test_corpus_is_large_and_each_line_is_labelled_once() -> None:
    texts = Counter((line.language, line.text) for line in LINES)

    assert len(LINES) >= 1_500
    assert {line.label for line in LINES} <= INTENTS.keys()
    assert {line.kind for line in LINES} == KINDS
    assert {line.language for line in LINES} == set(Language)
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_line_has_a_source(path: Path) -> None:
    rows = path.read_text(encoding="utf-8").splitlines()

    first = next(number for number, row in enumerate(rows) if not row.startswith("#"))
    assert any(row.startswith("# source: ") for row in rows[:first])


def test_nothing_else_is_decided_to_be_an_opt_out_in_any_language() -> None:
    wrong = [
        line.text
        for line in LINES
        if INTENTS[line.label] is not Intent.OPT_OUT and confidence_of(line) in DECIDED
    ]

    assert wrong == []


@pytest.mark.parametrize("is_held_out", [False, True], ids=["looked-at", "held-out"])
def test_figures_by_language_and_kind(*, is_held_out: bool) -> None:
    lines = [line for line in LINES if line.is_held_out is is_held_out]
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.language, line.kind, line.label), []).append(line)

    show("language", "kind", "label", "messages", *Confidence)
    for group, members in sorted(groups.items()):
        found = opt_out_confidences(members)
        show(*group, len(members), *(found[confidence] for confidence in Confidence))
    assert groups


def test_few_ordinary_messages_are_put_before_an_operator() -> None:
    found = opt_out_confidences(labelled("ordinary", LOOKED_AT))

    assert found[Confidence.POSSIBLE] / found.total() <= 0.01


def test_keyword_that_is_no_opt_out_is_read_as_what_it_is() -> None:
    for line in LINES:
        if line.label in ("in", "help", "yes"):
            assert line.classification.intent is INTENTS[line.label], line.text


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
    assert decided_share(lines) >= 0.98
    assert tiers[Confidence.NONE] == 0


def test_doubtful_messages_are_left_to_a_person() -> None:
    tiers = opt_out_confidences(labelled("doubt", LOOKED_AT))

    assert tiers[Confidence.POSSIBLE] == tiers.total()


def test_unforeseen_messages_are_classified_nearly_as_well() -> None:
    opt_outs, ordinary = labelled("out", HELD_OUT), labelled("ordinary", HELD_OUT)

    show("held out", "messages", *Confidence)
    for label, lines in (("opt-outs", opt_outs), ("ordinary", ordinary)):
        found = opt_out_confidences(lines)
        show(label, len(lines), *(found[confidence] for confidence in Confidence))
    assert decided_share(opt_outs) >= 0.95


def test_confidence_promises_no_more_than_the_corpus_keeps() -> None:
    show("tier", "read as out", "precision")
    for confidence in (*DECIDED, Confidence.POSSIBLE):
        read_so = [line for line in LINES if confidence_of(line) is confidence]
        expected = LABELS_OF[confidence]
        right = sum(line.label in expected for line in read_so)
        show(confidence, len(read_so), f"{right / len(read_so):.3f}")
        assert right / len(read_so) >= (0.5 if confidence is Confidence.POSSIBLE else 1)
