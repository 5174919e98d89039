"""Sentences are read as people mean them; tests/corpus has hundreds, this has the rules."""

# ruff: noqa: RUF001 - characters that look alike are what these tests are about

import sys
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opt_outs.domain.classifier.classification import Classification, Confidence, Intent, Language
from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.classifier.text import MAX_CHARACTERS, clauses_of, fold

REACTION = Classification(Intent.NONE, Confidence.NONE, "reaction")


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("please stop texting me", "en.phrase.stop_texting"),
        ("Take me off your list", "en.phrase.remove_from_list"),
        ("remove my number", "en.phrase.remove_me"),
        ("no more texts", "en.phrase.no_more"),
        ("Do not contact me", "en.phrase.do_not_contact"),
        ("Wrong number. STOP", "en.phrase.word_with_reason"),
        ("no me manden más mensajes", "es.phrase.do_not_send"),
    ],
)
def test_sentence_is_a_phrase_and_names_its_rule(body: str, rule: str) -> None:
    classification = classify(body)

    assert (classification.intent, classification.confidence) == (Intent.OPT_OUT, Confidence.PHRASE)
    assert classification.rule_id == rule
    assert classification.language == rule[:2]
    assert classification.is_decided


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("stop texting me after 9pm", id="a-hedge-behind"),
        pytest.param("why did you stop texting me", id="a-guard-before"),
        pytest.param("stop texting me jk", id="taken-back"),
        pytest.param("remove me from your mailing list, I moved", id="a-list-of-addresses"),
        pytest.param("don't text me now, I'm in class", id="not-now"),
        pytest.param("do I need to opt out", id="a-question-without-its-mark"),
        pytest.param("I have to stop texting, driving now", id="their-own-texts"),
        pytest.param("what time does the tour stop, exactly", id="the-word-in-a-sentence"),
        pytest.param("Reply STOP to opt out", id="our-footer-alone"),
        pytest.param("if you don't stop I will sue", id="a-threat"),
        pytest.param("They said “please stop texting me now”", id="a-quotation"),
        pytest.param("I told you “stop sending me messages", id="a-quotation-left-open"),
    ],
)
def test_doubt_is_left_to_a_person(body: str) -> None:
    classification = classify(body)

    assert (classification.intent, classification.confidence) == (
        Intent.OPT_OUT,
        Confidence.POSSIBLE,
    )
    assert not classification.is_decided


@pytest.mark.parametrize(
    ("body", "languages"),
    [
        ("hey can u guys quit", (Language.ENGLISH,)),
        ("cut off these messages", (Language.ENGLISH,)),
        ("borren todos mis datos", (Language.SPANISH,)),
    ],
)
def test_request_in_unforeseen_words_is_left_to_a_person(
    body: str, languages: tuple[Language, ...]
) -> None:
    classification = classify(body, languages)

    assert classification.confidence is Confidence.POSSIBLE
    assert classification.rule_id == f"{languages[0]}.possible.words"


@pytest.mark.parametrize(
    "body",
    ["give it a rest with these chairs", "cut off the crusts", "can the kids quit early on Friday",
     "turn off main onto elm", "the alarm will not turn off", "I lost my keys at your office",
     "the app will not let me log in", "no more room at the table", "borren la cita de mañana"],
)  # fmt: skip
def test_telling_word_about_something_else_says_nothing(body: str) -> None:
    assert classify(body).confidence is Confidence.NONE


@pytest.mark.parametrize(
    "body",
    ["stop by at 5?", "can you cancel my appointment", "the bus stop", "end of the month",
     "Don't stop, love these", "never stop sending these", "no pares", "don’t stop",
     "don t stop", "Can I stop by tomorrow? Text me"],
)  # fmt: skip
def test_everyday_sentence_says_nothing(body: str) -> None:
    assert classify(body).confidence is Confidence.NONE


@pytest.mark.parametrize(
    "body",
    [
        "Liked “Sale today! Reply STOP to opt out”",
        "Liked “STOP”",
        "Emphasized “please stop texting me”",
        "Laughed at “Hi from Paloma. Txt STOP to e",
        "Removed a like from “Reply STOP to opt out”",
        "👍 to “ Reply STOP to opt out ”",
        "Reacted 😂 to “Reply STOP to opt out”",
        'Loved "He said "stop" and left"',
        "A aimé « Répondez STOP »",
        "Reaccionó con 👍 a “Responda ALTO para salir”",
        "Hat „Antworten Sie STOPP“ geliked",
    ],
)
def test_reaction_to_our_words_says_nothing(body: str) -> None:
    assert classify(body) == REACTION


@pytest.mark.parametrize(
    "body",
    [
        "Reacted with a sticker to “…STOP.”",
        "Le dio risa “Promoción de hoy. Responda ALTO para cancelar”",
        "A retiré la mention « Adore » de « Votre commande est prête. Répondez STOP »",
        "Entfernte 😂 aus „Ihr Termin ist morgen. Antworten Sie mit STOPP“",
        "ステッカーを付けました「Sale this week! Reply STOP to opt out」",
        "Piacciono 'Your order has shipped. Reply STOP to unsubscribe'",
        "you sent “Your order has shipped. Reply STOP to unsubscribe”",
    ],
)
def test_quotation_with_few_words_round_it_says_nothing_in_any_language(body: str) -> None:
    assert classify(body) == REACTION


@pytest.mark.parametrize(
    "body",
    ["I don't want these texts to stop", "Why would I want you to stop texting me?",
     "I never said I want to stop receiving texts", "No quiero darme de baja",
     "My kids need to stop texting me", "stop texting my old number, this is my new one",
     "I want to opt out of emails", "Take me off the list for Saturday dinner",
     "Opt me out of the dental plan please", "No more messages from the doctor?",
     "no me manden mas facturas por correo", "stop texting me lol jk"],
)  # fmt: skip
def test_phrase_that_is_negated_asked_or_about_something_else_is_not_decided(body: str) -> None:
    assert not classify(body).is_decided


@pytest.mark.parametrize(
    "body",
    ["This is a work phone I want you to stop texting me", "I'm not John stop texting me",
     "I do not know you please stop texting me", "Could you take me off your list?",
     "stop texting me on this number about the sale, thanks"],
)  # fmt: skip
def test_request_is_decided_whatever_clause_stands_beside_it(body: str) -> None:
    assert classify(body).confidence is Confidence.PHRASE


@pytest.mark.parametrize(
    "body", ["optout.com", "see www.unsubscribe.com", "quit@example.com", "https://stop.example/end",
             "optout.net/stop"],
)  # fmt: skip
def test_address_is_no_keyword(body: str) -> None:
    assert classify(body, tuple(Language)).confidence is Confidence.NONE


@pytest.mark.parametrize("body", ["Alto.De una vez", "Stop.thanks", "no más.gracias"])
def test_missing_space_behind_a_full_stop_makes_no_address(body: str) -> None:
    assert classify(body).is_decided


def test_what_stands_beside_a_quotation_is_read() -> None:
    assert (
        classify("> Reply STOP to opt out\nplease stop texting me").confidence is Confidence.PHRASE
    )
    assert classify('You wrote "Reply STOP to opt out". Is that so?').confidence is Confidence.NONE


def test_start_and_stop_in_one_message_are_left_to_a_person() -> None:
    assert classify("stop start").confidence is Confidence.POSSIBLE


def test_end_of_a_message_too_long_to_look_at_is_not_read() -> None:
    assert classify("x" * MAX_CHARACTERS + " stop texting me").confidence is Confidence.NONE


@given(st.text(max_size=300), st.sampled_from(["", "stop", "please stop texting me “"]))
def test_any_text_has_a_reading(noise: str, words: str) -> None:
    classification = classify(noise + words + noise, tuple(Language))

    assert (classification.confidence is Confidence.NONE) == (classification.intent is Intent.NONE)
    assert bool(classification.rule_id) or classification.confidence is Confidence.NONE


@given(st.text(alphabet="stopn .“\"'!é\u0301ﷺ", max_size=2_000), st.integers(1, 20))
def test_what_is_searched_stays_within_bounds_however_long_the_text(text: str, times: int) -> None:
    searched = clauses_of(fold(text * times))

    # U+FDFA becomes 18 letters, and no character becomes more.
    assert len(searched) <= 2 * 18 * MAX_CHARACTERS
    assert "  " not in searched
    assert ". . " not in searched


@pytest.mark.parametrize(
    "body",
    ["would you kindly just please stop all of the messages to me now", "q no me manden mensajes",
     "veuillez cesser tout envoi de sms", "n quero mais receber msg", "streichen sie mich bitte"],
)  # fmt: skip
def test_clause_of_words_of_a_request_is_one_in_any_order(body: str) -> None:
    assert classify(body, tuple(Language)).confidence is Confidence.PHRASE


@pytest.mark.parametrize(
    "body",
    ["you never send me any messages anymore", "can I stop the messages?",
     "sie schicken mir nichts mehr",
     "please stop sending messages about my brother's account", "vous ne m'envoyez plus de sms",
     "Don't listen to my kid, keep texting, no stop", "deje su mensaje",
     "If this is a bot, stop texting me", "no se les ocurra darme de baja",
     "no messages since I changed phones", "seit Montag keine SMS mehr"],
)  # fmt: skip
def test_statement_question_or_word_taken_back_is_not_decided_in_any_language(body: str) -> None:
    assert not classify(body, tuple(Language)).is_decided


def steps_of(text: str) -> int:
    """Count the calls of functions that reading a text takes, the same on every machine."""
    classify(text, tuple(Language))
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        classify(text, tuple(Language))
    finally:
        sys.setprofile(None)
    return steps


@pytest.mark.parametrize(
    "unit",
    ["stop ", "stop stop stop me ", "please stop texting me ", "no quiero mas ", "a b ", "si no ",
     "want to stop receiving all these ", "ne plus ", "keine sms mehr ", "nao me mande mais "],
)  # fmt: skip
def test_work_grows_no_faster_than_the_text_however_it_repeats(unit: str) -> None:
    short, long = (steps_of((unit * length)[:length]) for length in (512, 2_048))

    assert long <= 6 * short + 1_000
    assert long <= 60_000
