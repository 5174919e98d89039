"""`paloma subscriptions`."""

import json

import pytest

from paloma.cli import commands
from tests.unit.client.conftest import Command
from tests.unit.client.fake_app import AT, FakeApp, body_of, ok

URL = "https://crm.example/hook"
WEBHOOK = {"subscriptionId": "w1", "url": URL, "events": ["inbound"], "state": "active"}
LINE = f"w1  active  {URL}  inbound"


@pytest.mark.parametrize(
    ("given", "method", "path", "body"),
    [
        (("pause", "w1"), "PATCH", "/w1", {"state": "paused"}),
        (("resume", "w1"), "PATCH", "/w1", {"state": "active"}),
        (("change", "w1", "--to", URL), "PATCH", "/w1", {"url": URL}),
        (("change", "w1", "--events", "a", "b"), "PATCH", "/w1", {"events": ["a", "b"]}),
        (("remove", "w1"), "DELETE", "/w1", None),
    ],
)
def test_webhook_is_changed(
    command: Command,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, ...],
    method: str,
    path: str,
    body: object,
) -> None:
    app = FakeApp([ok(WEBHOOK)])

    assert command(app, "subscriptions", *given) == commands.DONE

    (request,) = app.asked
    assert (request.method, request.url.path) == (method, f"/api/subscriptions{path}")
    assert (body_of(request) if request.content else None) == body
    assert capsys.readouterr().out.splitlines() == [LINE]


def test_webhooks_are_listed_with_why_they_do_not_deliver(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = {**WEBHOOK, "state": "ended", "stateReason": "http_410"}
    app = FakeApp([ok({"subscriptions": [WEBHOOK, ended]})])

    assert command(app, "subscriptions", "list") == commands.DONE

    assert capsys.readouterr().out.splitlines() == [
        LINE,
        f"w1  ended (http_410)  {URL}  inbound",
    ]


@pytest.mark.parametrize(
    "given", [("add", URL, "inbound", "message.status"), ("rotate-secret", "w1")]
)
def test_secret_is_shown_when_it_is_new(
    command: Command, capsys: pytest.CaptureFixture[str], given: tuple[str, ...]
) -> None:
    new = {**WEBHOOK, "secret": "whsec_x", "previousSecretExpiresAt": AT}
    app = FakeApp([ok(new, 201)])

    assert command(app, "subscriptions", *given) == commands.DONE

    assert capsys.readouterr().out.splitlines() == [LINE, "  secret, shown only now: whsec_x"]


def test_webhook_is_subscribed_to_the_events_given(command: Command) -> None:
    app = FakeApp([ok({**WEBHOOK, "secret": "whsec_x"}, 201)])

    assert command(app, "subscriptions", "add", URL, "inbound", "opt_out") == commands.DONE

    assert body_of(app.asked[0]) == {"url": URL, "events": ["inbound", "opt_out"]}


def test_change_of_nothing_asks_the_app_for_nothing(command: Command) -> None:
    app = FakeApp([ok(WEBHOOK)])

    assert command(app, "subscriptions", "change", "w1") == commands.WRONG_USE

    assert app.asked == []


def test_test_event_is_delivered(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    queued = {"subscriptionId": "w1", "eventId": "e1"}
    app = FakeApp([ok(queued, 202), ok(queued, 202)])

    assert command(app, "subscriptions", "test", "w1") == commands.DONE
    assert command(app, "subscriptions", "test", "w1", "--json") == commands.DONE

    shown, document = capsys.readouterr().out.splitlines()
    assert shown == "w1  test event e1"
    assert json.loads(document) == queued
