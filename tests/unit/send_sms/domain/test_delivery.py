"""Which of several reports counts."""

from datetime import timedelta

from send_sms.domain.progress import Reports
from shared.carriers.events import DeliveryStatus
from tests.support.samples import make_report
from tests.support.world import START

DELIVERED = make_report(DeliveryStatus.DELIVERED, START)
FAILED = make_report(DeliveryStatus.FAILED, START)
FAILED_LATER = make_report(DeliveryStatus.FAILED, START + timedelta(microseconds=1))


def test_only_report_counts() -> None:
    assert Reports(delivered=DELIVERED).final == DELIVERED
    assert Reports(failed=FAILED).final == FAILED


def test_no_report_counts_when_none_came() -> None:
    assert Reports().final is None


def test_delivered_counts_whatever_failed_and_whenever() -> None:
    for failed in (FAILED, FAILED_LATER):
        assert Reports(DELIVERED, failed).final == DELIVERED
