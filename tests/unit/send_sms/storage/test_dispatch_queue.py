"""Work as the text of a queue message."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.storage.dispatch_queue import Work, work_from_text, work_to_text
from shared.domain.identifiers import BatchAddress, MessageAddress, new_send_address
from tests.support.samples import SEND
from tests.support.world import START, TOLL_FREE

OTHER_SEND = new_send_address(TOLL_FREE, START, bytes([7] * 10))

# Names the host takes for the message's own (azure-webjobs-sdk-extensions issue 882).
HOST_NAMES = {
    "id", "dequeuecount", "expirationtime", "insertiontime", "nextvisibletime", "popreceipt",
}  # fmt: skip

BATCHES = st.builds(BatchAddress, st.sampled_from([SEND, OTHER_SEND]), st.integers(0, 99))
WORKS = st.builds(Work, BATCHES, st.integers(0, 1_000), st.booleans())
MEMBERS = {"batch": str(SEND), "row": 3, "attempt": 2, "inherited": True}


@given(WORKS)
def test_work_survives_as_text(work: Work) -> None:
    assert work_from_text(work_to_text(work)) == work


def test_work_names_one_batch_by_send_and_row() -> None:
    work = Work(BatchAddress(SEND, 3), 2, is_recovery=True)
    assert json.loads(work_to_text(work)) == MEMBERS
    assert work_from_text(json.dumps(MEMBERS)) == work


def test_work_has_no_member_that_the_host_mixes_up() -> None:
    members = json.loads(work_to_text(Work(BatchAddress(SEND))))
    assert not {name.lower() for name in members} & HOST_NAMES


@pytest.mark.parametrize("missing", MEMBERS)
def test_text_without_one_of_its_members_is_no_work(missing: str) -> None:
    members = {name: value for name, value in MEMBERS.items() if name != missing}
    with pytest.raises(ValueError, match="not work"):
        work_from_text(json.dumps(members))


@pytest.mark.parametrize(
    "changes",
    [
        {"batch": "../x"},
        {"batch": ""},
        {"batch": None},
        {"batch": str(SEND.at_place(1))},  # a member of a round: its batch is the round
        {"batch": str(MessageAddress(SEND, 0))},
        {"row": "x"},
        {"row": None},
        {"row": [0]},
        {"attempt": {}},
    ],
)
def test_work_with_a_damaged_member_is_no_work(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        work_from_text(json.dumps({**MEMBERS, **changes}))


@pytest.mark.parametrize("text", ["", "not JSON", "[]", "7", "null", '"batch"', "[" * 100_000])
def test_foreign_text_is_no_work(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        work_from_text(text)
