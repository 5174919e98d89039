"""Map errors of use cases to problem documents that name the field."""

from typing import NoReturn

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
from shared.web.requests import field_problem, invalid_field

_RETRY_AFTER_SECONDS: dict[type[SmsError], str] = {
    LoopStoppedError: str(int(PERIOD.total_seconds())),
    SendInFlightError: "2",
}

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
        raise field_problem(409, "user", error) from None
    except ColleagueRepliedError as error:
        raise field_problem(409, "version", error) from None
    except (LoopStoppedError, SendInFlightError) as error:
        headers = {"Retry-After": _RETRY_AFTER_SECONDS[type(error)]}
        raise RequestError(problem(409, error.code, str(error), headers=headers)) from None
    except KeyReusedError as error:
        raise field_problem(422, "Idempotency-Key", error) from None
    except NotCountedError as error:
        raise _not_counted(error) from None
    except (NoRecipientError, UnconfirmedSendError, NotAsPreviewedError) as error:
        raise RequestError(refusal(_errors_of(error), code=error.code)) from None


def _not_counted(error: NotCountedError) -> RequestError:
    from send_sms.accepting.allowance import CapReachedError

    if not isinstance(error, CapReachedError):
        return invalid_field("to", error.code, str(error))
    headers = {"Retry-After": str(error.retry_after_seconds)}
    return field_problem(429, _FIELDS_OF_SCOPES[error.cap.scope], error, headers)


def _errors_of(
    error: NoRecipientError | UnconfirmedSendError | NotAsPreviewedError,
) -> list[dict[str, str]]:
    if not isinstance(error, NoRecipientError):
        return [{"field": "confirm", "code": error.code, "message": str(error)}]
    return [
        {"field": f"to[{one.position}]", "code": one.code, "message": one.reason}
        for one in error.rejected
    ]
