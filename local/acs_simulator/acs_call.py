"""What every ACS operation goes through: signature, api-version, record, error answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from local.acs_simulator.signing import SignatureChecker, SignedRequest
from local.acs_simulator.versions import ApiVersion, Operation, require_version, supported_versions
from local.acs_simulator.wire import AcsError, not_simulated
from local.acs_simulator.world import RequestRecord, World

RouteHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Call:
    """A signed request for an operation in one of its versions."""

    world: World
    request: web.Request
    body: bytes
    version: ApiVersion
    record: RequestRecord


Handler = Callable[[Call], Awaitable[web.StreamResponse]]


def operation_route(world: World, operation: Operation, handler: Handler) -> RouteHandler:
    """Return the route of an operation: checked first, recorded always."""
    settings = world.settings
    checker = SignatureChecker(settings.access_key, skew_seconds=settings.clock_skew_seconds)
    supported = supported_versions(operation)

    async def route(request: web.Request) -> web.StreamResponse:
        record = _record(world, request)
        try:
            body = await request.read()
            checker.check(_signed(request, body), settings.clock())
            version = require_version(record.api_version, operation)
            response = await handler(Call(world, request, body, version, record))
        except AcsError as error:
            response = error_response(error)
        transport = request.transport
        is_cut_off = transport is None or transport.is_closing()
        record.status = 0 if is_cut_off else response.status
        if not response.prepared:
            response.headers["api-supported-versions"] = supported
        return response

    return route


def error_response(error: AcsError) -> web.Response:
    """Return the response that an error stands for."""
    if error.body is None:
        return web.Response(status=error.status, headers=error.headers)
    return web.json_response(error.body, status=error.status, headers=error.headers)


async def refuse_mms(_request: web.Request) -> web.StreamResponse:
    """Respond to ``POST /mms``, which exists in one preview version only."""
    return error_response(not_simulated(what="MMS"))


def _record(world: World, request: web.Request) -> RequestRecord:
    record = RequestRecord(
        at=world.settings.clock(),
        method=request.method,
        path=request.path,
        api_version=request.query.get("api-version"),
    )
    world.requests.append(record)
    return record


def _signed(request: web.Request, body: bytes) -> SignedRequest:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return SignedRequest(request.method, request.raw_path, headers, body)
