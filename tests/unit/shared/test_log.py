"""Structured log lines."""

from __future__ import annotations

from shared.log import MinuteLog, log_event
from tests.support.log_privacy import logged_events


def test_line_is_one_json_object_without_empty_fields(log_lines: list[str]) -> None:
    log_event("send_accepted", sendId="abc", recipientCount=3, campaign=None)

    assert logged_events(log_lines, "send_accepted") == [{"sendId": "abc", "recipientCount": 3}]


def test_repeated_event_is_logged_once_a_minute_with_its_count(log_lines: list[str]) -> None:
    now = [100.0]
    log = MinuteLog(lambda: now[0])

    for at in (100.0, 100.1, 159.9, 160.0):
        now[0] = at
        log.log("storage_refused", "tables", status=403)

    lines = logged_events(log_lines, "storage_refused")
    assert lines == [{"status": 403}, {"status": 403, "repeated": 2}]


def test_each_key_has_its_own_minute(log_lines: list[str]) -> None:
    log = MinuteLog(lambda: 100.0)

    log.log("storage_refused", "tables")
    log.log("storage_refused", "queues")

    assert len(logged_events(log_lines, "storage_refused")) == 2
