"""
ACS's own list of opt-outs: who cannot be written to from which own number, as ACS sees it.

The list can be asked about numbers, 100 at a time; it cannot be read whole, and keeps neither
times nor reasons (ACS concepts, "Opt-out management overview").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.acs.opt_out_wire import (
    ListAction,
    done_in,
    items_from_response,
    path_of,
    request_body,
    states_in,
)
from shared.acs.resource import AcsResource
from shared.domain.errors import OptOutListError
from shared.identity import NoTokenError
from shared.outgoing import NoResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from shared.settings import Settings


class AcsOptOutList:
    """The list of one ACS resource. Asking, adding and removing may all be repeated."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._resource = AcsResource(settings, clock)

    async def check(self, own_number: str, user_numbers: Sequence[str]) -> dict[str, bool]:
        """
        Ask who is on the list.

        Parameters
        ----------
        user_numbers : sequence of str
            1 to 100, E.164.

        Returns
        -------
        dict
            Whether each is opted out; those of whom ACS could not tell are left out.

        Raises
        ------
        OptOutListError
            ACS did not answer, or not about this own number.
        """
        items = await self._do(ListAction.CHECK, own_number, user_numbers)
        return states_in(items, user_numbers)

    async def add(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        """Put people on the list; give those for whom it was done. Otherwise as `check`."""
        items = await self._do(ListAction.ADD, own_number, user_numbers)
        return done_in(items, user_numbers)

    async def remove(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        """
        Take people off the list; give those for whom it was done. Otherwise as `check`.

        A carrier's own block, as toll-free numbers have it, stays.
        """
        items = await self._do(ListAction.REMOVE, own_number, user_numbers)
        return done_in(items, user_numbers)

    async def close(self) -> None:
        """Close the connections."""
        await self._resource.close()

    async def _do(
        self, action: ListAction, own_number: str, user_numbers: Sequence[str]
    ) -> Mapping[str, Mapping[str, Any]]:
        body = request_body(own_number, user_numbers)
        try:
            answer = await self._resource.post(path_of(action), body)
        except NoTokenError as error:
            raise OptOutListError("no_token", str(error), retryable=True) from None
        except NoResponseError as error:
            raise OptOutListError("no_answer", str(error), retryable=True) from None
        return items_from_response(answer.status, answer.headers, answer.body)
