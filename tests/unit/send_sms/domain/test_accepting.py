"""What is known of a batch when it is accepted."""

from dataclasses import replace
from datetime import timedelta

from send_sms.domain.dispatching import as_accepted, with_suppressed
from send_sms.domain.progress import Progress, Reports
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import OPTED_OUT
from tests.support.samples import make_report, make_round
from tests.support.world import START
from tests.unit.send_sms.domain.dispatch_samples import ANA, BEN, CEM, SENT, three


def test_opted_out_at_accept_are_suppressed_by_position() -> None:
    accepted = with_suppressed(three(), {CEM})
    assert accepted.suppressed_at_accept == (2,)
    assert accepted.progress.outcomes == {2: OPTED_OUT}


def test_opted_out_recipient_is_suppressed_in_each_send_of_a_round() -> None:
    accepted = with_suppressed(make_round([(ANA, "a"), ("", "a"), (BEN, "a"), (ANA, "b")]), {ANA})
    assert accepted.progress.outcomes == {0: OPTED_OUT, 3: OPTED_OUT}


def test_batch_as_accepted_knows_nothing_of_what_came_after() -> None:
    accepted = with_suppressed(three(), {CEM})
    later = three({0: SENT, 1: OPTED_OUT, 2: OPTED_OUT}, attempt_count=2)
    report = make_report(DeliveryStatus.DELIVERED, START + timedelta(seconds=9))
    changed = replace(
        accepted,
        progress=later.progress,
        reports={0: Reports(delivered=report)},
        cancelled={0: START},
    )
    assert as_accepted(changed) == accepted


def test_new_batch_as_accepted_is_untouched() -> None:
    assert as_accepted(three()).progress == Progress()
