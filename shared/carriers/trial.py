"""Trial mode: only guests get real messages; for all others nothing is handed to the carrier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.carriers.sending import SIMULATED, CallOutcomes, SendError, outcome_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from shared.carriers.sending import Outcome, SendCall, SmsGateway


class TrialGateway:
    """
    Stands in front of a carrier, so that no path can bypass it.

    Parameters
    ----------
    guests : collection of str
        In E.164; a recipient that is written in another way is no guest.
    """

    def __init__(self, gateway: SmsGateway, guests: Collection[str]) -> None:
        self._gateway = gateway
        self._guests = guests

    @property
    def name(self) -> str:
        """The name of the carrier behind it."""
        return self._gateway.name

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        """
        Submit the part of a call that goes to guests; everything else is simulated.

        An error of the carrier concerns the guests alone, so it is not raised in a mixed call.

        Raises
        ------
        SendError
            As of the carrier, if all recipients are guests.
        """
        guests = [index for index, to in enumerate(call.recipients) if to in self._guests]
        if len(guests) == len(call.recipients):
            return await self._gateway.send(call)
        results: list[Outcome | None] = [SIMULATED] * len(call.recipients)
        error = None
        if guests:
            real, error = await self._send_to(_part(call, guests))
            for index, result in zip(guests, real, strict=True):
                results[index] = result
        outcomes = CallOutcomes(results)
        outcomes.error = error
        return outcomes

    async def _send_to(self, call: SendCall) -> tuple[Sequence[Outcome | None], SendError | None]:
        try:
            results = await self._gateway.send(call)
        except SendError as error:
            return [outcome_of(error)] * len(call.recipients), error
        return results, results.error if isinstance(results, CallOutcomes) else None


def _part(call: SendCall, indices: Sequence[int]) -> SendCall:
    """Leave all other recipients out; ids and tag stay."""
    return replace(
        call,
        recipients=tuple(call.recipients[index] for index in indices),
        message_ids=tuple(call.message_ids[index] for index in indices),
        positions=tuple(call.positions[index] for index in indices),
    )
