import json
import os
from pathlib import Path

import pytest

from local.functions_host.host_json import parse_time_span, read_host_json
from local.functions_host.model import IndexingError


def write(folder: Path, document: object) -> Path:
    (folder / "host.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_defaults_are_those_of_a_development_machine(tmp_path: Path) -> None:
    host_json = read_host_json(write(tmp_path, {"version": "2.0"}))

    assert host_json.route_prefix == "api"
    assert host_json.queues.batch_size == 16
    assert host_json.queues.new_batch_threshold == 8 * (os.cpu_count() or 1)
    assert host_json.queues.max_dequeue_count == 5
    assert host_json.queues.max_polling_interval_seconds == 2
    assert host_json.queues.visibility_timeout_seconds == 0
    assert host_json.queues.is_base64
    assert not host_json.has_extension_bundle
    assert host_json.function_timeout_seconds == 1800


def test_every_setting_is_obeyed(tmp_path: Path) -> None:
    document = {
        "version": "2.0",
        "functionTimeout": "00:05:00",
        "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle"},
        "extensions": {
            "http": {"routePrefix": "/v1/"},
            "queues": {
                "batchSize": 4,
                "newBatchThreshold": 0,
                "maxDequeueCount": 2,
                "maxPollingInterval": "00:00:00.500",
                "visibilityTimeout": "00:00:05",
                "messageEncoding": "none",
            },
        },
    }

    host_json = read_host_json(write(tmp_path, document))

    assert host_json.route_prefix == "v1"
    assert host_json.queues.batch_size == 4
    assert host_json.queues.new_batch_threshold == 0
    assert host_json.queues.max_dequeue_count == 2
    assert host_json.queues.max_polling_interval_seconds == 0.5
    assert host_json.queues.visibility_timeout_seconds == 5
    assert not host_json.queues.is_base64
    assert host_json.has_extension_bundle
    assert host_json.function_timeout_seconds == 300


def test_timeout_of_minus_one_is_no_limit(tmp_path: Path) -> None:
    document = {"version": "2.0", "functionTimeout": "-1"}

    assert read_host_json(write(tmp_path, document)).function_timeout_seconds is None


def queues(**values: object) -> dict[str, object]:
    return {"version": "2.0", "extensions": {"queues": values}}


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({}, '"version" must be "2.0"'),
        ({"version": "1.0"}, '"version" must be "2.0"'),
        ([], "host.json"),
        ({"version": "2.0", "extensions": []}, "extensions must be an object"),
        ({"version": "2.0", "functionTimeout": "5 minutes"}, "not a time span"),
        (queues(batchSize=33), "batchSize"),
        (queues(batchSize=0), "batchSize"),
        (queues(batchSize="16"), "batchSize"),
        (queues(newBatchThreshold=-1), "newBatchThreshold"),
        (queues(maxDequeueCount=0), "maxDequeueCount"),
        (queues(maxPollingInterval="00:00:00.050"), "maxPollingInterval"),
        (queues(maxPollingInterval=1), "not a time span"),
        (queues(messageEncoding="utf8"), "messageEncoding"),
    ],
)
def test_file_is_refused_when_a_value_is_out_of_bounds(
    tmp_path: Path, document: object, text: str
) -> None:
    write(tmp_path, document)

    with pytest.raises(IndexingError, match=text):
        read_host_json(tmp_path)


def test_app_is_refused_when_it_has_no_host_json(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match=r"no host\.json"):
        read_host_json(tmp_path)


@pytest.mark.parametrize(
    ("text", "seconds"), [("00:00:01", 1), ("01:02:03.5", 3723.5), ("1.00:00:00", 86400)]
)
def test_time_span_is_read_as_seconds(text: str, seconds: float) -> None:
    assert parse_time_span(text) == seconds
