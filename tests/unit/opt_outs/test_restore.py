"""An export that is imported again: it changes nothing here, and restores a registry elsewhere."""

import csv
import io
import json
import random
from datetime import datetime, timedelta

import azure.functions as func
import pytest

from composition.app import run_as
from opt_outs import functions
from opt_outs.domain.consent import ChangeSource, ConsentChange
from opt_outs.export import entries_as_csv
from shared.domain.kinds import Category
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.web import call, get
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.opt_outs.import_world import IN, OUT, counts, imported


async def test_export_comes_back_without_a_change(served: World) -> None:
    registry = served.app().opt_outs
    for number, user in enumerate(people(9)):
        moment = START + timedelta(seconds=number)
        await apply_change(
            make_change(OUT if number % 3 else IN, moment, user_number=user), registry
        )
    body = {"state": "opted_out", "reason": "=1+1", "category": "otp"}
    request = func.HttpRequest(
        "PUT", "/api", route_params={"sender": TOLL_FREE, "recipient": PERSON},
        headers={"Content-Type": "application/json"}, body=json.dumps(body).encode(),
    )  # fmt: skip
    await call(functions.put_opt_out, request)
    possible = make_change(
        OUT, START, user_number=people(10)[9], source=ChangeSource.POSSIBLE, category=Category.OTP
    )
    await apply_change(possible, registry)
    params = {"sender": TOLL_FREE}
    listing = get(params=params, headers={"Accept": "text/csv"})
    export = (await call(functions.list_opt_outs, listing)).get_body()
    before = served.opt_outs_table.all_rows()
    served.clock.advance(days=1)
    assert counts(await imported(served, export)) == (0, 11, 0)
    assert served.opt_outs_table.all_rows() == before

    elsewhere = World(clock=served.clock)
    other = elsewhere.app()
    with run_as(other):
        assert counts(await imported(elsewhere, export)) == (11, 0, 0)
    everyone_asked = [*people(10), PERSON]
    for category in Category:
        assert await opted_out_recipients(
            other.opt_outs, TOLL_FREE, everyone_asked, category
        ) == await opted_out_recipients(registry, TOLL_FREE, everyone_asked, category)


def any_change(chance: random.Random, minute: int) -> ConsentChange:
    """Make a change as it is stored in an entry, of a person with some decisions."""
    return make_change(
        chance.choice([OUT, IN]),
        START + timedelta(minutes=minute),
        own_number=chance.choice([TOLL_FREE, "77001", "*"]),
        source=chance.choice([ChangeSource.KEYWORD, ChangeSource.OPERATOR, ChangeSource.POSSIBLE]),
        category=chance.choice([None, None, *Category]),
        event_id=str(minute),
        recorded_at=START + timedelta(minutes=minute),
    )


@pytest.mark.parametrize("seed", range(40))
async def test_restored_registry_blocks_the_same(served: World, seed: int) -> None:
    registry, chance = served.app().opt_outs, random.Random(seed)
    for minute in range(chance.randrange(1, 9)):
        await apply_change(any_change(chance, minute), registry)
    served.clock.advance(hours=1)
    scopes = (TOLL_FREE, "77001", "*")
    entries = [one for own in scopes for one in await registry.page(own, after="", limit=9)]
    elsewhere = World(clock=served.clock)
    with run_as(elsewhere.app()):
        found = await imported(elsewhere, entries_as_csv(entries))
        assert counts(await imported(elsewhere, entries_as_csv(entries)))[0] == 0
    assert found["badLineCount"] == 0
    restored = elsewhere.app().opt_outs
    for own in scopes[:2]:
        for category in Category:
            asked = own, [PERSON], category
            assert await opted_out_recipients(restored, *asked) == await opted_out_recipients(
                registry, *asked
            )


async def test_export_saved_again_by_a_european_spreadsheet_changes_nothing(served: World) -> None:
    registry = served.app().opt_outs
    for number, user in enumerate(people(9)):
        moment = START - timedelta(days=number)
        change = make_change(OUT if number % 3 else IN, moment, user_number=user, evidence="Déjà")
        await apply_change(change, registry)
    listing = get(params={"sender": TOLL_FREE}, headers={"Accept": "text/csv"})
    export = (await call(functions.list_opt_outs, listing)).get_body().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(export)))
    for row in rows[1:]:
        row[4] = datetime.fromisoformat(row[4]).strftime("%d.%m.%Y %H:%M")
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter=";").writerows([*rows, [""] * 9])
    before = served.opt_outs_table.all_rows()

    found = await imported(served, saved.getvalue().encode("cp1252"))

    assert counts(found) == (0, 9, 0)
    assert served.opt_outs_table.all_rows() == before
