"""A send from a number that is not listed is refused; one that is not known has a warning."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from composition.app import run_as
from send_sms import functions
from send_sms.dispatching.dispatch import dispatch
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.carriers.sending import Outcome, OutcomeKind, SendCall
from shared.domain.errors import StorageError
from shared.storage.table import Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import TEXT
from tests.support.virtual_time import run_in_virtual_time
from tests.support.web import assert_problem, call, document, post
from tests.support.world import PERSON, SETTINGS, TOLL_FREE, Serve, World
from tests.unit.send_sms.sms_api import assert_nothing_stored, request_body

OTHER = "+18335550101"
LISTED = replace(SETTINGS, own_numbers=frozenset({TOLL_FREE}))
NAMED = replace(SETTINGS, sender_profiles={OTHER: SenderProfile(OTHER, Limits())})


@pytest.mark.parametrize("function", [functions.send_sms, functions.preview_sms])
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k"}])
@pytest.mark.parametrize("sender", [OTHER, "PALOMA", "77001"])
async def test_send_from_a_number_that_is_not_listed_is_refused(
    function: Any, headers: dict[str, str], sender: str
) -> None:
    world = World(settings=LISTED)
    with run_as(world.app()):
        answer = await call(function, post(request_body(**{"from": sender}), headers=headers))
    assert assert_problem(answer, 400, "from")["errors"][0]["code"] == "unknown_sender"
    assert_nothing_stored(world)


@pytest.mark.parametrize("sender", [TOLL_FREE, "+1 (833) 555-0100"])
async def test_send_from_a_listed_number_is_accepted_however_it_is_written(sender: str) -> None:
    with run_as(World(settings=LISTED).app()):
        answer = await call(functions.send_sms, post(request_body(**{"from": sender})))
    assert answer.status_code == 202


async def test_reply_is_accepted_from_any_number() -> None:
    request = post({"message": TEXT}, route={"sender": OTHER, "user": PERSON})
    with run_as(World(settings=LISTED).app()):
        assert (await call(functions.reply_to_conversation, request)).status_code == 202


async def test_repeated_request_gets_its_first_answer_although_the_list_has_changed() -> None:
    world, body = World(), request_body(**{"from": OTHER})
    request = post(body, headers={"Idempotency-Key": "k"})
    with run_as(world.app()):
        first = await call(functions.send_sms, request)
    world.settings = LISTED
    with run_as(world.app()):
        again = await call(functions.send_sms, request)
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.get_body() == first.get_body()


def new_world(**changes: Any) -> World:
    """Make an app that has seen no own number send."""
    return World(carried=set(), **changes)


def operations(world: World) -> int:
    """Count the operations on tables since the last time."""
    tables = world.tables()
    count = sum(table.operation_count for table in tables)
    for table in tables:
        table.operation_count = 0
    return count


async def accepted(**headers: str) -> dict[str, Any]:
    answer = await call(functions.send_sms, post(request_body(**{"from": OTHER}), headers=headers))
    assert answer.status_code == 202
    found: dict[str, Any] = document(answer)
    return found


def warnings(answer: dict[str, Any]) -> list[str]:
    return [one["code"] for one in answer.get("warnings", [])]


def all_failed(submission: SendCall) -> tuple[Outcome | None, ...]:
    return tuple(Outcome(OutcomeKind.FAILED, code="400") for _ in submission.message_ids)


async def dispatch_all(world: World) -> None:
    while items := world.queue.take_all():
        for work, _ in items:
            await dispatch(work, world.app().sending)


async def test_send_from_a_number_that_is_not_known_has_the_warning_of_the_preview(
    serve: Serve,
) -> None:
    serve(new_world())
    previewed = await call(functions.preview_sms, post(request_body(**{"from": OTHER})))
    sent = await accepted()
    assert warnings(sent) == ["unknown_sender"]
    assert document(previewed)["warnings"] == sent["warnings"]


async def test_number_is_known_once_the_carrier_took_a_message_of_it(serve: Serve) -> None:
    world = new_world()
    serve(world)
    await accepted()
    await dispatch_all(world)
    assert warnings(await accepted()) == []
    previewed = await call(functions.preview_sms, post(request_body(**{"from": OTHER})))
    assert document(previewed)["warnings"] == []


async def test_number_whose_messages_the_carrier_refused_stays_unknown(serve: Serve) -> None:
    world = new_world()
    world.gateway.script = [all_failed]
    serve(world)
    await accepted()
    await dispatch_all(world)
    world.clock.advance(minutes=2)
    assert warnings(await accepted()) == ["unknown_sender"]


async def test_number_that_another_process_sent_from_is_known(serve: Serve) -> None:
    world = new_world()
    serve(world)
    await accepted()
    await dispatch_all(world)
    world.carried = set()
    serve(world)
    assert warnings(await accepted()) == []
    assert world.carried == {OTHER}


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k"}])
async def test_number_in_settings_or_known_is_not_looked_for(
    serve: Serve, headers: dict[str, str]
) -> None:
    counts = []
    for world in (World(), new_world(settings=NAMED), new_world()):
        serve(world)
        operations(world)
        await accepted(**headers)
        counts.append(operations(world))
    known, named, unknown = counts
    assert (named, unknown) == (known, known + 1)


async def test_number_that_is_not_known_is_looked_for_once_a_minute(serve: Serve) -> None:
    world = new_world()
    serve(world)
    counts = []
    for seconds in (0, 0, 59, 1):
        world.clock.advance(seconds=seconds)
        operations(world)
        assert warnings(await accepted()) == ["unknown_sender"]
        counts.append(operations(world))
    assert [count - counts[1] for count in counts] == [1, 0, 0, 1]


async def test_concurrent_sends_look_for_their_number_once(serve: Serve) -> None:
    counts = []
    for world in (World(), new_world()):
        serve(world)
        operations(world)
        await asyncio.gather(*(accepted() for _ in range(5)))
        counts.append(operations(world))
    known, unknown = counts
    assert unknown == known + 1


async def test_look_that_fails_says_nothing_and_stops_no_send(serve: Serve) -> None:
    world = new_world()
    serve(world)
    world.journal_table.before_read = fail
    assert warnings(await accepted()) == []


def fail() -> None:
    raise StorageError


def test_look_that_takes_long_is_not_waited_for() -> None:
    async def run() -> tuple[float, list[str]]:
        world, loop = new_world(), asyncio.get_running_loop()
        app = world.app()
        app.journal.has_reached_carrier = never  # type: ignore[method-assign]
        began = loop.time()
        with run_as(app):
            found = warnings(await accepted())
        return loop.time() - began, found

    seconds, found = run_in_virtual_time(run)
    assert found == []
    assert seconds < 1


class SlowTable(InMemoryTable):
    """Each read takes a second."""

    async def rows(self, *args: Any, **options: Any) -> list[Row]:
        await asyncio.sleep(1)
        return await super().rows(*args, **options)

    async def across(self, *args: Any, **options: Any) -> list[Row]:
        await asyncio.sleep(1)
        return await super().across(*args, **options)


def test_preview_looks_for_the_number_beside_the_opt_outs() -> None:
    async def run() -> tuple[float, list[str]]:
        app = new_world().app(tables={"OptOuts": SlowTable(), "Journal": SlowTable()})
        app.journal.carried = set()
        loop = asyncio.get_running_loop()
        began = loop.time()
        with run_as(app):
            answer = await call(functions.preview_sms, post(request_body(**{"from": OTHER})))
        return loop.time() - began, warnings(document(answer))

    assert run_in_virtual_time(run) == (1, ["unknown_sender"])


async def never(sender: str) -> bool:  # noqa: ARG001 - as the journal has it
    await asyncio.Event().wait()
    return False


async def test_repeated_request_has_the_warning_too(serve: Serve) -> None:
    serve(new_world())
    first, again = [await accepted(**{"Idempotency-Key": "k"}) for _ in range(2)]
    assert warnings(first) == ["unknown_sender"]
    assert again == first


async def test_reply_has_no_warning(serve: Serve) -> None:
    serve(new_world())
    request = post({"message": TEXT}, route={"sender": OTHER, "user": PERSON})
    answer = await call(functions.reply_to_conversation, request)
    assert (answer.status_code, warnings(document(answer))) == (202, [])
