"""
Every error of the domain, in one tree.

.. code-block:: text

    SmsError
    ├── InvalidPhoneNumberError
    │   ├── NotANumberError
    │   ├── LettersNotAllowedError
    │   ├── ExtensionNotAllowedError
    │   ├── CountryCodeMissingError
    │   ├── CountryCodeUnknownError
    │   ├── NumberTooShortError
    │   ├── NumberTooLongError
    │   └── ImpossibleLengthError
    ├── InvalidSenderError
    ├── MissingValueError
    ├── OptOutListError
    ├── SendError
    ├── SendTooLargeError
    └── StorageError
        ├── ConflictError
        └── NotStoredError

Machines read ``code``, people read ``str(error)``.
Neither holds a phone number or a message's text; no class knows an HTTP status.
"""

from __future__ import annotations

from typing import ClassVar


class SmsError(Exception):
    """Root of everything the domain refuses or reports."""

    code: ClassVar[str] = "sms_error"


class InvalidPhoneNumberError(SmsError):
    """The text cannot be a phone number; each subclass is one reason."""

    code: ClassVar[str] = "invalid_phone_number"
    reason: ClassVar[str] = "This cannot be a phone number."

    def __str__(self) -> str:
        return self.reason


class NotANumberError(InvalidPhoneNumberError):
    """The text is not one phone number and nothing else."""

    code: ClassVar[str] = "not_a_number"
    reason: ClassVar[str] = "This is not a phone number."


class LettersNotAllowedError(InvalidPhoneNumberError):
    """The text has letters in it, as vanity numbers and ``tel:`` links do."""

    code: ClassVar[str] = "letters_not_allowed"
    reason: ClassVar[str] = "A phone number must not contain letters; write it in digits."


class ExtensionNotAllowedError(InvalidPhoneNumberError):
    """The number goes on with an extension, which no SMS can reach."""

    code: ClassVar[str] = "extension_not_allowed"
    reason: ClassVar[str] = "A number with an extension cannot receive an SMS."


class CountryCodeMissingError(InvalidPhoneNumberError):
    """The number does not start with ``+``."""

    code: ClassVar[str] = "country_code_missing"
    reason: ClassVar[str] = "The number must start with + and the country code."


class CountryCodeUnknownError(InvalidPhoneNumberError):
    """The digits after ``+`` start with no country code in use."""

    code: ClassVar[str] = "country_code_unknown"
    reason: ClassVar[str] = "The number starts with a country code that does not exist."


class NumberTooShortError(InvalidPhoneNumberError):
    """The number has fewer digits than can be dialled from abroad."""

    code: ClassVar[str] = "too_short"
    reason: ClassVar[str] = "The number has too few digits for its country."


class NumberTooLongError(InvalidPhoneNumberError):
    """The number has more digits than its country or E.164 allows."""

    code: ClassVar[str] = "too_long"
    reason: ClassVar[str] = "The number has too many digits for its country."


class ImpossibleLengthError(InvalidPhoneNumberError):
    """The number is neither too short nor too long, yet no number has that length."""

    code: ClassVar[str] = "impossible_length"
    reason: ClassVar[str] = "No number of this country has that many digits."


class InvalidSenderError(SmsError):
    """The text is neither a phone number, a short code nor an alphanumeric sender ID."""

    code: ClassVar[str] = "invalid_sender"


class MissingValueError(SmsError):
    """A placeholder of the body has no value for this recipient."""

    code: ClassVar[str] = "missing_value"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"There is no value for the placeholder {{{{{self.name}}}}}."


class SendError(SmsError):
    """
    ACS did not take a call, or we cannot know whether it did.

    The error carries the decision, so that no caller has to guess.

    Attributes
    ----------
    provider_code, provider_text : str
        What ACS said: a status or error code, and its words without the caller's data.
    retryable : bool
        The same call may succeed later.
    doubtful : bool
        The messages may have left: only the same ids may be tried again, and only in time.
    retry_after_seconds : float
        How long ACS asked us to wait; 0 if it did not.
    throttled : bool
        ACS said that it was too much at once.
    """

    code: ClassVar[str] = "send_failed"

    def __init__(
        self,
        provider_code: str,
        provider_text: str,
        *,
        retryable: bool = False,
        doubtful: bool = False,
        retry_after_seconds: float = 0,
        throttled: bool = False,
    ) -> None:
        super().__init__(f"{provider_code}: {provider_text}")
        self.provider_code = provider_code
        self.provider_text = provider_text
        self.retryable = retryable
        self.doubtful = doubtful
        self.retry_after_seconds = retry_after_seconds
        self.throttled = throttled


class OptOutListError(SmsError):
    """
    ACS did not answer about its own list of opt-outs, or refused to.

    Attributes
    ----------
    provider_code, provider_text : str
        What ACS said: a status or error code, and its words.
    retryable : bool
        The same may succeed later; otherwise it will not for this own number.
    retry_after_seconds : float
        How long ACS asked us to wait; 0 if it did not.
    """

    code: ClassVar[str] = "opt_out_list_failed"

    def __init__(
        self,
        provider_code: str,
        provider_text: str,
        *,
        retryable: bool = False,
        retry_after_seconds: float = 0,
    ) -> None:
        super().__init__(f"{provider_code}: {provider_text}")
        self.provider_code = provider_code
        self.provider_text = provider_text
        self.retryable = retryable
        self.retry_after_seconds = retry_after_seconds


class SendTooLargeError(SmsError):
    """The values of a send are more than one transaction can hold."""

    code: ClassVar[str] = "send_too_large"


class StorageError(SmsError):
    """Storage is unavailable or refused an operation; nothing is known to be stored."""

    code: ClassVar[str] = "storage_unavailable"


class ConflictError(StorageError):
    """A row was there already, or has changed since it was read."""

    code: ClassVar[str] = "conflict"


class NotStoredError(StorageError):
    """The row to read or to add to is not there."""

    code: ClassVar[str] = "not_stored"
