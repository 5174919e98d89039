"""A resent message that quiet hours keep from leaving: the try before may have arrived."""

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress, ResendKind
from send_sms.domain.quiet_hours import QuietHoursPolicy, apply_quiet_hours
from send_sms.domain.resend import ResendRequest, resend
from shared.carriers.sending import UNKNOWN, OutcomeKind
from shared.domain.kinds import Category
from tests.support.samples import SEND, make_batch, make_options
from tests.support.world import START

SEATTLE = "+12535550100"  # at START quiet hours apply there


def resent_in_quiet_hours() -> Batch:
    options = make_options(category=Category.MARKETING)
    batch = make_batch((SEATTLE,), options=options, progress=Progress(outcomes={0: UNKNOWN}))
    request = ResendRequest(ResendKind.RESEND, SEND, START, None, "request")
    return resend(batch, request).batch


def test_resent_message_that_quiet_hours_block_is_unknown_as_before() -> None:
    blocked = apply_quiet_hours(resent_in_quiet_hours(), QuietHoursPolicy.BLOCK, START).batch
    assert blocked.progress.outcomes[0].kind is OutcomeKind.UNKNOWN
