"""What comes of each disagreement between the registry and ACS's list."""

from datetime import timedelta

import pytest

from opt_outs.domain.consent import ALL_NUMBERS, ChangeSource
from reconciliation.storage.reconciliations import RunState
from shared.carriers.opt_out_list import OptOutListError
from shared.domain.kinds import Category
from tests.support.in_memory_table import run_now
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.reconciliation.runs import IN, OUT, differences, know, reconcile

LONG_CODE, SHORT_CODE = "+14255550100", "77001"
LATER = START + timedelta(seconds=30)


@pytest.fixture
def pushing(world: World) -> World:
    world.push_opt_outs()
    return world


async def test_person_on_the_list_of_whom_we_know_an_opt_in_only_is_opted_out(
    world: World,
) -> None:
    await know(world, IN, PERSON)
    world.opt_out_list.pairs.add((TOLL_FREE, PERSON))
    await reconcile(world)
    registry = world.app().opt_outs
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == {PERSON}
    *_, line = await registry.ledger(TOLL_FREE, PERSON)
    assert (line.source, line.state) == (ChangeSource.RECONCILIATION, OUT)
    assert line.changed_at == START + timedelta(minutes=1)
    assert await differences(world) == [(PERSON, "opted_out_at_acs", "opted_out")]


async def test_person_out_for_one_category_and_on_the_list_is_out_for_all(world: World) -> None:
    await know(world, OUT, PERSON, category=Category.MARKETING)
    world.opt_out_list.pairs.add((TOLL_FREE, PERSON))
    await reconcile(world)
    for category in Category:
        assert await opted_out_recipients(world.app().opt_outs, TOLL_FREE, [PERSON], category)


async def test_later_start_is_reported_and_stays(world: World) -> None:
    await know(world, OUT, PERSON)
    await know(world, IN, PERSON, changed_at=LATER)
    world.opt_out_list.pairs.add((TOLL_FREE, PERSON))
    before = world.opt_outs_table.all_rows()
    await reconcile(world)
    assert await differences(world) == [(PERSON, "opted_in_since", "reported")]
    assert world.opt_outs_table.all_rows() == before
    assert world.opt_out_list.calls == [("check", TOLL_FREE)]


async def test_start_that_is_stored_while_acs_answers_is_not_overruled(world: World) -> None:
    await know(world, IN, PERSON)
    world.opt_out_list.pairs.add((TOLL_FREE, PERSON))

    def start(_action: str) -> None:
        world.clock.advance(seconds=1)
        change = make_change(IN, world.clock.now)
        run_now(apply_change(change, world.app().opt_outs))

    world.opt_out_list.on_call = start
    await reconcile(world)
    assert await opted_out_recipients(world.app().opt_outs, TOLL_FREE, [PERSON]) == frozenset()


async def test_opt_out_that_the_list_lacks_is_reported_and_not_pushed(world: World) -> None:
    await know(world, OUT, PERSON)
    run = await reconcile(world)
    assert await differences(world) == [(PERSON, "missing_at_acs", "reported")]
    assert world.opt_out_list.pairs == set()
    assert (run.checked_count, run.counts["missing_at_acs"]) == (1, 1)


async def test_opt_out_that_the_list_lacks_is_added_where_that_is_wanted(pushing: World) -> None:
    await know(pushing, OUT, PERSON)
    await reconcile(pushing)
    assert pushing.opt_out_list.pairs == {(TOLL_FREE, PERSON)}
    assert await differences(pushing) == [(PERSON, "missing_at_acs", "added_to_acs")]
    assert (await reconcile(pushing)).counts == {}


async def test_opt_out_of_one_category_is_not_pushed(pushing: World) -> None:
    await know(pushing, OUT, PERSON, category=Category.MARKETING)
    await reconcile(pushing)
    assert pushing.opt_out_list.pairs == set()
    assert await differences(pushing) == []


@pytest.mark.parametrize(
    ("own_number", "words", "stays"),
    [
        (LONG_CODE, "START", False),
        (SHORT_CODE, "INICIO", False),
        (SHORT_CODE, "START", True),
        (TOLL_FREE, "INICIO", True),
        ("PALOMA", "START", False),
    ],
)
async def test_later_start_is_pushed_where_the_network_did_not_hear_it(
    pushing: World, own_number: str, words: str, *, stays: bool
) -> None:
    await know(pushing, OUT, PERSON, own_number=own_number)
    await know(pushing, IN, PERSON, own_number=own_number, changed_at=LATER, evidence=words)
    pushing.opt_out_list.pairs.add((own_number, PERSON))
    await reconcile(pushing)
    assert ((own_number, PERSON) in pushing.opt_out_list.pairs) is stays
    action = "reported" if stays else "removed_from_acs"
    assert await differences(pushing) == [(PERSON, "opted_in_since", action)]


async def test_stop_that_comes_while_acs_answers_is_not_taken_off_the_list(
    pushing: World,
) -> None:
    await know(pushing, OUT, PERSON, own_number=LONG_CODE)
    await know(pushing, IN, PERSON, own_number=LONG_CODE, changed_at=LATER)
    pushing.opt_out_list.pairs.add((LONG_CODE, PERSON))

    def stop(_action: str) -> None:
        change = make_change(OUT, pushing.clock.now, own_number=LONG_CODE)
        run_now(apply_change(change, pushing.app().opt_outs))

    pushing.opt_out_list.on_call = stop
    await reconcile(pushing)
    assert pushing.opt_out_list.pairs == {(LONG_CODE, PERSON)}


async def test_entry_for_all_numbers_keeps_a_person_on_the_list(pushing: World) -> None:
    await know(pushing, OUT, PERSON, own_number=LONG_CODE)
    await know(pushing, IN, PERSON, own_number=LONG_CODE, changed_at=LATER)
    later = LATER + timedelta(seconds=1)
    await know(pushing, OUT, PERSON, own_number=ALL_NUMBERS, changed_at=later)
    pushing.opt_out_list.pairs.add((LONG_CODE, PERSON))
    await reconcile(pushing)
    assert pushing.opt_out_list.pairs == {(LONG_CODE, PERSON)}
    assert {own for _, own in pushing.opt_out_list.calls} == {LONG_CODE}


async def test_number_that_acs_refuses_is_reported_and_the_others_are_compared(
    world: World,
) -> None:
    for own_number in (LONG_CODE, TOLL_FREE):
        await know(world, OUT, PERSON, own_number=own_number)
    world.opt_out_list.strange.add(LONG_CODE)
    run = await reconcile(world)
    assert run.state is RunState.COMPLETED
    (trouble,) = run.troubles
    assert (trouble.own_number, trouble.code) == (LONG_CODE, "403")
    assert trouble.text == "This number was not compared: ACS gave no reason."
    assert (run.checked_count, len(await differences(world))) == (1, 1)
    assert run.unchecked_count == 1
    assert world.opt_out_list.calls == [("check", LONG_CODE), ("check", TOLL_FREE)]


async def test_all_entries_of_a_refused_number_are_counted_as_unchecked_with_one_call(
    world: World,
) -> None:
    for user in people(230):
        await know(world, OUT, user, own_number=LONG_CODE)
    await know(world, OUT, PERSON)
    world.opt_out_list.strange.add(LONG_CODE)
    run = await reconcile(world)
    assert (run.checked_count, run.unchecked_count, run.state) == (1, 230, RunState.COMPLETED)
    assert world.opt_out_list.calls == [("check", LONG_CODE), ("check", TOLL_FREE)]


@pytest.mark.parametrize("is_passing", [True, False])
async def test_addition_that_fails_is_reported_and_left_to_the_next_run(
    pushing: World, *, is_passing: bool
) -> None:
    await know(pushing, OUT, PERSON)
    pushing.opt_out_list.script = [None, OptOutListError("503", "Busy", retryable=is_passing)]
    run = await reconcile(pushing)
    assert await differences(pushing) == [(PERSON, "missing_at_acs", "reported")]
    assert [one.text for one in run.troubles] == ["ACS did not change its list: Busy"]
    assert (await reconcile(pushing)).counts["added_to_acs"] == 1


async def test_people_unknown_to_acs_are_counted_and_unchanged(pushing: World) -> None:
    ana, ben = people(2)
    await know(pushing, OUT, ana)
    await know(pushing, OUT, ben)
    await know(pushing, OUT, "77002")  # a short code that wrote STOP to us
    pushing.opt_out_list.unreadable.add(ana)
    run = await reconcile(pushing)
    assert (run.checked_count, run.unchecked_count) == (1, 2)
    assert pushing.opt_out_list.pairs == {(TOLL_FREE, ben)}
