"""Placeholders are filled once and literally; everything else is text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import SmsError
from shared.domain.message_text import MissingValueError, placeholders, render


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
        pytest.param("{{" + "n" * 65 + "}}", (), id="65-characters"),
        pytest.param("{{1st}}", (), id="starts-with-digit"),
        pytest.param("{{first name}}", (), id="space-inside-name"),
        pytest.param("{{first-name}}", (), id="dash-inside-name"),
        pytest.param("{{}} {{ }}", (), id="no-name"),
        pytest.param("{{name}", (), id="not-closed"),
        pytest.param("{name}", (), id="single-braces"),
        pytest.param("{ {name} }", (), id="braces-apart"),
        pytest.param("{{name {{name}}", ("name",), id="opened-twice"),
    ],
)
def test_placeholders_are_named_in_order(body: str, names: tuple[str, ...]) -> None:
    assert placeholders(body) == names


@pytest.mark.parametrize("body", ["", "plain", "{{name}", "{{first name}}", "{{1st}}", "}}{{"])
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


PLAIN = st.text().filter(lambda text: "{" not in text and "}" not in text)


@given(before=PLAIN, value=st.text(), after=PLAIN)
def test_render_changes_nothing_but_the_placeholder(before: str, value: str, after: str) -> None:
    assert render(f"{before}{{{{x}}}}{after}", {"x": value}) == before + value + after


@given(st.text("{} a\n1_"))
def test_render_gives_back_body_when_each_name_is_its_own_value(body: str) -> None:
    values = {name: f"{{{{{name}}}}}" for name in placeholders(body)}

    assert "".join(render(body, values).split()) == "".join(body.split())
