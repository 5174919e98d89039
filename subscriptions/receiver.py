"""
Post deliveries to subscribers: the only requests whose URL does not come from a setting.

The host is looked up once, every address it has is checked, and the connection goes to one of the
checked addresses: DNS rebinding gets no second look-up.
"""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from shared.outgoing.http import NoResponseError, post_to_address
from subscriptions.domain.receiver import is_refused_address

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

    def __init__(self, *, allows_private: bool) -> None:
        self._allows_private = allows_private

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """
        Deliver once and give the status of the response; redirects are not followed.

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
        addresses = await _addresses_of(place)
        if any(is_refused_address(one, allows_private=self._allows_private) for one in addresses):
            raise RefusedAddressError
        return addresses[0]


async def _addresses_of(place: URL) -> list[str]:
    """Look a host up, as the system would for a connection; an address is its own host."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(place.raw_host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoResponseError(type(error).__name__, may_have_left=False) from None
    return [str(where[0]) for _, _, _, _, where in found]
