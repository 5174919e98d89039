"""From results to contract models, and from errors to problem documents."""

from datetime import datetime
from typing import Any

import azure.functions as func

from send_sms.accepting.refusals import NoRecipientError
from send_sms.problems import problem_of as problem_of_send
from shared.domain.errors import SmsError
from shared.web.problems import problem_of_error, refusal
from verifications.check import Checked
from verifications.contract import CheckAnswer, VerificationAnswer, VerificationStarted
from verifications.domain.limits import RESEND_PAUSE, VerificationRefusedError
from verifications.domain.verification import Verification, VerificationStatus
from verifications.start import StartedVerification


def started_response(started: StartedVerification) -> VerificationStarted:
    """Build the response to a request for a code; the same for a repeated request."""
    verification = started.verification
    return VerificationStarted(
        verification_id=str(verification.verification_id),
        purpose=verification.purpose,
        status=VerificationStatus.PENDING,
        created_at=verification.created_at,
        expires_at=verification.expires_at,
        resend_at=started.sent.at + RESEND_PAUSE,
    )


def started_headers(started: StartedVerification) -> dict[str, str]:
    """Say where the verification is, and whether an earlier request started it."""
    replayed = {"Idempotent-Replayed": "true"} if started.is_replay else {}
    location = f"/api/verifications/{started.verification.verification_id}"
    return {"Location": location, **replayed}


def check_response(checked: Checked, now: datetime) -> CheckAnswer:
    """Build the response to an attempt."""
    return CheckAnswer(valid=checked.is_valid, **_members(checked.verification, now))


def verification_response(verification: Verification, now: datetime) -> VerificationAnswer:
    """Build the response to `GET /verifications/{verificationId}`."""
    return VerificationAnswer(**_members(verification, now))


def _members(verification: Verification, now: datetime) -> dict[str, Any]:
    status = verification.status(now)
    is_pending = status is VerificationStatus.PENDING
    return {
        "verification_id": str(verification.verification_id),
        "purpose": verification.purpose,
        "status": status,
        "attempts_left": verification.attempts_left if is_pending else 0,
        "created_at": verification.created_at,
        "expires_at": verification.expires_at,
        "approved_at": verification.approved_at,
    }


def problem_of(error: SmsError) -> func.HttpResponse | None:
    """Map an error of a request for a code to a problem document; None if it is the app's."""
    if isinstance(error, VerificationRefusedError):
        headers = {"Retry-After": str(error.retry_after_seconds)}
        return problem_of_error(error, {VerificationRefusedError: (429, "")}, headers)
    if isinstance(error, NoRecipientError):
        [one] = error.rejected
        wrong = {"field": "to", "code": one.code, "message": one.reason}
        return refusal([wrong], code=error.code)
    return problem_of_send(error)
