"""The document says what each route's decorator says, of the routes that exist."""

import re
from pathlib import Path
from typing import Any

import azure.functions as func
import pytest

from operations.openapi import openapi_document
from shared.web.descriptions import query_parameter
from shared.web.routes import Json, Operation, RegisteredRoute, Response, registered_routes
from tests.support.function_index import IndexedFunction
from tests.support.web import assert_problem, call
from tests.support.world import World
from tests.unit.app.sample_requests import good_request
from tests.unit.app.test_inventory import HOME

ROOT = Path(__file__).parents[3]
MODEL = re.compile(r'"([a-z_]+)\.[a-z_.]+:[A-Z]\w+"')

HEALTH = "operations.contract:Health"
DELETION = "opt_outs.contract:OptOutRemoval"


def described(
    *operations: Operation, path: str = "things/{thingId}", level: func.AuthLevel | None = None
) -> Json:
    """Make the document of one route, whose methods are GET and, if there are two, PUT."""
    by_method = dict(zip(("GET", "PUT"), operations, strict=False))
    return openapi_document([RegisteredRoute("read_thing", path, level, by_method)])


def operation(given: Operation, **route: Any) -> Json:
    """Give the operation that the document makes of a description."""
    (item,) = described(given, **route)["paths"].values()
    found: Json = item["get"]
    return found


def test_every_http_function_is_described_and_every_described_route_exists(
    indexed_functions: dict[str, IndexedFunction],
) -> None:
    triggers = {
        name: one.trigger
        for name, one in indexed_functions.items()
        if one.trigger["type"] == "httpTrigger" and name not in {*HOME, "zz_unknown_route"}
    }
    assert sorted((route.name, route.path, *route.operations) for route in registered_routes()) == [
        (
            name,
            trigger["route"].removeprefix("api/"),
            *(method.value for method in trigger["methods"]),
        )
        for name, trigger in sorted(triggers.items())
    ]


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/*functions.py")), ids=lambda p: p.parent.name)
def test_routes_name_models_of_their_own_room(path: Path) -> None:
    rooms = set(MODEL.findall(path.read_text(encoding="utf-8")))
    assert rooms <= {path.parent.name}


def test_operation_has_the_functions_name_and_what_its_route_says() -> None:
    (path,) = described(Operation(summary="A thing", response=HEALTH))["paths"]
    assert path == "/things/{thingId}"
    found = operation(
        Operation(
            summary="A thing",
            description="More of it.",
            parameters=[query_parameter("after", "Where to go on")],
            response=HEALTH,
            problems=(404,),
        )
    )
    assert (found["operationId"], found["summary"]) == ("read_thing", "A thing")
    assert found["description"] == "More of it."
    assert [one["name"] for one in found["parameters"]] == ["after"]
    assert set(found["responses"]) == {"200", "400", "401", "404", "429", "500", "503"}
    assert "security" not in found


def test_parameters_of_the_path_are_read_from_the_route() -> None:
    (item,) = described(Operation(summary="A thing", response=HEALTH))["paths"].values()
    assert [(one["in"], one["name"]) for one in item["parameters"]] == [("path", "thingId")]


def test_route_without_a_key_says_so() -> None:
    given = Operation(summary="A thing", response=HEALTH)
    found = operation(given, level=func.AuthLevel.ANONYMOUS)
    assert found["security"] == []
    assert "401" not in found["responses"]


def test_methods_of_one_function_have_ids_of_their_own() -> None:
    document = described(
        Operation(summary="A thing", response=HEALTH),
        Operation(summary="Set a thing", response=HEALTH, id_suffix="_again"),
    )
    (item,) = document["paths"].values()
    assert item["get"]["operationId"] == "read_thing"
    assert item["put"]["operationId"] == "read_thing_again"


@pytest.mark.parametrize("is_optional", [False, True])
def test_body_is_required_unless_it_may_be_left_out(*, is_optional: bool) -> None:
    given = Operation(
        summary="A thing", body=DELETION, is_body_optional=is_optional, response=HEALTH
    )
    body = operation(given)["requestBody"]
    assert body["required"] is not is_optional
    schema = body["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/OptOutRemoval"}


def test_body_may_be_of_several_media_types() -> None:
    given = Operation(summary="A thing", body={"text/csv": {"type": "string"}}, response=HEALTH)
    assert operation(given)["requestBody"]["content"] == {
        "text/csv": {"schema": {"type": "string"}}
    }


def test_responses_have_the_bodies_and_headers_they_name() -> None:
    header = {"Location": {"schema": {"type": "string"}}}
    responses = {
        200: Response(description="A page", content={"text/html": {"type": "string"}}),
        202: Response(description="Stored", model=HEALTH, headers=header),
        304: Response(description="Unchanged"),
    }
    found = operation(Operation(summary="A thing", responses=responses))["responses"]
    assert found["200"]["content"] == {"text/html": {"schema": {"type": "string"}}}
    assert found["202"]["headers"].keys() == {"Location", "X-Request-Id"}
    body = found["202"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/Health"}
    assert body["example"]["status"] == "ok"
    assert "content" not in found["304"]


def test_components_are_the_models_of_the_routes_and_the_problem() -> None:
    given = Operation(summary="A thing", body=DELETION, response=HEALTH)
    schemas = described(given)["components"]["schemas"]
    assert set(schemas) == {
        "OptOutRemoval",
        "Category",
        "Health",
        "ForeignEvents",
        "Problem",
        "FieldError",
    }
    assert "eventSourceChecked" in schemas["Health"]["properties"]


async def test_body_in_chunks_is_refused_wherever_a_body_is_described(
    served: World, indexed_functions: dict[str, IndexedFunction]
) -> None:
    described = [
        (route.name, method)
        for route in registered_routes()
        for method, one in route.operations.items()
        if "body" in one
    ]
    assert len(described) >= 10
    headers = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    for name, method in described:
        function = indexed_functions[name]
        request = good_request(function, method=method, headers=headers, body=b"")
        refusal = assert_problem(await call(function.handler, request), 411)
        assert refusal["code"] == "length_required", name
    assert all(table.operation_count == 0 for table in served.tables())


def test_operation_with_a_body_documents_that_it_needs_a_length() -> None:
    found = operation(Operation(summary="A thing", body=DELETION, response=HEALTH))
    assert "411" in found["responses"]
