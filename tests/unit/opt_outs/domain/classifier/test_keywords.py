"""A keyword is the whole message, whatever is wrapped round it."""

# ruff: noqa: RUF001 - characters that look alike are what these tests are about

from __future__ import annotations

from collections import Counter
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opt_outs.domain.classifier.classification import (
    Classification,
    Confidence,
    ExtraWords,
    Intent,
    Language,
)
from opt_outs.domain.classifier.classifier import OptOutClassifier, classify
from tests.support.walks import files_run
from tests.unit.opt_outs.domain.classifier.packs import PACKS

# ACS's words for US short codes (SMS FAQ, October 2025); those for out are also the FCC's.
OUT = ["STOP", "QUIT", "END", "REVOKE", "OPT OUT", "OPTOUT", "OPT-OUT", "CANCEL", "UNSUBSCRIBE"]
WORDS = {
    **dict.fromkeys(OUT, Intent.OPT_OUT),
    **dict.fromkeys(["START", "UNSTOP"], Intent.OPT_IN),
    "HELP": Intent.HELP,
}


@pytest.mark.parametrize(("word", "intent"), WORDS.items())
def test_word_is_definitive_when_it_is_the_whole_message(word: str, intent: Intent) -> None:
    classification = classify(word)

    assert (classification.intent, classification.confidence) == (intent, Confidence.DEFINITIVE)
    assert (classification.rule_id, classification.language) == ("en.word", Language.ENGLISH)
    assert classification.rule_set


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("stop", id="lower-case"),
        pytest.param("sToP", id="mixed-case"),
        pytest.param(" Stop ", id="spaces"),
        pytest.param("\r\nSTOP\t\n", id="line-ends"),
        pytest.param("\N{NO-BREAK SPACE}STOP\N{IDEOGRAPHIC SPACE}", id="wide-spaces"),
        pytest.param("STOP.", id="full-stop"),
        pytest.param(" Stop!! ", id="exclamation-marks"),
        pytest.param("stop?", id="question-mark"),
        pytest.param("stop…", id="ellipsis"),
        pytest.param("“stop”", id="curly-quotes"),
        pytest.param("'STOP'", id="straight-quotes"),
        pytest.param("«stop»", id="guillemets"),
        pytest.param("*STOP*", id="asterisks"),
        pytest.param("_stop_", id="underscores"),
        pytest.param("(stop)", id="brackets"),
        pytest.param("/stop", id="bot-command"),
        pytest.param("ＳＴＯＰ", id="full-width"),
        pytest.param("ＳＴＯＰ！", id="full-width-with-punctuation"),
        pytest.param("𝐒𝐓𝐎𝐏", id="mathematical-bold"),
        pytest.param("S\u200dT\u200bO\u2060P", id="zero-width-inside"),
        pytest.param("S\u20e3T\u20e3O\u20e3P\u20e3", id="key-caps"),
        pytest.param("\ufeffSTOP", id="byte-order-mark"),
        pytest.param("\u202aSTOP\u202c", id="bidi-marks"),
        pytest.param("STO\u00adP", id="soft-hyphen"),
        pytest.param("stop 🛑", id="emoji"),
        pytest.param("STOP✋🏽", id="emoji-with-skin-tone"),
        pytest.param("stop \u2764\ufe0f", id="emoji-with-variation-selector"),
        pytest.param("🙏 stop", id="emoji-before"),
        pytest.param("stop 👩\u200d💻", id="joined-emoji"),
        pytest.param("stóp", id="accent"),
        pytest.param("opt  \n out", id="inner-run-of-spaces"),
        pytest.param("Opt_Out!", id="inner-underscore"),
        pytest.param("opt=out", id="inner-equals-sign"),
        pytest.param("opt\N{NON-BREAKING HYPHEN}out", id="non-breaking-hyphen"),
        pytest.param("QU\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}T", id="dotted-capital-i"),
        pytest.param("S.T.O.P.", id="spelt-out-with-points"),
        pytest.param("s t o p", id="spelt-out-with-spaces"),
        pytest.param("S-T-O-P", id="spelt-out-with-hyphens"),
    ],
)
def test_opt_out_is_definitive_through_wrapping(body: str) -> None:
    classification = classify(body)

    assert (classification.intent, classification.confidence) == (
        Intent.OPT_OUT,
        Confidence.DEFINITIVE,
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("  \n", id="blank"),
        pytest.param("🛑", id="emoji-alone"),
        pytest.param("?!", id="punctuation-alone"),
        pytest.param("stopped working", id="stopped"),
        pytest.param("helpful", id="helpful"),
        pytest.param("opt", id="half-of-opt-out"),
        pytest.param("out opt", id="wrong-order"),
        pytest.param("restarted", id="restarted"),
    ],
)
def test_message_says_nothing_when_it_has_no_keyword(body: str) -> None:
    assert classify(body) == Classification(Intent.NONE, Confidence.NONE)


@pytest.mark.parametrize(
    "body",
    ["please stop", "Stop. Thank you", "STOP STOP STOP", "stop all texts now", "Yes, stop!",
     "ok unsubscribe pls", "alto por favor", "STOP gracias"],
)  # fmt: skip
def test_firm_word_is_a_phrase_when_courtesies_stand_round_it(body: str) -> None:
    classification = classify(body)

    assert (classification.intent, classification.confidence) == (Intent.OPT_OUT, Confidence.PHRASE)


@pytest.mark.parametrize("body", ["please cancel", "end it now", "Quit, thanks", "cancel this"])
def test_everyday_word_is_only_possible_when_courtesies_stand_round_it(body: str) -> None:
    classification = classify(body)

    assert (classification.intent, classification.confidence) == (
        Intent.OPT_OUT,
        Confidence.POSSIBLE,
    )


@pytest.mark.parametrize(
    "body", ["STOPPPP", "sttop", "Stopp!", "unsubscibe", "UNSUSCRIBE", "sotp please", "st0p"]
)
def test_misspelt_word_is_a_phrase(body: str) -> None:
    classification = classify(body)

    assert (classification.intent, classification.rule_id) == (Intent.OPT_OUT, "en.misspelt")
    assert classification.confidence is Confidence.PHRASE


@pytest.mark.parametrize(
    "body", ["Stip", "Syop", "S top", "St op please", "un subscribe", "opt  - out", "ba ja",
             "unsobscribe", "unsbucsribe", "desuscrbir", "abmeldne"],
)  # fmt: skip
def test_word_with_one_slip_or_torn_apart_opts_out(body: str) -> None:
    classification = classify(body, tuple(Language))

    assert classification.intent is Intent.OPT_OUT
    assert classification.is_decided


@pytest.mark.parametrize(
    "body", ["step", "shop", "top", "spot", "slop", "sop", "stow", "stomp", "strop", "atop",
             "estop", "it's top", "to p", "nomas", "abwenden", "resubscribed", "described",
             "auftragen", "describir", "describirse"],
)  # fmt: skip
def test_common_word_that_looks_like_a_keyword_says_nothing(body: str) -> None:
    assert classify(body, tuple(Language)).intent is Intent.NONE


@pytest.mark.parametrize("body", ["¿Ya no más mensajes?", "all texts stop?"])
def test_word_that_is_asked_about_with_more_is_only_possible(body: str) -> None:
    assert classify(body).confidence is Confidence.POSSIBLE


@pytest.mark.parametrize(
    "body", ["start the meeting", "start texting my wife", "I will start Monday", "resume attached"]
)
def test_opt_in_is_read_from_keywords_alone(body: str) -> None:
    assert classify(body).intent is Intent.NONE


@pytest.mark.parametrize(("body", "language"), [("yes", "en"), ("SÍ", "es"), ("Oui!", "fr"),
                                                ("Sim", "pt"), ("Ja", "de")])  # fmt: skip
def test_yes_is_affirmative_and_no_opt_in(body: str, language: Language) -> None:
    classification = classify(body, tuple(Language))

    assert (classification.intent, classification.language) == (Intent.AFFIRMATIVE, language)


def test_word_of_a_language_counts_only_when_the_language_is_expected() -> None:
    assert classify("Abmelden").intent is Intent.NONE
    assert classify("Abmelden", (Language.GERMAN,)).language is Language.GERMAN


def test_english_words_count_whatever_is_expected() -> None:
    assert classify("UNSUBSCRIBE", (Language.FRENCH,)).language is Language.ENGLISH


def test_shared_word_is_of_the_language_expected_first() -> None:
    assert classify("stop", (Language.GERMAN, Language.ENGLISH)).language is Language.GERMAN


def test_senders_own_words_count_in_any_spelling() -> None:
    extra = ExtraWords(opt_out=("Adiós!",), opt_in=("JOIN ACME",), help=("sos",))

    assert classify("ADIOS", extra=extra) == Classification(
        Intent.OPT_OUT, Confidence.DEFINITIVE, "sender.word", language=None
    )
    assert classify("join acme.", extra=extra).intent is Intent.OPT_IN
    assert classify("SOS", extra=extra).intent is Intent.HELP
    assert classify("adios").intent is Intent.NONE


def test_senders_own_word_goes_before_a_languages() -> None:
    assert classify("INFO", extra=ExtraWords(opt_out=("info",))).intent is Intent.OPT_OUT


def test_no_word_means_two_things() -> None:
    meanings: dict[str, set[Intent]] = {}
    for pack in PACKS:
        for intent, words in (
            (Intent.OPT_OUT, pack.firm + pack.whole),
            (Intent.OPT_IN, pack.opt_in),
            (Intent.HELP, pack.help),
            (Intent.AFFIRMATIVE, pack.affirmative),
        ):
            for word in words:
                meanings.setdefault(word, set()).add(intent)

    assert {word for word, intents in meanings.items() if len(intents) > 1} == set()


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.language)
def test_word_is_written_as_it_is_compared(pack: object) -> None:
    for field in ("firm", "whole", "opt_in", "help", "affirmative"):
        words = getattr(pack, field)
        assert Counter(words).most_common(1)[0][1] == 1
        for word in words:
            assert classify(word.upper(), tuple(Language)).confidence is Confidence.DEFINITIVE, word


def is_letter_in_disguise(character: str) -> bool:
    """Some symbols are letters or digits: "™" and "①" are read as such."""
    return any(map(str.isalnum, normalize("NFKD", character)))


WRAPPING = st.text(
    st.characters(
        categories=["Zs", "Po", "Ps", "Pe", "Pi", "Pf", "Pd", "Pc", "So", "Cf", "Cc"]
    ).filter(lambda character: not is_letter_in_disguise(character))
)


@given(word=st.sampled_from(sorted(WORDS)), before=WRAPPING, after=WRAPPING, data=st.data())
def test_keyword_is_the_same_in_any_case_and_wrapping(
    word: str, before: str, after: str, data: st.DataObject
) -> None:
    cased = "".join(data.draw(st.sampled_from([c.lower(), c.upper()])) for c in word)

    classification = classify(before + cased + after)

    assert (classification.intent, classification.confidence) == (
        WORDS[word],
        Confidence.DEFINITIVE,
    )


def test_keyword_alone_makes_no_rules() -> None:
    with files_run() as files:
        OptOutClassifier(tuple(Language), ExtraWords()).classify("STOP")

    folder = "opt_outs/domain/classifier"
    assert f"{folder}/keywords.py" in files
    assert f"{folder}/rules.py" not in files
