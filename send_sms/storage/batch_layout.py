"""The layout of a batch's rows: keys, packed texts and values, and how large they may be."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, ClassVar

from shared.domain.author import ActorKind, Author
from shared.domain.errors import SmsError
from shared.domain.identifiers import BatchAddress, BlockAddress, SendAddress, day_partition
from shared.domain.times import time_to_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from send_sms.domain.batch import Batch

_PIECE_BYTES = 59_000
"""Of a binary property; the service takes less than 64 KiB."""

MAX_CONTENT_BYTES = 300_000
"""Packed texts, values and references of a batch: outcomes and reports find room in 1 MiB."""

MAX_SEND_BYTES = 3_900_000
"""Of 4 MiB ("Performing entity group transactions"); the rest is each row's own envelope."""

_ROW_OVERHEAD_BYTES = 40_000
"""Recipients, property names and what is around a row in a request, rounded up."""


def partition_of(send: SendAddress) -> str:
    """Give the partition of a send: its own number and the UTC day of acceptance."""
    return day_partition(send.sender, send.accepted_at)


def row_key(batch: BatchAddress, block: int = 0) -> str:
    """Give the row key of a batch, or of the reports on one of its further blocks."""
    key = f"{batch.send.key}|{batch.row:02d}"
    return f"{key}|{block}" if block else key


def keys_of(batch: BatchAddress, block: int = 0) -> dict[str, str]:
    """Give both keys of a batch's row, or of the row with reports on one of its blocks."""
    return {"PartitionKey": partition_of(batch.send), "RowKey": row_key(batch, block)}


def address_of(sender: str, row: Mapping[str, Any]) -> BatchAddress:
    """Read the address of a batch from its row, of which the row key is enough."""
    key, number = row["RowKey"].split("|")
    return BatchAddress(SendAddress(sender, key), int(number))


def keys_of_block(block: BlockAddress) -> dict[str, str]:
    """Give both keys of the row that holds the reports on a block."""
    return keys_of(block.batch, block.number_in_batch)


def is_report_row(row: Mapping[str, Any]) -> bool:
    """Tell a row that holds reports only from a batch."""
    key: str = row["RowKey"]
    return key.count("|") == 2  # noqa: PLR2004 - see row_key


def terms_to_text(batch: Batch) -> str:
    """Write what the sends of a round have each: options, totals, and whose they are."""
    terms = [
        [
            one.options.campaign,
            time_to_text(one.options.expires_at),
            one.options.delivery_report,
            one.totals.duplicate_count,
            one.totals.rejected_count,
        ]
        for one in batch.terms
    ]
    return json.dumps({"terms": terms, "index": batch.terms_index}, ensure_ascii=False)


def campaign_of(row: Mapping[str, Any]) -> str:
    """Read of the row of one send only its campaign, or nothing."""
    campaign: str = json.loads(row["own"])["terms"][0][0]
    return campaign


def packed_content(batch: Batch) -> bytes:
    """Texts and values may be long and repeat a lot."""
    content = [[one.text for one in batch.terms], batch.values]
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def content_to_row(batch: Batch) -> dict[str, bytes]:
    """Write texts and values, packed, in as many properties as they need."""
    return _pieces("content", packed_content(batch))


def references_to_row(batch: Batch) -> dict[str, bytes]:
    """Write the references, packed."""
    return _pieces("references", packed_references(batch))


def _pieces(name: str, packed: bytes) -> dict[str, bytes]:
    starts = range(0, len(packed), _PIECE_BYTES)
    return {
        f"{name}{index}": packed[start : start + _PIECE_BYTES] for index, start in enumerate(starts)
    }


def _unpacked(row: Mapping[str, Any], name: str) -> str:
    pieces: list[bytes] = []
    while (piece := row.get(f"{name}{len(pieces)}")) is not None:
        pieces.append(piece)
    return zlib.decompress(b"".join(pieces)).decode("utf-8", "surrogatepass")


def content_from_row(row: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Read texts and values."""
    texts, values = json.loads(_unpacked(row, "content"))
    return texts, values


def packed_references(batch: Batch) -> bytes:
    """References are kept beside the content, and take nothing where there are none."""
    if not batch.send_references and not batch.references:
        return b""
    references = [batch.send_references, batch.references]
    text = json.dumps(references, ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def references_from_row(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the references of the sends, and those of the recipients."""
    if "references0" not in row:
        return (), ()
    send_references, references = json.loads(_unpacked(row, "references"))
    return tuple(send_references), tuple(references)


def authors_to_row(batch: Batch) -> dict[str, str]:
    """Write who made the requests; in a round each takes at most 400 characters."""
    if not batch.authors:
        return {}
    authors = [_author_to_list(one) if one else None for one in batch.authors]
    return {"authors": json.dumps(authors, ensure_ascii=False, separators=(",", ":"))}


def _author_to_list(author: Author) -> list[str | None]:
    """An earlier version reads the first three."""
    more = [author.action, author.operator] if author.operator else [author.action]
    return [author.request_id, author.actor, author.kind, *(more if any(more) else ())]


def authors_from_row(row: Mapping[str, Any]) -> tuple[Author | None, ...]:
    """Read who made the requests; a batch of an earlier version does not say."""
    return tuple(
        Author(one[0], one[1], ActorKind(one[2]) if one[2] else None, *one[3:5]) if one else None
        for one in json.loads(row.get("authors", "[]"))
    )


class SendTooLargeError(SmsError):
    """The values and references of a send are more than one transaction can hold."""

    code: ClassVar[str] = "send_too_large"


def check_size(batches: Sequence[Batch]) -> None:
    """
    Make sure that the batches of a send fit into their rows and into one transaction.

    Raises
    ------
    SendTooLargeError
        They do not.
    """
    if not batches[0].values and not any(batch.references for batch in batches):
        return  # 2,048 characters at the most, and a reference
    total = 0
    for size in map(content_bytes, batches):
        total += _in_request(size)
        if size > MAX_CONTENT_BYTES or total > MAX_SEND_BYTES:
            message = (
                "The values and references are too large to be stored at once; split the send."
            )
            raise SendTooLargeError(message)


def content_bytes(batch: Batch) -> int:
    """Tell how many bytes a batch's texts, values and references take, packed."""
    return len(packed_content(batch)) + len(packed_references(batch))


def request_bytes(batch: Batch) -> int:
    """Tell how many bytes a batch takes in a request, at the most."""
    return _in_request(content_bytes(batch))


def _in_request(byte_count: int) -> int:
    return byte_count * 4 // 3 + _ROW_OVERHEAD_BYTES
