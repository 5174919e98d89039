"""The webhook does with a message what the classifier says: a sample of the corpus, run through."""

from typing import Any

import inbound_webhook.functions
from opt_outs.domain.classifier.classification import Classification, Confidence, Intent
from opt_outs.domain.classifier.classifier import classify
from tests.support.web import call, post, read_event
from tests.support.world import TOLL_FREE, World
from tests.unit.opt_outs.domain.classifier.test_corpus import LINES

SAMPLE = [line.text for line in LINES[::30]]


def person(index: int) -> str:
    return f"+1425555{index:04d}"


def event(index: int, text: str) -> dict[str, Any]:
    message: dict[str, Any] = read_event("inbound_event_grid.json")[0]
    message["data"] |= {
        "messageId": f"Incoming_{index}",
        "message": text,
        "from": person(index),
        "to": TOLL_FREE,
    }
    return message


def change_wanted(reading: Classification) -> tuple[str, str, str] | None:
    """Give source, state and rule of the change that a reading makes."""
    states = {Intent.OPT_OUT: "opted_out", Intent.OPT_IN: "opted_in"}
    sources = {
        Confidence.DEFINITIVE: "keyword",
        Confidence.PHRASE: "phrase",
        Confidence.POSSIBLE: "possible",
    }
    if reading.intent not in states:
        return None
    return sources[reading.confidence], states[reading.intent], reading.rule_id


async def test_registry_holds_what_the_classifier_reads(served: World) -> None:
    for begin in range(0, len(SAMPLE), 25):
        batch = [event(begin + at, text) for at, text in enumerate(SAMPLE[begin : begin + 25])]
        response = await call(inbound_webhook.functions.inbound_webhook, post(batch))
        assert response.status_code == 200
    changes = {
        index: await served.app().opt_outs.ledger(TOLL_FREE, person(index))
        for index in range(len(SAMPLE))
    }

    found = {
        text: next(((one.source, one.state, one.rule_id) for one in changes[index]), None)
        for index, text in enumerate(SAMPLE)
    }
    assert found == {text: change_wanted(classify(text)) for text in SAMPLE}
