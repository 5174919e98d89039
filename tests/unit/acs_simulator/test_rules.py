"""Small pure rules: segments, retry schedule, repeatability, limits, retention, spellings."""

import json
from typing import Any

import pytest

from local.acs_simulator.events import Event, KeyCase, Schema, Style, encode_event
from local.acs_simulator.messages import MessageStore, Report
from local.acs_simulator.outcomes import OUTCOME_BY_RECIPIENT, DeliveryStatus
from local.acs_simulator.rate_limits import RateLimiter, Unit
from local.acs_simulator.repeatability import RepeatabilityStore
from local.acs_simulator.retry import next_wait_seconds
from local.acs_simulator.segments import count_segments
from local.acs_simulator.settings import Sender, SenderKind
from tests.unit.acs_simulator.samples import NOW, OWN_NUMBER, after, make_message


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("", 1, id="empty"),
        pytest.param("x" * 160, 1, id="160"),
        pytest.param("x" * 161, 2, id="161"),
        pytest.param("x" * 306, 2, id="306"),
        pytest.param("x" * 307, 3, id="307"),
        pytest.param("€" * 80, 1, id="80 pairs"),
        pytest.param("€" * 81, 2, id="81 pairs"),
        pytest.param("x" * 152 + "€" + "x" * 152, 3, id="pair on the seam"),
        pytest.param("ж" * 70, 1, id="70 units"),
        pytest.param("ж" * 71, 2, id="71 units"),
        pytest.param("ж" * 134, 2, id="134 units"),
        pytest.param("ж" * 135, 3, id="135 units"),
        pytest.param("ж" * 66 + "👋" + "ж" * 66, 3, id="surrogates on the seam"),
        pytest.param("ç" * 71, 2, id="small c cedilla is not in the alphabet"),
        pytest.param("Ç" * 160, 1, id="capital c cedilla is"),
    ],
)
def test_segments_are_counted_as_the_standard_has_it(body: str, expected: int) -> None:
    assert count_segments(body) == expected


@pytest.mark.parametrize(
    ("status", "attempt_count", "expected"),
    [
        (500, 1, 10),
        (None, 1, 10),
        (500, 2, 30),
        (500, 3, 60),
        (500, 4, 300),
        (500, 9, 21_600),
        (500, 10, 43_200),
        (500, 29, 43_200),
        (503, 1, 30),
        (408, 1, 120),
        (408, 4, 300),
        (500, 30, float("inf")),
        (400, 1, float("inf")),
        (413, 1, float("inf")),
    ],
)
def test_retry_waits_as_event_grid_does(
    status: int | None, attempt_count: int, expected: float
) -> None:
    wait = next_wait_seconds(status, attempt_count=attempt_count, waited_seconds=0)

    assert wait == expected


def test_retry_ends_with_the_day() -> None:
    assert next_wait_seconds(500, attempt_count=10, waited_seconds=43_200) == 43_200
    assert next_wait_seconds(500, attempt_count=10, waited_seconds=43_201) == float("inf")


def test_repeatability_book_forgets_ids_out_of_the_window() -> None:
    book = RepeatabilityStore(window_seconds=300)
    message = make_message()
    book.remember("id", message)

    book.remove_expired(after(300))
    remembered = book.earlier("id", message.user_number, message.content)
    book.remove_expired(after(301))

    assert remembered is message
    assert book.earlier("id", message.user_number, message.content) is None


TOLL_FREE = Sender(OWN_NUMBER, SenderKind.TOLL_FREE)


def test_limit_holds_in_every_sixty_seconds() -> None:
    limiter = RateLimiter()
    spent = [limiter.admit(TOLL_FREE, 100, 1, after(second)) for second in (0, 30)]

    assert spent == [True, True]
    assert not limiter.admit(TOLL_FREE, 1, 1, after(59.9))
    assert limiter.admit(TOLL_FREE, 100, 1, after(60))
    assert not limiter.admit(TOLL_FREE, 1, 1, after(61))


def test_refused_calls_count_as_requests() -> None:
    limiter = RateLimiter()
    limiter.configure(enabled=True, unit=Unit.RECIPIENTS, limits={SenderKind.TOLL_FREE: 3})

    refused = [limiter.admit(TOLL_FREE, 4, 1, NOW) for _ in range(3)]

    assert refused == [False, False, False]
    assert not limiter.admit(TOLL_FREE, 1, 1, after(59))
    assert limiter.admit(TOLL_FREE, 1, 1, after(60))


def test_alphanumeric_senders_share_one_limit() -> None:
    limiter = RateLimiter()
    limiter.configure(enabled=True, unit=Unit.RECIPIENTS, limits={SenderKind.ALPHANUMERIC: 1})

    admitted = [
        limiter.admit(Sender(name, SenderKind.ALPHANUMERIC), 1, 1, NOW) for name in ("ONE", "TWO")
    ]

    assert admitted == [True, False]


@pytest.mark.parametrize(
    ("kind", "limit"), [(SenderKind.SHORT_CODE, 6_000), (SenderKind.ALPHANUMERIC, 600)]
)
def test_limit_depends_on_kind_of_sender(kind: SenderKind, limit: int) -> None:
    limiter, sender = RateLimiter(), Sender("x", kind)

    assert all(limiter.admit(sender, 100, 1, NOW) for _ in range(limit // 100))
    assert not limiter.admit(sender, 1, 1, NOW)


def test_10dlc_has_no_limit_per_minute() -> None:
    limiter, sender = RateLimiter(), Sender("+14255550100", SenderKind.LONG_CODE)

    assert all(limiter.admit(sender, 100, 1, NOW) for _ in range(1_000))


def test_store_forgets_only_what_is_both_old_and_too_much() -> None:
    store = MessageStore(retention_seconds=600, retention_count=2)
    store.add([make_message(f"m{n}", f"+1425555010{n}") for n in range(4)], NOW)

    store.add([], after(600))
    kept_while_young = len(store)
    store.add([], after(601))

    assert kept_while_young == 4
    assert [message.message_id for message in store] == ["m2", "m3"]
    assert store.get("m1") is None
    assert store.of_person("+14255550101") == []
    assert [phone for phone, _, _ in store.latest_phones(9)] == ["+14255550102", "+14255550103"]


@pytest.mark.parametrize(
    ("schema", "case", "expected"),
    [
        (Schema.EVENT_GRID, None, "tag"),
        (Schema.CLOUD_EVENTS, None, "Tag"),
        (Schema.EVENT_GRID, KeyCase.PASCAL, "Tag"),
        (Schema.CLOUD_EVENTS, KeyCase.CAMEL, "tag"),
        (Schema.CLOUD_EVENTS, KeyCase.TAG, "Tag"),
    ],
)
def test_tag_is_spelt_as_schema_or_fault_says(
    schema: Schema, case: KeyCase | None, expected: str
) -> None:
    data = report_data_of(schema, Style(key_case=case), tag="t")

    assert [key for key in data if key.lower() == "tag"] == [expected]
    inner = data.get("DeliveryAttempts") or data["deliveryAttempts"]
    assert ("Timestamp" in inner[0]) == ("MessageId" in data)


def test_report_without_tag_has_no_tag() -> None:
    assert "tag" not in report_data_of(Schema.EVENT_GRID, Style())


def report_data_of(schema: Schema, style: Style, **content: Any) -> dict[str, Any]:
    report = Report(DeliveryStatus.DELIVERED, "2000: No Error", NOW)
    event = Event(make_message(**content), report)
    parsed = json.loads(encode_event(event, schema, resource_id="/r", style=style))
    data: dict[str, Any] = parsed["data"]
    return data


def test_outcomes_are_for_numbers_kept_for_fiction() -> None:
    assert all(number.startswith("+120255501") for number in OUTCOME_BY_RECIPIENT)
