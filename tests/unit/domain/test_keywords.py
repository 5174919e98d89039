"""A keyword is the whole message, whatever is wrapped round it."""

# ruff: noqa: RUF001 - characters that look alike are what these tests are about

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.keywords import Keyword, read_keyword

OUT = ["STOP", "QUIT", "END", "REVOKE", "OPT OUT", "OPTOUT", "OPT-OUT", "CANCEL", "UNSUBSCRIBE"]
WORDS = {
    **dict.fromkeys(OUT, Keyword.OPT_OUT),
    **dict.fromkeys(["START", "UNSTOP"], Keyword.OPT_IN),
    "HELP": Keyword.HELP,
}


@pytest.mark.parametrize(("word", "keyword"), WORDS.items())
def test_word_is_keyword_when_it_is_the_whole_message(word: str, keyword: Keyword) -> None:
    assert read_keyword(word) is keyword


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
        pytest.param("opt\N{NON-BREAKING HYPHEN}out", id="non-breaking-hyphen"),
        pytest.param("QU\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}T", id="dotted-capital-i"),
    ],
)
def test_opt_out_is_read_through_wrapping(body: str) -> None:
    assert read_keyword(body) is Keyword.OPT_OUT


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("  \n", id="blank"),
        pytest.param("🛑", id="emoji-alone"),
        pytest.param("?!", id="punctuation-alone"),
        pytest.param("stop by the shop at 5?", id="stop-by"),
        pytest.param("stopped working", id="stopped"),
        pytest.param("Stopp", id="another-word"),
        pytest.param("cancel my 3pm appointment", id="business-reply"),
        pytest.param("Don't stop", id="dont-stop"),
        pytest.param("don’t stop", id="dont-stop-curly"),
        pytest.param("bus stop", id="bus-stop"),
        pytest.param("the end", id="the-end"),
        pytest.param("helpful", id="helpful"),
        pytest.param("opt", id="half-of-opt-out"),
        pytest.param("out opt", id="wrong-order"),
        pytest.param("un subscribe", id="torn-apart"),
        pytest.param("S T O P", id="spelled"),
        pytest.param("stop2", id="digit-attached"),
        pytest.param("YES", id="yes"),
        pytest.param("Liked “Reply STOP to opt out”", id="reaction-that-quotes-us"),
        pytest.param("STOP" + " " * 500 + "by the shop", id="more-text-far-behind"),
    ],
)
def test_message_is_no_keyword_when_it_says_anything_else(body: str) -> None:
    assert read_keyword(body) is None


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

    assert read_keyword(before + cased + after) is WORDS[word]


@given(word=st.sampled_from(sorted(WORDS)), other=st.from_regex(r"[a-z0-9]+", fullmatch=True))
def test_keyword_is_lost_when_another_word_stands_beside_it(word: str, other: str) -> None:
    assert read_keyword(f"{word} {other}") is None
    assert read_keyword(f"{other} {word}") is None
