"""A person's verifications, as records that can be erased."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from shared.domain.errors import ConflictError
from shared.person_records import ErasurePage, ExportPage, Person, record_of
from verifications.storage.verifications import Verifications

_NEWER_AFTER = timedelta(hours=1)
"""A later pass of an erasure leaves them: what is there then is newer, or over within a day."""

_ATTEMPTS = 5


class PersonVerifications:
    """Verifications of a person; see `shared.person_records`."""

    table_name = "Verifications"

    def __init__(self, verifications: Verifications) -> None:
        self._verifications = verifications

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan the erasure of all rows of the person, limits included."""
        if now - person.until > _NEWER_AFTER:
            return ErasurePage()
        numbers = [number for number in person.numbers if number.startswith("+")]
        counts = [len(await self._verifications.rows_of_person(number)) for number in numbers]
        return ErasurePage(
            erased=Counter(verifications=sum(counts)), erase=partial(self._erase, numbers)
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read when verifications of the person were made and why; no hash, and no code."""
        records = [
            record_of("verifications", row, ("purpose", "created_at", "expires_at", "approved_at"))
            for number in person.numbers
            if number.startswith("+")
            for row in await self._verifications.rows_of_person(number)
        ]
        return ExportPage([one for one in records if len(one) > 1])

    async def _erase(self, numbers: Sequence[str]) -> None:
        for number in numbers:
            for _ in range(_ATTEMPTS):
                if not await self._verifications.erase_person(number):
                    break
            else:
                raise ConflictError
