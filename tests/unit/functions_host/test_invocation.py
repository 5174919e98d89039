import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from azure.functions.meta import Datum

from local.functions_host.console import InvocationFilter
from local.functions_host.invocation import Invoker, no_result
from local.functions_host.model import Function
from tests.unit.functions_host.apps import index

TEXT = Datum("hello", "string")


@pytest.fixture
def invoker() -> Iterator[Invoker]:
    invoker = Invoker(0.2)
    yield invoker
    invoker.close()


def queue_function(folder: Path, source: str) -> tuple[Function, dict[str, Any]]:
    decorator = "@app.queue_trigger('msg', 'work', 'AzureWebJobsStorage')\n"
    function = index(folder, "import asyncio, logging, threading\nseen = []\n" + decorator + source)
    handler = function.functions[0].handler
    return function.functions[0], handler.__globals__


async def test_async_handler_runs_on_the_loop_and_the_other_in_a_thread(
    tmp_path: Path, invoker: Invoker
) -> None:
    source = "async def f(msg: str) -> None: seen.append(threading.current_thread())\n"
    on_loop, names = queue_function(tmp_path, source)
    await invoker.call(on_loop, TEXT, then=no_result)
    in_thread, other_names = queue_function(tmp_path, source.removeprefix("async "))
    await invoker.call(in_thread, TEXT, then=no_result)

    assert names["seen"] == [threading.current_thread()]
    assert other_names["seen"][0].name.startswith("handler")


@pytest.mark.parametrize("annotation", ["str", "bytes"])
async def test_handler_gets_text_as_the_binding_sends_it(
    tmp_path: Path, invoker: Invoker, annotation: str
) -> None:
    source = f"def f(msg: {annotation}) -> None: seen.append(msg)\n"
    function, names = queue_function(tmp_path, source)

    await invoker.call(function, TEXT, then=no_result)

    assert names["seen"] == ["hello"]


async def test_handler_fails_when_it_returns_something_without_a_return_binding(
    tmp_path: Path, invoker: Invoker
) -> None:
    function, _ = queue_function(tmp_path, "async def f(msg: str): return 'done'\n")

    with pytest.raises(TypeError, match="return binding"):
        await invoker.call(function, TEXT, then=no_result)


async def test_handler_fails_when_it_runs_too_long(tmp_path: Path, invoker: Invoker) -> None:
    function, _ = queue_function(tmp_path, "async def f(msg: str): await asyncio.sleep(60)\n")

    with pytest.raises(TimeoutError):
        await invoker.call(function, TEXT, then=no_result)


async def test_context_tells_name_folder_and_invocation(tmp_path: Path, invoker: Invoker) -> None:
    source = """
def f(msg: str, context: func.Context) -> None:
    seen.append((context, context.thread_local_storage.invocation_id))
"""
    function, names = queue_function(tmp_path, source.lstrip())

    await invoker.call(function, TEXT, then=no_result)

    context, invocation_id = names["seen"][0]
    assert context.function_name == "f"
    assert Path(context.function_directory) == tmp_path
    assert context.invocation_id == invocation_id


async def test_records_carry_the_id_of_their_invocation(
    tmp_path: Path, invoker: Invoker, caplog: pytest.LogCaptureFixture
) -> None:
    source = """
def f(msg: str, context: func.Context) -> None:
    seen.append(context.invocation_id)
    logging.warning("inside")
    raise ValueError
"""
    function, names = queue_function(tmp_path, source.lstrip())
    caplog.clear()
    caplog.handler.addFilter(InvocationFilter())

    with pytest.raises(ValueError, match=r"^$"):
        await invoker.call(function, TEXT, then=no_result)

    ids = [vars(record)["invocation_id"] for record in caplog.records]
    assert ids == names["seen"] * 2
    assert caplog.records[1].getMessage() == "Executed 'Functions.f' (Failed)"
    assert caplog.records[1].levelno == logging.ERROR
