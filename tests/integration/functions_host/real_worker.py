"""
Runs an app through Microsoft's own worker library; a script for Python 3.13.

It takes the app's folder as its argument and, as JSON on standard input, a list of calls; it
prints, as JSON, the functions found and the answers. The library (azure-functions-runtime) has
the worker's request handlers but not the classes of its wire format, so ``Message`` plays those.
"""

import asyncio
import importlib
import json
import sys
from types import ModuleType, SimpleNamespace
from typing import Any


class Message(SimpleNamespace):
    """Stands in for any class of the host's wire format."""

    def WhichOneof(self, _group: str) -> str | None:  # noqa: N802 - protobuf's own name
        """Name the member that is set."""
        return next(iter(vars(self)), None)


class BindingInfo(Message):
    """Knows the directions of a binding."""

    undefined = 0
    out = 1
    inout = 2


class StatusResult(Message):
    """Knows the outcomes of a request."""

    Failure = 0
    Success = 1


class Protos:
    """Stands in for the module of generated classes."""

    BindingInfo = BindingInfo
    StatusResult = StatusResult

    def __getattr__(self, name: str) -> type[Message]:
        """Any other class is a plain message."""
        return type(name, (Message,), {})


def request(**members: object) -> Message:
    """Wrap a request as the host sends it."""
    return Message(request=Message(**members), properties={"host": "", "protos": Protos()})


def trigger_data(call: dict[str, Any]) -> Message:
    """Give the trigger's value of a call: a queue message's text, or a request."""
    if "text" in call:
        return Message(string=call["text"])
    body = call["body"].encode()
    http = Message(
        method=call["method"],
        url=call["url"],
        headers=call["headers"],
        query={},
        params=call["params"],
        body=Message(bytes=body) if body else Message(),
    )
    return Message(http=http)


async def invoke(runtime: ModuleType, function: Any, call: dict[str, Any]) -> dict[str, Any]:
    """Call one function; gives what the host would be told."""
    trigger = next(name for name, one in function.bindings.items() if "Trigger" in one.type)
    metadata = {name: Message(string=text) for name, text in call.get("metadata", {}).items()}
    invocation = Message(
        invocation_id="1",
        function_id=function.function_id,
        input_data=[Message(data=trigger_data(call), name=trigger)],
        trigger_metadata=metadata,
        trace_context=Message(trace_parent="", trace_state="", attributes={}),
        retry_context=Message(retry_count=0, max_retry_count=0, exception=None),
    )
    response = await runtime.invocation_request(request(invocation_request=invocation))
    if response.result.status == StatusResult.Failure:
        return {"error": response.result.exception.message}
    if response.return_value is None:
        return {"error": None}
    http = response.return_value.http
    return {
        "error": None,
        "status": int(http.status_code),
        "headers": dict(http.headers),
        "body": http.body.bytes.decode(),
    }


async def run(app_root: str, calls: list[dict[str, Any]]) -> dict[str, Any]:
    """Index the app and make the calls."""
    runtime = importlib.import_module("azure_functions_runtime")
    start = Message(capabilities={}, function_app_directory=app_root)
    started = await runtime.worker_init_request(request(worker_init_request=start))
    if started.result.status == StatusResult.Failure:
        return {"error": started.result.exception.message}
    runtime.start_threadpool_executor()
    listed = await runtime.functions_metadata_request(request())
    functions = {one.name: one for one in listed.function_metadata_results}
    answers = [await invoke(runtime, functions[call["function"]], call) for call in calls]
    runtime.stop_threadpool_executor()
    bindings = {
        name: [json.loads(raw) for raw in one.raw_bindings] for name, one in functions.items()
    }
    return {"functions": bindings, "answers": answers}


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    sys.stdout.write(json.dumps(asyncio.run(run(sys.argv[1], json.load(sys.stdin)))))
