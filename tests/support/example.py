"""Run an example as a person does: in a process of its own, which only knows the app's URL."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from local.dev.paths import ROOT
from tests.support.local_app import LocalApp, poll

_END_SECONDS = 30
_EXAMPLES = ROOT / "examples"
_CLIENT = ROOT / "clients" / "python" / "src"


@dataclass
class Example:
    """A running example; `lines` is what it has said so far."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    async def listen(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.lines.append(line.decode().rstrip())

    async def says(self, text: str) -> str:
        """Wait until a line holds a text; gives the line."""

        async def has_said() -> str:
            return next((line for line in self.lines if text in line), "")

        return str(await poll(has_said))

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())

    async def ends(self) -> int:
        """Give the exit code, once everything it said is in `lines`."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return await asyncio.wait_for(self.process.wait(), _END_SECONDS)


@asynccontextmanager
async def running_example(app: LocalApp, name: str, *arguments: str) -> AsyncIterator[Example]:
    """Start one; it is ended if the test did not wait for it."""
    async with running_program(app, str(_EXAMPLES / f"{name}.py"), *arguments) as example:
        yield example


@asynccontextmanager
async def running_program(app: LocalApp, *arguments: str) -> AsyncIterator[Example]:
    """Start Python with the client on its path; it is ended if the test did not wait for it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={
            **os.environ,
            "PALOMA_URL": app.url,
            "PYTHONPATH": str(_CLIENT),
            "NO_PROXY": "*",
            "PYTHONUNBUFFERED": "1",
        },
    )
    example = Example(process)
    listening = asyncio.create_task(example.listen())
    try:
        yield example
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening
