"""Batches of both kinds, at any point of their life."""

import string
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from send_sms.domain.batch import Batch, SendOptions, SendTotals, Terms
from send_sms.domain.progress import Claim, Progress, Resend, ResendKind
from send_sms.storage.batch_layout import keys_of_block
from send_sms.storage.batch_rows import batch_to_rows
from send_sms.storage.report_rows import report_properties
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import BatchAddress, new_send_address
from shared.domain.kinds import Category
from shared.storage.table import ETAG, Row
from tests.support.samples import SEND, people
from tests.support.world import START

TIMES = st.timedeltas(timedelta(0), timedelta(days=400_000)).map(
    lambda age: datetime(1970, 1, 1, tzinfo=UTC) + age
)
WORDS = st.text(alphabet=string.printable + "éß漢😀\u2028", max_size=40)
VALUES = st.tuples(WORDS, WORDS)
TEXT_WITH_VALUES = "Hi {{a}}, it is {{b}}."
COUNTS = st.integers(0, 10_000)
TOTALS = st.builds(SendTotals, COUNTS, COUNTS, COUNTS, COUNTS)
ADDRESSES = st.sampled_from(
    [SEND, new_send_address("77001", START, bytes(10)), new_send_address("A B", START, b"x")]
)
OUTCOMES = st.builds(
    Outcome,
    st.sampled_from(OutcomeKind),
    WORDS,
    WORDS,
    WORDS,
    first_sent_at=st.none() | TIMES,
    at=st.none() | TIMES,
)
REPORTS = st.builds(
    DeliveryReport,
    st.sampled_from(DeliveryStatus),
    WORDS,
    WORDS,
    WORDS,
    TIMES,
    TIMES,
    st.integers(0, 9),
    st.integers(0, 9),
)


def _some_of(positions: Sequence[int]) -> st.SearchStrategy[tuple[int, ...]]:
    few = st.lists(st.sampled_from(positions), min_size=1, max_size=4, unique=True)
    return few.map(lambda found: tuple(sorted(found)))


def _progress(positions: Sequence[int]) -> st.SearchStrategy[Progress]:
    some = _some_of(positions)
    resends = st.builds(
        Resend, st.sampled_from(ResendKind), TIMES, some, st.none() | TIMES, st.none() | TIMES
    )
    return st.builds(
        Progress,
        claim=st.none() | st.builds(Claim, WORDS, TIMES, TIMES, some),
        recorded_claim_id=WORDS,
        attempt_count=COUNTS,
        outcomes=st.dictionaries(st.sampled_from(positions), OUTCOMES, max_size=4),
        resends=st.lists(resends, max_size=3).map(tuple),
    )


def _references(count: int) -> st.SearchStrategy[tuple[str, ...]]:
    some = st.lists(st.sampled_from(["", "order 7", "漢"]), min_size=count, max_size=count)
    return st.just(()) | some.filter(any).map(tuple)


def _shared(
    draw: st.DrawFn, positions: Sequence[int], *, count: int, send_count: int
) -> dict[str, Any]:
    return {
        "send_references": draw(_references(send_count)),
        "references": draw(_references(count)),
        "suppressed_at_accept": draw(st.just(()) | _some_of(positions)),
        "progress": draw(_progress(positions)),
        "erased": draw(st.just(()) | _some_of(positions)),
        "commit_id": draw(WORDS),
    }


@st.composite
def sends(draw: st.DrawFn) -> Batch:
    """Give a batch of one send, of up to two blocks."""
    options = st.builds(
        SendOptions,
        category=st.sampled_from(Category),
        campaign=WORDS,
        send_at=st.none() | TIMES,
        expires_at=TIMES,
        delivery_report=st.booleans(),
    )
    recipients = tuple(people(draw(st.sampled_from([1, 3, 102]))))
    values = draw(st.none() | VALUES)
    text = TEXT_WITH_VALUES if values else draw(WORDS)
    positions = range(len(recipients))
    return Batch(
        BatchAddress(draw(ADDRESSES), draw(st.integers(0, 9))),
        recipients,
        (Terms(text, draw(options), draw(TOTALS)),),
        values=(values,) * len(recipients) if values else (),
        cancelled=draw(st.just({}) | TIMES.map(lambda at: dict.fromkeys(positions, at))),
        **_shared(draw, positions, count=len(recipients), send_count=1),
    )


@st.composite
def rounds(draw: st.DrawFn) -> Batch:
    """Give a round of single sends, several perhaps to one person, and with unused places."""
    category, send_at = draw(st.sampled_from(Category)), draw(st.none() | TIMES)
    options = st.builds(
        SendOptions,
        st.just(category),
        st.sampled_from(["", "may", "june"]),
        st.just(send_at),
        TIMES,
        st.booleans(),
    )
    terms = draw(
        st.lists(
            st.builds(
                Terms,
                st.sampled_from([TEXT_WITH_VALUES, "a", "漢" * 100]),
                options,
                st.builds(SendTotals, st.just(1), st.just(1), COUNTS, COUNTS),
            ),
            min_size=1,
            max_size=3,
        )
    )
    number = st.sampled_from(people(2))
    recipients = [draw(number), *draw(st.lists(number | st.just(""), max_size=4))]
    index = [draw(st.integers(0, len(terms) - 1)) for _ in recipients]
    has_values = [terms[one].text == TEXT_WITH_VALUES for one in index]
    positions = [position for position, one in enumerate(recipients) if one]
    return Batch(
        BatchAddress(draw(ADDRESSES)),
        tuple(recipients),
        tuple(terms),
        terms_index=tuple(index),
        values=tuple(draw(VALUES) if one else () for one in has_values) if any(has_values) else (),
        is_round=True,
        cancelled=draw(st.dictionaries(st.sampled_from(positions), TIMES, max_size=2)),
        **_shared(draw, positions, count=len(recipients), send_count=len(recipients)),
    )


BATCHES = sends() | rounds()


def stored_rows(batch: Batch, reports: Sequence[tuple[int, DeliveryReport]] = ()) -> list[Row]:
    """Give the rows of a batch with reports on some positions."""
    rows = {row["RowKey"]: {**row, ETAG: "1"} for row in batch_to_rows(batch)}
    for position, report in reports:
        block = batch.message_address(position).block
        key = keys_of_block(block)["RowKey"]
        if key in rows:  # without a delivery report further blocks have no row
            rows[key] |= report_properties(block, [(batch.recipients[position], report)])
    return list(rows.values())
