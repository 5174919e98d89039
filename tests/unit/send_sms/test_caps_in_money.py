"""Caps in money, and destinations without a price."""

import pytest

from send_sms.accepting.allowance import CapReachedError
from send_sms.accepting.caps import UnpricedError
from tests.support.world import PERSON
from tests.unit.send_sms.accept_helpers import (
    assert_nothing_stored,
)
from tests.unit.send_sms.cap_world import world_of
from tests.unit.send_sms.test_caps import accept

MONEY = '[{"per": "month", "amount": 1, "sender": "*"}]'


async def test_money_is_estimated_with_the_prices_of_previews() -> None:
    world = world_of(MONEY)
    app = world.app()
    for count in (60, 40):
        await accept(app, [f"+1425555{place:04}" for place in range(count)])
    with pytest.raises(
        CapReachedError, match=r"1\.00 of 1\.00 USD a month for this own number are used, .* 0\.01"
    ):
        await accept(app)


async def test_destination_without_a_price_is_refused_where_a_cap_in_money_holds() -> None:
    world = world_of(MONEY)
    with pytest.raises(UnpricedError, match="no price from this kind of own number to GB"):
        await accept(world.app(), [PERSON, "+447400123456"])
    assert_nothing_stored(world)
    await accept(world_of(MONEY.replace("*", "+18335550999")).app(), "+447400123456")
