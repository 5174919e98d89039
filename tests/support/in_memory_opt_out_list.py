"""ACS's list of opt-outs, without ACS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shared.carriers.opt_out_list import OptOutListError

Pair = tuple[str, str]


@dataclass
class InMemoryOptOutList:
    """
    Keeps pairs; refuses what ACS refuses, and fails as a script says.

    Attributes
    ----------
    calls : list
        What was asked for: action and own number.
    script : list
        Errors of the next calls, None where a call is to succeed.
    strange : set of str
        Own numbers of which ACS says nothing.
    unreadable : set of str
        People of whom ACS cannot tell.
    on_call : callable
        Called before each call, with its action.
    """

    numbers_per_call = 100

    pairs: set[Pair] = field(default_factory=set)
    calls: list[Pair] = field(default_factory=list)
    script: list[OptOutListError | None] = field(default_factory=list)
    strange: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    on_call: Callable[[str], None] | None = None

    async def check(self, own_number: str, user_numbers: Sequence[str]) -> dict[str, bool]:
        users = self._begin("check", own_number, user_numbers)
        return {user: (own_number, user) in self.pairs for user in users}

    async def add(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        users = self._begin("add", own_number, user_numbers)
        self.pairs |= {(own_number, user) for user in users}
        return users

    async def remove(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        users = self._begin("remove", own_number, user_numbers)
        self.pairs -= {(own_number, user) for user in users}
        return users

    def _begin(self, action: str, own_number: str, users: Sequence[str]) -> frozenset[str]:
        if self.on_call:
            self.on_call(action)
        self.calls.append((action, own_number))
        assert 1 <= len(users) <= 100, "ACS takes up to 100"
        assert len(set(users)) == len(users)
        if self.script and (error := self.script.pop(0)):
            raise error
        if own_number in self.strange:
            raise OptOutListError("403", "")
        return frozenset(users) - self.unreadable
