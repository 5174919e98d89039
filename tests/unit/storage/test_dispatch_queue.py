"""Work as the text of a queue message."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.identifiers import new_send_address
from shared.storage.dispatch_queue import Span, Work, work_from_text, work_to_text
from tests.support.samples import SEND
from tests.support.world import START, TOLL_FREE

OTHER_SEND = new_send_address(TOLL_FREE, START, bytes([7] * 10))

# Names the host takes for the message's own (azure-webjobs-sdk-extensions issue 882).
HOST_NAMES = {
    "id", "dequeuecount", "expirationtime", "insertiontime", "nextvisibletime", "popreceipt",
}  # fmt: skip


CHUNK_NUMBERS = st.integers(0, 99)
SPANS = st.builds(Span, st.sampled_from([SEND, OTHER_SEND]), CHUNK_NUMBERS, CHUNK_NUMBERS)


@given(st.lists(SPANS, min_size=1, max_size=100), st.integers(0, 1_000))
def test_work_survives_as_text(spans: list[Span], attempt_count: int) -> None:
    work = Work(tuple(spans), attempt_count)
    assert work_from_text(work_to_text(work)) == work


def test_work_has_no_member_that_the_host_mixes_up() -> None:
    members = json.loads(work_to_text(Work((Span(SEND, 0, 0),))))
    assert not {name.lower() for name in members} & HOST_NAMES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        '{"spans": [["../x", 0, 0]], "attempt": 0}',
        json.dumps({"spans": [[str(SEND), "x", 0]], "attempt": 0}),
    ],
)
def test_foreign_text_is_no_work(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        work_from_text(text)
