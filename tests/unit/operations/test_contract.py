"""The contract describes every route that is there, and nothing else."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from operations import functions
from operations.members import EXAMPLES, MEMBERS
from send_sms.contract.requests import SendRequest
from tests.support.function_index import IndexedFunction
from tests.support.web import call, document, get
from tests.unit.app.test_inventory import HOME


@pytest.fixture(scope="module")
async def contract(indexed_functions: dict[str, IndexedFunction]) -> dict[str, Any]:
    assert indexed_functions, "indexing imports every room's routes"
    found: dict[str, Any] = document(await call(functions.openapi, get()))
    return found


def operations(contract: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in contract["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield path, method, operation


@pytest.fixture
def http_triggers(indexed_functions: dict[str, IndexedFunction]) -> dict[str, dict[str, Any]]:
    triggers = {name: function.trigger for name, function in indexed_functions.items()}
    return {
        name: one
        for name, one in triggers.items()
        if one["type"] == "httpTrigger" and name not in {*HOME, "zz_unknown_route"}
    }


def test_contract_has_every_route_with_its_methods(
    contract: dict[str, Any], http_triggers: dict[str, dict[str, Any]]
) -> None:
    described = {(path, method) for path, method, _ in operations(contract)}
    assert described == {
        (trigger["route"].removeprefix("api").replace("{*", "{"), method.value.lower())
        for trigger in http_triggers.values()
        for method in trigger["methods"]
    }


def test_operation_ids_are_the_names_of_the_functions(
    contract: dict[str, Any], http_triggers: dict[str, dict[str, Any]]
) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(contract)]
    assert len(set(ids)) == len(ids)
    assert {name.removesuffix("_handshake") for name in ids} == set(http_triggers)


def test_contract_knows_the_key_that_makes_a_send_repeatable(contract: dict[str, Any]) -> None:
    operation = contract["paths"]["/sms"]["post"]
    (key,) = operation["parameters"]
    assert (key["in"], key["name"]) == ("header", "Idempotency-Key")
    assert {"409", "422"} <= set(operation["responses"])


def test_every_reference_leads_somewhere(contract: dict[str, Any]) -> None:
    references = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(contract)))
    assert references
    for reference in references:
        node: Any = contract
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        assert node


def test_every_parameter_of_a_path_is_described(contract: dict[str, Any]) -> None:
    for path, item in contract["paths"].items():
        described = {one["name"] for one in item.get("parameters", ()) if one["in"] == "path"}
        assert described == set(re.findall(r"\{(\w+)\}", path))


def test_only_what_holds_no_data_is_open_to_everybody(contract: dict[str, Any]) -> None:
    assert contract["security"]
    open_paths = [path for path, _, one in operations(contract) if one.get("security") == []]
    assert sorted(open_paths) == [
        "/assets/{name}",
        "/dashboard",
        "/docs",
        "/health",
        "/inbox",
        "/ui/{place}",
    ]


def test_every_operation_describes_its_answers(contract: dict[str, Any]) -> None:
    for _, _, operation in operations(contract):
        assert operation["summary"]
        assert set(operation["responses"]) & {"200", "201", "202", "302"}


EXAMPLE = {
    "confirm": True,
    "from": "+18335550100",
    "to": ["+14255550123", {"number": "+14255550124", "values": {"name": "Ana"}}],
    "message": "Hi {{name}}, your appointment is at 9.",
    "category": "transactional",
    "campaign": "reminders-may",
    "sendAt": "2026-12-01T09:00:00-08:00",
    "ttlSeconds": 3600,
    "deliveryReport": True,
    "reference": "batch 12",
    "actor": "Ana",
}


def test_example_of_the_interface_is_a_valid_request(contract: dict[str, Any]) -> None:
    request = SendRequest.model_validate_json(json.dumps(EXAMPLE))
    assert [recipient.number for recipient in request.to] == ["+14255550123", "+14255550124"]
    assert set(EXAMPLE) == set(contract["components"]["schemas"]["SendRequest"]["properties"])


def test_contract_names_what_a_request_requires(contract: dict[str, Any]) -> None:
    schema = contract["components"]["schemas"]["SendRequest"]
    assert sorted(schema["required"]) == ["from", "message", "to"]
    assert schema["additionalProperties"] is False


def examples_of(schema: dict[str, Any]) -> list[Any]:
    """Give the examples of a member, of what it may be, and of what it is a list of."""
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return [*schema.get("examples", ()), *(one for part in inner for one in examples_of(part))]


def test_every_common_meaning_and_example_is_that_of_a_member(contract: dict[str, Any]) -> None:
    members = [
        (name, member)
        for schema in contract["components"]["schemas"].values()
        for name, member in schema.get("properties", {}).items()
    ]
    meanings = {(name, member["description"]) for name, member in members}
    examples = [(name, one) for name, member in members for one in examples_of(member)]
    assert MEMBERS.items() <= meanings
    assert [one for one in EXAMPLES.items() if one not in examples] == []
