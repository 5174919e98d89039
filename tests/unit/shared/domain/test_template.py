"""Placeholders are filled once and literally; everything else is text."""

# ruff: noqa: RUF001 - braces that look alike are what some of these tests are about

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import SmsError
from shared.domain.message_text import (
    MissingValueError,
    compose,
    has_unpaired_braces,
    is_blank,
    placeholder_name,
    placeholders,
    render,
    stored_values,
)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        pytest.param("", (), id="empty"),
        pytest.param("no placeholder", (), id="plain"),
        pytest.param("{{name}}", ("name",), id="nothing-else"),
        pytest.param("{{b}} {{a}} {{b}}", ("b", "a"), id="first-appearance-once"),
        pytest.param("{{a}}{{b}}", ("a", "b"), id="side-by-side"),
        pytest.param("{{  name }}", ("name",), id="spaces"),
        pytest.param("{{_x1}}", ("_x1",), id="underscore-and-digit"),
        pytest.param("{{naïve}}", ("naïve",), id="letters-of-any-script"),
        pytest.param("{{{name}}}", ("name",), id="third-brace-is-text"),
        pytest.param("{{" + "n" * 64 + "}}", ("n" * 64,), id="64-characters"),
        pytest.param("{{" + "n" * 65 + "}}", ("n" * 65,), id="65-characters"),
        pytest.param("{{1st}} {{2}}", ("1st", "2"), id="digits"),
        pytest.param("{{first name}}", ("first name",), id="space-inside-name"),
        pytest.param("{{first-name}}", ("first-name",), id="dash-inside-name"),
        pytest.param("{{order.id}}", ("order.id",), id="point-inside-name"),
        pytest.param("{{नाम}}", ("नाम",), id="combining-marks"),
        pytest.param("{{caf\u0065\u0301}}", ("caf\u00e9",), id="decomposed"),
        pytest.param("{{\u200bname\N{NO-BREAK SPACE}}}", ("name",), id="unseen-at-the-ends"),
        pytest.param("{{a}}{{ a }}", ("a",), id="the-same-with-spaces"),
        pytest.param("{{name}", (), id="not-closed"),
        pytest.param("{name}", (), id="single-braces"),
        pytest.param("{ {name} }", (), id="braces-apart"),
        pytest.param("{{name {{name}}", ("name",), id="opened-twice"),
    ],
)
def test_placeholders_are_named_in_order(body: str, names: tuple[str, ...]) -> None:
    assert placeholders(body) == names


@pytest.mark.parametrize("body", ["", "plain", "{{name}", "{name}", "}}{{", ":-{", "{{ {"])
def test_render_gives_back_body_when_it_has_no_placeholder(body: str) -> None:
    assert render(body, {"name": "Ana"}) == body


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("Hi {{name}}!", "Hi Ana!", id="inside"),
        pytest.param("{{name}}{{ name }}", "AnaAna", id="twice"),
        pytest.param("{{{name}}}", "{Ana}", id="third-brace-stays"),
        pytest.param("{{name {{name}}", "{{name Ana", id="malformed-stays"),
    ],
)
def test_render_puts_value_in_place_of_placeholder(body: str, text: str) -> None:
    assert render(body, {"name": "Ana", "unused": "x"}) == text


@pytest.mark.parametrize("value", ["{{b}}", r"\1", r"\g<0>", "%s", "{0}", "", "}}{{a"])
def test_render_inserts_value_literally_when_it_looks_like_syntax(value: str) -> None:
    assert render("<{{a}}{{b}}>", {"a": value, "b": "B"}) == f"<{value}B>"


def test_render_names_first_missing_placeholder() -> None:
    with pytest.raises(MissingValueError) as caught:
        render("{{a}} {{b}} {{c}}", {"a": "secret"})

    assert caught.value.name == "b"
    assert caught.value.code == "missing_value"
    assert str(caught.value) == "There is no value for the placeholder {{b}}."
    assert isinstance(caught.value, SmsError)


@pytest.mark.parametrize(
    "body",
    ["{{name}", "{name}}", "}}{{", "{{name {{name}}", "{{name}} }}", "{{}}", "{{ }}", "{{\u200b}}",
     "{{{{name}}}}", "{{name}}}", "{{{name}}", "{{{a}}{{b}}}", "{{a}b}}", "{{a{b}}",
     "｛｛name｝｝", "{{name｝｝", "｛｛name}}", "{｛name｝}"],
)  # fmt: skip
def test_braces_that_do_not_pair_are_noticed(body: str) -> None:
    assert has_unpaired_braces(body)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{name}",
        ":-{ }",
        "{ {name} }",
        "{{name}}",
        "{{{name}}}",
        "{{a}}{{b}}",
        "{ {{a}} }",
        "｛name｝",
    ],
)
def test_single_braces_and_pairs_are_fine(body: str) -> None:
    assert not has_unpaired_braces(body)


def test_a_long_name_is_cut_in_the_error() -> None:
    with pytest.raises(MissingValueError) as caught:
        render("{{" + "n" * 2_000 + "}}", {})
    assert len(caught.value.name) == 64


@given(name=st.text("aé\u0301नाम .-_1\u200b", min_size=1), value=st.text())
def test_a_name_is_found_however_it_is_composed_and_surrounded(name: str, value: str) -> None:
    values = {placeholder_name(name): value}
    for form in ("NFC", "NFD"):
        body = f"<{{{{ {unicodedata.normalize(form, name)} }}}}>"
        assert render(body, values) == compose(f"<{value}>")


def test_accents_that_a_value_brings_are_composed_with_the_text() -> None:
    assert render("Caf\u0065{{accent}}", {"accent": "\u0301"}) == "Caf\u00e9"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\t\n", "\u200b", "\N{NO-BREAK SPACE}\ufeff\u2060", "\u00ad", "\u3164", "\u2800",
     "\N{VARIATION SELECTOR-16}\u200d", "\U000e0041", "\U0001d159", "\ufff9\ufffa\ufffb",
     "\U00016fe4", "\uffa0\u115f\u17b4"],
)  # fmt: skip
def test_text_that_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", [".", " a", "👍", "\u200bя", "٣", "\ufffc"])
def test_text_with_a_visible_character_is_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_text_stored_when_fewer_names_were_placeholders_stays_as_it_was() -> None:
    body = "Hi {{name}}, {{first name}} {{1st}}"
    assert render(body, stored_values(body, ["Ana"])) == "Hi Ana, {{first name}} {{1st}}"
    assert render(body, stored_values(body, ["Ana", "B", "C"])) == "Hi Ana, B C"


PLAIN = st.text().filter(lambda text: "{" not in text and "}" not in text)


@given(before=PLAIN, value=st.text(), after=PLAIN)
def test_render_changes_nothing_but_the_placeholder(before: str, value: str, after: str) -> None:
    text = compose(before + value + after)
    assert render(f"{before}{{{{x}}}}{after}", {"x": value}) == text


@given(st.text("{} a\n1_"))
def test_render_gives_back_body_when_each_name_is_its_own_value(body: str) -> None:
    values = {name: f"{{{{{name}}}}}" for name in placeholders(body)}

    assert "".join(render(body, values).split()) == "".join(body.split())
