"""Worlds with caps, and hands on them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from composition.app import App
from send_sms.domain.caps import Cap, CapPeriod, CapScope, CapUnit
from send_sms.settings import caps_from
from send_sms.storage.cap_accounts import AccountKey
from tests.support.world import SETTINGS, World

DAY = Cap(CapPeriod.DAY, CapUnit.SEGMENTS, 10)


def capped_world(*caps: Cap, **members: Any) -> World:
    return World(settings=replace(SETTINGS, caps=caps or (DAY,)), **members)


def world_of(setting: str, prices: str = "") -> World:
    """A world with `SMS_CAPS`."""
    return capped_world(*caps_from(setting, prices))


def cap_on(scope: CapScope, name: str, limit: int = 10) -> Cap:
    return Cap(CapPeriod.DAY, CapUnit.SEGMENTS, limit, scope, name)


async def used_of(world: World, cap: Cap = DAY, apps: Sequence[App] = ()) -> int:
    """Give what is counted once every process has given back what it does not use."""
    for app in apps:
        assert app.caps
        for allowance in app.caps._allowances.values():
            await allowance.settle()
    stored = await world.app().cap_accounts.read(AccountKey.of(cap, world.clock()))
    return stored.account.granted
