"""Change ACS's list, where a setting wants that."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from opt_outs.domain.consent import ALL_NUMBERS
from opt_outs.domain.entry import ConsentEntry
from senders.domain.profile import confirmation_source_of
from shared.carriers.opt_out_list import OptOutListError
from shared.domain.reconciliation import may_be_removed
from shared.services import Services
from shared.storage.reconciliations import ReconciliationIssue, Run

_Change = Callable[[str, Sequence[str]], Awaitable[frozenset[str]]]


@dataclass(slots=True)
class ListUpdates:
    """The changes of a page; what ACS does not do now waits for the next run."""

    run: Run
    services: Services
    troubles: list[ReconciliationIssue] = field(default_factory=list)
    call_count: int = 0

    async def add(self, entries: Sequence[ConsentEntry]) -> frozenset[str]:
        """Put people on the list; give those for whom it was done."""
        if not self.run.is_pushing:
            return frozenset()
        users = [entry.user_number for entry in entries]
        return await self._do(self.services.opt_out_list.add, users)

    async def remove(self, entries: Sequence[ConsentEntry]) -> frozenset[str]:
        """Take those off the list who may be; give those for whom it was done."""
        if not self.run.is_pushing:
            return frozenset()
        users = [entry.user_number for entry in entries]
        may = await asyncio.gather(*(self._may_be_removed(user) for user in users))
        wanted = [user for user, is_wanted in zip(users, may, strict=True) if is_wanted]
        return await self._do(self.services.opt_out_list.remove, wanted)

    async def _may_be_removed(self, user: str) -> bool:
        """All is read anew, and last: a STOP may have come."""
        registry, own_number = self.services.opt_outs, self.run.own_number
        confirmation_source = confirmation_source_of(
            own_number, self.services.settings.sender_profiles
        )
        ledger = await registry.ledger(own_number, user)
        entry = await registry.get(own_number, user)
        for_all = await registry.get(ALL_NUMBERS, user)
        return (
            entry is not None
            and confirmation_source is not None
            and may_be_removed(
                entry, ledger, for_all_numbers=for_all, confirmation_source=confirmation_source
            )
        )

    async def _do(self, change: _Change, users: Sequence[str]) -> frozenset[str]:
        if not users:
            return frozenset()
        self.call_count += 1
        own_number = self.run.own_number
        try:
            return await change(own_number, users)
        except OptOutListError as error:
            text = f"ACS did not change its list: {error.provider_text or 'no reason given.'}"
            self.troubles.append(ReconciliationIssue(own_number, error.provider_code, text))
            return frozenset()
