"""`paloma sends`, `messages`, `cancel`, `person` and `figures`."""

import json

import pytest

from paloma.cli import commands
from tests.unit.client.conftest import Command
from tests.unit.client.fake_app import AT, PERSON, SENDER, FakeApp, ok, status_of

SEND = {"sendId": "s1", "from": SENDER, "status": "sent", "message": "Hi", "counts": {"sent": 2}}
MESSAGE = {
    "messageId": "s1-00000",
    "sendId": "s1",
    "from": SENDER,
    "to": PERSON,
    "status": "failed",
    "message": "Hi",
    "acceptedAt": AT,
}
FIGURES = {"accepted": 4, "delivered": 3, "deliveryRate": 0.75, "failed": 1, "optOuts": 1}
DAY = {**FIGURES, "start": "2026-11-22T00:00:00Z", "end": "2026-11-23T00:00:00Z"}
SUMMARY = {
    "start": "2026-11-22T00:00:00Z",
    "end": "2026-11-24T00:00:00Z",
    "interval": "day",
    "tz": "UTC",
    "currency": "USD",
    "total": {**FIGURES, "estimatedCost": "0.0400"},
    "periods": [DAY, {**DAY, "start": "2026-11-23T00:00:00Z", "accepted": 0}],
}


def test_sends_are_listed_by_the_filters_given(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([ok({"sends": [{**SEND, "campaign": "may"}]})])
    given = ("--from", SENDER, "--status", "sent", "--campaign", "may", "--category", "marketing")

    assert command(app, "sends", *given, "--min-recipients", "2") == commands.DONE

    assert dict(app.asked[0].url.params) == {
        "sender": SENDER,
        "status": "sent",
        "campaign": "may",
        "category": "marketing",
        "minRecipients": "2",
    }
    assert capsys.readouterr().out == f"-  {SENDER}  s1  2 sent  may\n"


def test_sends_of_all_own_numbers_are_listed_whatever_the_settings(command: Command) -> None:
    app = FakeApp([ok({"sends": []})])

    assert command(app, "sends", "--since", "2026-11-01") == commands.DONE

    assert dict(app.asked[0].url.params) == {"from": "2026-11-01"}


@pytest.mark.parametrize("name", ["sends", "messages"])
def test_list_ends_at_its_limit(
    command: Command, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    one = SEND if name == "sends" else MESSAGE
    app = FakeApp([ok({name: [one] * 3, "nextUrl": f"/api/{name}?after=x"})])

    assert command(app, name, "--limit", "2", "--json") == commands.DONE

    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [one] * 2
    assert len(app.asked) == 1


@pytest.mark.parametrize("given", [("--limit", "0"), ("--since", "yesterday")])
def test_option_that_cannot_be_read_is_wrong_use(command: Command, given: tuple[str, str]) -> None:
    app = FakeApp([ok({"sends": []})])

    with pytest.raises(SystemExit) as ended:
        command(app, "sends", *given)

    assert (ended.value.code, app.asked) == (commands.WRONG_USE, [])


def test_messages_to_a_person_are_listed(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([ok({"messages": [MESSAGE]})])

    assert command(app, "messages", "--to", PERSON, "--status", "failed") == commands.DONE

    assert dict(app.asked[0].url.params) == {"to": PERSON, "status": "failed"}
    assert capsys.readouterr().out.rstrip().endswith(f"{SENDER}  s1-00000  {PERSON}  failed")


def test_send_is_cancelled(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    app = FakeApp([status_of(cancelled=2)])

    assert command(app, "cancel", "s1", "--actor", "Ana") == commands.DONE

    assert (app.asked[0].method, app.asked[0].url.path) == ("DELETE", "/api/sms/s1")
    assert dict(app.asked[0].url.params) == {"actor": "Ana"}
    assert "2 cancelled" in capsys.readouterr().out


def test_person_is_shown_with_consent_and_changes(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    consents = [
        {"sender": SENDER, "state": "opted_out", "categories": ["marketing"]},
        {"sender": "77001", "state": "opted_in", "allNumbers": True},
    ]
    change = {"sender": SENDER, "state": "opted_out", "source": "api", "changedAt": AT}
    ledger = [{**change, "reason": "asked"}]
    person = {"number": PERSON, "timeZones": ["America/Los_Angeles"]}
    app = FakeApp([ok({**person, "consents": consents, "ledger": ledger})])

    assert command(app, "person", PERSON) == commands.DONE

    assert app.asked[0].headers["Paloma-Number"] == PERSON
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        f"{PERSON}  America/Los_Angeles",
        f"  {SENDER}  opted_out from marketing",
        "  77001  opted_in, for all numbers",
    ]
    assert lines[3].endswith(f"  {SENDER}  opted_out (api): asked")


def test_figures_are_shown_for_the_whole_and_each_day_with_messages(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([ok(SUMMARY)])
    given = ("--since", "2026-11-22", "--until", "2026-11-23", "--tz", "UTC", "--from", SENDER)

    assert command(app, "figures", *given) == commands.DONE

    assert dict(app.asked[0].url.params) == {
        "from": "2026-11-22",
        "to": "2026-11-23",
        "tz": "UTC",
        "sender": SENDER,
    }
    figures = "4 messages, 3 delivered (75.0%), 1 failed, 0 received, 1 opt-out"
    assert capsys.readouterr().out.splitlines() == [
        f"in all  {figures}, about 0.0400 USD",
        f"2026-11-22  {figures}",
    ]


def test_figures_come_as_csv(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ok({})
    answer = type(answer)(200, content=b"start,accepted\r\n", headers={"Content-Type": "text/csv"})
    app = FakeApp([answer])

    assert command(app, "figures", "--csv") == commands.DONE

    assert app.asked[0].headers["Accept"] == "text/csv"
    assert capsys.readouterr().out == "start,accepted\r\n"
