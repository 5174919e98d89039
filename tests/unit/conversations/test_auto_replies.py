"""The rules of automatic replies, by HTTP."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import azure.functions as func
import pytest

from conversations import functions
from tests.support.web import assert_problem, call, document, get
from tests.support.world import TOLL_FREE, World

TEXT = "We are open from 9 to 6."


async def put(keyword: str, body: object = None, sender: str = TOLL_FREE) -> func.HttpResponse:
    content = json.dumps({"text": TEXT} if body is None else body).encode()
    route = {"sender": sender, "keyword": keyword}
    request = func.HttpRequest("PUT", "/api", route_params=route, body=content)
    return await call(functions.put_auto_reply, request)


async def delete(keyword: str) -> func.HttpResponse:
    route = {"sender": TOLL_FREE, "keyword": keyword}
    return await call(functions.delete_auto_reply, get(route=route))


async def rules(**params: str) -> Any:
    request = get(route={"sender": TOLL_FREE}, params=params)
    return document(await call(functions.list_auto_replies, request))


async def keywords(**params: str) -> list[str]:
    return [one["keyword"] for one in (await rules(**params))["autoReplies"]]


async def test_rule_is_set_replaced_listed_and_removed(served: World) -> None:
    answer = await put(" Opening  HOURS! ")
    rule = {
        "sender": TOLL_FREE,
        "keyword": "opening hours",
        "text": TEXT,
        "changedAt": "2026-11-22T09:00:00Z",
    }
    assert (answer.status_code, document(answer)) == (200, rule)
    served.clock.advance(hours=1)
    await put("opening hours", {"text": "Closed."})
    changed = {**rule, "text": "Closed.", "changedAt": "2026-11-22T10:00:00Z"}
    assert await rules() == {"autoReplies": [changed]}
    assert document(await delete("OPENING HOURS")) == changed
    assert await rules() == {"autoReplies": []}
    assert_problem(await delete("opening hours"), 404)


@pytest.mark.usefixtures("served")
async def test_rules_are_paged_in_the_order_of_keywords() -> None:
    words = ["a", "a b", "ab", "b", "hours", "über", "营业时间"]
    for word in words[::-1]:
        assert (await put(word)).status_code == 200
    found: list[str] = []
    params = {"limit": "3"}
    while params:
        page = await rules(**params)
        found += [one["keyword"] for one in page["autoReplies"]]
        query = parse_qs(urlsplit(page.get("nextUrl", "")).query)
        params = {name: values[0] for name, values in query.items()}
    assert sorted(found) == found
    assert len(found) == len(words)


@pytest.mark.parametrize("word", ["STOP", "start", "Unsubscribe", "unstop", "stop all"])
async def test_word_that_opts_out_or_in_is_reserved(served: World, word: str) -> None:
    problem = assert_problem(await put(word), 400, "keyword")
    assert problem["errors"][0]["code"] == "reserved_keyword"
    assert served.auto_replies_table.all_rows() == []


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("word", ["HELP", "Info", "yes", "C", "hours"])
async def test_other_words_may_be_answered(word: str) -> None:
    assert (await put(word)).status_code == 200
    assert await keywords() == [word.lower()]


@pytest.mark.parametrize("word", ["", "!", "x" * 41])
async def test_what_cannot_be_a_keyword_is_refused(served: World, word: str) -> None:
    assert_problem(await put(word), 400, "keyword")
    assert served.auto_replies_table.all_rows() == []


@pytest.mark.parametrize("escaped", ["%2F", "%2f", "/"])
@pytest.mark.usefixtures("served")
async def test_slash_that_the_host_leaves_escaped_is_a_slash(escaped: str) -> None:
    await put(f"yes{escaped}no")
    assert await keywords() == ["yes no"]
    assert (await delete("yes/no")).status_code == 200


@pytest.mark.parametrize(
    "text",
    ["", "x" * 2049, "Hi {{name}}", "a\u0000b", "\u200b ", "Hi {{"],
    ids=["empty", "long", "open", "control", "blank", "unpaired"],
)
async def test_text_that_cannot_be_sent_is_refused(served: World, text: str) -> None:
    assert_problem(await put("hours", {"text": text}), 400, "text")
    assert served.auto_replies_table.all_rows() == []


@pytest.mark.usefixtures("served")
async def test_path_and_page_are_refused_when_they_make_no_sense() -> None:
    assert_problem(await put("hours", sender="?"), 400, "sender")
    for field, text in (("after", "!"), ("limit", "0")):
        request = get(route={"sender": TOLL_FREE}, params={field: text})
        assert_problem(await call(functions.list_auto_replies, request), 400, field)
