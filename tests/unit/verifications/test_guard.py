"""An attack on some prefixes is stopped, and people of other prefixes get their codes."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence

import pytest

from composition.app import App
from shared.domain.errors import StorageError
from shared.storage.table import Operation, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.log_privacy import logged_events
from tests.support.lossy_table import LossyTable
from tests.support.web import assert_problem
from tests.support.world import PERSON, World
from tests.unit.verifications.verification_api import (
    figures,
    numbers,
    request_code,
    start_on,
    started,
    texts,
)
from verifications.check import check_code
from verifications.domain.brake import PrefixBrakedError, PrefixLimitError
from verifications.domain.verification import code_of

ATTACK = 1_500
"""`domain/test_brake.py` plays attacks of 10,000 codes, which take long with all of the app."""

PREFIXES = [f"2526{number:03d}" for number in range(100)]


async def enter(app: App, number: str) -> None:
    """Be a person: request a code, and enter it."""
    wanted = await start_on(app, number)
    found = await app.verifying.verifications.verification(wanted)
    assert found
    typed = code_of(await app.verifying.verifications.key(), found[0])
    checked = await check_code(wanted, typed, app.verifying)
    assert checked
    assert checked.is_valid


async def pump(app: App, number: str) -> bool:
    """Request a code and enter none; tells whether it was sent."""
    try:
        await start_on(app, number)
    except (PrefixBrakedError, PrefixLimitError):
        return False
    return True


async def test_attack_gets_less_than_a_hundredth_of_its_codes_and_people_get_theirs(
    world: World,
) -> None:
    app = world.app()
    people = [f"+1{area}555{line:04d}" for line in range(100, 120) for area in (206, 425, 509, 252)]
    sent = 0
    for index in range(ATTACK):
        sent += await pump(app, f"+{PREFIXES[index % 100]}{index:04d}")
        if index % 125 == 124:
            await enter(app, people[index // 125])
            await texts(world)
            world.clock.advance(seconds=20)
    assert sum(number.startswith("+252") for number in world.gateway.recipients) == sent == 40


async def test_prefix_is_braked_with_a_line_for_alerts_and_is_shown_in_the_figures(
    served: World, log_lines: list[str]
) -> None:
    for number in numbers("2526155", 40):
        answer = await request_code(to=number)
    problem = assert_problem(answer, 429)
    assert problem["code"] == "prefix_braked"
    assert answer.headers["Retry-After"] == "300"
    first, *_ = logged_events(log_lines, "verification_prefix_braked")
    assert first.pop("invocationId", None) is None
    assert first == {
        "prefix": "+2526155", "country": "SO", "scope": "prefix", "sentCount": 20,
        "enteredCount": 0,
    }  # fmt: skip
    found = await figures()
    assert found["byPrefix"] == [
        {"prefix": "+2526155", "country": "SO", "braked": True, "sent": 20, "entered": 0,
         "conversion": 0.0}
    ]  # fmt: skip
    assert len(await texts(served)) == 20


async def test_prefix_of_people_who_enter_their_codes_is_limited_by_the_hour(
    world: World,
) -> None:
    app = world.app()
    *sent, last = numbers("1425555", 497)
    for index, number in enumerate(sent):
        await enter(app, number) if index % 5 in (1, 3) else await start_on(app, number)
    with pytest.raises(PrefixLimitError) as refused:
        await start_on(app, last)
    assert refused.value.retry_after_seconds == 3600
    world.clock.advance(hours=1)
    await start_on(app, PERSON)


async def test_brake_is_released_when_the_codes_are_a_day_old(world: World) -> None:
    app = world.app()
    assert sum([await pump(app, number) for number in numbers("2526155", 50)]) == 20
    world.clock.advance(hours=23)
    assert not await pump(app, "+25261550100")
    world.clock.advance(hours=1)
    assert await pump(app, "+25261550100")


async def test_workers_together_send_no_more_than_one_would(world: World) -> None:
    apps = [world.app() for _ in range(4)]
    sent = [
        await pump(apps[index % 4], number) for index, number in enumerate(numbers("2526155", 200))
    ]
    assert sum(sent) == 20


async def test_concurrent_codes_of_workers_are_counted_exactly(world: World) -> None:
    counts = YieldingTable()
    apps = [world.app(tables={"VerificationCounts": counts}) for _ in range(4)]
    wanted = [(apps[number % 4], f"+1425{200 + number}0100") for number in range(80)]
    sent = await asyncio.gather(*(pump(app, number) for app, number in wanted))
    assert sum(sent) == 40, "the budget of a country for the first codes of prefixes"
    rows = {row["RowKey"]: json.loads(row["hours"]) for row in counts.all_rows()}
    assert sum(sum(hour) for hour in rows["c|US"].values()) == 40
    assert sum(key.startswith("p|") for key in rows) == 40


class YieldingTable(InMemoryTable):
    """A table whose operations take time, so that those of others come in between."""

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        await asyncio.sleep(0)
        return await super().get(partition, key, select=select)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        await asyncio.sleep(0)
        return await super().write(operations)


async def test_code_costs_two_operations_for_its_person_and_one_for_its_counts(
    world: World,
) -> None:
    app = world.app()
    await start_on(app)
    tables = (world.verifications_table, world.verification_counts_table)
    before = [table.operation_count for table in tables]
    await start_on(app, "+14255550124")
    assert [table.operation_count for table in tables] == [before[0] + 2, before[1] + 1]


async def test_refused_codes_cost_no_write_and_hardly_a_read(world: World) -> None:
    app = world.app()
    for number in numbers("2526155", 20):
        await pump(app, number)
    before = Counter({id(table): table.operation_count for table in world.tables()})
    for number in list(numbers("2526155", 120))[20:]:
        assert not await pump(app, number)
    after = Counter({id(table): table.operation_count for table in world.tables()})
    assert sum((after - before).values()) == 100, "one read for each person"


async def test_code_that_cannot_be_counted_is_not_sent(world: World) -> None:
    counts = LossyTable()
    app = world.app(tables={"VerificationCounts": counts})
    counts.refused_writes = 1
    with pytest.raises(StorageError):
        await start_on(app)
    assert world.verifications_table.all_rows()[1:] == []
    assert await texts(world) == []
    await start_on(app)
    assert len(await texts(world)) == 1


async def test_count_whose_response_was_lost_is_not_repeated_by_a_retry(world: World) -> None:
    from shared.domain.errors import ConflictError

    counts = LossyTable()
    app = world.app(tables={"VerificationCounts": counts})
    write = counts.write

    async def lose_once(operations: Sequence[object]) -> list[str]:
        await write(operations)  # type: ignore[arg-type]
        counts.write = write  # type: ignore[method-assign]
        raise ConflictError  # what the SDK's own retry reports

    counts.write = lose_once  # type: ignore[method-assign]
    await start_on(app)
    [prefix] = [row for row in counts.all_rows() if row["RowKey"].startswith("p|")]
    assert prefix["days"] == '{"20261122": [1, 0]}'


@pytest.mark.usefixtures("served")
async def test_figures_are_those_of_the_days_that_are_asked_for() -> None:
    await started()
    found = await figures()
    assert found["byCountry"] == [{"country": "US", "sent": 1, "entered": 0, "conversion": 0.0}]
    assert (found["start"], found["end"], found["prefixCount"]) == ("2026-11-22", "2026-11-22", 1)
    empty = await figures(**{"from": "2026-11-20", "until": "2026-11-21"})
    assert empty["total"] == {"sent": 0, "entered": 0}
    assert empty["byPrefix"] == []
