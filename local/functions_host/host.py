"""Puts the parts together: index the app, listen, poll, keep time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from local.functions_host.app_module import app_on_path
from local.functions_host.host_json import HostJson, read_host_json
from local.functions_host.http_server import HttpFrontEnd
from local.functions_host.indexing import IndexedApp, index_app
from local.functions_host.invocation import Invoker
from local.functions_host.keys import HostKeys, generate_keys
from local.functions_host.manual_run import ManualRuns
from local.functions_host.model import Function, IndexingError, QueueTrigger, TimerTrigger
from local.functions_host.polling import PollingDelay
from local.functions_host.queue_listener import QueueListener
from local.functions_host.queue_store import QueueStore
from local.functions_host.routing import Router
from local.functions_host.settings import HostSettings, applied_environment
from local.functions_host.timer_listener import TimerListener

logger = logging.getLogger("functions_host")

# Hard-coded in the host too (azure-sdk-for-net, QueueListener.cs).
_LEASE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Host:
    """
    A host that listens.

    ``url`` has no slash at its end; ``problems`` says of each function left out why; ``keys`` is
    None unless keys are checked.
    """

    url: str
    functions: tuple[Function, ...]
    problems: dict[str, str]
    route_prefix: str
    keys: HostKeys | None

    @property
    def function_names(self) -> tuple[str, ...]:
        """Names of the functions that run, in order."""
        return tuple(function.name for function in self.functions)


@asynccontextmanager
async def start_host(settings: HostSettings) -> AsyncIterator[Host]:
    """
    Run an app for as long as the block runs.

    The app is imported into this process: its settings are in ``os.environ`` and its folder on
    ``sys.path`` meanwhile, so there is one host at a time in a process.

    Raises
    ------
    IndexingError
        If the app cannot be indexed.
    OSError
        If the port is taken.
    """
    host_json = read_host_json(settings.app_root)
    async with AsyncExitStack() as stack:
        stack.enter_context(applied_environment(settings))
        stack.enter_context(app_on_path(settings.app_root))
        app = index_app(settings.app_root, host_json)
        for name, problem in app.problems.items():
            logger.error("The '%s' function is in error: %s", name, problem)
        invoker = Invoker(host_json.function_timeout_seconds)
        stack.callback(invoker.close)
        keys = generate_keys(item.name for item in app.functions) if settings.enable_auth else None
        run = _Run(settings, host_json, app=app, invoker=invoker, keys=keys)
        _start_queues(stack, run)
        _start_timers(stack, run)
        url = await _start_server(stack, run)
        yield Host(url, app.functions, app.problems, route_prefix=host_json.route_prefix, keys=keys)


@dataclass(frozen=True, slots=True)
class _Run:
    settings: HostSettings
    host_json: HostJson
    app: IndexedApp
    invoker: Invoker
    keys: HostKeys | None


def _start_queues(stack: AsyncExitStack, run: _Run) -> None:
    listeners: list[QueueListener] = []

    def notify(queue_name: str) -> None:
        for listener in listeners:
            if listener.queue_name == queue_name:
                listener.notify()

    listeners += [
        _queue_listener(run, function, trigger, on_poisoned=notify)
        for function in run.app.functions
        if isinstance(trigger := function.trigger, QueueTrigger)
    ]
    _start_listeners(stack, listeners, run.settings.grace_seconds)


def _queue_listener(
    run: _Run, function: Function, trigger: QueueTrigger, *, on_poisoned: Callable[[str], None]
) -> QueueListener:
    options = run.host_json.queues
    try:
        store = QueueStore(
            trigger.connection_string, trigger.queue_name, lease_seconds=_LEASE_SECONDS
        )
    except ValueError as error:
        message = f"the '{function.name}' function has no usable connection string: {error}"
        raise IndexingError(message) from error
    return QueueListener(
        function,
        store,
        options=options,
        invoker=run.invoker,
        delay=PollingDelay(options.max_polling_interval_seconds),
        on_poisoned=on_poisoned,
    )


def _start_timers(stack: AsyncExitStack, run: _Run) -> None:
    monitor = run.settings.timer_monitor
    listeners = [
        TimerListener(function, trigger, invoker=run.invoker, monitor=monitor)
        for function in run.app.functions
        if isinstance(trigger := function.trigger, TimerTrigger)
    ]
    _start_listeners(stack, listeners, run.settings.grace_seconds)


def _start_listeners(
    stack: AsyncExitStack,
    listeners: Sequence[QueueListener | TimerListener],
    grace_seconds: float,
) -> None:
    # In this order no listener takes up new work while another drains.
    stack.push_async_callback(_drain, listeners, grace_seconds)
    for listener in listeners:
        task = asyncio.create_task(listener.run())
        task.add_done_callback(_report_end)
        stack.push_async_callback(_cancel, task)


async def _drain(listeners: Sequence[QueueListener | TimerListener], grace_seconds: float) -> None:
    await asyncio.gather(*(listener.drain(grace_seconds) for listener in listeners))


def _report_end(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("A listener has ended.", exc_info=error)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _start_server(stack: AsyncExitStack, run: _Run) -> str:
    manual_runs = ManualRuns(run.app.functions, run.invoker)
    stack.push_async_callback(manual_runs.drain, run.settings.grace_seconds)
    router = Router(run.app.functions, prefix=run.host_json.route_prefix)
    front_end = HttpFrontEnd(router, run.invoker, keys=run.keys, manual_runs=manual_runs)
    runner = web.ServerRunner(front_end.server(), shutdown_timeout=run.settings.grace_seconds)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, run.settings.address, run.settings.port)
    await site.start()
    return f"http://{run.settings.address}:{runner.addresses[0][1]}"
