"""
The errors that several rooms share. Rooms and the port to carriers add their own below `SmsError`.

.. code-block:: text

    SmsError
    ├── InvalidPhoneNumberError
    │   ├── NotANumberError
    │   ├── LettersNotAllowedError
    │   ├── ExtensionNotAllowedError
    │   ├── SeparatorNotAllowedError
    │   ├── CountryCodeMissingError
    │   ├── CountryCodeUnknownError
    │   ├── NumberTooShortError
    │   ├── NumberTooLongError
    │   └── ImpossibleLengthError
    ├── InvalidSenderError
    └── StorageError
        ├── ConflictError
        ├── NotStoredError
        └── StorageRefusedError

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


class SeparatorNotAllowedError(InvalidPhoneNumberError):
    """A separator stands where people write none, as in a spreadsheet's ``.0``."""

    code: ClassVar[str] = "separator_not_allowed"
    reason: ClassVar[str] = (
        "A point, slash, tab or other separator stands where a phone number has none."
    )


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
    reason: ClassVar[str] = "The number is too short to be a phone number of its country."


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


class StorageError(SmsError):
    """
    Storage is unavailable or refused an operation; nothing is known to be stored.

    Attributes
    ----------
    may_be_stored : bool
        Of an error of accepting: False where it is known that nothing of the send is stored.
    """

    code: ClassVar[str] = "storage_unavailable"
    may_be_stored: bool = True


class ConflictError(StorageError):
    """A row was there already, or has changed since it was read."""

    code: ClassVar[str] = "conflict"


class NotStoredError(StorageError):
    """The row to read or to add to is not there."""

    code: ClassVar[str] = "not_stored"


class StorageRefusedError(StorageError):
    """Storage refuses the app: a key, a role or an address is wrong. To try again does not help."""

    code: ClassVar[str] = "storage_refused"
