"""The port to a carrier's own opt-out list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from shared.domain.errors import SmsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class OptOutListError(SmsError):
    """
    The carrier did not respond about its own opt-out list, or rejected the request.

    Attributes
    ----------
    provider_code, provider_text : str
        The carrier's status or error code, and its text.
    retryable : bool
        The same request may succeed later; otherwise it never will for this own number.
    retry_after_seconds : float
        How long the carrier asks to wait; 0 if it does not.
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


class OptOutList(Protocol):
    """The carrier's own opt-out list; see `AcsOptOutList`."""

    @property
    def numbers_per_call(self) -> int:
        """How many numbers each of its calls may name."""

    async def check(self, own_number: str, user_numbers: Sequence[str]) -> dict[str, bool]:
        """Ask who is on the list."""

    async def add(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        """Put people on the list."""

    async def remove(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        """Take people off the list."""
