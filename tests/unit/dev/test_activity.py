"""What ``run`` shows of the app's log lines."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from typing import Any

import pytest

from local.dev.activity import Activity, takes_colours
from tests.unit.app.test_docs import ROOT, described_events, logged_by_the_app

NOON = datetime(2026, 11, 29, 12, 0, 7).astimezone()
INVOCATION = "c9d1a0c2-0a40-4b7e-8f3c-0d6c1e6f0b1a"


def shown(*lines: str, is_coloured: bool = False) -> list[str]:
    stream = io.StringIO()
    activity = Activity(stream, is_coloured=is_coloured, clock=lambda: NOON)
    for line in lines:
        activity.show(f"{line}\n")
    return stream.getvalue().splitlines()


def logged(event: str, *, level: str = "INFO", **fields: Any) -> str:
    """Write a line as the stand-in of the host prints it."""
    document = {"event": event, **fields, "invocationId": INVOCATION}
    return f"[2026-11-29 12:00:07,001] {level} {INVOCATION} paloma: {json.dumps(document)}"


def test_send_report_and_inbound_message_make_a_line_each() -> None:
    send: dict[str, Any] = {
        "sendId": "abc",
        "senderKind": "toll_free",
        "category": "otp",
        "purpose": "bulk",
    }
    assert shown(
        logged("send_accepted", **send, recipientCount=2_000, suppressedCount=3),
        logged("reports_recorded", status="delivered", count=1),
        logged("inbound_recorded", count=2),
        logged("opt_out_recorded", state="opted_out", source="keyword", hasChanged=True),
    ) == [
        "12:00:07  send      2,000 recipients, otp, 3 opted out: abc",
        "12:00:07  report    1 message delivered",
        "12:00:07  inbound   2 messages",
        "12:00:07  opt-out   opted out by keyword",
    ]


def test_messages_that_end_at_once_are_no_failure_and_those_that_fail_are() -> None:
    ended: dict[str, Any] = {"sendId": "abc", "category": "otp", "count": 1}
    suppressed = {**ended, "status": "suppressed", "reason": "opted_out"}
    failed = {**ended, "status": "failed", "reason": "out_of_reach"}

    one, two = shown(
        logged("messages_ended", **suppressed), logged("messages_ended", level="WARNING", **failed)
    )

    assert one == "12:00:07  send      1 message suppressed (opted_out): abc"
    assert two.startswith("12:00:07  failure   messages ended sendId=abc")


def test_failures_show_all_that_the_app_says_of_them() -> None:
    line = logged("unexpected_error", level="ERROR", function="send_sms", error="KeyError")
    assert shown(line) == ["12:00:07  failure   unexpected error function=send_sms error=KeyError"]


def test_errors_of_the_host_are_failures_and_its_other_lines_are_not_shown() -> None:
    assert shown(
        "Functions:",
        "        health: [GET] http://127.0.0.1:7071/api/health",
        f"[2026-11-29 12:00:07,001] INFO {INVOCATION} azure.core: Request",
        "[2026-11-29 12:00:07,001] ERROR - functions_host: Executed 'Functions.x' (Failed)",
        "Traceback (most recent call last):",
        '  {"event": broken',
    ) == ["12:00:07  failure   Executed 'Functions.x' (Failed)"]


def test_lines_of_core_tools_which_name_no_level_are_understood() -> None:
    failed = {"event": "reports_failed", "reason": "30003", "count": 1}
    assert shown(
        '[2026-11-29T12:00:07.123Z] {"event": "inbound_recorded", "count": 1}',
        f"[2026-11-29T12:00:07.123Z] {json.dumps(failed)}",
    ) == [
        "12:00:07  inbound   1 message",
        "12:00:07  failure   reports failed reason=30003 count=1",
    ]


@pytest.mark.parametrize("event", sorted(described_events()))
def test_every_event_of_the_app_can_be_shown(event: str) -> None:
    fields = logged_by_the_app()[event]
    values: dict[str, Any] = {
        name: 1 if name.endswith(("ount", "hanged")) else "x" for name in fields
    }
    for level in ("INFO", "ERROR"):
        assert len(shown(logged(event, level=level, **values))) <= 1


def events_of_level_info() -> list[str]:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z_]+)` \| info\b", page, re.MULTILINE)


@pytest.mark.parametrize("event", events_of_level_info())
def test_events_of_level_info_are_no_failures(event: str) -> None:
    values: dict[str, Any] = {
        name: 1 if name.endswith(("ount", "hanged")) else "x" for name in logged_by_the_app()[event]
    }
    without_level = f"[2026-11-29T12:00:07.123Z] {json.dumps({'event': event, **values})}"
    for line in (logged(event, **values), without_level):
        assert [one for one in shown(line) if "failure" in one] == []


def test_work_that_was_late_is_a_failure() -> None:
    line = logged("work_moved", level="WARNING", count=1)
    assert shown(line) == ["12:00:07  failure   work moved count=1"]


def test_titles_are_coloured_only_where_that_is_wanted() -> None:
    line = logged("inbound_recorded", count=1)
    assert "\x1b[" not in shown(line)[0]
    assert "\x1b[32minbound" in shown(line, is_coloured=True)[0]
    failure = logged("storage_refused", level="ERROR", service="tables")
    assert "\x1b[31mfailure" in shown(failure, is_coloured=True)[0]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "surroundings", "expected"),
    [
        (Terminal(), {"WT_SESSION": "1"}, True),
        (Terminal(), {"WT_SESSION": "1", "NO_COLOR": "1"}, False),
        (Terminal(), {"WT_SESSION": "1", "NO_COLOR": ""}, True),
        (Terminal(), {"WT_SESSION": "1", "TERM": "dumb"}, False),
        (io.StringIO(), {"WT_SESSION": "1"}, False),
    ],
)
def test_colours_are_for_terminals_unless_no_color_is_set(
    stream: io.StringIO, surroundings: dict[str, str], *, expected: bool
) -> None:
    assert takes_colours(stream, surroundings) is expected
