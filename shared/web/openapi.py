"""
What a route's decorator says of it in the OpenAPI document.

Descriptions are plain data, because every start of the app makes all of them. A model is named as
`room.contract:Model`; its module is imported when the document is asked for (ADR 0003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json = dict[str, Any]


class Response(TypedDict, total=False):
    """
    A response that is not a problem.

    Parameters
    ----------
    description : str
        When it is given, or what it holds.
    model : str
        The model of its JSON body.
    media_type : str
        The media type of a body that is not JSON.
    headers : mapping
        Its headers, by name, as in the document.
    """

    description: Required[str]
    model: str
    media_type: str
    headers: Mapping[str, Json]


class Operation(TypedDict, total=False):
    """
    One method of a route.

    Parameters
    ----------
    summary : str
        One line.
    description : str
        What the summary leaves open.
    parameters : sequence
        Parameters of the query and headers; those of the path are read from the route.
    body : str or mapping
        The model of the request body, or a schema for each media type.
    is_body_optional : bool
        The body may be left out.
    response : str
        The model of the 200 response.
    responses : mapping
        The responses by status, if a 200 with a model is not all there is to say.
    problems : sequence
        The statuses of its problem documents; 400, 404 and 503 unless given.
    id_suffix : str
        Added to the function's name to make the operation's id. A function with two methods
        needs it.
    """

    summary: Required[str]
    description: str
    parameters: Sequence[Json]
    body: str | Mapping[str, Json]
    is_body_optional: bool
    response: str
    responses: Mapping[int, Response]
    problems: Sequence[int]
    id_suffix: str


def query_parameter(
    name: str, description: str, *, required: bool = False, **schema: object
) -> Json:
    """Describe a query parameter; without a schema it is a string."""
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema or {"type": "string"},
    }


def page_size(*, default: int = 100, greatest: int = 100) -> Json:
    """Describe the query parameter `limit`."""
    bounds: Json = {"minimum": 1, "maximum": greatest, "default": default}
    return query_parameter("limit", "Size of the page", type="integer", **bounds)


SENDER = query_parameter("sender", "The own number, with or without +", required=True)
CAMPAIGN = query_parameter("campaign", "Only of this campaign")
AFTER = query_parameter("after", "Where the page before ended, as in its nextUrl")
LIMIT = page_size()
