"""Cost is decimal, by country, and never includes what has no price."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from send_sms.domain.prices import CountryCost, PriceTable, estimate_cost
from shared.domain.sender import SenderKind

TABLE = PriceTable(
    currency="USD",
    source="our contract",
    per_segment={
        SenderKind.TOLL_FREE: {"US": Decimal("0.0100"), "CA": Decimal("0.0160")},
        SenderKind.SHORT_CODE: {"US": Decimal("0.0070")},
    },
)


def test_cost_is_price_times_segments_by_country() -> None:
    cost = estimate_cost([("US", 1), ("CA", 2), ("US", 3)], SenderKind.TOLL_FREE, TABLE)

    assert cost.by_country == (
        CountryCost("CA", 2, Decimal("0.0320")),
        CountryCost("US", 4, Decimal("0.0400")),
    )
    assert cost.amount == Decimal("0.0720")
    assert cost.unpriced_count == 0


def test_cost_depends_on_kind_of_sender() -> None:
    assert estimate_cost([("US", 2)], SenderKind.SHORT_CODE, TABLE).amount == Decimal("0.0140")


def test_cost_leaves_out_and_counts_messages_when_country_or_kind_has_no_price() -> None:
    cost = estimate_cost([("US", 1), ("FR", 5), ("", 1)], SenderKind.TOLL_FREE, TABLE)
    assert (cost.amount, cost.unpriced_count) == (Decimal("0.0100"), 2)

    cost = estimate_cost([("US", 1), ("US", 1)], SenderKind.ALPHANUMERIC, TABLE)
    assert (cost.amount, cost.by_country, cost.unpriced_count) == (Decimal(0), (), 2)


def test_cost_does_not_round_when_amounts_are_no_binary_fractions() -> None:
    cost = estimate_cost([("US", 1)] * 10_000, SenderKind.SHORT_CODE, TABLE)

    assert str(cost.amount) == "70.0000"


@given(st.lists(st.tuples(st.sampled_from(["US", "CA", "FR", ""]), st.integers(1, 31))))
def test_every_message_is_priced_or_counted(messages: list[tuple[str, int]]) -> None:
    cost = estimate_cost(messages, SenderKind.TOLL_FREE, TABLE)

    priced = [message for message in messages if message[0] in {"US", "CA"}]
    assert sum(one.segment_count for one in cost.by_country) == sum(n for _, n in priced)
    assert sum(one.amount for one in cost.by_country) == cost.amount
    assert cost.unpriced_count == len(messages) - len(priced)
