"""A real headless Chromium, driven through the DevTools protocol."""

import asyncio
import base64
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from local.dev.process_group import ProcessGroup

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    # One process for all documents: starting one for each is a tenth of the work of these tests.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--disable-features=BackForwardCache,SpareRendererForSitePerProcess",
    # A page lives too briefly for optimised code to pay for its compilation.
    "--js-flags=--no-maglev,--no-turbofan",
)
# The shell is the same browser without its window, for a third less of work.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
_START_SECONDS_MAX = 30.0
_POLL_SECONDS = 0.05
_SHOWN_MAX = 2_000
_COMPLETE = "document.readyState === 'complete' && location.href !== 'about:blank'"
_NEW_DOCUMENT = f"!window.isLeft && {_COMPLETE}"


def find_chromium() -> str | None:
    """Return the path of a Chromium: ``CHROMIUM`` from the environment, or one on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


class BrowserError(Exception):
    """The browser refused a DevTools command."""


class Page:
    """One tab: evaluate, wait, emulate, take pictures."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, profile: Path) -> None:
        self.profile = profile
        self._socket = socket
        self._last_id = 0

    async def command(self, method: str, **parameters: object) -> dict[str, object]:
        """Send a DevTools command and return its result."""
        self._last_id += 1
        await self._socket.send_json({"id": self._last_id, "method": method, "params": parameters})
        while True:
            answer = await self._socket.receive_json(timeout=30)
            if answer.get("id") == self._last_id:
                if "error" in answer:
                    raise BrowserError(answer["error"]["message"])
                return dict(answer["result"])

    async def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""
        # The document that is left answers until the new one is there, and may be complete.
        await self.evaluate("window.isLeft = true")
        is_new_document = "loaderId" in await self.command("Page.navigate", url=url)
        await self.wait_for(_NEW_DOCUMENT if is_new_document else _COMPLETE)

    async def evaluate(self, expression: str) -> object:
        """Return the value of a JavaScript expression; a promise is awaited."""
        result = await self.command(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        value = result["result"]
        assert isinstance(value, dict)
        return value.get("value")

    async def wait_for(self, condition: str, *, seconds: float = 30.0) -> None:
        """Wait until a JavaScript condition holds."""

        async def holds() -> bool:
            try:
                return bool(await self.evaluate(condition))
            except BrowserError:  # the page was left while it was asked
                return False

        try:
            await poll_until(holds, what=condition, seconds=seconds)
        except AssertionError as error:
            error.add_note(f"The page at {await self.evaluate('location.href')} shows:")
            error.add_note(str(await self.evaluate("document.body.innerText"))[:_SHOWN_MAX])
            raise

    async def forget(self) -> None:
        """Delete what the site of this page has kept in the browser."""
        origin = str(await self.evaluate("location.origin"))
        if origin.startswith("http"):
            await self.evaluate("sessionStorage.clear()")
            kept = "local_storage,indexeddb"
            await self.command("Storage.clearDataForOrigin", origin=origin, storageTypes=kept)

    async def press(self, key: str, *, code: int, text: str = "") -> None:
        """Press and release one key; ``code`` is its Windows virtual key code."""
        keys: dict[str, object] = {"key": key, "windowsVirtualKeyCode": code}
        if text:
            keys["text"] = text
        await self.command("Input.dispatchKeyEvent", type="keyDown", **keys)
        await self.command("Input.dispatchKeyEvent", type="keyUp", **keys)

    async def drag(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        """Press the mouse at one place of the window, and release it at another."""
        mouse = {"button": "left", "clickCount": 1}
        command = "Input.dispatchMouseEvent"
        await self.command(command, type="mousePressed", x=begin[0], y=begin[1], **mouse)
        for x, y in ((begin[0] + 5, begin[1]), end):
            await self.command(command, type="mouseMoved", x=x, y=y, buttons=1, **mouse)
        await self.command(command, type="mouseReleased", x=end[0], y=end[1], **mouse)

    async def show_as(self, *, width: int, height: int, scheme: str = "light") -> None:
        """Set the size of the window and the preferred colour scheme."""
        await self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},  # no colour halfway to another
        ]
        await self.command("Emulation.setEmulatedMedia", features=features)

    async def screenshot(self) -> bytes:
        """Return a picture of the window as PNG."""
        result = await self.command("Page.captureScreenshot", format="png")
        return base64.b64decode(str(result["data"]))


async def poll_until(
    holds: Callable[[], Awaitable[bool]], *, what: str, seconds: float = 30.0
) -> None:
    """Ask again and again until something holds; fail after ``seconds``."""
    end = asyncio.get_running_loop().time() + seconds
    while not await holds():
        assert asyncio.get_running_loop().time() < end, f"not within {seconds} s: {what}"
        await asyncio.sleep(_POLL_SECONDS)


@asynccontextmanager
async def open_browser(executable: str) -> AsyncIterator[Page]:
    """Run a browser with a new profile for as long as the context lasts, and give its one tab."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        ProcessGroup() as programs,  # a script may stand in front of the browser
    ):
        command = [executable, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
        programs.start("the browser", command)
        port = await _debugging_port(Path(profile))
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/json/list") as answer,
        ):
            tabs = json.loads(await answer.text())
            address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            async with session.ws_connect(address, max_msg_size=0) as socket:
                yield Page(socket, Path(profile))


async def _debugging_port(profile: Path) -> int:
    file = profile / "DevToolsActivePort"

    async def is_written() -> bool:
        return file.exists() and "\n" in file.read_text(encoding="ascii")

    await poll_until(is_written, what="the browser starts", seconds=_START_SECONDS_MAX)
    return int(file.read_text(encoding="ascii").split()[0])
