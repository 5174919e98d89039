"""The protocol of sending: requests, and responses to accepted calls."""

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.acs.messages import repeatability_id, request_body
from shared.carriers.sending import UNCERTAIN, UNKNOWN, Outcome
from tests.support.samples import TEXT, make_batch, make_options
from tests.support.world import TOLL_FREE
from tests.unit.shared.carriers.calls import (
    ANA,
    BEN,
    CALL,
    accepted,
    call_of,
    failed,
    outcomes,
    refused,
    sent,
)

DATE_TEXT = (
    "Request sent with Invalid DateTime value for repeatability-first-sent. "
    "Expected is DateTime ,RFC1123 pattern."
)


@given(name=st.text(max_size=60))
def test_repeatability_id_is_a_name_based_uuid(name: str) -> None:
    namespace = uuid.UUID("7d0f2b1e-55a6-4c3c-9c57-0f6a3d1b8e42")
    assert repeatability_id(name, 0) == str(uuid.uuid5(namespace, name))


def test_request_says_everything_of_the_call() -> None:
    assert json.loads(request_body(CALL)) == {
        "from": TOLL_FREE,
        "smsRecipients": [
            {
                "to": recipient,
                "repeatabilityRequestId": repeatability_id(message_id, 0),
                "repeatabilityFirstSent": "Sun, 22 Nov 2026 09:00:00 GMT",
            }
            for recipient, message_id in zip((ANA, BEN), CALL.message_ids, strict=True)
        ],
        "message": TEXT,
        "smsSendOptions": {"enableDeliveryReport": True, "tag": CALL.tag},
    }


def test_request_asks_for_no_report_when_none_is_wanted() -> None:
    call = call_of(make_batch(options=make_options(delivery_report=False)))
    assert json.loads(request_body(call))["smsSendOptions"]["enableDeliveryReport"] is False


def test_repeated_call_has_the_same_body() -> None:
    assert request_body(CALL) == request_body(call_of(make_batch((ANA, BEN))))


MESSAGE_IDS = st.text("0123456789abcdefghjkmnpqrstvwxyz-", max_size=80)
TRIES = st.tuples(MESSAGE_IDS, st.integers(0, 20))


@given(TRIES, TRIES)
def test_repeatability_id_is_a_uuid_of_its_message_and_generation_alone(
    one: tuple[str, int], other: tuple[str, int]
) -> None:
    text = repeatability_id(*one)
    assert str(uuid.UUID(text)) == text == text.lower() == repeatability_id(*one)
    assert (repeatability_id(*other) == text) == (one == other)


def test_repeatability_id_of_the_first_generation_is_what_it_always_was() -> None:
    # A message may be uncertain while a new version of the app takes over.
    message_id = "01m81be08mcj2w308at7j5w3asfmytqmztgu2tkmbrgaya-000000"
    assert repeatability_id(message_id, 0) == "4116023c-b07c-539d-a342-5842cd698f01"


def test_everybody_accepted_is_sent() -> None:
    assert outcomes(accepted(ANA, "Outgoing_a"), accepted(BEN, "Outgoing_b")) == (
        sent("Outgoing_a"),
        sent("Outgoing_b"),
    )


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        (refused(BEN, 400, "Invalid To phone number format."),
         failed("400", "Invalid To phone number format.")),
        ({**refused(BEN, 400, DATE_TEXT), "repeatabilityResult": "rejected"},
         failed("400", DATE_TEXT)),
        (refused(BEN, 400), failed("400", "")),
        (refused(BEN, 401, "Unauthorized"), failed("401", "Unauthorized")),
        (refused(BEN, 409), UNCERTAIN),
        (refused(BEN, 412), UNKNOWN),
        (refused(BEN, 429), None),
        (refused(BEN, 408), UNCERTAIN),
        (refused(BEN, 500), UNCERTAIN),
        (refused(BEN, 504), UNCERTAIN),
        (refused(BEN, 202), UNCERTAIN),
        (refused(BEN, 503, "ServiceUnavailable"), None),
        ({**accepted(BEN), "messageId": None}, UNCERTAIN),
        ({"to": BEN, "successful": False}, UNCERTAIN),
        ({"to": BEN}, UNCERTAIN),
        ({**accepted(BEN), "repeatabilityResult": None, "errorMessage": None},
         sent("Outgoing_1")),
        ({**accepted(BEN), "repeatabilityResult": "accepted"}, sent("Outgoing_1")),
    ],
)  # fmt: skip
def test_outcome_of_one_recipient_leaves_the_other_alone(item: object, outcome: Outcome) -> None:
    assert outcomes(accepted(ANA, "Outgoing_a"), item) == (sent("Outgoing_a"), outcome)


def test_items_in_another_order_find_their_recipient() -> None:
    assert outcomes(refused(BEN, 400, "no"), accepted(ANA)) == (
        sent("Outgoing_1"),
        failed("400", "no"),
    )


def test_recipient_without_an_item_is_doubtful() -> None:
    assert outcomes(accepted(BEN)) == (UNCERTAIN, sent("Outgoing_1"))
    assert outcomes() == (UNCERTAIN, UNCERTAIN)


def test_items_whose_numbers_are_written_differently_go_by_position() -> None:
    items = [accepted(ANA.lstrip("+"), "Outgoing_a"), refused(BEN.lstrip("+"), 400, "no")]
    assert outcomes(*items) == (sent("Outgoing_a"), failed("400", "no"))


def test_item_of_one_recipient_never_counts_for_another() -> None:
    stranger = refused("+14255550199", 400, "no")
    assert outcomes(accepted(BEN, "Outgoing_b"), stranger) == (UNCERTAIN, sent("Outgoing_b"))
