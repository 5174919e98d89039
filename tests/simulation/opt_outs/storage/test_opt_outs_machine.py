"""
The registry: any two instances, any order, any repetition end in what the events themselves say.

Two instances share a table, and now and then one changes a person between the other's reading
and writing. What is blocked is recounted from the events alone, put in order, and asked for in
each of the three ways: one person, many people, and the entry itself.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import opt_outs.storage.registry as module
from opt_outs.domain.consent import ALL_NUMBERS, ChangeSource, ConsentChange, ConsentState
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.world import START, TOLL_FREE

OWN_NUMBERS = (TOLL_FREE, "77001")
PEOPLE = people(2)
CHANGES = st.builds(
    lambda own, user, state, category, source, seconds: make_change(
        state,
        START + timedelta(seconds=seconds),
        own_number=own,
        user_number=user,
        category=category,
        source=source,
        event_id=f"event-{own}-{user}-{state}-{category}-{source}-{seconds}",
    ),
    st.sampled_from([*OWN_NUMBERS, ALL_NUMBERS]),
    st.sampled_from(PEOPLE),
    st.sampled_from(list(ConsentState)),
    st.sampled_from([None, Category.MARKETING]),
    st.sampled_from([ChangeSource.KEYWORD, ChangeSource.OPERATOR]),
    st.integers(0, 5),
)


PAIRS = [(own, category) for own in OWN_NUMBERS for category in Category]


class Registering(RuleBasedStateMachine):
    """Two instances of the registry on one table."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.table = InMemoryTable()
        self.instances = (OptOuts(self.table), OptOuts(self.table))
        self.events: list[ConsentChange] = []

    def teardown(self) -> None:
        self.runner.close()

    @rule(change=CHANGES, instance=st.integers(0, 1))
    def something_happens(self, change: ConsentChange, instance: int) -> None:
        self.runner.run(apply_change(change, self.instances[instance]))
        self.events.append(change)

    @precondition(lambda self: self.events)
    @rule(index=st.integers(0), instance=st.integers(0, 1))
    def a_change_is_repeated(self, index: int, instance: int) -> None:
        rows_before = self.table.all_rows()
        event = self.events[index % len(self.events)]
        assert not self.runner.run(apply_change(event, self.instances[instance]))
        assert self.table.all_rows() == rows_before

    @rule(first=CHANGES, second=CHANGES)
    def another_instance_is_quicker(self, first: ConsentChange, second: ConsentChange) -> None:
        def write_concurrently(_: object) -> None:
            self.table.before_write = None
            run_now(apply_change(first, self.instances[1]))
            self.events.append(first)

        self.table.before_write = write_concurrently
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_LONGEST_PAUSE_SECONDS", 0)
            self.runner.run(apply_change(second, self.instances[0]))
        self.table.before_write = None
        self.events.append(second)

    @invariant()
    def what_is_blocked_follows_from_the_events_alone(self) -> None:
        in_order = sorted(self.events, key=lambda event: (event.changed_at, event.event_id))
        expected = self.runner.run(blocked_after(in_order))
        assert self.runner.run(blocked_by_buckets(self.instances[0])) == expected
        assert self.runner.run(blocked_by_entries(self.instances[1])) == expected

    @invariant()
    def ledger_has_each_event_once(self) -> None:
        applied = {(event.own_number, event.user_number, event.event_id) for event in self.events}
        assert self.runner.run(ledger_of(self.instances[0])) == sorted(applied)


async def blocked_after(events: Sequence[ConsentChange]) -> list[frozenset[str]]:
    registry = OptOuts(InMemoryTable())
    for event in events:
        await apply_change(event, registry)
    return await blocked_by_buckets(registry)


async def blocked_by_buckets(registry: OptOuts) -> list[frozenset[str]]:
    return [await opted_out_recipients(registry, own, PEOPLE, category) for own, category in PAIRS]


async def blocked_by_entries(registry: OptOuts) -> list[frozenset[str]]:
    each = []
    for own, category in PAIRS:
        found = [await opted_out_recipients(registry, own, [one], category) for one in PEOPLE]
        each.append(frozenset().union(*found))
    return each


async def ledger_of(registry: OptOuts) -> list[tuple[str, str, str]]:
    found = []
    for own, user in product((*OWN_NUMBERS, ALL_NUMBERS), PEOPLE):
        found += [(own, user, line.event_id) for line in await registry.ledger(own, user)]
    return sorted(found)


Registering.TestCase.settings = settings(max_examples=40, stateful_step_count=8, deadline=None)
TestRegistryFollowsFromItsEvents = Registering.TestCase
