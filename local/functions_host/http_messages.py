"""Translates requests and responses between the web server and the worker's converters."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from azure.functions.meta import Datum
from multidict import CIMultiDict

from local.functions_host.sdk import find_converter

_TEXT = "text/plain; charset=utf-8"
_JSON = "application/json; charset=utf-8"


def request_datum(
    request: web.BaseRequest, *, body: bytes, route_values: Mapping[str, str]
) -> Datum:
    """
    Describe a request to the SDK's converter, with all that the host does to it.

    Header names come in lower case, repeats are joined with a comma, query keys without a value
    are dropped (host, ``GrpcMessageConversionExtensions.cs``).
    """
    _, _, query = request.raw_path.partition("?")
    headers = _joined(((name.lower(), value) for name, value in request.headers.items()))
    return Datum(
        {
            "method": Datum(request.method, "string"),
            "url": Datum(f"http://{request.host}{request.raw_path}", "string"),
            "headers": _strings(headers),
            "query": _strings(_query(query)),
            "params": _strings(route_values),
            "body": Datum(body, "bytes"),
        },
        "http",
    )


def _strings(values: Mapping[str, str]) -> dict[str, Datum]:
    return {name: Datum(value, "string") for name, value in values.items()}


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in values:
            values[name] = value
        elif value:
            values[name] = f"{values[name]},{value}" if values[name] else value
    return values


def _query(text: str) -> dict[str, str]:
    if not text:
        return {}
    # Keys that differ only by case are one key to ASP.NET Core, spelt as the first one is.
    spelling: dict[str, str] = {}
    pairs = parse_qsl(text, keep_blank_values=True)
    values = _joined((spelling.setdefault(name.lower(), name), value) for name, value in pairs)
    return {name: value for name, value in values.items() if value}


def response_from_result(result: object) -> web.Response:
    """
    Turn what a handler returned into the response that a client sees.

    Raises
    ------
    NotImplementedError
        For what the worker cannot encode: None, dict, bytes and the like.
    """
    encoded = _http_converter().encode(result, expected_type=None)
    if encoded.type == "string":
        return _response_from_text(encoded.value)
    value = encoded.value
    headers = CIMultiDict((name, one.value) for name, one in value["headers"].items())
    for cookies in value["cookies"] or ():
        for morsel in cookies.values():
            headers.add("Set-Cookie", morsel.OutputString())
    status = int(value["status_code"].value)
    return web.Response(status=status, headers=headers, body=value["body"].value)


def _http_converter() -> type[Any]:
    converter = find_converter("http")
    if converter is None:
        message = "this azure-functions has no converter for HTTP"
        raise RuntimeError(message)
    return converter


def _response_from_text(text: str) -> web.Response:
    """
    Make the response of a ``str`` result.

    The host reads it as JSON first: an object with a member ``body`` describes a response, any
    other JSON is written anew (host, ``HttpBinding.cs``).
    """
    try:
        document = json.loads(text)
    except ValueError:
        return _content_response(text, status=200, headers={})
    members = (
        {key.lower(): value for key, value in document.items()}
        if isinstance(document, dict)
        else {}
    )
    if "body" not in members:
        return _content_response(document, status=200, headers={})
    given = members.get("headers")
    return _content_response(
        members["body"],
        status=_status(members),
        headers=given if isinstance(given, dict) else {},
    )


def _status(members: Mapping[str, object]) -> int:
    value = members.get("statuscode", members.get("status"))
    try:
        return int(str(value))
    except ValueError:
        return 200


def _content_response(
    content: object, *, status: int, headers: Mapping[str, object]
) -> web.Response:
    is_text = isinstance(content, str)
    body = content if is_text else json.dumps(content, indent=2, ensure_ascii=False)
    all_headers = CIMultiDict({"Content-Type": _TEXT if is_text else _JSON})
    all_headers.update({name: str(value) for name, value in headers.items()})
    return web.Response(status=status, headers=all_headers, body=str(body).encode())
