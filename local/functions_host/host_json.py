"""Reads ``host.json``: the settings of the app that the host itself obeys."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from local.functions_host.model import IndexingError

_TIME_SPAN = re.compile(r"(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)")
_LARGEST_BATCH = 32
_SHORTEST_POLLING_SECONDS = 0.1
# Under Core Tools the app has half an hour; the Consumption plan gives 5 minutes.
_DEFAULT_TIMEOUT = "00:30:00"


@dataclass(frozen=True, slots=True)
class QueueOptions:
    """``extensions.queues``; the defaults are those of a development machine."""

    batch_size: int
    new_batch_threshold: int
    max_dequeue_count: int
    max_polling_interval_seconds: float
    visibility_timeout_seconds: float
    is_base64: bool


@dataclass(frozen=True, slots=True)
class HostJson:
    """What the host needs of ``host.json``; a timeout of None is no limit."""

    route_prefix: str
    queues: QueueOptions
    has_extension_bundle: bool
    function_timeout_seconds: float | None


def read_host_json(app_root: Path) -> HostJson:
    """
    Read and check ``host.json``.

    Raises
    ------
    IndexingError
        If it is missing, not JSON, of another version, or has a value out of bounds.
    """
    path = app_root / "host.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return _parse(document)
    except FileNotFoundError as error:
        message = f"no host.json in {app_root}"
        raise IndexingError(message) from error
    except (ValueError, TypeError, AttributeError) as error:
        message = f"host.json: {error}"
        raise IndexingError(message) from error


def _parse(document: dict[str, object]) -> HostJson:
    if document.get("version") != "2.0":
        message = '"version" must be "2.0"'
        raise ValueError(message)
    extensions = _section(document, "extensions")
    timeout = str(document.get("functionTimeout", _DEFAULT_TIMEOUT))
    return HostJson(
        route_prefix=str(_section(extensions, "http").get("routePrefix", "api")).strip("/"),
        queues=_parse_queues(_section(extensions, "queues")),
        has_extension_bundle="id" in _section(document, "extensionBundle"),
        function_timeout_seconds=None if timeout == "-1" else parse_time_span(timeout),
    )


def _parse_queues(section: dict[str, object]) -> QueueOptions:
    batch_size = _whole(section, "batchSize", default=16)
    options = QueueOptions(
        batch_size=batch_size,
        new_batch_threshold=_whole(
            section, "newBatchThreshold", default=batch_size // 2 * (os.cpu_count() or 1)
        ),
        max_dequeue_count=_whole(section, "maxDequeueCount", default=5),
        max_polling_interval_seconds=_span(section, "maxPollingInterval", default="00:00:02"),
        visibility_timeout_seconds=_span(section, "visibilityTimeout", default="00:00:00"),
        is_base64=_is_base64(section),
    )
    _check_queues(options)
    return options


def _check_queues(options: QueueOptions) -> None:
    if not 1 <= options.batch_size <= _LARGEST_BATCH:
        message = f"batchSize must be 1 to {_LARGEST_BATCH}"
    elif options.new_batch_threshold < 0:
        message = "newBatchThreshold must not be negative"
    elif options.max_dequeue_count < 1:
        message = "maxDequeueCount must be at least 1"
    elif options.max_polling_interval_seconds < _SHORTEST_POLLING_SECONDS:
        message = "maxPollingInterval must be at least 00:00:00.100"
    else:
        return
    raise ValueError(message)


def _is_base64(section: dict[str, object]) -> bool:
    encoding = str(section.get("messageEncoding", "base64")).lower()
    if encoding not in ("base64", "none"):
        message = 'messageEncoding must be "base64" or "none"'
        raise ValueError(message)
    return encoding == "base64"


def parse_time_span(text: str) -> float:
    """Read ``[d.]hh:mm:ss[.fff]`` as seconds; ValueError for anything else."""
    match = _TIME_SPAN.fullmatch(text)
    if match is None:
        message = f"{text!r} is not a time span like 00:00:30"
        raise ValueError(message)
    days, hours, minutes, seconds = match.groups()
    return ((int(days or 0) * 24 + int(hours)) * 60 + int(minutes)) * 60 + float(seconds)


def _section(document: dict[str, object], name: str) -> dict[str, object]:
    section = document.get(name, {})
    if not isinstance(section, dict):
        message = f"{name} must be an object"
        raise TypeError(message)
    return section


def _whole(section: dict[str, object], name: str, *, default: int) -> int:
    value = section.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        message = f"{name} must be a whole number"
        raise TypeError(message)
    return value


def _span(section: dict[str, object], name: str, *, default: str) -> float:
    return parse_time_span(str(section.get(name, default)))
