"""The notation of phrases: what it finds, and that nothing in it can be slow."""

import re
from collections.abc import Iterator

import pytest

from opt_outs.domain.classifier.language_pack import ANYTHING, LanguagePack, listed, one_of
from opt_outs.domain.classifier.phrase_index import PhraseIndex, Words
from tests.unit.opt_outs.domain.classifier.packs import PACKS

each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.language)


@pytest.mark.parametrize(
    ("phrase", "found", "not_found"),
    [
        ("stop|quit texting", ["stop texting ", "now quit texting "], ["nonstop texting "]),
        ("stop texting?", ["stop texting ", "stop "], ["stops "]),
        ("any_more", ["any more "], ["any ", "more "]),
        ("unsub*", ["unsubscribed ", "unsub "], ["un sub "]),
        ("at #", ["at 5 ", "at 5pm "], ["at five "]),
        ("off ... list", ["off list ", "off your mailing list "], ["off all of your list ",
                                                                   "off it . list "]),
        ("no , stop", ["no stop ", "no . stop "], ["no it . stop "]),
        ("stop again|.", ["stop again ", "stop ", "stop . no "], ["stop it "]),
        ("^ keep on", ["keep on ", "no . keep on "], ["you keep on "]),
        ("stop .", ["stop ", "stop . no ", "stop please "], ["stop by ", "stop pleased "]),
    ],
)  # fmt: skip
def test_notation_finds_what_it_says(phrase: str, found: list[str], not_found: list[str]) -> None:
    pattern = re.compile(r"(?<![^ ])" + one_of([phrase], tails="please"))

    assert [text for text in found if not pattern.search(text)] == []
    assert [text for text in not_found if pattern.search(text)] == []


def test_list_is_split_at_semicolons_and_may_break_its_lines_behind_a_bar() -> None:
    assert listed("a|\n  b c;\n d ") == ("a|b c", "d")


def test_phrase_is_compiled_once_and_only_for_a_message_that_has_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled = list[str]()
    really_compile = re.compile

    def compile_and_count(expression: str) -> re.Pattern[str]:
        compiled.append(expression)
        return really_compile(expression)

    monkeypatch.setattr(re, "compile", compile_and_count)
    index = PhraseIndex(
        {"wishes": ("stop texting", "stop mailing|calling", "stop please? it", "leave me")}, "", {}
    )
    counts = list[int]()
    for message in ("stop", "stop that", "stop texting me", "now stop texting", "stop calling"):
        index.has("wishes", Words(f"{message} "))
        counts.append(len(compiled))

    assert counts == [0, 0, 1, 1, 2]


def phrases_of(pack: LanguagePack) -> Iterator[str]:
    for group in (
        pack.courtesies, pack.objects, pack.misspelt, pack.linking, pack.guards, pack.conditions,
        pack.denials, pack.polite, pack.adjuncts, pack.openers, pack.retractions, pack.reasons,
        pack.doubtful, pack.footers, pack.harmless, pack.alarming,
        *pack.phrases.values(),
    ):  # fmt: skip
        yield from group
    yield pack.tails


@each_pack
def test_phrase_is_well_formed(pack: LanguagePack) -> None:
    word = re.compile(r"[^\W_A-Z]+(_[^\W_A-Z]+)*\*?|#")
    for phrase in phrases_of(pack):
        assert phrase.isascii(), f"accents are gone before phrases are looked for: {phrase}"
        items = [item.split("|") for item in phrase.split() if item not in ("...", ".", ",", "^")]
        words = [one.removesuffix("?") for item in items for one in item if one != "."]
        assert [one for one in words if not word.fullmatch(one)] == []
        certain = [item for item in items if "." not in item and not item[-1].endswith("?")]
        assert certain, f"it may be empty: {phrase}"


@each_pack
def test_pattern_repeats_nothing_without_bound_but_the_letters_of_a_word(
    pack: LanguagePack,
) -> None:
    pattern = one_of(phrases_of(pack), pack.tails)

    rest = pattern.replace(ANYTHING, "").replace(r"\d\w*", "").replace(r"\w*", "")

    assert not set("*+{") & set(rest)
