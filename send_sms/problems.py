"""Map errors of use cases to problem documents that name the field."""

from typing import NoReturn

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
from send_sms.sending import NotCountedError
from send_sms.storage.batch_layout import SendTooLargeError
from shared.domain.errors import InvalidSenderError, SmsError
from shared.web.problems import RequestError, problem, refusal
from shared.web.requests import invalid_field

_RETRY_AFTER_SECONDS = "2"

_FIELDS_OF_SCOPES = {"app": "to", "sender": "from", "category": "category", "campaign": "campaign"}


def raise_problem(failure: SmsError) -> NoReturn:
    """
    Raise an error of accepting or planning as a problem document that names the field.

    Raises
    ------
    RequestError, SmsError
        The problem document; the error itself if it is none of the request's.
    """
    try:
        raise failure
    except InvalidSenderError as error:
        raise invalid_field("from", error.code, str(error)) from None
    except SendTimeError as error:
        raise invalid_field("sendAt", error.code, str(error)) from None
    except SendTooLargeError as error:
        raise RequestError(problem(413, error.code, str(error))) from None
    except (RecipientOptedOutError, SpecialRecipientError, HasNotWrittenError) as error:
        errors = [{"field": "user", "code": error.code, "message": str(error)}]
        raise RequestError(problem(409, error.code, str(error), errors=errors)) from None
    except ColleagueRepliedError as error:
        errors = [{"field": "version", "code": error.code, "message": str(error)}]
        raise RequestError(problem(409, error.code, str(error), errors=errors)) from None
    except LoopStoppedError as error:
        headers = {"Retry-After": str(int(PERIOD.total_seconds()))}
        raise RequestError(problem(409, error.code, str(error), headers=headers)) from None
    except KeyReusedError as error:
        errors = [{"field": "Idempotency-Key", "code": error.code, "message": str(error)}]
        raise RequestError(problem(422, error.code, str(error), errors=errors)) from None
    except (NotCountedError, SendInFlightError) as error:
        raise RequestError(_not_now(error)) from None
    except (NoRecipientError, UnconfirmedSendError, NotAsPreviewedError) as error:
        raise RequestError(refusal(_errors_of(error), code=error.code)) from None


def _not_now(error: NotCountedError | SendInFlightError) -> func.HttpResponse:
    from send_sms.accepting.allowance import CapReachedError

    if isinstance(error, SendInFlightError):
        headers = {"Retry-After": _RETRY_AFTER_SECONDS}
        return problem(409, error.code, str(error), headers=headers)
    if not isinstance(error, CapReachedError):
        return refusal([{"field": "to", "code": error.code, "message": str(error)}])
    field = _FIELDS_OF_SCOPES[error.cap.scope]
    errors = [{"field": field, "code": error.code, "message": str(error)}]
    headers = {"Retry-After": str(error.retry_after_seconds)}
    return problem(429, error.code, str(error), errors=errors, headers=headers)


def _errors_of(
    error: NoRecipientError | UnconfirmedSendError | NotAsPreviewedError,
) -> list[dict[str, str]]:
    if not isinstance(error, NoRecipientError):
        return [{"field": "confirm", "code": error.code, "message": str(error)}]
    return [
        {"field": f"to[{one.position}]", "code": one.code, "message": one.reason}
        for one in error.rejected
    ]
