"""Which api-version has which operation (stable folders of azure-rest-api-specs)."""

import re
from enum import StrEnum

from local.acs_simulator.wire import envelope


class ApiVersion(StrEnum):
    """
    The stable api-versions that are simulated.

    2021-01-29, 2022-07-07 and 2024-01-02 exist too; their text was not at hand, so they are refused
    like the previews before 2024-12-10, whose opt-outs had another form. Later previews are taken
    as the stable version that followed them, and versions after the newest one as that one.
    """

    V2021_03_07 = "2021-03-07"
    V2024_02_05 = "2024-02-05"
    V2025_09_17 = "2025-09-17"
    V2026_01_23 = "2026-01-23"


class Operation(StrEnum):
    """The operations of the service."""

    SEND = "POST /sms"
    OPT_OUTS_ADD = "POST /sms/optouts:add"
    OPT_OUTS_REMOVE = "POST /sms/optouts:remove"
    OPT_OUTS_CHECK = "POST /sms/optouts:check"
    DELIVERY_REPORT = "GET /deliveryReports"


_VERSION = re.compile(r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<preview>-preview)?")
_FIRST_PREVIEW = "2024-12-10"

_SINCE = {
    Operation.SEND: ApiVersion.V2021_03_07,
    Operation.OPT_OUTS_ADD: ApiVersion.V2025_09_17,
    Operation.OPT_OUTS_REMOVE: ApiVersion.V2025_09_17,
    Operation.OPT_OUTS_CHECK: ApiVersion.V2025_09_17,
    Operation.DELIVERY_REPORT: ApiVersion.V2026_01_23,
}


def supported_versions(operation: Operation) -> str:
    """Return the versions of an operation as the ``api-supported-versions`` header lists them."""
    return ", ".join(version for version in ApiVersion if version >= _SINCE[operation])


def require_version(text: str | None, operation: Operation) -> ApiVersion:
    """
    Return the api-version of a request.

    Raises
    ------
    AcsError
        400 in the two cases of ASP.NET's API versioning, the library whose response header ACS
        sends: none given, or one that does not have the operation.
    """
    if not text:
        message = "An API version is required, but was not specified."
        raise envelope(400, "ApiVersionUnspecified", message)
    version = _taken_as(text)
    if version is None or version < _SINCE[operation]:
        message = f"{operation} does not support the API version '{text}'."
        raise envelope(400, "UnsupportedApiVersion", message)
    return version


def _taken_as(text: str) -> ApiVersion | None:
    if text in set(ApiVersion):
        return ApiVersion(text)
    match = _VERSION.fullmatch(text)
    if match is None:
        return None
    date, is_preview = match["date"], bool(match["preview"])
    newest = max(ApiVersion)
    if date > newest:
        return newest
    if not is_preview or date < _FIRST_PREVIEW:
        return None
    return min(version for version in ApiVersion if version >= date)
