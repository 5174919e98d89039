"""Routes with numbers in their path take them in headers, where the host's telemetry has none."""

import json
import re

import pytest

from shared.web.http import NUMBER_HEADERS
from shared.web.routes import registered_routes
from tests.support.function_index import IndexedFunction
from tests.support.samples import make_batch
from tests.support.web import assert_problem, call
from tests.support.world import World
from tests.unit.app.sample_requests import good_request
from tests.unit.app.test_inventory import HTTP

Inventory = dict[str, IndexedFunction]

WITH_NUMBERS = sorted(
    name
    for name, (route, _) in HTTP.items()
    if re.search(r"\{(sender|recipient|user|number)\}", route)
)


@pytest.mark.parametrize("name", WITH_NUMBERS)
async def test_numbers_in_headers_are_taken_as_those_of_the_path(
    indexed_functions: Inventory, served: World, name: str
) -> None:
    await served.app().journal.commit([make_batch()])
    function = indexed_functions[name]
    good = good_request(function)
    given = good.route_params
    numbers = {place: given[place] for place in NUMBER_HEADERS if place in given}
    headers = {NUMBER_HEADERS[place]: number for place, number in numbers.items()}
    hidden = good_request(
        function,
        route_params={**given, **dict.fromkeys(numbers, "-")},
        headers={**good.headers, **headers},
    )

    by_path = await call(function.handler, good)
    by_header = await call(function.handler, hidden)

    assert by_path.status_code in {200, 202, 404}
    assert by_header.status_code == by_path.status_code


@pytest.mark.parametrize("name", WITH_NUMBERS)
@pytest.mark.usefixtures("served")
async def test_number_that_is_missing_is_named(indexed_functions: Inventory, name: str) -> None:
    function = indexed_functions[name]
    good = good_request(function)
    places = [place for place in NUMBER_HEADERS if place in good.route_params]
    for place in places:
        route = {**good.route_params, place: "-"}
        answer = await call(function.handler, good_request(function, route_params=route))
        assert_problem(answer, 400, place)
        header = NUMBER_HEADERS[place]
        problem = json.loads(answer.get_body())
        assert problem["detail"] == f"{place}: Send it in the header {header}, or in the path."


@pytest.mark.usefixtures("indexed_functions")
def test_every_place_that_holds_a_number_has_its_header() -> None:
    places = {
        place for route in registered_routes() for place in re.findall(r"\{(\w+)\}", route.path)
    }
    ids = {"sendId", "messageId", "reviewId", "importId", "subscriptionId", "verificationId"}
    other = {*ids, "erasureId", "keyword", "name"}
    assert places - other == set(NUMBER_HEADERS)
