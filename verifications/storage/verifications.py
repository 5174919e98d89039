"""
The `Verifications` table: verifications by person, and the codes that a client address requested.

Partition: two hexadecimal digits. Rows: `{tag}|person`, `{tag}|v|{key}`, `{tag}|client`. A tag is
the keyed hash of a number or of an address; neither is stored. The key is drawn once and lies in
a row of its own; with `SMS_VERIFICATION_KEY` the table alone is not enough to use it.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from shared.domain.errors import ConflictError, NotStoredError
from shared.domain.times import time_from_text, time_to_text
from shared.runtime import Ids
from shared.storage.table import ETAG, Operation, Row, Table, delete_rows
from verifications.domain.limits import SentCode, codes_of_last_day, of_last_day
from verifications.domain.verification import (
    TAG_LENGTH,
    Counted,
    Verification,
    VerificationId,
    keyed_hash,
    person_tag,
)

RETENTION = timedelta(hours=24)
"""How long a row is kept after the last moment that it is needed."""

_KEY_ROW = {"PartitionKey": "key", "RowKey": "key"}
_KEY_BYTES = 32
_PERSON, _CLIENT, _VERIFICATION = "person", "client", "v|"
_LAST_KEY = "~"


@dataclass(frozen=True, slots=True)
class Person:
    """
    What is kept of a person's codes.

    Attributes
    ----------
    codes : tuple of SentCode
        Of the last 24 hours, oldest first.
    verifications : sequence of Verification
        Those that are kept.
    """

    tag: str
    codes: tuple[SentCode, ...] = ()
    verifications: Sequence[Verification] = ()
    etags: tuple[tuple[str, str], ...] = ()

    def verification(self, key: str) -> Verification | None:
        """Give one by the key of its id."""
        return next((v for v in self.verifications if v.verification_id.key == key), None)

    def code_of(self, start: str) -> SentCode | None:
        """Give the code of a request that is stored already."""
        return next((one for one in self.codes if one.start == start), None)


class Verifications:
    """
    Verifications and limits, shared by all instances.

    Parameters
    ----------
    setting : str
        `SMS_VERIFICATION_KEY`, a part of the key; may be empty.
    """

    def __init__(self, table: Table, ids: Ids, setting: str = "") -> None:
        self._table = table
        self._ids = ids
        self._setting = setting.encode()
        self._key = b""

    async def key(self) -> bytes:
        """Give the key of codes and tags; one operation in the life of a process, or three."""
        if not self._key:
            drawn = await self._stored_key()
            self._key = hmac.digest(self._setting, drawn, sha256)
        return self._key

    async def _stored_key(self) -> bytes:
        address = _KEY_ROW["PartitionKey"], _KEY_ROW["RowKey"]
        row = await self._table.get(*address)
        if row is None:
            drawn = self._ids.randomness(_KEY_BYTES).hex()
            try:
                await self._table.write([("create", {**_KEY_ROW, "drawn": drawn}, "")])
            except ConflictError:
                row = await self._table.get(*address)
            else:
                return bytes.fromhex(drawn)
        if row is None:
            raise NotStoredError
        return bytes.fromhex(row["drawn"])

    async def tag_of(self, number: str) -> str:
        """Give the tag of a person."""
        return person_tag(await self.key(), number)

    async def person(self, tag: str, now: datetime) -> Person:
        """Read what is kept of a person; one operation."""
        rows = await self._table.rows(tag[:2], f"{tag}|", f"{tag}|{_LAST_KEY}")
        by_key = {row["RowKey"].partition("|")[2]: row for row in rows}
        person = by_key.pop(_PERSON, None)
        return Person(
            tag,
            codes_of_last_day(_codes(person), now) if person else (),
            [_verification(tag, name, row) for name, row in by_key.items()],
            tuple((row["RowKey"], row[ETAG]) for row in rows),
        )

    async def add_code(
        self, person: Person, code: SentCode, verification: Verification, now: datetime
    ) -> None:
        """
        Store that a code is sent, with its verification; one operation.

        Raises
        ------
        ConflictError
            Something of it has changed since the person was read.
        """
        sent = _person_row(person.tag, (*person.codes, code), now)
        await self._table.write(
            [_write(sent, person), _write(_verification_row(verification), person)]
        )

    async def drop_code(self, tag: str, code: SentCode, now: datetime) -> None:
        """
        Forget a code that was not sent; two operations. Its verification stays, without any code.

        Raises
        ------
        ConflictError
            Something of it has changed meanwhile.
        """
        person = await self.person(tag, now)
        left = [one for one in person.codes if one != code]
        await self._table.write([_write(_person_row(tag, left, now), person)])

    async def verification(self, wanted: VerificationId) -> tuple[Verification, str] | None:
        """Read a verification, and its ETag; one operation."""
        tag, name = wanted.tag, _VERIFICATION + wanted.key
        address = _address(tag, name)
        row = await self._table.get(address["PartitionKey"], address["RowKey"])
        return (_verification(tag, name, row), row[ETAG]) if row else None

    async def replace(self, verification: Verification, etag: str) -> None:
        """
        Store a verification that was read; one operation.

        Raises
        ------
        ConflictError, NotStoredError
            It has changed since, or is deleted.
        """
        await self._table.write([("merge", _verification_row(verification), etag)])

    async def client(self, site: str, now: datetime) -> tuple[list[datetime], Row | None]:
        """Read when a client address requested codes in the last 24 hours; one operation."""
        address = await self._client_address(site)
        row = await self._table.get(address["PartitionKey"], address["RowKey"])
        times = [time_from_text(one) for one in json.loads(row["times"])] if row else []
        return of_last_day(times, now), row

    async def add_to_client(
        self, site: str, times: Sequence[datetime], row: Row | None, now: datetime
    ) -> None:
        """
        Store one more request of a client address; one operation.

        Raises
        ------
        ConflictError
            The row has changed since it was read.
        """
        values = {
            **await self._client_address(site),
            "times": json.dumps([time_to_text(one) for one in (*times, now)]),
            "delete_after": _epoch(now + RETENTION),
        }
        await self._table.write([("merge", values, row[ETAG]) if row else ("create", values, "")])

    async def _client_address(self, site: str) -> dict[str, str]:
        tag = keyed_hash(await self.key(), "client", site)[:TAG_LENGTH]
        return _address(tag, _CLIENT)

    async def erase_person(self, number: str) -> int:
        """
        Delete everything that is kept of a person's number; tells how many rows.

        Idempotent, one operation, and one for each hundred rows; a row that changes meanwhile
        stays and is found by the next call. Limits of the person begin anew.

        Parameters
        ----------
        number : str
            E.164, as `normalise_recipient` gives it.
        """
        rows = await self.rows_of_person(number)
        await delete_rows(self._table, rows)
        return len(rows)

    async def rows_of_person(self, number: str) -> list[Row]:
        """Read the rows that are kept of a person's number; one operation."""
        tag = await self.tag_of(number)
        return await self._table.rows(tag[:2], f"{tag}|", f"{tag}|{_LAST_KEY}")

    async def purge(self, prefix: str, now: datetime) -> None:
        """
        Delete what is over and whose tag begins with a prefix; one operation, and the deletions.

        Parameters
        ----------
        prefix : str
            Two hexadecimal digits.
        """
        rows = await self._table.rows(prefix, prefix, prefix + _LAST_KEY)
        over = _epoch(now)
        await delete_rows(self._table, [row for row in rows if row["delete_after"] < over])


def _address(tag: str, name: str) -> dict[str, str]:
    return {"PartitionKey": tag[:2], "RowKey": f"{tag}|{name}"}


def _person_row(tag: str, codes: Sequence[SentCode], now: datetime) -> dict[str, Any]:
    lines = [[time_to_text(one.at), one.start, one.key, one.purpose] for one in codes]
    until = _epoch(now + RETENTION)
    return {**_address(tag, _PERSON), "codes": json.dumps(lines), "delete_after": until}


def _write(values: dict[str, Any], person: Person) -> Operation:
    etag = dict(person.etags).get(values["RowKey"])
    return ("merge", values, etag) if etag else ("create", values, "")


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())


def _codes(row: Row) -> list[SentCode]:
    return [
        SentCode(time_from_text(at), start, key, purpose)
        for at, start, key, purpose in json.loads(row["codes"])
    ]


def _verification_row(one: Verification) -> dict[str, Any]:
    counted = one.counted
    return {
        **_address(one.verification_id.tag, _VERIFICATION + one.verification_id.key),
        "purpose": one.purpose,
        "salt": one.salt,
        "code_length": one.code_length,
        "created_at": time_to_text(one.created_at),
        "expires_at": time_to_text(one.expires_at),
        "approved_at": time_to_text(one.approved_at) if one.approved_at else "",
        "counted": json.dumps(
            [counted.prefix, counted.country, counted.hour, counted.cohort, counted.is_new_country]
        ),
        "send_count": one.send_count,
        "attempt_count": one.attempt_count,
        "last_attempt": one.last_attempt,
        "last_was_right": one.last_was_right,
        "delete_after": _epoch(one.expires_at + RETENTION),
    }


def _verification(tag: str, name: str, row: Row) -> Verification:
    approved_at = row["approved_at"]
    return Verification(
        verification_id=VerificationId(tag, name.removeprefix(_VERIFICATION)),
        purpose=row["purpose"],
        salt=row["salt"],
        code_length=row["code_length"],
        created_at=time_from_text(row["created_at"]),
        expires_at=time_from_text(row["expires_at"]),
        counted=Counted(*json.loads(row["counted"])),
        send_count=row["send_count"],
        attempt_count=row["attempt_count"],
        approved_at=time_from_text(approved_at) if approved_at else None,
        last_attempt=row["last_attempt"],
        last_was_right=row["last_was_right"],
    )
