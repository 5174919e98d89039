"""Counting storage operations from Azurite's access log."""

from __future__ import annotations

from collections import Counter

from bench.access_log import AccessLog, worked

# Written by Azurite 3.37.0.
_LOG = """
Azurite Queue service is successfully listening at http://127.0.0.1:35613
127.0.0.1 - - [22/Nov/2026:10:46:16 +0000] "PUT /devstoreaccount1/sms-dispatch HTTP/1.1" 201 -
127.0.0.1 - - [22/Nov/2026:10:46:16 +0000] "POST /devstoreaccount1/sms-dispatch/messages?visibilitytimeout=0&messagettl=-1 HTTP/1.1" 201 -
127.0.0.1 - - [22/Nov/2026:10:46:16 +0000] "GET /devstoreaccount1/sms-dispatch/messages?numofmessages=16 HTTP/1.1" 200 -
127.0.0.1 - - [22/Nov/2026:10:46:17 +0000] "GET /devstoreaccount1/sms-dispatch/messages?numofmessages=16 HTTP/1.1" 200 -
127.0.0.1 - - [22/Nov/2026:10:46:17 +0000] "DELETE /devstoreaccount1/sms-dispatch/messages/5f?popreceipt=MjI HTTP/1.1" 204 -
127.0.0.1 - - [22/Nov/2026:10:46:17 +0000] "POST /devstoreaccount1/$batch HTTP/1.1" 202 -
127.0.0.1 - - [22/Nov/2026:10:46:17 +0000] "GET /devstoreaccount1/Journal()?$filter=PartitionKey%20eq HTTP/1.1" 200 1023
127.0.0.1 - - [22/Nov/2026:10:46:17 +0000] "GET /devstoreaccount1/OptOuts(PartitionKey='%2B1',RowKey='%2B1') HTTP/1.1" 404 -
"""  # noqa: E501 - lines of a real log


def _counted(text: str) -> Counter[str]:
    log = AccessLog()
    for line in text.splitlines():
        log.note(line)
    return log.counts()


def test_access_log_counts_each_request_by_kind() -> None:
    assert _counted(_LOG) == {
        "put sms-dispatch": 1,
        "queue put": 1,
        "queue receive": 2,
        "queue delete": 1,
        "transaction": 1,
        "get Journal": 1,
        "get OptOuts": 1,
    }


def test_worked_leaves_out_polls_that_no_delete_followed() -> None:
    counts = worked(_counted(_LOG))

    assert counts["queue receive"] == 1
    assert counts.total() == 7


def test_worked_counts_every_receive_when_each_found_several_messages() -> None:
    counts = worked(Counter({"queue receive": 2, "queue delete": 20}))

    assert counts == {"queue receive": 2, "queue delete": 20}


def test_worked_is_empty_when_there_were_only_polls() -> None:
    assert worked(Counter({"queue receive": 50})) == {}


async def test_settled_waits_for_nothing_when_only_polls_come() -> None:
    log = AccessLog()
    log.note(_LOG.splitlines()[4])

    assert await log.settled() == {"queue receive": 1}
