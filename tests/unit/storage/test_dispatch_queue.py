"""Work as the text of a queue message."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.storage.dispatch_queue import Work, work_from_text, work_to_text
from tests.support.samples import SEND

# Names the host takes for the message's own (azure-webjobs-sdk-extensions issue 882).
HOST_NAMES = {
    "id", "dequeuecount", "expirationtime", "insertiontime", "nextvisibletime", "popreceipt",
}  # fmt: skip


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 1_000))
def test_work_survives_as_text(first: int, last: int, attempt_count: int) -> None:
    work = Work(SEND, first, last, attempt_count)
    assert work_from_text(work_to_text(work)) == work


def test_work_has_no_member_that_the_host_mixes_up() -> None:
    members = json.loads(work_to_text(Work(SEND, 0, 0)))
    assert not {name.lower() for name in members} & HOST_NAMES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        '{"sendId": "../x", "first": 0, "last": 0, "attempt": 0}',
        json.dumps({"sendId": str(SEND), "first": "x", "last": 0, "attempt": 0}),
    ],
)
def test_foreign_text_is_no_work(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        work_from_text(text)
