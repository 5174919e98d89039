"""The pause, and how many codes a person or a client address may request in an hour and a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from tests.support.world import START
from verifications.domain.limits import (
    ClientLimitError,
    RecipientLimitError,
    ResendTooSoonError,
    SentCode,
    codes_of_last_day,
    of_last_day,
    refuse_client,
    refuse_person,
    site_of_address,
)

TICK = timedelta(milliseconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IN_AN_HOUR, IN_A_DAY = timedelta(minutes=11), timedelta(minutes=140)


def times(count: int, apart: timedelta) -> list[datetime]:
    return [START + number * apart for number in range(count)]


def codes(at: Sequence[datetime]) -> list[SentCode]:
    return [SentCode(one, f"start {n}", f"key {n}", "login") for n, one in enumerate(at)]


def test_next_code_for_a_person_and_purpose_waits_for_thirty_seconds() -> None:
    one = codes([START])
    for seconds, wait in ((0, 30), (10.5, 20), (29.999, 1)):
        with pytest.raises(ResendTooSoonError) as caught:
            refuse_person(one, "login", START + timedelta(seconds=seconds))
        assert caught.value.retry_after_seconds == wait

    refuse_person(one, "login", START + timedelta(seconds=30))
    refuse_person(one, "payment", START)


@pytest.mark.parametrize(
    ("count", "apart", "span"), [(5, IN_AN_HOUR, HOUR), (10, IN_A_DAY, DAY)], ids=["hour", "day"]
)
def test_person_gets_five_codes_an_hour_and_ten_a_day(
    count: int, apart: timedelta, span: timedelta
) -> None:
    sent = codes(times(count, apart))

    refuse_person(sent[1:], "payment", sent[-1].at + TICK)
    with pytest.raises(RecipientLimitError) as caught:
        refuse_person(sent, "payment", START + span - timedelta(seconds=7))
    assert caught.value.retry_after_seconds == 7
    with pytest.raises(RecipientLimitError):
        refuse_person(sent, "payment", START + span - TICK)
    refuse_person(sent, "payment", START + span)


@pytest.mark.parametrize(
    ("count", "apart", "span"),
    [(20, timedelta(minutes=2), HOUR), (60, timedelta(minutes=20), DAY)],
    ids=["hour", "day"],
)
def test_client_address_gets_twenty_codes_an_hour_and_sixty_a_day(
    count: int, apart: timedelta, span: timedelta
) -> None:
    requested = times(count, apart)

    refuse_client(requested[1:], requested[-1])
    with pytest.raises(ClientLimitError) as caught:
        refuse_client(requested, START + span - TICK)
    assert caught.value.retry_after_seconds == 1
    refuse_client(requested, START + span)


def test_what_is_a_day_old_is_forgotten() -> None:
    now, at = START + DAY, [START, START + TICK]

    assert of_last_day(at, now) == at[1:]
    assert [one.at for one in codes_of_last_day(codes(at), now)] == at[1:]


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
    ],
)
def test_addresses_of_a_site_are_counted_together(address: str, site: str) -> None:
    assert site_of_address(address) == site
