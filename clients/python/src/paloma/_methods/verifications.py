"""The methods of verifications, of both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paloma._operations import verifications
from paloma._transports import AsyncTransport, SyncTransport

if TYPE_CHECKING:
    from datetime import date
    from typing import Unpack

    from paloma._operations.verifications import VerificationOptions
    from paloma.models import (
        StartedVerification,
        Verification,
        VerificationCheck,
        VerificationFigures,
    )


class VerificationMethods(SyncTransport):
    """Verifications: send a code, check it, and count codes."""

    def verify_start(
        self,
        from_: str,
        to: str,
        *,
        idempotency_key: str | None = None,
        **options: Unpack[VerificationOptions],
    ) -> StartedVerification:
        """
        Send a person a code, or the same code again; the result is the same for any number.

        Raises
        ------
        RateLimited
            No code is sent now: see `code` and `retry_after_seconds`. It is not waited for.
        PalomaError
            After `NoResponse` and `Unavailable` repeat the call with `idempotency_key`.
        """
        return self._run(verifications.start(from_, to, options, idempotency_key))

    def verify_check(
        self, verification_id: str, code: str, *, idempotency_key: str | None = None
    ) -> VerificationCheck:
        """
        Check the code that a person typed; a wrong one uses up an attempt.

        Raises
        ------
        NotFound
            There is no such verification, or it expired more than a day ago.
        PalomaError
            After `NoResponse` and `Unavailable` repeat the call with `idempotency_key`.
        """
        return self._run(verifications.check(verification_id, code, idempotency_key))

    def get_verification(self, verification_id: str) -> Verification:
        """Return a verification's status; that does not tell whose session entered the code."""
        return self._run(verifications.get(verification_id))

    def verification_figures(
        self, since: date | None = None, until: date | None = None
    ) -> VerificationFigures:
        """Count codes sent and entered of some UTC days, by default today's."""
        return self._run(verifications.figures(since, until))


class AsyncVerificationMethods(AsyncTransport):
    """Verifications: send a code, check it, and count codes."""

    async def verify_start(
        self,
        from_: str,
        to: str,
        *,
        idempotency_key: str | None = None,
        **options: Unpack[VerificationOptions],
    ) -> StartedVerification:
        """
        Send a person a code, or the same code again; the result is the same for any number.

        Raises
        ------
        RateLimited
            No code is sent now: see `code` and `retry_after_seconds`. It is not waited for.
        PalomaError
            After `NoResponse` and `Unavailable` repeat the call with `idempotency_key`.
        """
        return await self._run(verifications.start(from_, to, options, idempotency_key))

    async def verify_check(
        self, verification_id: str, code: str, *, idempotency_key: str | None = None
    ) -> VerificationCheck:
        """
        Check the code that a person typed; a wrong one uses up an attempt.

        Raises
        ------
        NotFound
            There is no such verification, or it expired more than a day ago.
        PalomaError
            After `NoResponse` and `Unavailable` repeat the call with `idempotency_key`.
        """
        return await self._run(verifications.check(verification_id, code, idempotency_key))

    async def get_verification(self, verification_id: str) -> Verification:
        """Return a verification's status; that does not tell whose session entered the code."""
        return await self._run(verifications.get(verification_id))

    async def verification_figures(
        self, since: date | None = None, until: date | None = None
    ) -> VerificationFigures:
        """Count codes sent and entered of some UTC days, by default today's."""
        return await self._run(verifications.figures(since, until))
