"""
Post deliveries to subscribers: the only requests whose URL does not come from a setting.

The host is looked up once, every address it has is checked, and the connection goes to one of the
checked addresses: DNS rebinding gets no second look-up.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from shared.outgoing.http import NoResponseError, Response, post_to_address
from shared.outgoing.look_ups import LookUps, Resolve, resolve_by_system
from subscriptions.domain.receiver import is_refused_address
from subscriptions.storage.subscriptions import MAX_SUBSCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yarl import URL

DELIVERY_SECONDS = 10
"""For the look-up, the connection, the request and the head of the response together."""


class RefusedAddressError(Exception):
    """The host leads to where events must not go."""


class Subscriber:
    """
    Posts to subscribers.

    Parameters
    ----------
    allows_private : bool
        Whether events may go to this machine and its own network.
    """

    def __init__(self, *, allows_private: bool, resolve: Resolve = resolve_by_system) -> None:
        self._allows_private = allows_private
        self._look_ups = LookUps(resolve, max_threads=MAX_SUBSCRIPTIONS)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        """
        Deliver once; gives the response without its body. Redirects are not followed.

        Raises
        ------
        RefusedAddressError
            Nothing was sent.
        NoResponseError
            None came in `DELIVERY_SECONDS`.
        """
        from yarl import URL

        place = URL(url)
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                address = await self._judged_address(place)
                return await post_to_address(
                    address, place, headers, body=body, limit_seconds=DELIVERY_SECONDS
                )
        except TimeoutError:
            raise NoResponseError("TimeoutError", may_have_left=True) from None

    async def _judged_address(self, place: URL) -> str:
        addresses = await self._addresses_of(place)
        if any(is_refused_address(one, allows_private=self._allows_private) for one in addresses):
            raise RefusedAddressError
        return addresses[0]

    async def _addresses_of(self, place: URL) -> list[str]:
        try:
            return await self._look_ups.addresses_of(place.raw_host or "", place.port or 0)
        except (OSError, UnicodeError) as error:
            raise NoResponseError(type(error).__name__, may_have_left=False) from None
