"""STOP, START and UNSTOP by kind of sender, and the opt-outs API."""

from typing import Any

import pytest

from tests.integration.acs_simulator.support import (
    LONG_CODE,
    OTHER_PERSON,
    PERSON,
    SHORT_CODE,
    TOLL_FREE,
    Bench,
    Endpoint,
)

BLOCKED = "Sender blocked for given recipient."
STOPPED = (
    "NETWORK MSG: You replied with the word STOP, which blocks all texts sent from this number. "
    "Text back UNSTOP to receive messages again."
)
STARTED = (
    "NETWORK MSG: You have replied UNSTOP and will begin receiving messages again from this number."
)


async def fate(bench: Bench, sender: str = TOLL_FREE, person: str = PERSON) -> str:
    answer = await bench.send(person, sender=sender)
    assert answer.json["value"][0]["httpStatusCode"] == 202
    last = (await bench.settled(person))[-1]
    return str(last["statusDetails"])


async def opt_outs(bench: Bench, operation: str, *to: str, sender: str = TOLL_FREE) -> Any:
    body = {"from": sender, "recipients": [{"to": number} for number in to]}
    answer = await bench.acs(f"/sms/optouts:{operation}", body)
    assert answer.status == 200
    return answer.json["value"]


async def network_texts(bench: Bench) -> list[str]:
    return [m["message"] for m in await bench.messages() if m["origin"] == "network"]


@pytest.mark.parametrize("start", ["START", "UNSTOP", " unstop "])
async def test_toll_free_stop_blocks_until_start(bench: Bench, start: str) -> None:
    await bench.text("stop")
    blocked = await fate(bench)
    await bench.text(start)
    lifted = await fate(bench)

    assert (blocked, lifted) == (BLOCKED, "2000: No Error")
    assert await network_texts(bench) == [STOPPED, STARTED]


async def test_stop_is_forwarded_and_reply_is_no_event(bench: Bench, subscribed: Endpoint) -> None:
    await bench.text("STOP")
    await bench.text("bye")

    events = await subscribed.expect(2)
    assert sorted(e["data"]["message"] for e in events) == ["STOP", "bye"]


async def test_block_holds_for_one_pair_only(bench: Bench) -> None:
    await bench.text("STOP")

    assert await fate(bench) == BLOCKED
    assert await fate(bench, "+18335550101") == "2000: No Error"
    assert await fate(bench, person=OTHER_PERSON) == "2000: No Error"


@pytest.mark.parametrize("word", ["STOPALL", "please stop", "STOP.", "QUIT", "CANCEL"])
async def test_toll_free_carrier_knows_no_other_words(bench: Bench, word: str) -> None:
    await bench.text(word)

    assert await fate(bench) == "2000: No Error"
    assert await network_texts(bench) == []


@pytest.mark.parametrize(
    "word", ["STOP", "QUIT", "END", "REVOKE", "OPT OUT", "CANCEL", "UNSUBSCRIBE", "cancel"]
)
async def test_us_short_code_stops_at_its_words(bench: Bench, word: str) -> None:
    await bench.text(word, to=SHORT_CODE)
    blocked = await fate(bench, SHORT_CODE)
    await bench.text("START", to=SHORT_CODE)

    assert blocked == BLOCKED
    assert await fate(bench, SHORT_CODE) == "2000: No Error"
    assert [text.split(".")[0] for text in await network_texts(bench)] == [
        "You have successfully been unsubscribed to messages from this number",
        "You have successfully been re-subscribed to messages from this number",
    ]


async def test_10dlc_number_gets_no_help_from_anybody(bench: Bench, subscribed: Endpoint) -> None:
    await bench.text("STOP", to=LONG_CODE)

    await subscribed.expect(1)
    assert await fate(bench, LONG_CODE) == "2000: No Error"
    assert await network_texts(bench) == []


async def test_alphanumeric_sender_cannot_receive(bench: Bench) -> None:
    answer = await bench.text("STOP", to="PALOMA")

    assert answer.status == 422
    assert await bench.messages() == []


async def test_blocked_report_has_the_code_when_asked_for(
    bench: Bench, subscribed: Endpoint
) -> None:
    await bench.control("POST", "/blocked-report", {"style": "code"})
    await opt_outs(bench, "add", PERSON)

    await bench.send()

    await subscribed.expect(1)
    assert subscribed.data[0]["deliveryStatus"] == "Failed"
    assert subscribed.data[0]["deliveryStatusDetails"] == (
        "4007: The Destination/To number opted out of receiving messages from you."
    )


async def test_opt_outs_api_adds_checks_and_removes(bench: Bench) -> None:
    added = await opt_outs(bench, "add", PERSON, "nonsense")
    checked = await opt_outs(bench, "check", PERSON, OTHER_PERSON)
    blocked = await fate(bench)
    await opt_outs(bench, "remove", PERSON)

    assert added == [
        {"to": PERSON, "httpStatusCode": 200},
        {
            "to": "nonsense",
            "httpStatusCode": 400,
            "errorMessage": "Invalid recipient phone number format",
        },
    ]
    assert [item["isOptedOut"] for item in checked] == [True, False]
    assert blocked == BLOCKED
    assert await fate(bench) == "2000: No Error"


async def test_api_cannot_lift_the_carriers_block(bench: Bench) -> None:
    await bench.text("STOP")

    await opt_outs(bench, "remove", PERSON)

    assert (await opt_outs(bench, "check", PERSON))[0]["isOptedOut"] is False
    assert await fate(bench) == BLOCKED


async def test_opt_outs_api_refuses_senders_of_others(bench: Bench) -> None:
    body = {"from": "+18445550100", "recipients": [{"to": PERSON}]}

    answer = await bench.acs("/sms/optouts:add", body)

    assert (answer.status, answer.json["error"]["code"]) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"from": "", "recipients": [{"to": PERSON}]}, "From"),
        ({"from": TOLL_FREE, "recipients": []}, "Recipients"),
        ({"from": TOLL_FREE, "recipients": [{"to": PERSON}] * 101}, "Recipients"),
    ],
)
async def test_opt_outs_api_names_the_field_at_fault(
    bench: Bench, body: dict[str, object], field: str
) -> None:
    answer = await bench.acs("/sms/optouts:add", body)

    assert (answer.status, list(answer.json["errors"])) == (400, [field])
