"""Map errors of use cases to problem documents that name the field."""

import azure.functions as func

from conversations.domain.loop_guard import PERIOD
from conversations.domain.reply import ColleagueRepliedError, HasNotWrittenError
from send_sms.accepting.accept_once import KeyReusedError, SendInFlightError
from send_sms.accepting.refusals import (
    NoRecipientError,
    NotAsPreviewedError,
    SendTimeError,
    UnconfirmedSendError,
)
from send_sms.accepting.reply import (
    LoopStoppedError,
    RecipientOptedOutError,
    SpecialRecipientError,
)
from send_sms.search import TooManyNumbersError
from send_sms.sending import NotCountedError
from send_sms.storage.batch_layout import SendTooLargeError
from shared.domain.errors import InvalidSenderError, SmsError
from shared.web.problems import problem_of_error, refusal

_KINDS: dict[type[SmsError], tuple[int, str]] = {
    InvalidSenderError: (400, "from"),
    SendTimeError: (400, "sendAt"),
    SendTooLargeError: (413, ""),
    RecipientOptedOutError: (409, "user"),
    SpecialRecipientError: (409, "user"),
    HasNotWrittenError: (409, "user"),
    ColleagueRepliedError: (409, "version"),
    LoopStoppedError: (409, ""),
    SendInFlightError: (409, ""),
    KeyReusedError: (422, "Idempotency-Key"),
}
"""The status of the problem document, and the field that it names."""

_FIELDS_OF_SCOPES = {"app": "to", "sender": "from", "category": "category", "campaign": "campaign"}


def problem_of(error: SmsError) -> func.HttpResponse | None:
    """Map an error of accepting or planning to a problem document; None if it is the app's."""
    if isinstance(error, NoRecipientError | UnconfirmedSendError | NotAsPreviewedError):
        return refusal(_errors_of(error), code=error.code)
    if isinstance(error, NotCountedError):
        return _not_counted(error)
    return problem_of_error(error, _KINDS, _retry_after(error))


def problem_of_look_up(error: SmsError) -> func.HttpResponse | None:
    """Map an error of a look-up over own numbers to a problem document; see `problem_of`."""
    return problem_of_error(error, {TooManyNumbersError: (400, "sender")})


def _retry_after(error: SmsError) -> dict[str, str]:
    if isinstance(error, LoopStoppedError):
        return {"Retry-After": str(int(PERIOD.total_seconds()))}
    return {"Retry-After": "2"} if isinstance(error, SendInFlightError) else {}


def _not_counted(error: NotCountedError) -> func.HttpResponse | None:
    from send_sms.accepting.allowance import CapReachedError

    if not isinstance(error, CapReachedError):
        return problem_of_error(error, {NotCountedError: (400, "to")})
    field = _FIELDS_OF_SCOPES[error.cap.scope]
    headers = {"Retry-After": str(error.retry_after_seconds)}
    return problem_of_error(error, {CapReachedError: (429, field)}, headers)


def _errors_of(
    error: NoRecipientError | UnconfirmedSendError | NotAsPreviewedError,
) -> list[dict[str, str]]:
    if not isinstance(error, NoRecipientError):
        return [{"field": "confirm", "code": error.code, "message": str(error)}]
    return [
        {"field": f"to[{one.position}]", "code": one.code, "message": one.reason}
        for one in error.rejected
    ]
