"""The OpenAPI document of the whole app: valid, complete, and true of what the tests see."""

import json
import re
from collections.abc import Iterator
from typing import Any

import azure.functions as func
import jsonschema_rs
import pytest

from opt_outs.export import ENTRY_COLUMNS
from tests.support.contract import assert_as_documented, document
from tests.support.function_index import IndexedFunction
from tests.support.web import call, get

SEND = "get /sms/{sendId}"
ID = {"X-Request-Id": "1"}
JSON = {"Content-Type": "application/json", **ID}


QUEUE = b'{"dueCount": 1, "workCount": 1, "waitingCount": 1, "overdueCount": 0}'


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield f"{method} {path}", operation


def schemas() -> dict[str, Any]:
    found: dict[str, Any] = document()["components"]["schemas"]
    return found


def test_document_is_openapi() -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator  # slow to import

    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_every_member_and_schema_is_described() -> None:
    nameless = [
        f"{name}.{member}"
        for name, schema in schemas().items()
        for member, described in schema.get("properties", {}).items()
        if not described.get("description")
    ]
    assert nameless == [], "describe them in their model, or in operations/members.py"
    assert [name for name, one in schemas().items() if not one.get("description")] == []


def test_every_list_goes_on_by_url_and_by_cursor() -> None:
    lists = {name for name, one in schemas().items() if "nextUrl" in one.get("properties", {})}
    assert len(lists) > 10
    assert all("nextCursor" in schemas()[name]["properties"] for name in lists)
    for name, one in operations():
        content = one["responses"].get("200", {}).get("content", {}).get("application/json", {})
        schema = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if schema in lists - {"SubscriptionList"}:  # has no second page
            assert "after" in {parameter["name"] for parameter in one["parameters"]}, name


def test_every_operation_has_a_tag_an_id_and_a_summary_of_its_own() -> None:
    tags = {tag["name"] for tag in document()["tags"]}
    ids = [one["operationId"] for _, one in operations()]
    assert len(set(ids)) == len(ids)
    for name, one in operations():
        assert set(one["tags"]) <= tags, name
        assert len(one["tags"]) == 1, name
        assert one["summary"], name


def test_every_parameter_is_described() -> None:
    items = document()["paths"].values()
    parameters = [one for item in items for one in item.get("parameters", ())]
    parameters += [one for _, operation in operations() for one in operation.get("parameters", ())]
    assert [one["name"] for one in parameters if not one.get("description")] == []


def test_every_operation_documents_what_the_host_and_the_app_may_refuse() -> None:
    for name, one in operations():
        assert {"400", "429", "500", "503"} <= set(one["responses"]), name
        assert ("401" in one["responses"]) is (one.get("security") != []), name


def test_every_json_response_has_an_example_that_is_as_described() -> None:
    components = document()["components"]
    found = [
        (f"{name} {status}", content)
        for name, one in operations()
        for status, response in one["responses"].items()
        if "$ref" not in response
        for media_type, content in response.get("content", {}).items()
        if "$ref" in content["schema"]
    ]
    assert len(found) > 30
    for name, content in found:
        schema = {**content["schema"], "components": components}
        validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        assert [error.message for error in validator.iter_errors(content["example"])] == [], name


def test_examples_show_what_members_hold_and_no_filler() -> None:
    for name, operation in operations():
        for one in (operation.get("requestBody", {}), *operation["responses"].values()):
            for content in one.get("content", {}).values():
                found = json.dumps(content.get("example"))
                assert '"text"' not in re.sub(r'"text":', "", found), name


def test_json_and_csv_of_every_request_and_response_have_an_example() -> None:
    for name, operation in operations():
        for one in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media_type, content in one.get("content", {}).items():
                if name != "get /openapi.json" and media_type in {"application/json", "text/csv"}:
                    assert content.get("example"), f"{name} {media_type}"


def test_line_of_an_import_has_the_columns_of_an_export() -> None:
    body = document()["paths"]["/opt-out-imports"]["post"]["requestBody"]["content"]
    assert set(body["application/json"]["schema"]["items"]["properties"]) == set(ENTRY_COLUMNS)
    assert body["text/csv"]["example"].splitlines()[0].split(",") == [*ENTRY_COLUMNS]


def test_operations_are_grouped_by_what_they_are_about() -> None:
    starts = {name.split("/")[1] for name, one in operations() if one["tags"] == ["Operations"]}
    assert starts == {
        "assets", "attention", "audit", "dashboard", "docs", "health", "inbox", "openapi.json",
        "parked-events", "queue", "ready", "settings", "ui", "webhooks",
    }  # fmt: skip


def test_places_in_paths_say_more_than_their_names() -> None:
    for item in document()["paths"].values():
        for one in item.get("parameters", ()):
            if one["in"] == "path":
                assert one["description"] != f"The {one['name']}"


def test_members_without_a_value_may_be_absent_and_are_never_null() -> None:
    send = schemas()["SendStatus"]
    assert "campaign" not in send["required"]
    assert send["properties"]["campaign"]["type"] == "string"
    assert {"sendId", "counts"} <= set(send["required"])
    assert "status" in schemas()["SendAccepted"]["required"], "it has a default, and is written"


@pytest.mark.usefixtures("served")
async def test_address_of_the_server_is_that_of_the_request(
    indexed_functions: dict[str, IndexedFunction],
) -> None:
    request = func.HttpRequest(
        "GET", "https://example.net/api/openapi.json?code=a-key", params={"code": "a-key"}, body=b""
    )
    answer = await call(indexed_functions["openapi"].handler, request)
    assert json.loads(answer.get_body())["servers"] == [{"url": "https://example.net/api"}]
    answer = await call(indexed_functions["openapi"].handler, get())
    assert json.loads(answer.get_body())["servers"] == [{"url": "/api"}]


def test_response_that_is_as_documented_passes() -> None:
    assert_as_documented("get /queue", 200, JSON, QUEUE)


@pytest.mark.parametrize(
    ("operation", "status", "headers", "body"),
    [
        ("get /queue", 200, {"Content-Type": "application/json"}, QUEUE),  # it has no id
        (SEND, 404, JSON, b"{}"),  # a problem is no application/json
        (SEND, 202, JSON, b"{}"),  # a status that it does not have
        (SEND, 200, JSON, b"{}"),  # required members are missing
        ("get /queue", 200, JSON, QUEUE[:-1] + b', "more": 1}'),
        ("get /queue", 200, JSON, QUEUE.replace(b'"workCount": 1', b'"workCount": null')),
        ("get /queue", 401, ID, b"{}"),  # a body that it does not have
    ],
)
def test_response_that_is_not_as_documented_fails_a_test(
    operation: str, status: int, headers: dict[str, str], body: bytes
) -> None:
    with pytest.raises(AssertionError):
        assert_as_documented(operation, status, headers, body)


def test_members_of_requests_say_their_defaults_in_words_alone() -> None:
    members = [
        one for schema in schemas().values() for one in schema.get("properties", {}).values()
    ]

    assert [one for one in members if "default" in one] == []
    described = schemas()["SendRequest"]["properties"]
    assert described["category"]["description"].endswith("; default: transactional")
    assert described["deliveryReport"]["description"].endswith("; default: true")
    assert "default" not in described["campaign"]["description"]


def test_operations_say_more_than_their_summaries() -> None:
    items = document()["paths"].values()
    operations = [one for item in items for one in item.values() if "operationId" in one]

    assert [one["operationId"] for one in operations if not one.get("description")] == []
    assert [one["operationId"] for one in operations if one["description"] == one["summary"]] == []
