"""Batches of both kinds, at any point of their life."""

import string
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
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


# Strategies are made once for each set of positions: to make one takes longer than to draw from it.
@cache
def _some_of(positions: tuple[int, ...]) -> st.SearchStrategy[tuple[int, ...]]:
    few = st.lists(st.sampled_from(positions), min_size=1, max_size=4, unique=True)
    return few.map(lambda found: tuple(sorted(found)))


@cache
def _progress(positions: tuple[int, ...]) -> st.SearchStrategy[Progress]:
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


@cache
def _references(count: int) -> st.SearchStrategy[tuple[str, ...]]:
    reference, positions = st.sampled_from(["order 7", "漢"]), st.integers(0, count - 1)
    few = st.dictionaries(positions, reference, min_size=1, max_size=4)
    some = few.map(lambda found: tuple(found.get(one, "") for one in range(count)))
    return st.just(()) | some | reference.map(lambda one: (one,) * count)


@cache
def _shared(
    positions: tuple[int, ...], *, count: int, send_count: int
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "send_references": _references(send_count),
            "references": _references(count),
            "suppressed_at_accept": st.just(()) | _some_of(positions),
            "progress": _progress(positions),
            "erased": st.just(()) | _some_of(positions),
            "commit_id": WORDS,
        }
    )


_OPTIONS = st.builds(
    SendOptions,
    category=st.sampled_from(Category),
    campaign=WORDS,
    send_at=st.none() | TIMES,
    expires_at=TIMES,
    delivery_report=st.booleans(),
)
_COUNTS_OF_RECIPIENTS = st.sampled_from([1, 3, 102])
_ROWS = st.integers(0, 9)
_VALUES_IF_ANY = st.none() | VALUES
_CANCELLED_AT = st.none() | TIMES


@st.composite
def sends(draw: st.DrawFn) -> Batch:
    """Give a batch of one send, of up to two blocks."""
    recipients = tuple(people(draw(_COUNTS_OF_RECIPIENTS)))
    values = draw(_VALUES_IF_ANY)
    text = TEXT_WITH_VALUES if values else draw(WORDS)
    positions = tuple(range(len(recipients)))
    cancelled_at = draw(_CANCELLED_AT)
    return Batch(
        BatchAddress(draw(ADDRESSES), draw(_ROWS)),
        recipients,
        (Terms(text, draw(_OPTIONS), draw(TOTALS)),),
        values=(values,) * len(recipients) if values else (),
        cancelled=dict.fromkeys(positions, cancelled_at) if cancelled_at else {},
        **draw(_shared(positions, count=len(recipients), send_count=1)),
    )


_TERMS_OF_ROUNDS = st.lists(
    st.builds(
        Terms,
        st.sampled_from([TEXT_WITH_VALUES, "a", "漢" * 100]),
        st.builds(
            SendOptions,
            st.sampled_from(Category),
            st.sampled_from(["", "may", "june"]),
            st.none() | TIMES,
            TIMES,
            st.booleans(),
        ),
        st.builds(SendTotals, st.just(1), st.just(1), COUNTS, COUNTS),
    ),
    min_size=1,
    max_size=3,
)
_NUMBERS = st.sampled_from(people(2))
_MORE_NUMBERS = st.lists(_NUMBERS | st.just(""), max_size=4)
_INDEXES = [st.integers(0, last) for last in range(3)]


@cache
def _cancelled(positions: tuple[int, ...]) -> st.SearchStrategy[dict[int, datetime]]:
    return st.dictionaries(st.sampled_from(positions), TIMES, max_size=2)


def _alike(terms: Sequence[Terms]) -> tuple[Terms, ...]:
    """Give all terms the category and the time of the first, as in a round."""
    first = terms[0].options
    return tuple(
        replace(one, options=replace(one.options, category=first.category, send_at=first.send_at))
        for one in terms
    )


@st.composite
def rounds(draw: st.DrawFn) -> Batch:
    """Give a round of single sends, several perhaps to one person, and with unused places."""
    terms = _alike(draw(_TERMS_OF_ROUNDS))
    recipients = [draw(_NUMBERS), *draw(_MORE_NUMBERS)]
    index = [draw(_INDEXES[len(terms) - 1]) for _ in recipients]
    has_values = [terms[one].text == TEXT_WITH_VALUES for one in index]
    positions = tuple(position for position, one in enumerate(recipients) if one)
    count = len(recipients)
    return Batch(
        BatchAddress(draw(ADDRESSES)),
        tuple(recipients),
        terms,
        terms_index=tuple(index),
        values=tuple(draw(VALUES) if one else () for one in has_values) if any(has_values) else (),
        is_round=True,
        cancelled=draw(_cancelled(positions)),
        **draw(_shared(positions, count=count, send_count=count)),
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
