"""`POST /preview` tells what a send would do, and does none of it."""

# ruff: noqa: RUF001 - characters that look alike are what some of these tests are about

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from opt_outs.domain.consent import ConsentState
from send_sms.functions import preview_sms
from send_sms.price_list import price_table_from_json
from shared.domain.message_text import count_segments, longest
from tests.support.samples import TEXT, apply_change, make_change, people
from tests.support.web import call, document, post
from tests.support.world import PERSON, START, TOLL_FREE, Serve, World

CANADIAN, PUERTO_RICAN, FRENCH = "+16135550123", "+17875550123", "+33639980123"


async def preview(to: Any, **members: Any) -> Any:
    body = {"from": TOLL_FREE, "to": to, "message": TEXT, **members}
    answer = await call(preview_sms, post(body))
    assert answer.status_code == 200
    return document(answer)


async def opt_out(world: World, *numbers: str) -> None:
    registry = world.app().opt_outs
    for number in numbers:
        await apply_change(
            make_change(ConsentState.OPTED_OUT, START, user_number=number, event_id=number),
            registry,
        )
    world.opt_outs_table.operation_count = 0


@pytest.mark.usefixtures("served")
async def test_preview_answers_everything_about_one_message() -> None:
    answer = await preview(PERSON)
    assert len(answer.pop("hash")) == 64
    assert answer == {
        "encoding": "gsm7",
        "segmentCount": 1,
        "segmentTotal": 1,
        "recipientCount": 1,
        "duplicateCount": 0,
        "suppressedCount": 0,
        "rejected": [],
        "messages": [{"to": PERSON, "status": "queued", "segmentCount": 1}],
        "text": TEXT,
        "ucs2Characters": [],
        "cost": {
            "currency": "USD",
            "amount": "0.0100",
            "byCountry": [{"country": "US", "segmentCount": 1, "amount": "0.0100"}],
            "unpricedCount": 0,
            "source": "Azure Communication Services, SMS pricing pages: the price of an outbound "
            "segment and the carrier surcharge, added up (2021-11-30)",
        },
        "warnings": [],
        "recipient": {
            "index": 0,
            "to": PERSON,
            "status": "queued",
            "text": TEXT,
            "segmentCount": 1,
            "encoding": "gsm7",
        },
        "longestIndex": 0,
        "needsConfirmation": False,
    }


async def test_preview_stores_queues_and_sends_nothing(served: World) -> None:
    await preview(people(250))

    assert served.queue.items == []
    assert served.gateway.calls == []
    assert all(table.all_rows() == [] for table in served.tables())
    others = [table for table in served.tables() if table is not served.opt_outs_table]
    assert [table.operation_count for table in others] == [0] * len(others)


@pytest.mark.usefixtures("served")
async def test_preview_of_values_shows_first_text_and_sizes_of_each() -> None:
    found = await preview(
        [
            {"number": "+14255550124", "values": {"name": "Bo" + "b" * 160}},
            {"number": PERSON, "values": {"name": "Ana"}},
        ],
        message="Hi {{name}}",
    )

    assert found["text"] == "Hi Ana"
    assert [message["segmentCount"] for message in found["messages"]] == [1, 2]
    assert (found["segmentCount"], found["segmentTotal"]) == (2, 3)


def test_longest_text_has_most_segments_and_of_equal_ones_is_in_ucs2() -> None:
    long, ucs2, plain = map(count_segments, ["a" * 161, "я", "a" * 160])

    assert longest([ucs2, long]) == longest([long, ucs2]) == long
    assert longest([plain, ucs2]) == longest([ucs2, plain]) == ucs2


@pytest.mark.usefixtures("served")
async def test_preview_names_characters_that_force_ucs2() -> None:
    found = await preview(
        [PERSON, {"number": "+14255550124"}], message="It’s ready – “now” \N{PILE OF POO}"
    )

    assert found["encoding"] == "ucs2"
    assert found["ucs2Characters"][-1] == {
        "character": "\N{PILE OF POO}",
        "codePoint": "U+1F4A9",
        "name": "PILE OF POO",
        "count": 1,
    }
    suggestions = {one["codePoint"]: one.get("suggestion") for one in found["ucs2Characters"]}
    assert suggestions["U+2019"] == "'"
    assert suggestions["U+2013"] == "-"


@pytest.mark.usefixtures("served")
async def test_preview_tells_what_the_suggested_characters_save() -> None:
    text = "It’s {{name}}" + "a" * 100
    to = [{"number": one, "values": {"name": "Ana"}} for one in (PERSON, "+14255550124")]

    cost = (await preview(to, message=text))["cost"]
    assert (cost["amount"], cost["savedAmount"]) == ("0.0400", "0.0200")

    short = (await preview(PERSON, message="It’s on"))["cost"]
    assert "savedAmount" not in short, "no segment less"
    kept = (await preview(PERSON, message=text.replace("{{name}}", "\N{PILE OF POO}")))["cost"]
    assert "savedAmount" not in kept, "another character keeps it in UCS-2"


@pytest.mark.usefixtures("served")
async def test_preview_counts_characters_as_written_when_many_get_the_text() -> None:
    to = [{"number": number, "values": {"naïve": "Zoë"}} for number in people(150)]

    found = await preview(to, message="Hello {{naïve}} – bye")

    counts = {one["character"]: one["count"] for one in found["ucs2Characters"]}
    assert counts == {"–": 1, "ë": 150}


@pytest.mark.usefixtures("served")
async def test_preview_counts_separate_accents_composed_and_says_so() -> None:
    composed = await preview(PERSON, message="\u00e9" * 160)
    found = await preview(PERSON, message="e\u0301" * 160)

    assert composed["warnings"] == []
    assert [warning["code"] for warning in found["warnings"]] == ["decomposed_characters"]
    assert (found["text"], found["segmentCount"], found["encoding"]) == ("\u00e9" * 160, 1, "gsm7")
    by_value = await preview(
        [{"number": PERSON, "values": {"name": "Zoe\u0308"}}], message="Hi {{name}}"
    )
    assert [warning["code"] for warning in by_value["warnings"]] == ["decomposed_characters"]


@pytest.mark.usefixtures("served")
async def test_preview_lists_at_most_100_characters_most_frequent_first() -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 150)))

    found = await preview(PERSON, message=many + "–")

    assert len(found["ucs2Characters"]) == 100
    found = await preview(PERSON, message=many + "––")
    assert found["ucs2Characters"][0]["character"] == "–"


async def test_preview_says_who_has_opted_out_and_costs_only_the_others(served: World) -> None:
    await opt_out(served, "+14255550124")

    found = await preview([PERSON, "+14255550124", PERSON])

    assert [(one["to"], one["status"]) for one in found["messages"]] == [
        (PERSON, "queued"),
        ("+14255550124", "suppressed"),
    ]
    assert (found["recipientCount"], found["duplicateCount"]) == (2, 1)
    assert (found["suppressedCount"], found["segmentTotal"]) == (1, 1)
    assert found["cost"]["amount"] == "0.0100"


async def test_preview_costs_nothing_when_everybody_has_opted_out(served: World) -> None:
    await opt_out(served, PERSON)

    found = await preview(PERSON)

    assert (found["suppressedCount"], found["segmentTotal"]) == (1, 0)
    assert (found["cost"]["amount"], found["cost"]["byCountry"]) == ("0.00", [])


@pytest.mark.usefixtures("served")
async def test_preview_says_scheduled_when_send_has_a_time() -> None:
    found = await preview(PERSON, sendAt=(START + timedelta(days=1)).isoformat())

    assert [message["status"] for message in found["messages"]] == ["scheduled"]


async def test_preview_checks_everyone_of_a_large_send_in_few_operations(served: World) -> None:
    everyone = people(10_000)
    await opt_out(served, everyone[0], everyone[1_000], everyone[-1])

    found = await preview(everyone)

    assert (found["recipientCount"], found["suppressedCount"]) == (10_000, 3)
    assert "messages" not in found
    assert served.opt_outs_table.operation_count == 20


@pytest.mark.usefixtures("served")
async def test_preview_lists_messages_up_to_100_recipients() -> None:
    assert len((await preview(people(100)))["messages"]) == 100
    assert "messages" not in await preview(people(101))


@pytest.mark.usefixtures("served")
async def test_preview_prices_each_country_of_north_america_apart() -> None:
    to = [PERSON, CANADIAN, PUERTO_RICAN, FRENCH]

    cost = (await preview(to))["cost"]

    assert cost["byCountry"] == [
        {"country": "CA", "segmentCount": 1, "amount": "0.0160"},
        {"country": "PR", "segmentCount": 1, "amount": "0.0400"},
        {"country": "US", "segmentCount": 1, "amount": "0.0100"},
    ]
    assert (cost["amount"], cost["unpricedCount"]) == ("0.0660", 1)


@pytest.mark.parametrize(
    ("price", "amount"), [("2", "6.00"), ("0.5", "1.50"), ("0.00001", "0.00003"), ("0", "0.00")]
)
async def test_preview_takes_prices_of_the_settings_and_writes_exact_amounts(
    price: str, amount: str, world: World, serve: Serve
) -> None:
    table = {"source": "contract", "date": "2026-11-01", "currency": "EUR"}
    prices = price_table_from_json(
        json.dumps({**table, "perSegment": {"toll_free": {"US": price}}})
    )
    world.settings = replace(world.settings, prices=prices)
    serve(world)

    cost = (await preview(PERSON, message="a" * 400))["cost"]

    assert (cost["amount"], cost["currency"]) == (amount, "EUR")
    assert cost["source"] == "contract (2026-11-01)"


@pytest.mark.usefixtures("served")
async def test_preview_lists_recipients_that_cannot_be_sent_to() -> None:
    found = await preview([{"number": PERSON, "values": {"x": "1"}}, CANADIAN], message="No {{x}}")

    assert [(one["position"], one["code"]) for one in found["rejected"]] == [(1, "missing_value")]
    assert found["recipientCount"] == 1


@pytest.mark.usefixtures("served")
async def test_preview_warns_of_reach_links_and_missing_hint() -> None:
    to = [{"number": number, "values": {"code": "abc"}} for number in (PERSON, FRENCH)]

    found = await preview(to, message="Sale! bit.ly/{{code}}", category="marketing")

    assert [warning["code"] for warning in found["warnings"]] == [
        "out_of_reach",
        "link_shortener",
        "opt_out_hint_missing",
    ]
    assert all(warning["message"] for warning in found["warnings"])
