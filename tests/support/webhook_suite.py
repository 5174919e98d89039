"""What every Event Grid webhook must do; each webhook's test class inherits it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import azure.functions as func
import pytest

from shared.domain.errors import StorageError
from shared.eventgrid.envelope import MAX_EVENTS
from shared.eventgrid.webhook import MAX_BODY_BYTES, refused_events
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.web import assert_problem, call, chunked, document, post, read_event
from tests.support.world import PERSON, Serve, World

RESOURCE = (
    "/subscriptions/0a1b2c3d-0000-4000-8000-00000000aaaa/resourcegroups/rg-demo/providers/"
    "microsoft.communication/communicationservices/acs-demo"
)


class WebhookSuite:
    """Handshakes, refusals, batches; the class variables say whose."""

    webhook: ClassVar[Any]
    other_webhook: ClassVar[Any]
    sample: ClassVar[str]
    foreign_sample: ClassVar[str]

    async def deliver(self, *names: str) -> func.HttpResponse:
        return await call(self.webhook, post([read_event(name)[0] for name in names]))

    async def test_validation_event_is_answered_with_its_code(self, served: World) -> None:
        answer = await self.deliver("validation.json")
        assert answer.status_code == 200
        assert document(answer) == {"validationResponse": "512d38b6-c7b8-40c8-89fe-f46f9e9622b6"}
        assert all(table.all_rows() == [] for table in served.tables())

    async def test_options_consents_to_the_origin_that_asks(self, served: World) -> None:
        headers = {"WebHook-Request-Origin": "eventgrid.azure.net"}
        answer = await call(self.webhook, post(b"", headers=headers, method="OPTIONS"))
        assert answer.status_code == 200
        assert answer.headers["WebHook-Allowed-Origin"] == "eventgrid.azure.net"
        assert answer.headers["WebHook-Allowed-Rate"] == "*"
        assert answer.headers["Allow"] == "POST"
        assert all(table.operation_count == 0 for table in served.tables())

    @pytest.mark.parametrize("origin", ["", "two words", "x" * 256, "a\r\nSet-Cookie: b", "<b>"])
    @pytest.mark.usefixtures("served")
    async def test_options_without_a_host_as_origin_is_no_handshake(self, origin: str) -> None:
        headers = {"WebHook-Request-Origin": origin} if origin else {}
        answer = await call(self.webhook, post(b"", headers=headers, method="OPTIONS"))
        assert_problem(answer, 400)
        assert "WebHook-Allowed-Origin" not in answer.headers

    @pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"not JSON", b"[1]", b"[" * 100_000])
    async def test_what_is_no_event_is_refused(self, served: World, body: bytes) -> None:
        assert_problem(await call(self.webhook, post(body)), 400)
        assert all(table.operation_count == 0 for table in served.tables())

    @pytest.mark.parametrize("place", ["id", "topic", "eventTime", "data", "to", "tag"])
    @pytest.mark.parametrize("depth", [33, 500, 990])
    async def test_event_that_nests_too_deeply_is_refused(
        self, served: World, place: str, depth: int
    ) -> None:
        event = read_event(self.sample)[0]
        (event["data"] if place in {"to", "tag"} else event)[place] = "HERE"
        deep = '{"a":' * depth + "1" + "}" * depth
        body = json.dumps([event]).replace('"HERE"', deep).encode()
        refusal = assert_problem(await call(self.webhook, post(body)), 400)
        assert "nested" in refusal["detail"]
        assert all(table.operation_count == 0 for table in served.tables())

    async def test_delivery_in_chunks_is_asked_for_again(self, served: World) -> None:
        answer = await call(self.webhook, chunked())
        assert_problem(answer, 503)
        assert answer.headers["Retry-After"] == "30"
        assert all(table.operation_count == 0 for table in served.tables())

    async def test_more_events_than_a_delivery_can_have_are_refused(self, served: World) -> None:
        event = b'{"eventType":"x","data":{}}'
        body = b"[" + b",".join([event] * (MAX_EVENTS + 1)) + b"]"
        refusal = assert_problem(await call(self.webhook, post(body)), 413)
        assert refusal["code"] == "too_many_events"
        assert all(table.operation_count == 0 for table in served.tables())

    async def test_too_large_a_delivery_is_refused(self, served: World) -> None:
        body = b"[" + b" " * MAX_BODY_BYTES
        assert_problem(await call(self.webhook, post(body)), 413)
        assert all(table.operation_count == 0 for table in served.tables())

    async def test_sample_is_stored(self, served: World) -> None:
        answer = await self.deliver(self.sample)
        assert answer.status_code == 200
        assert sum(len(table.all_rows()) for table in served.tables()) > 0

    async def test_event_of_our_own_resource_is_taken_in_any_case(
        self, served: World, serve: Serve
    ) -> None:
        self._check_source(served, RESOURCE, serve)
        assert (await self.deliver(self.sample)).status_code == 200

    async def test_event_of_a_foreign_resource_is_refused(
        self, served: World, serve: Serve
    ) -> None:
        self._check_source(served, RESOURCE + "-other", serve)
        assert_problem(await self.deliver(self.sample), 403)
        assert_problem(await self.deliver(self.sample, "validation.json"), 403)
        assert all(table.operation_count == 0 for table in served.tables())

    async def test_event_of_a_foreign_resource_is_parked_beside_ours(
        self, served: World, serve: Serve
    ) -> None:
        self._check_source(served, RESOURCE, serve)
        event = read_event(self.sample)[0]
        foreign = {**event, "topic": f"{RESOURCE}-other"}
        answer = await call(self.webhook, post([foreign, event]))
        assert (answer.status_code, document(answer)) == (200, {"stored": 1})
        (row,) = served.parked_table.all_rows()
        assert row["reason"] == "it is of another resource"

    async def test_refusal_of_a_foreign_resource_is_logged_and_counted(
        self, served: World, serve: Serve, log_lines: list[str]
    ) -> None:
        self._check_source(served, RESOURCE + "-other", serve)
        before = refused_events.count
        for _ in range(3):
            await self.deliver(self.sample, self.sample)
        (line,) = logged_events(log_lines, "foreign_events_refused")
        assert line["topicName"] == "acs-demo"
        assert line["kind"] == read_event(self.sample)[0]["eventType"]
        assert line["count"] == 2
        assert refused_events.count == before + 6
        assert refused_events.last_at == served.clock.now

    async def test_hostile_topic_is_refused_and_not_logged(
        self, served: World, serve: Serve, log_lines: list[str]
    ) -> None:
        self._check_source(served, RESOURCE, serve)
        event = {**read_event(self.sample)[0], "topic": f"/{PERSON}", "eventType": PERSON}
        assert_problem(await call(self.webhook, post([event])), 403)
        assert_no_personal_data(log_lines)
        (line,) = logged_events(log_lines, "foreign_events_refused")
        assert (line["topicName"], line["kind"]) == ("other", "other")

    @pytest.mark.parametrize("topic", ["", "/subscriptions/else", None])
    async def test_handshake_is_completed_whatever_its_topic_is(
        self, served: World, serve: Serve, topic: str | None
    ) -> None:
        self._check_source(served, RESOURCE, serve)
        validation = {**read_event("validation.json")[0], "topic": topic}
        answer = await call(self.webhook, post([validation]))
        assert document(answer) == {"validationResponse": validation["data"]["validationCode"]}

    @pytest.mark.parametrize(
        "code", [None, 7, "", "\ud800", "two words", "x" * 1_025, {"a": 1}, ["code"]]
    )
    async def test_handshake_without_a_code_is_refused_alone_and_skipped_beside_events(
        self, served: World, code: object
    ) -> None:
        validation = read_event("validation.json")[0]
        validation["data"]["validationCode"] = code
        refusal = assert_problem(await call(self.webhook, post([validation])), 400)
        assert "validationCode" in refusal["detail"]
        del validation["data"]["validationCode"]
        assert_problem(await call(self.webhook, post([validation])), 400)
        assert all(table.operation_count == 0 for table in served.tables())
        both = post([validation, read_event(self.sample)[0]])
        await self._assert_takes_its_sample(served, both)

    @pytest.mark.parametrize("is_first", [True, False])
    async def test_handshake_beside_an_event_leaves_the_event_stored(
        self, served: World, is_first: bool
    ) -> None:
        items = [read_event("validation.json")[0], read_event(self.sample)[0]]
        body = post(items if is_first else items[::-1])
        await self._assert_takes_its_sample(served, body)

    @pytest.mark.parametrize(
        "item", [None, 1, "text", [], {}, {"eventType": "x"}, {"eventType": "x", "data": None}]
    )
    async def test_item_that_is_no_event_is_parked_beside_the_event(
        self, served: World, item: object
    ) -> None:
        await self._assert_takes_its_sample(served, post([item, read_event(self.sample)[0]]))
        assert len(served.parked_table.all_rows()) == 1

    async def _assert_takes_its_sample(self, served: World, request: func.HttpRequest) -> None:
        answer = await call(self.webhook, request)
        assert (answer.status_code, document(answer)) == (200, {"stored": 1})
        kept = [table for table in served.tables() if table is not served.parked_table]
        rows = [table.all_rows() for table in kept]
        await self.deliver(self.sample)
        assert [_without_etag(some) for some in rows] == [
            _without_etag(table.all_rows()) for table in kept
        ]
        assert any(rows)

    @pytest.mark.parametrize(("is_handshake", "status"), [(True, 200), (False, 403)])
    async def test_item_that_is_no_event_is_parked_beside_what_is_not_stored(
        self, served: World, serve: Serve, *, is_handshake: bool, status: int
    ) -> None:
        """It may be a STOP, and Event Grid does not send it again."""
        self._check_source(served, RESOURCE + "-other", serve)
        event = read_event("validation.json" if is_handshake else self.sample)[0]
        delivery = post([event, {**event, "data": None}])
        assert (await call(self.webhook, delivery)).status_code == status
        assert len(served.parked_table.all_rows()) == 1
        served.parked_table.before_write = _away
        assert_problem(await call(self.webhook, delivery), 503)

    async def test_event_of_the_other_type_is_processed_and_the_right_url_logged(
        self, served: World, log_lines: list[str]
    ) -> None:
        answer = await self.deliver(self.foreign_sample, self.sample)
        assert (answer.status_code, document(answer)) == (200, {"stored": 2})
        rows = _rows(served)
        assert not [row for row in rows if row["PartitionKey"] == "events"]
        (line,) = logged_events(log_lines, "events_at_wrong_webhook")
        assert line["rightWebhook"].startswith("/api/webhooks/")
        assert line["rightWebhook"] != f"/api/{line['webhook']}"
        assert line["count"] == 1
        right = self.other_webhook
        await call(right, post([read_event(self.foreign_sample)[0]]))
        assert _rows(served) == rows

    async def test_event_without_its_data_is_parked_once(self, served: World) -> None:
        event = {**read_event(self.sample)[0], "data": {}}
        for _ in range(2):
            assert (await call(self.webhook, post([event, event]))).status_code == 200
        assert len(served.parked_table.all_rows()) == 1

    async def test_unavailable_storage_asks_for_the_events_again(self, served: World) -> None:
        for table in served.tables():
            table.before_read = table.before_write = _away
        answer = await self.deliver(self.sample)
        assert_problem(answer, 503)
        assert answer.headers["Retry-After"] == "30"
        for table in served.tables():
            table.before_read = table.before_write = None
        assert (await self.deliver(self.sample)).status_code == 200

    async def test_repeated_delivery_changes_nothing(self, served: World) -> None:
        await self.deliver(self.sample)
        rows = _rows(served)
        await self.deliver(self.sample, self.sample)
        assert _rows(served) == rows

    async def test_hostile_text_anywhere_is_stored_or_parked(self, served: World) -> None:
        event = read_event(self.sample)[0]
        for key in event["data"]:
            hostile = {**event, "data": {**event["data"], key: "\ud800\x00|/#?'" * 9}}
            assert (await call(self.webhook, post([hostile]))).status_code == 200
        for key in ("id", "subject", "eventTime", "topic", "eventType"):
            hostile = {**event, key: "\ud800"}
            assert (await call(self.webhook, post([hostile]))).status_code == 200
        assert served.parked_table.all_rows()

    async def test_cloud_event_alone_and_in_a_batch_is_stored(self, served: World) -> None:
        sample = read_event(self.sample)[0]
        cloud = {
            "specversion": "1.0",
            "id": sample["id"],
            "type": sample["eventType"],
            "source": sample["topic"],
            "time": sample["eventTime"],
            "data": {key[0].upper() + key[1:]: value for key, value in sample["data"].items()},
        }
        content_type = {"Content-Type": "application/cloudevents+json; charset=utf-8"}
        assert (await call(self.webhook, post(cloud, headers=content_type))).status_code == 200
        rows = _rows(served)
        assert rows
        assert served.parked_table.all_rows() == []
        await call(self.webhook, post(json.dumps([sample, cloud]).encode()))
        assert _rows(served) == rows

    @staticmethod
    def _check_source(world: World, resource: str, serve: Serve) -> None:
        world.settings = replace(
            world.settings, acs=replace(world.settings.acs, resource_id=resource)
        )
        serve(world)


def _away(*_: object) -> None:
    raise StorageError


def _rows(world: World) -> list[dict[str, Any]]:
    """Every row without its ETag; a repeat may write the same again."""
    rows = [row for table in world.tables() for row in table.all_rows()]
    return _without_etag(rows)


def _without_etag(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "etag"} for row in rows]
