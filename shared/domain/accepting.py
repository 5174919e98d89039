"""What is known of a batch when it is accepted."""

from collections.abc import Collection
from dataclasses import replace

from shared.carriers.sending import OPTED_OUT
from shared.domain.batch import Batch, Progress


def with_suppressed(batch: Batch, opted_out: Collection[str]) -> Batch:
    """Mark a new batch's recipients that are known to have opted out."""
    positions = tuple(p for p in batch.positions() if batch.recipients[p] in opted_out)
    return as_accepted(replace(batch, suppressed_at_accept=positions))


def as_accepted(batch: Batch) -> Batch:
    """Give a batch as it was when it was accepted, without what happened since."""
    outcomes = dict.fromkeys(batch.suppressed_at_accept, OPTED_OUT)
    return replace(batch, progress=Progress(outcomes=outcomes), reports={}, cancelled={})
