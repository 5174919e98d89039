"""The webhook of inbound messages."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any, ClassVar

import pytest

import delivery_report.functions
import inbound_webhook.functions
import send_sms.functions
from opt_outs.domain.classifier.classification import RULE_SET, ExtraWords, Language
from opt_outs.domain.consent import ConsentState
from tests.support.log_privacy import logged_events
from tests.support.samples import apply_change, make_change
from tests.support.web import call, document, post, read_event
from tests.support.webhook_suite import WebhookSuite
from tests.support.world import PERSON, SETTINGS, START, TOLL_FREE, Serve, World


class CountedWords(ExtraWords):
    """A sender's words; the classifier looks each time it is asked for them by their hash."""

    uses = 0

    def __hash__(self) -> int:
        CountedWords.uses += 1
        return super().__hash__()


class TestInboundWebhook(WebhookSuite):
    webhook = inbound_webhook.functions.inbound_webhook
    other_webhook = delivery_report.functions.delivery_report
    sample = "inbound_event_grid.json"
    foreign_sample = "report_opted_out.json"


class TestInboundWebhookOfStop(TestInboundWebhook):
    sample: ClassVar[str] = "inbound_stop.json"


def inbound(body: str, second: int, **data: Any) -> dict[str, Any]:
    event: dict[str, Any] = read_event("inbound_event_grid.json")[0]
    event["data"] |= {
        "messageId": f"Incoming_{second}_{body}",
        "message": body,
        "receivedTimestamp": f"2026-11-22T09:20:{second:02d}.5Z",
        **data,
    }
    return event


@pytest.fixture(autouse=True)
def _after_the_events(served: World) -> None:
    served.clock.advance(hours=1)


async def receive(*events: dict[str, Any]) -> None:
    answer = await call(inbound_webhook.functions.inbound_webhook, post(list(events)))
    assert answer.status_code == 200


async def state(world: World, sender: str = TOLL_FREE) -> str:
    entry = await world.app().opt_outs.get(sender, PERSON)
    return entry.state if entry else ""


async def test_message_is_kept_in_its_conversation_once(served: World) -> None:
    for _ in range(3):
        await receive(inbound("See you at 9.", 1))
    conversations = served.app().conversations
    ((_, message),) = await conversations.messages(TOLL_FREE, PERSON, after="", limit=9)
    assert message.body == "See you at 9."
    ((_, thread),) = await conversations.threads(TOLL_FREE, after="", limit=9)
    assert (thread.user_number, thread.last_text, thread.unread_count) == (
        PERSON,
        "See you at 9.",
        1,
    )
    assert await state(served) == ""


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_newest_keyword_wins_whatever_order_they_come_in(
    served: World, order: tuple[int, ...]
) -> None:
    events = [inbound("STOP", 1), inbound("start", 2), inbound(" Stop. ", 3)]
    for index in order:
        await receive(events[index])
    assert await state(served) == "opted_out"
    assert len(await served.app().opt_outs.ledger(TOLL_FREE, PERSON)) == 3
    assert len([row for row in served.conversations_table.all_rows() if "body" in row]) == 3


@pytest.mark.parametrize("word", ["START", "UNSTOP", "unstop"])
async def test_newer_start_opts_in_again(served: World, word: str) -> None:
    await receive(inbound(word, 2), inbound("STOP", 1))
    assert await state(served) == "opted_in"


@pytest.mark.parametrize(
    "body",
    ["cancel my 3pm appointment", "HELP", "YES", "", "I will start tomorrow",
     "Liked “Reply STOP to opt out”", "Can I stop by at 5?"],
)  # fmt: skip
async def test_message_that_is_no_clear_request_changes_nothing(served: World, body: str) -> None:
    await apply_change(make_change(ConsentState.OPTED_OUT, START), served.app().opt_outs)
    await receive(inbound(body, 1))
    assert await state(served) == "opted_out"
    assert len(await served.app().opt_outs.ledger(TOLL_FREE, PERSON)) == 1


async def test_stop_counts_for_the_number_it_was_sent_to(served: World) -> None:
    await receive(inbound("STOP", 1, to="77001"))
    assert await state(served, "77001") == "opted_out"
    assert await state(served) == ""


async def test_stop_is_kept_with_its_words_and_times(served: World) -> None:
    await receive(inbound("Stop!", 7))
    entry = await served.app().opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.newest.evidence == "Stop!"
    assert entry.newest.source == "keyword"
    assert entry.newest.changed_at == START + timedelta(minutes=20, seconds=7.5)
    assert entry.newest.recorded_at == START + timedelta(hours=1)
    assert entry.newest.rule_id == "en.word"
    assert entry.newest.rule_set_version == RULE_SET


async def test_sentence_that_asks_for_no_more_opts_out_as_a_phrase(served: World) -> None:
    await receive(inbound("Please take me off your list", 7))
    entry = await served.app().opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT
    assert entry.newest.source == "phrase"
    assert entry.newest.rule_id == "en.phrase.remove_from_list"


async def test_message_is_read_in_the_languages_and_words_of_its_own_number(
    world: World, serve: Serve
) -> None:
    profile = replace(
        SETTINGS.sender_profiles[TOLL_FREE],
        languages=(Language.GERMAN,),
        extra_words=ExtraWords(opt_out=("Tschüss",)),
    )
    world.settings = replace(SETTINGS, sender_profiles={TOLL_FREE: profile})
    serve(world)

    await receive(
        inbound("Abmelden", 1), inbound("TSCHÜSS!", 2), inbound("Abmelden", 3, to="77001")
    )

    rules = [one.rule_id for one in await world.app().opt_outs.ledger(TOLL_FREE, PERSON)]
    assert sorted(rules) == ["de.word", "sender.word"]
    assert await state(world, "77001") == ""


async def test_message_is_classified_once_for_its_consent_and_its_record(
    world: World, serve: Serve
) -> None:
    profile = replace(SETTINGS.sender_profiles[TOLL_FREE], extra_words=CountedWords(help=("sos",)))
    world.settings = replace(SETTINGS, sender_profiles={TOLL_FREE: profile})
    serve(world)
    before = CountedWords.uses

    await receive(inbound("See you at 9.", 1), inbound("Thanks", 2))

    assert CountedWords.uses == before + 2


@pytest.mark.usefixtures("served")
async def test_opt_out_is_logged_with_its_source_and_rule(log_lines: list[str]) -> None:
    await receive(inbound("Please stop texting me", 1), inbound("START", 2))
    out, back = logged_events(log_lines, "opt_out_recorded")
    assert (out["state"], out["source"], out["hasChanged"]) == ("opted_out", "phrase", True)
    assert out["rule"].startswith("en.phrase.")
    assert (back["state"], back["source"], back["rule"]) == ("opted_in", "keyword", "en.word")
    assert [line["count"] for line in logged_events(log_lines, "inbound_recorded")] == [2]


async def test_one_bad_event_does_not_hold_up_a_stop(served: World) -> None:
    await receive(inbound("STOP", 1, **{"from": "invalid"}), inbound("STOP", 2))
    assert await state(served) == "opted_out"
    assert len(served.parked_table.all_rows()) == 1


async def test_batch_of_a_hundred_messages_is_four_operations(served: World) -> None:
    await receive(*(inbound(f"Hello {second}", second % 60) for second in range(100)))
    assert served.conversations_table.operation_count == 4


@pytest.mark.parametrize("written", ["+5215512345678", "5215512345678", "+525512345678"])
async def test_stop_of_a_mexican_number_blocks_sends_to_both_of_its_forms(
    served: World, written: str
) -> None:
    await receive(inbound("STOP", 1, **{"from": written}))

    for number in ("+525512345678", "+52 1 55 1234 5678"):
        body = {"from": TOLL_FREE, "to": number, "message": "Hello"}
        accepted = document(await call(send_sms.functions.send_sms, post(body)))
        assert [(one["to"], one["status"]) for one in accepted["messages"]] == [
            ("+525512345678", "suppressed")
        ]
    await served.app().sending.runtime.rounds.finish()
    assert served.gateway.calls == []
