"""What routes share in their descriptions for the OpenAPI document: parameters and responses."""

from shared.web.http import CALLER
from shared.web.routes import Json, Response

_TEXT: Json = {"type": "string"}


def query_parameter(
    name: str, description: str, *, required: bool = False, **schema: object
) -> Json:
    """Describe a query parameter; without a schema it is a string."""
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema or _TEXT,
    }


def page_size(*, default: int = 100, greatest: int = 100) -> Json:
    """Describe the query parameter `limit`."""
    bounds: Json = {"minimum": 1, "maximum": greatest, "default": default}
    return query_parameter("limit", "Size of the page", type="integer", **bounds)


def json_or_csv(model: str, example: str) -> dict[int, Response]:
    """Describe a 200 response in JSON, or as a file (its first lines) for `Accept: text/csv`."""
    headers: dict[str, Json] = {
        "Content-Disposition": {"description": "Of a file: its name", "schema": _TEXT},
        "Link": {
            "description": "Of a file that has a next page: where that is (RFC 8288)",
            "schema": _TEXT,
        },
    }
    file: dict[str, Json] = {"text/csv": {"type": "string", "examples": [example]}}
    return {200: Response(description="Found", model=model, content=file, headers=headers)}


def tagged(model: str) -> dict[int, Response]:
    """Describe a 200 response with an `ETag`, and the 304 for a caller that has it."""
    headers: dict[str, Json] = {"ETag": {"description": "For If-None-Match", "schema": _TEXT}}
    return {
        200: Response(description="Found", model=model, headers=headers),
        304: Response(description="As If-None-Match says; no body", headers=headers),
    }


REPLAYED: dict[str, Json] = {
    "Idempotent-Replayed": {
        "description": "Only if an earlier request had the same Idempotency-Key",
        "schema": {"type": "string", "const": "true"},
    },
}
LOCATION: dict[str, Json] = {
    "Location": {"description": "Where it is", "schema": _TEXT},
}
IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "With the same key and body the first response comes again, and nothing is done "
    "twice",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
CALLER_PARAMETER: Json = {
    "name": CALLER,
    "in": "header",
    "description": "Of a change: the caller's name, for the audit log; each name has "
    "`Idempotency-Key`s of its own. If `SMS_CALLERS` is set, one of its names",
    "schema": {"type": "string", "pattern": "^([A-Za-z0-9][A-Za-z0-9._-]{0,63})?$"},
}
IF_NONE_MATCH: Json = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of an earlier response: 304 if it is still the same",
    "schema": _TEXT,
}
SENDER = query_parameter("sender", "The own number, with or without +", required=True)
ONE_SENDER = query_parameter(
    "sender", "Only of this own number, with or without +; without it, of all of them"
)
CAMPAIGN = query_parameter("campaign", "Only of this campaign")
AFTER = query_parameter("after", "Where the previous page ended, as in its nextUrl")
LIMIT = page_size()
