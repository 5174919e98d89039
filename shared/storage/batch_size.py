"""How large a batch may be: limits of its row and of the transaction that stores a send."""

from collections.abc import Sequence

from shared.domain.batch import Batch
from shared.domain.errors import SendTooLargeError
from shared.storage.batch_rows import packed_content

MAX_CONTENT_BYTES = 300_000
"""Packed texts and values of a batch, so that outcomes and reports find room in 1 MiB."""

MAX_SEND_BYTES = 3_900_000
"""Of 4 MiB ("Performing entity group transactions"); the rest is each row's own envelope."""

_ROW_OVERHEAD_BYTES = 40_000
"""Recipients, property names and what is around a row in a request, rounded up."""


def check_size(batches: Sequence[Batch]) -> None:
    """
    Make sure that the batches of a send fit into their rows and into one transaction.

    Raises
    ------
    SendTooLargeError
        They do not.
    """
    if not batches[0].values:
        return  # 2,048 characters at the most
    is_too_wide = any(content_bytes(batch) > MAX_CONTENT_BYTES for batch in batches)
    if is_too_wide or sum(map(request_bytes, batches)) > MAX_SEND_BYTES:
        message = "The values of this send are too large to be stored at once; split it."
        raise SendTooLargeError(message)


def content_bytes(batch: Batch) -> int:
    """Tell how many bytes a batch's texts and values take, packed."""
    return len(packed_content(batch))


def request_bytes(batch: Batch) -> int:
    """Tell how many bytes a batch takes in a request, at the most."""
    return content_bytes(batch) * 4 // 3 + _ROW_OVERHEAD_BYTES
