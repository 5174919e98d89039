"""Sharing out units that are not enough for all."""

import pytest

from shared.domain.chunk import DOUBTFUL, Chunk, Outcome, OutcomeKind, Progress
from shared.domain.pacing import Limits, Wish
from shared.domain.portions import Portion, share_out, wish_for
from shared.domain.sender_profile import SenderProfile, Unit
from tests.support.samples import make_chunk, people, whole
from tests.support.world import TOLL_FREE

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
BY_SEGMENT = SenderProfile(TOLL_FREE, Limits(), Unit.SEGMENTS)
BY_RECIPIENT = SenderProfile(TOLL_FREE, Limits(), Unit.RECIPIENTS)
TWO_SEGMENTS = "a" * 161


def chunk_of(count: int, number: int = 0, **changes: object) -> Chunk:
    return make_chunk(number=number, recipients=tuple(people(count)), **changes)


def ready(*chunks: Chunk) -> list[Portion]:
    return [whole(chunk) for chunk in chunks]


def served(chunks: list[Chunk], units: int, profile: SenderProfile = BY_SEGMENT) -> list[object]:
    portions, _ = share_out(ready(*chunks), units, profile)
    return [(portion.chunk.number, portion.positions) for portion in portions]


def test_units_go_to_the_first_chunks_first() -> None:
    chunks = [chunk_of(2, 0), chunk_of(2, 1), chunk_of(2, 2)]
    portions, unserved = share_out(ready(*chunks), 3, BY_SEGMENT)
    assert [(p.chunk.number, p.positions) for p in portions] == [(0, (0, 1)), (1, (0,))]
    assert [chunk.number for chunk in unserved] == [1, 2]


def test_enough_units_leave_nobody_unserved() -> None:
    portions, unserved = share_out(ready(chunk_of(2, 0), chunk_of(2, 1)), 4, BY_SEGMENT)
    assert [portion.positions for portion in portions] == [(0, 1), (0, 1)]
    assert unserved == []


def test_no_units_leave_everybody_unserved() -> None:
    chunks = [chunk_of(2, 0), chunk_of(2, 1)]
    assert share_out(ready(*chunks), 0, BY_SEGMENT) == ([], chunks)


def test_doubtful_ones_go_first() -> None:
    progress = Progress(outcomes={0: SENT, 2: DOUBTFUL, 3: DOUBTFUL})
    chunk = chunk_of(5, progress=progress)
    assert served([chunk], 2) == [(0, (2, 3))]
    assert served([chunk], 3) == [(0, (2, 3, 1))]


@pytest.mark.parametrize(
    ("profile", "positions"), [(BY_SEGMENT, (0, 1)), (BY_RECIPIENT, (0, 1, 2, 3))]
)
def test_long_text_costs_its_segments_or_counts_once(
    profile: SenderProfile, positions: tuple[int, ...]
) -> None:
    assert served([chunk_of(5, body=TWO_SEGMENTS)], 4, profile) == [(0, positions)]


def test_each_personal_text_costs_its_own_segments() -> None:
    values = (("a",), (TWO_SEGMENTS,), ("a",))
    chunk = chunk_of(3, body="{{x}}", values=values)
    assert wish_for(ready(chunk), BY_SEGMENT) == Wish(4, smallest=1)
    assert wish_for(ready(chunk), BY_RECIPIENT) == Wish(3, smallest=1)
    assert served([chunk], 2) == [(0, (0,))]
    assert served([chunk], 3) == [(0, (0, 1))]


def test_wish_is_for_who_still_waits_and_the_first_of_them() -> None:
    progress = Progress(outcomes={0: SENT, 2: DOUBTFUL})
    values = (("a",), ("a",), (TWO_SEGMENTS,))
    chunk = chunk_of(3, body="{{x}}", values=values, progress=progress)
    assert wish_for(ready(chunk), BY_SEGMENT) == Wish(3, smallest=2)
    assert wish_for(ready(chunk, chunk_of(5, 1)), BY_SEGMENT) == Wish(8, smallest=2)


def test_portion_names_its_recipients() -> None:
    ((portion,), _) = share_out(ready(chunk_of(3)), 2, BY_SEGMENT)
    assert portion.recipients == people(2)
