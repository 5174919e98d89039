"""What a start of compiled code costs: CPU of fresh processes, against azure.functions alone."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from typing import TYPE_CHECKING

from bench.figures import Figure, Goal, figure
from bench.progress import Progress
from bench.world import running_world
from local.dev.errors import DevError
from local.dev.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.options import Options

_ROUND_COUNT = 9
_MEASURED = """
import time
started = time.process_time()
{statements}
print(time.process_time() - started)
"""
_BASE = "import azure.functions"
_APP = "import function_app"
_FIRST_SEND = """
import asyncio, json
import azure.functions as func
import function_app
from send_sms.functions import send_sms
body = json.dumps({"from": "+18335550100", "to": "+14255550123", "message": "Hello"})
answer = asyncio.run(send_sms(func.HttpRequest("POST", "/api/sms", body=body.encode())))
assert answer.status_code == 202, answer.get_body()
"""


async def imports(options: Options) -> list[Figure]:
    """Measure importing the app, and the first accepted send of a new process."""
    rounds_count = 3 if options.is_quick else _ROUND_COUNT
    samples: list[tuple[float, ...]] = []
    async with running_world() as world:
        progress = Progress("import, rounds", rounds_count)
        with tempfile.TemporaryDirectory() as bytecode:
            environment = {**world.environment, "PYTHONPYCACHEPREFIX": bytecode}
            # By turns, so that a busy machine slows all; the first round only writes the bytecode.
            for number in range(rounds_count + 1):
                each = [await _cpu_seconds(s, environment) for s in (_BASE, _APP, _FIRST_SEND)]
                samples.append(tuple(each))
                progress.show(number)
        progress.finish(rounds_count)
    bases, apps, sends = zip(*samples[1:], strict=True)
    return [
        _milliseconds("azure.functions alone", bases),
        _milliseconds("function_app", apps),
        _milliseconds("first accepted send", sends),
        _ratio("function_app, ratio", apps, bases, Goal(greatest=2)),
        _ratio("first send, ratio", sends, bases, Goal(greatest=6.5)),
    ]


def _milliseconds(name: str, samples: tuple[float, ...]) -> Figure:
    return figure("import", name, [1000 * one for one in samples], "ms CPU")


def _ratio(name: str, samples: tuple[float, ...], bases: tuple[float, ...], goal: Goal) -> Figure:
    ratios = [one / base for one, base in zip(samples, bases, strict=True)]
    return figure("import", name, ratios, "", goal=goal)


async def _cpu_seconds(statements: str, environment: Mapping[str, str]) -> float:
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", _MEASURED.format(statements=statements)),
        cwd=ROOT,
        env={**inherited, "NO_PROXY": "*", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    if process.returncode != 0:
        message = f"A measured process failed:\n{errors.decode()[-500:]}"
        raise DevError(message)
    return float(output.split()[-1])
