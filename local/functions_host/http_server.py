"""The host's web server: functions, the home page and the admin routes."""

import json
import os
from http import HTTPMethod, HTTPStatus

from aiohttp import web

from local.functions_host.http_messages import request_datum, response_from_result
from local.functions_host.invocation import Invoker
from local.functions_host.keys import HostKeys
from local.functions_host.manual_run import ManualRuns
from local.functions_host.routing import RouteMatch, Router

_BODY_LIMIT_SETTING = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"
_DEFAULT_BODY_LIMIT_BYTES = 104_857_600
# Kestrel's own limit for all headers of a request; aiohttp's is a quarter of it.
_HEADER_LIMIT_BYTES = 32_768
_HOME_PAGE = "<!DOCTYPE html><title>Functions host</title><p>The functions app is up and running."


class HttpFrontEnd:
    """
    Responds to requests.

    Parameters
    ----------
    router : Router
        The app's HTTP functions.
    invoker : Invoker
        Runs the handlers.
    keys : HostKeys | None
        None: every request counts as an administrator's, as under Core Tools.
    manual_runs : ManualRuns
        Runs functions by hand.
    """

    def __init__(
        self, router: Router, invoker: Invoker, *, keys: HostKeys | None, manual_runs: ManualRuns
    ) -> None:
        self._router = router
        self._invoker = invoker
        self._keys = keys
        self._manual_runs = manual_runs
        self._body_limit_bytes = int(os.environ.get(_BODY_LIMIT_SETTING, _DEFAULT_BODY_LIMIT_BYTES))

    def server(self) -> web.Server:
        """Make the aiohttp server; its access log is off, for URLs hold numbers and keys."""
        return web.Server(
            self._handle,
            access_log=None,
            auto_decompress=False,
            max_field_size=_HEADER_LIMIT_BYTES,
        )

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        match = self._router.match(request.method, path)
        if match is not None:
            return await self._call_function(request, match)
        if path.startswith("/admin/"):
            return await self._handle_admin(request, path)
        if path == "/" and request.method == HTTPMethod.GET:
            return web.Response(text=_HOME_PAGE, content_type="text/html")
        return web.Response(status=HTTPStatus.NOT_FOUND)

    async def _call_function(self, request: web.BaseRequest, match: RouteMatch) -> web.Response:
        if self._keys is not None and not self._keys.admits(
            match.trigger.auth_level, match.function.name, _key(request)
        ):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        if (request.content_length or 0) > self._body_limit_bytes:
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = await _read_body(request)
        datum = request_datum(request, body=body, route_values=match.values)
        try:
            return await self._invoker.call(match.function, datum, then=response_from_result)
        except Exception:  # noqa: BLE001 - the outermost layer; the invoker has logged it
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _handle_admin(self, request: web.BaseRequest, path: str) -> web.Response:
        if self._keys is not None and not self._keys.is_master(_key(request)):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        if path == "/admin/host/status" and request.method == HTTPMethod.GET:
            return web.json_response({"id": "local", "state": "Running", "errors": []})
        name = path.removeprefix("/admin/functions/")
        if name == path or request.method != HTTPMethod.POST:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        try:
            value = json.loads(await _read_body(request)).get("input", "")
        except (ValueError, AttributeError):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        is_known = self._manual_runs.start(name, str(value))
        return web.Response(status=HTTPStatus.ACCEPTED if is_known else HTTPStatus.NOT_FOUND)


def _key(request: web.BaseRequest) -> str:
    header = request.headers.get("x-functions-key")
    return request.query.get("code", "") if header is None else header


async def _read_body(request: web.BaseRequest) -> bytes:
    if request.headers.get("Expect", "").lower() == "100-continue":
        # aiohttp answers this itself only in its own applications, not in a bare server.
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0
    if request.content_length is not None:
        return await request.content.read()
    # A body without Content-Length arrives empty, https://github.com/Azure/azure-functions-host/
    # issues/4926; it is read all the same, so that the connection can go on.
    async for _ in request.content.iter_any():
        pass
    return b""
