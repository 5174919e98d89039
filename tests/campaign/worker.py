"""
Workers that come back: `python -m tests.campaign.worker --port N`.

This process imports everything, then forks one worker after another, each when the last one has
died, as the platform starts a new one. Forked rather than started, because a hundred deaths
should not cost a hundred imports. The product runs unchanged; only its clock and its loop are
those of the campaign.
"""

import argparse
import asyncio
import importlib
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from local.dev.paths import ROOT
from local.functions_host import timer_listener
from local.functions_host.console import set_up_logging
from local.functions_host.host import start_host
from local.functions_host.settings import HostSettings
from tests.campaign.fast_time import FastTime, time_of_environment

_STORAGE_SECONDS = 0.25
"""Real ones; a second on a machine that has nothing else to do."""
_IMPORTED_BEFORE = (
    *("aiohttp", "azure.core.rest._aiohttp", "azure.data.tables.aio", "azure.storage.queue.aio"),
    *("phonenumbers", "pydantic"),
    *(
        "send_sms.accepting.accept_once",
        "send_sms.responses",
        "send_sms.dispatching.dispatch",
        "send_sms.look_up",
    ),
    *("delivery_report.record", "inbound_webhook.receive", "subscriptions.deliver"),
    *("send_sms.dispatching.bundle", "conversations.storage.inbound_records", "opt_outs.reviews"),
    *("composition.app", "composition.background", "composition.settings"),
    *("opt_outs.domain.classifier.english", "opt_outs.domain.classifier.spanish"),
    *("shared.carriers.acs.gateway", "shared.eventgrid.webhook", "shared.web.requests"),
    *("shared.storage.azure_queue", "shared.storage.azure_table"),
    "function_app",
)


def main() -> None:
    """Keep one worker alive until this process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    _adjust(time := time_of_environment())
    for name in _IMPORTED_BEFORE:
        importlib.import_module(name)
    while True:
        worker = os.fork()
        if not worker:
            _work(port, time)
        os.waitpid(worker, 0)


def _work(port: int, time: FastTime) -> None:
    try:
        set_up_logging()
        time.run(lambda: _serve(HostSettings(app_root=Path(ROOT), port=port)))
    finally:
        os._exit(1)  # only the campaign ends a worker


def _adjust(time: FastTime) -> None:
    import analytics.domain.day_count
    import composition.resources
    import send_sms.accepting.commit
    import send_sms.accepting.rounds
    import send_sms.dispatching.plan
    import send_sms.dispatching.submission
    import shared.storage.transport
    import shared.web.http

    # How fast storage answers is not scaled, so neither are the limits to it.
    limit = timedelta(seconds=time.speed * _STORAGE_SECONDS)
    send_sms.dispatching.submission.FRESH = send_sms.dispatching.plan.DECISION_TIME = limit
    send_sms.accepting.rounds.MAX_WAIT = 5 * limit
    vars(send_sms.accepting.commit).update(DECISION_TIME=limit, _STEP_TIME=5 * limit)
    slow = limit.total_seconds()
    vars(shared.storage.transport).update(
        CONNECT_SECONDS=3 * slow, READ_SECONDS=6 * slow, TOTAL_SECONDS=7.5 * slow
    )
    vars(shared.web.http).update(REQUEST_SECONDS=8 * slow, WEBHOOK_SECONDS=20 * slow)
    analytics.domain.day_count.LIVE_AGE = 4 * limit

    vars(composition.resources).update(utc_now=time.now)
    assert timer_listener.TimerListener.__init__.__kwdefaults__ is not None
    timer_listener.TimerListener.__init__.__kwdefaults__["now"] = time.now


async def _serve(settings: HostSettings) -> None:
    async with start_host(settings) as host:
        sys.stdout.write(f"Worker {os.getpid()} is ready at {host.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main()
