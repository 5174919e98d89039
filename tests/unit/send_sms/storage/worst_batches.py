"""The largest batches that are allowed, with all that can come upon them."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from send_sms.domain.batch import MAX_ROUND_MEMBERS, Batch, SendTotals, Terms
from send_sms.domain.progress import Claim, Progress, Resend, ResendKind
from send_sms.storage.batch_layout import MAX_CONTENT_BYTES, content_bytes
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import MEMBERS_PER_BATCH, BatchAddress
from shared.storage.table import ETAG
from tests.support.samples import SEND, make_options
from tests.support.world import START

NOISE = random.Random(7)
MAX_TEXT = 2_048
PROVIDER_ID = "Outgoing_" + "x" * 60  # ACS's have 59 characters, or 64 with a region
CLAIM = Claim("c" * 32, START, START, tuple(range(0, MEMBERS_PER_BATCH, 2)))
NAME = "n" * 64
RESENDS_THAT_FIT = 15
"""Of every second member; see `test_twenty_restarts_of_the_widest_form_fit_into_one_property`."""
TOTALS = SendTotals(10, 10_000, 9_999, 9_999)


def noise(length: int) -> str:
    """Text that cannot be packed: of all characters, most of which take four bytes."""
    return "".join(map(chr, NOISE.choices(range(0x10000, 0x10FFFF), k=length)))


def numbers(count: int) -> tuple[str, ...]:
    """Numbers of the greatest length that E.164 allows, sorted."""
    return tuple(f"+{10**14 + n}" for n in range(count))


def _options(campaign: str = "", age: int = 0) -> Any:
    return make_options(campaign=campaign, expires_at=START + timedelta(days=3, microseconds=age))


def widest_positions(count: int) -> tuple[int, ...]:
    """Positions whose ranges take the most characters: pairs with a gap after each."""
    return tuple(position for position in range(count) if position % 3)


def worst_outcomes(count: int) -> dict[int, Outcome]:
    """Everybody was handed over alone, at a moment of its own, and failed with its own words."""
    return {
        position: Outcome(
            OutcomeKind.FAILED,
            code="4" * 32,
            text=f"{position:03d}" + '"' * 117,
            first_sent_at=START + timedelta(microseconds=position + 1),
            at=START + timedelta(microseconds=position + 2),
        )
        for position in range(count)
    }


def sent_outcomes(count: int) -> dict[int, Outcome]:
    """Everybody was handed over alone, at a moment of its own, and it left."""
    return {
        position: replace(
            one, kind=OutcomeKind.SENT, provider_message_id=PROVIDER_ID, code="", text=""
        )
        for position, one in worst_outcomes(count).items()
    }


def worst_progress(count: int, outcomes: Mapping[int, Outcome]) -> Progress:
    restart = Resend(ResendKind.REDRIVE, START, tuple(range(0, count, 2)), START, START, "r" * 32)
    return Progress(
        replace(CLAIM, positions=widest_positions(count)),
        "c" * 32,
        9_999,
        outcomes,
        (restart,) * RESENDS_THAT_FIT,
    )


def worst_report(status: DeliveryStatus) -> DeliveryReport:
    at = START + timedelta(microseconds=1)
    return DeliveryReport(status, "4006", "x" * 1_000, PROVIDER_ID, at, at, 9, 9)


@cache
def worst_send() -> Batch:
    """A batch of one send whose values fill all that they may."""
    recipients = numbers(MEMBERS_PER_BATCH)
    length = 100
    longest = [noise(length) for _ in recipients]

    def filled(length: int) -> Batch:
        values = tuple((value[:length],) for value in longest)
        terms = Terms(f"{{{{{NAME}}}}}", _options('"' * 64), TOTALS)
        return Batch(
            BatchAddress(SEND, 9),
            recipients,
            (terms,),
            values=values,
            send_references=(noise(100),),
            references=(noise(100), *[""] * (len(recipients) - 1)),
            suppressed_at_accept=widest_positions(len(recipients)),
            commit_id="c" * 32,
        )

    batch = filled(length)
    while content_bytes(batch) > MAX_CONTENT_BYTES:
        length -= 5
        batch = filled(length)
    return batch


@cache
def worst_round() -> Batch:
    """A round of sends that share nothing, each with the longest text and values."""
    members = numbers(MAX_ROUND_MEMBERS)
    filling = MAX_TEXT - len(NAME) - 4
    terms = tuple(
        Terms(noise(filling) + f"{{{{{NAME}}}}}", _options('"' * 64, age), TOTALS)
        for age in range(MAX_ROUND_MEMBERS)
    )
    return Batch(
        BatchAddress(SEND),
        members,
        terms,
        terms_index=tuple(range(MAX_ROUND_MEMBERS)),
        values=tuple((noise(MAX_TEXT - filling),) for _ in members),
        is_round=True,
        send_references=tuple(noise(100) for _ in members),
        references=tuple(noise(100) for _ in members),
        suppressed_at_accept=tuple(range(0, MAX_ROUND_MEMBERS, 2)),
        commit_id="c" * 32,
    )


def entity_bytes(row: Mapping[str, Any]) -> int:
    """
    Count an entity's bytes as the service does.

    See "Windows Azure Storage: Understanding ... Capacity": 4 bytes, both keys in UTF-16, and for
    each property 8 bytes, its name in UTF-16 and its value; texts and binaries take 4 more.
    """
    size = 4 + 2 * len(row["PartitionKey"] + row["RowKey"])
    for name, value in row.items():
        if name not in {"PartitionKey", "RowKey", ETAG}:
            size += 8 + 2 * len(name) + _value_bytes(value)
    return size


def _value_bytes(value: object) -> int:
    if isinstance(value, str):
        return 4 + len(value.encode("utf-16-le"))
    if isinstance(value, bytes):
        return 4 + len(value)
    return 1 if isinstance(value, bool) else 8
