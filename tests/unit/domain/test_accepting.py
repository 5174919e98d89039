"""What is known of a chunk when its send is accepted."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.accepting import as_accepted, with_suppressed
from shared.domain.chunk import OPTED_OUT, Progress
from shared.domain.delivery import DeliveryStatus, Reports
from tests.support.samples import make_report
from tests.support.world import START
from tests.unit.domain.dispatching_hands import ANA, CEM, SENT, three


def test_opted_out_at_accept_are_suppressed_by_position() -> None:
    assert with_suppressed(three(), {CEM}).progress.outcomes == {2: OPTED_OUT}


def test_chunk_as_accepted_knows_nothing_of_what_came_after() -> None:
    accepted = with_suppressed(three(), {CEM})
    later = three(
        {0: SENT, 1: OPTED_OUT, 2: OPTED_OUT}, first_sent_at=START, sent_at=START, attempt_count=2
    )
    report = make_report(DeliveryStatus.DELIVERED, START + timedelta(seconds=9))
    changed = replace(accepted, progress=later.progress, reports={ANA: Reports(delivered=report)})
    assert as_accepted(changed) == accepted


def test_new_chunk_as_accepted_is_untouched() -> None:
    assert as_accepted(three()).progress == Progress()
