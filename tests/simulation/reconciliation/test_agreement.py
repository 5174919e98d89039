"""Whatever was said and wherever it was heard: what holds after a comparison."""

import asyncio
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opt_outs.domain.consent import ALL_NUMBERS, ChangeSource, ConsentChange, ConsentState
from shared.domain.kinds import Category
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.world import START, TOLL_FREE, World
from tests.unit.reconciliation.runs import reconcile

OWN_NUMBERS = [TOLL_FREE, "+14255550100", "77001"]
PEOPLE = people(3)
PAIRS = [(own, user) for own in OWN_NUMBERS for user in PEOPLE]
SOURCES = [ChangeSource.KEYWORD, ChangeSource.API, ChangeSource.PROVIDER, ChangeSource.IMPORT]


def said(state: ConsentState, minute: int, **members: Any) -> ConsentChange:
    moment, words = START - timedelta(minutes=minute), members["evidence"]
    event_id = f"{minute}-{members['source']}-{words}"  # two events never have the same
    return make_change(state, moment, event_id=event_id, **members)


changes = st.builds(
    said,
    st.sampled_from(ConsentState),
    st.integers(1, 6),
    own_number=st.sampled_from([*OWN_NUMBERS, ALL_NUMBERS]),
    user_number=st.sampled_from(PEOPLE),
    source=st.sampled_from(SOURCES),
    category=st.sampled_from([None, None, *Category]),
    evidence=st.sampled_from(["START", "INICIO"]),
)
RecordedChanges = list[ConsentChange]
recorded = st.lists(changes, max_size=12)
lists = st.sets(st.sampled_from(PAIRS))


async def blocked(world: World) -> set[tuple[str, str, Category]]:
    registry = world.app().opt_outs
    return {
        (own, user, category)
        for own in OWN_NUMBERS
        for category in Category
        for user in await opted_out_recipients(registry, own, PEOPLE, category)
    }


async def wholly_out(world: World) -> set[tuple[str, str]]:
    """Give the pairs whose own entry blocks everything."""
    registry = world.app().opt_outs
    entries = [await registry.get(own, user) for own, user in PAIRS]
    return {
        pair
        for pair, entry in zip(PAIRS, entries, strict=True)
        if entry and len(entry.blocked()) == len(Category)
    }


async def prepared(
    recorded_changes: RecordedChanges, on_list: set[tuple[str, str]], *, is_pushing: bool
) -> World:
    world = World()
    world.opt_out_list.pairs = set(on_list)
    if is_pushing:
        world.push_opt_outs()
    for change in recorded_changes:
        await apply_change(change, world.app().opt_outs)
    return world


@given(recorded, lists, st.booleans())
def test_person_opted_out_with_us_cannot_be_written_to_after_a_comparison(
    recorded_changes: RecordedChanges, on_list: set[tuple[str, str]], is_pushing: bool
) -> None:
    async def play() -> None:
        world = await prepared(recorded_changes, on_list, is_pushing=is_pushing)
        before = await blocked(world)
        await reconcile(world)
        assert before <= await blocked(world)

    asyncio.run(play())


@given(recorded, lists)
def test_person_who_may_not_be_written_to_is_not_removed_from_the_list(
    recorded_changes: RecordedChanges, on_list: set[tuple[str, str]]
) -> None:
    async def play() -> None:
        world = await prepared(recorded_changes, on_list, is_pushing=True)
        await reconcile(world)
        removed = on_list - world.opt_out_list.pairs
        assert not [one for one in await blocked(world) if one[:2] in removed]
        for own, user in removed:
            ledger = await world.app().opt_outs.ledger(own, user)
            newest = max(
                ledger, key=lambda line: (line.changed_at, line.state is ConsentState.OPTED_OUT)
            )
            assert newest.state is ConsentState.OPTED_IN
            assert own != TOLL_FREE

    asyncio.run(play())


@given(recorded, lists)
def test_both_agree_on_who_is_out_but_for_those_who_opted_in_since(
    recorded_changes: RecordedChanges, on_list: set[tuple[str, str]]
) -> None:
    async def play() -> None:
        world = await prepared(recorded_changes, on_list, is_pushing=True)
        known = {(change.own_number, change.user_number) for change in recorded_changes}
        run = await reconcile(world)
        out = await wholly_out(world)
        left = (world.opt_out_list.pairs & known) ^ out
        kept = run.counts.get("opted_in_since", 0) - run.counts.get("removed_from_acs", 0)
        assert left <= on_list
        assert len(left) == kept
        again = await reconcile(world)
        assert again.counts.keys() <= {"opted_in_since", "reported"}
        assert await wholly_out(world) == out

    asyncio.run(play())


@given(recorded, lists)
def test_comparison_that_does_not_push_leaves_the_list_alone(
    recorded_changes: RecordedChanges, on_list: set[tuple[str, str]]
) -> None:
    async def play() -> None:
        world = await prepared(recorded_changes, on_list, is_pushing=False)
        await reconcile(world)
        assert world.opt_out_list.pairs == on_list
        assert {action for action, _ in world.opt_out_list.calls} <= {"check"}

    asyncio.run(play())
