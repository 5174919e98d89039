"""
Check a code, and read a verification.

An attempt is stored before its result is returned, with the ETag of the row that it was made
against: of concurrent attempts each counts, so there are never more than allowed.
"""

from dataclasses import dataclass

from shared.domain.errors import StorageError
from shared.log import minute_log
from verifications.domain.verification import (
    Verification,
    VerificationId,
    is_code_of,
    keyed_hash,
)
from verifications.verifying import Verifying


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of an attempt: the verification as it is now, and whether the attempt was right."""

    verification: Verification
    is_valid: bool


async def check_code(
    verification_id: VerificationId, typed: str, verifying: Verifying, key: str = ""
) -> Checked | None:
    """
    Check what a person typed; two operations, and one or two for the first right one.

    A code is right once. A repetition with the same key and code gets the first result and is not
    counted; without a key each request is an attempt of its own.

    Parameters
    ----------
    key : str
        The caller's Idempotency-Key; empty: none.

    Returns
    -------
    Checked or None
        None: there is no such verification, or it is deleted.

    Raises
    ------
    StorageError
        The attempt may be counted, and its result is lost; repeat it with its key.
    """
    attempt = await _attempt_id(typed, verifying, key)

    async def check() -> tuple[Verification, Verification] | None:
        return await _store_attempt(verification_id, typed, attempt, verifying)

    found = await verifying.turns.change(str(verification_id), check)
    if found is None:
        return None
    before, after = found
    if after.approved_at and not before.approved_at:
        await _count(after, verifying)
    return Checked(after, is_valid=after.approves(attempt))


async def find_verification(
    verification_id: VerificationId, verifying: Verifying
) -> Verification | None:
    """Read a verification; one operation. None if there is none, or it is deleted."""
    found = await verifying.verifications.verification(verification_id)
    return found[0] if found else None


async def _attempt_id(typed: str, verifying: Verifying, key: str) -> str:
    if not key:
        return verifying.accepting.ids.new_id()
    return keyed_hash(await verifying.verifications.key(), "attempt", f"{key}|{typed}")


async def _store_attempt(
    verification_id: VerificationId, typed: str, attempt: str, verifying: Verifying
) -> tuple[Verification, Verification] | None:
    """Give the verification before and after; of a repeated attempt both are the same."""
    verifications = verifying.verifications
    found = await verifications.verification(verification_id)
    if found is None:
        return None
    before, etag = found
    is_right = is_code_of(await verifications.key(), before, typed)
    after = before.after_attempt(attempt, verifying.now(), is_right=is_right)
    if after != before:
        await verifications.replace(after, etag)
    return before, after


async def _count(verification: Verification, verifying: Verifying) -> None:
    """A code that could not be counted as entered counts as not entered: the careful side."""
    try:
        await verifying.counts.enter(verification.counted, verifying.now())
    except StorageError:
        minute_log.log("verification_uncounted")
