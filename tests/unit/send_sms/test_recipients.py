"""Sorting out who gets a message."""

import pytest

from send_sms.accepting.recipients import Recipients, validate_recipients
from tests.support.samples import make_request, people

ANA, BEN = people(2)


def sorted_out(*to: object, message: str = "Hello") -> Recipients:
    return validate_recipients(make_request(to, message=message).to, message)  # type: ignore[arg-type]


def test_recipients_are_sorted_by_number() -> None:
    assert list(sorted_out(BEN, ANA).values) == [ANA, BEN]


def test_doubles_are_folded_however_they_are_written() -> None:
    assert ANA == "+12005550100"
    sorted_recipients = sorted_out("+1 (200) 555-0100", ANA, "+1.200.555.0100", BEN)
    assert list(sorted_recipients.values) == [ANA, BEN]
    assert sorted_recipients.duplicate_count == 2


def test_of_doubles_the_first_counts() -> None:
    first, second = ({"number": ANA, "values": {"name": name}} for name in ("Ana", "Anna"))
    sorted_recipients = sorted_out(first, second, message="Hi {{name}}")
    assert sorted_recipients.values == {ANA: ("Ana",)}
    assert sorted_recipients.bodies == {"Hi Ana"}


def test_impossible_numbers_are_named_by_position_and_the_others_go_out() -> None:
    sorted_recipients = sorted_out(ANA, "hello", "+1200555", BEN, "2005550100")
    assert list(sorted_recipients.values) == [ANA, BEN]
    assert [(one.position, one.code) for one in sorted_recipients.rejected] == [
        (1, "letters_not_allowed"),
        (2, "too_short"),
        (4, "country_code_missing"),
    ]
    assert all(one.reason.endswith(".") for one in sorted_recipients.rejected)


def test_missing_value_rejects_its_recipient_and_names_the_placeholder() -> None:
    named = {"number": BEN, "values": {"name": "Ben"}}
    sorted_recipients = sorted_out(ANA, named, message="Hi {{name}}")
    (rejected,) = sorted_recipients.rejected
    assert (rejected.position, rejected.code) == (0, "missing_value")
    assert "{{name}}" in rejected.reason
    assert list(sorted_recipients.values) == [BEN]


@pytest.mark.parametrize(
    ("message", "value", "is_rejected"),
    [
        ("{{x}}", "", True),
        ("{{x}}", "a", False),
        ("{{x}}", "a" * 2_048, False),
        ("{{x}}!", "a" * 2_047, False),
        ("{{x}}!", "a" * 2_048, True),
    ],
)
def test_text_must_fit_with_its_values(message: str, value: str, is_rejected: bool) -> None:
    one = {"number": ANA, "values": {"x": value}}
    rejected = sorted_out(one, message=message).rejected
    assert [r.code for r in rejected] == (["message_length"] if is_rejected else [])


@pytest.mark.parametrize("value", [" ", "\u200b", "\N{NO-BREAK SPACE}\n"])
def test_text_that_shows_nothing_with_its_values_is_rejected(value: str) -> None:
    one = {"number": ANA, "values": {"x": value}}
    sorted_recipients = sorted_out(one, BEN, message=" {{x}}")
    assert [r.code for r in sorted_recipients.rejected] == ["blank_text", "missing_value"]
    assert sorted_out(one, message="Hi {{x}}").rejected == []


@pytest.mark.parametrize(
    ("placeholder", "name"),
    [
        ("{{first name}}", "first name"),
        ("{{ first-name }}", " first-name"),
        ("{{नाम}}", "नाम"),
        ("{{cafe\u0301}}", "caf\u00e9"),
        ("{{caf\u00e9}}", "cafe\u0301"),
        ("{{1}}", "1"),
        ("{{order.id}}", "order.id"),
    ],
)
def test_a_placeholder_takes_the_value_of_its_name(placeholder: str, name: str) -> None:
    one = {"number": ANA, "values": {name: "{{other}}", "other": "x"}}
    assert sorted_out(one, message=f"Hi {placeholder}").bodies == {"Hi {{other}}"}
    (rejected,) = sorted_out(ANA, message=f"Hi {placeholder}").rejected
    assert rejected.code == "missing_value"


def test_values_are_composed() -> None:
    one = {"number": ANA, "values": {"name": "Zoe\u0308"}}
    sorted_recipients = sorted_out(one, message="Hi {{name}}")
    assert sorted_recipients.values == {ANA: ("Zo\u00eb",)}
    assert sorted_recipients.bodies == {"Hi Zo\u00eb"}


def test_values_that_no_placeholder_names_are_left_out() -> None:
    one = {"number": ANA, "values": {"name": "Ana", "city": "Oslo"}}
    assert sorted_out(one, message="Hi {{name}}").values == {ANA: ("Ana",)}
    assert sorted_out(one, message="Hi").values == {ANA: ()}
