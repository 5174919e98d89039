"""Prices are kept with the day that they counted for: a new list does not rewrite closed months."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analytics import functions
from analytics.storage.statistics import prices_from_text, prices_to_text
from composition.app import run_as
from send_sms.domain.prices import PriceTable
from shared.domain.sender import SenderKind
from tests.support.web import call, get
from tests.support.world import START, World
from tests.unit.analytics.test_summary import SENT, report, store, summary

DAY = {"from": "2026-11-22", "to": "2026-11-22"}
PRICES = st.builds(
    PriceTable,
    st.sampled_from(["USD", "EUR"]),
    st.text(min_size=1, max_size=20),
    st.dictionaries(
        st.sampled_from(SenderKind),
        st.dictionaries(
            st.sampled_from(["US", "CA", "AT"]),
            st.decimals(0, 100, places=6, allow_nan=False),
        ),
    ),
)


def list_of(price: str, source: str, currency: str = "USD") -> PriceTable:
    return PriceTable(currency, source, {SenderKind.TOLL_FREE: {"US": Decimal(price)}})


async def cost(world: World, prices: PriceTable, **params: str) -> tuple[str, int, str, str]:
    """Ask for figures as an app does that runs with this price list."""
    world.settings = replace(world.settings, prices=prices)
    with run_as(world.app()):
        found = await summary(**(params or DAY))
    total = found["total"]
    return (
        total["estimatedCost"],
        total["unpricedSegmentCount"],
        found["currency"],
        found["priceSource"],
    )


OLD, NEW = list_of("0.01", "old"), list_of("0.5", "new")


async def recount(world: World, prices: PriceTable) -> Any:
    world.settings = replace(world.settings, prices=prices)
    with run_as(world.app()):
        return await call(functions.recount_day, get(params={"day": DAY["from"]}))


async def test_new_price_list_does_not_change_a_day_that_is_over(world: World) -> None:
    batch = await store(world, START, SENT, SENT)
    assert await cost(world, OLD) == ("0.0200", 0, "USD", "old")
    world.clock.advance(days=1)
    assert await cost(world, NEW) == ("0.0200", 0, "USD", "old")
    world.clock.advance(days=3)
    await report(world, batch, 0)
    world.settings = replace(world.settings, prices=NEW)
    with run_as(world.app()):
        await functions.recount_lately(None)
    assert await cost(world, NEW) == ("0.0200", 0, "USD", "old")
    assert (await recount(world, NEW)).status_code == 200
    assert await cost(world, NEW) == ("0.0200", 0, "USD", "old")


async def test_day_that_lasts_has_the_current_prices(world: World) -> None:
    await store(world, START, SENT)
    assert (await cost(world, OLD))[0] == "0.0100"
    world.clock.advance(seconds=5)
    assert await cost(world, NEW) == ("0.5000", 0, "USD", "new")


async def test_days_of_several_price_lists_are_added_and_all_sources_named(world: World) -> None:
    await store(world, START, SENT)
    await cost(world, OLD)
    world.clock.advance(days=1)
    await store(world, START + timedelta(days=1), SENT)
    both = {"from": "2026-11-22", "to": "2026-11-23"}
    assert await cost(world, NEW, **both) == ("0.5100", 0, "USD", "old; new")


async def test_segments_priced_in_another_currency_are_not_added(world: World) -> None:
    await store(world, START, SENT, SENT)
    await cost(world, OLD)
    world.clock.advance(days=1)
    await store(world, START + timedelta(days=1), SENT)
    euros = list_of("0.25", "euros", "EUR")
    both = {"from": "2026-11-22", "to": "2026-11-23"}
    assert await cost(world, euros, **both) == ("0.2500", 2, "EUR", "euros")


@given(PRICES)
def test_prices_come_back_exactly(prices: PriceTable) -> None:
    assert prices_from_text(prices_to_text(prices)) == prices
