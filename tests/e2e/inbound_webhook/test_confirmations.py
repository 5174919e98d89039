"""Confirmations of STOP and START, and HELP, where no other service answers."""

from datetime import UTC, datetime, timedelta

from inbound_webhook.domain.confirmation import DEFAULT_TEXTS
from opt_outs.domain.classifier.classification import Language
from shared.domain.kinds import Purpose
from tests.support.local_app import TOLL_FREE, LocalApp, poll

LONG_CODE = "+14255550100"
TEXTS = DEFAULT_TEXTS[Language.ENGLISH]
OUT, IN = TEXTS[Purpose.OPT_OUT_CONFIRMATION], TEXTS[Purpose.OPT_IN_CONFIRMATION]
HELP = TEXTS[Purpose.HELP]


async def phone_shows(app: LocalApp, person: str, *texts: str) -> None:
    """Wait until a phone has got texts, and nothing besides."""

    shown: list[str] = []

    async def has_them() -> bool:
        shown[:] = await app.on_phone(person)
        return len(shown) >= len(texts)

    await poll(has_them)
    assert shown == list(texts)


async def test_stop_start_and_help_to_a_long_code_are_answered_once(
    app: LocalApp, person: str
) -> None:
    due = datetime.now(UTC) + timedelta(seconds=6)
    scheduled = await app.send_one(person, "later", sender=LONG_CODE, sendAt=due.isoformat())

    await app.text_in(person, LONG_CODE, "STOP")
    await phone_shows(app, person, OUT)
    refused = await app.send(LONG_CODE, person, "two")
    await app.text_in(person, LONG_CODE, "stop")
    await app.text_in(person, LONG_CODE, "HELP")
    await phone_shows(app, person, OUT, HELP)
    await app.reaches(scheduled, "suppressed")
    await app.text_in(person, LONG_CODE, "START")
    await phone_shows(app, person, OUT, HELP, IN)
    third = await app.send_one(person, "three", sender=LONG_CODE)
    await app.reaches(third, "delivered")

    assert refused["messages"][0]["status"] == "suppressed"
    assert await app.on_phone(person) == [OUT, HELP, IN, "three"]


async def test_toll_free_number_leaves_stop_to_the_carrier_and_helps_itself(
    app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "HELP")
    await phone_shows(app, person, HELP)
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    await app.text_in(person, TOLL_FREE, "START")
    await app.registry_says(person, "opted_in")
    await app.reaches(await app.send_one(person, "three"), "delivered")

    assert await app.on_phone(person) == [HELP, "three"]
