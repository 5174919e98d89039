"""Which caps hold for a send, when they reset, and how their account is leased."""

from datetime import UTC, datetime, timedelta

import pytest

from send_sms.domain.caps import (
    EACH,
    Cap,
    CapAccount,
    CapChange,
    CapPeriod,
    CapScope,
    CapUnit,
    ChangeOutcome,
    caps_on,
    lease_size,
)
from tests.support.samples import make_options
from tests.support.world import TOLL_FREE

LATE = timedelta(hours=23, minutes=59, seconds=59, microseconds=999_999)
OTHER_NUMBER = "+18335550199"


@pytest.mark.parametrize(
    ("day", "tomorrow", "next_month"),
    [
        (datetime(2026, 11, 22, tzinfo=UTC), (2026, 11, 23), (2026, 12, 1)),
        (datetime(2026, 11, 30, tzinfo=UTC), (2026, 12, 1), (2026, 12, 1)),
        (datetime(2026, 12, 31, tzinfo=UTC), (2027, 1, 1), (2027, 1, 1)),
        (datetime(2028, 1, 31, tzinfo=UTC), (2028, 2, 1), (2028, 2, 1)),
    ],
)
def test_caps_reset_at_midnight_and_on_the_first_of_the_month(
    day: datetime, tomorrow: tuple[int, int, int], next_month: tuple[int, int, int]
) -> None:
    for moment in (day, day + LATE):
        assert CapPeriod.DAY.resets_at(moment) == datetime(*tomorrow, tzinfo=UTC)
        assert CapPeriod.MONTH.resets_at(moment) == datetime(*next_month, tzinfo=UTC)


def segments(limit: int, scope: CapScope, name: str, period: CapPeriod = CapPeriod.DAY) -> Cap:
    return Cap(period, CapUnit.SEGMENTS, limit, scope, name)


def test_cap_of_another_number_does_not_hold() -> None:
    caps = [segments(5, CapScope.SENDER, OTHER_NUMBER)]

    assert list(caps_on(caps, TOLL_FREE, make_options())) == []


@pytest.mark.parametrize("is_named_first", [False, True])
def test_cap_with_a_name_replaces_the_one_for_each(is_named_first: bool) -> None:
    named = segments(5, CapScope.SENDER, TOLL_FREE)
    caps = [segments(9, CapScope.SENDER, EACH), named]

    assert list(caps_on(caps[:: -1 if is_named_first else 1], TOLL_FREE, make_options())) == [named]
    assert list(caps_on(caps, OTHER_NUMBER, make_options())) == [
        segments(9, CapScope.SENDER, OTHER_NUMBER)
    ]


def test_cap_for_each_campaign_does_not_hold_for_a_send_of_no_campaign() -> None:
    caps = [segments(9, CapScope.CAMPAIGN, EACH)]

    assert list(caps_on(caps, TOLL_FREE, make_options(campaign=""))) == []
    assert list(caps_on(caps, TOLL_FREE, make_options(campaign="may"))) == [
        segments(9, CapScope.CAMPAIGN, "may")
    ]


def test_caps_of_months_come_first() -> None:
    day = segments(5, CapScope.APP, "")
    month = segments(50, CapScope.APP, "", CapPeriod.MONTH)

    assert list(caps_on([day, month], TOLL_FREE, make_options())) == [month, day]


def test_use_is_said_in_the_unit_of_the_cap() -> None:
    money = Cap(CapPeriod.MONTH, CapUnit.AMOUNT, 20_000_000, currency="USD")

    assert money.use_in_words(17_007_500) == "17.0075 of 20.00 USD a month"
    assert segments(20_000, CapScope.APP, "").use_in_words(17) == "17 of 20000 segments a day"


@pytest.mark.parametrize(
    ("need", "granted", "wanted", "size"),
    [
        (1, 0, 0, 100),  # a hundredth of the cap
        (1, 9_500, 0, 50),  # a tenth of what is left
        (300, 0, 0, 300),
        (1, 0, 700, 700),
        (1, 9_995, 700, 1),  # what all want is more than is left
        (5, 9_995, 5, 5),
        (6, 9_995, 6, 0),
    ],
)
def test_lease_is_never_larger_than_what_is_left(
    need: int, granted: int, wanted: int, size: int
) -> None:
    assert lease_size(need, 10_000, granted, wanted=wanted) == size


def test_account_recognizes_its_last_32_changes_and_no_others() -> None:
    account, changes = CapAccount(), []
    for number in range(1, 41):
        changes.append(CapChange(f"change {number}", number, units=1))
        account = account.changed(changes[-1])

    outcomes = [account.outcome_of(change) for change in changes]
    assert outcomes == [ChangeOutcome.UNKNOWN] * 8 + [ChangeOutcome.APPLIED] * 32
    assert account.outcome_of(CapChange("another", 40, units=1)) is ChangeOutcome.LOST
    assert account.outcome_of(CapChange("another", 41, units=1)) is ChangeOutcome.OPEN
    assert (account.granted, account.is_published) == (40, False)
    assert account.changed(CapChange("returned", 41, units=-50)).granted == 0
