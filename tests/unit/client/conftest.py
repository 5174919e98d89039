"""A command against a fake app, and files for it."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from paloma import Paloma
from paloma.cli import main
from tests.unit.client.fake_app import KEY, SENDER, URL, FakeApp

SETTINGS = {"PALOMA_URL": URL, "PALOMA_KEY": KEY, "PALOMA_FROM": SENDER}
Command = Callable[..., int]


@pytest.fixture
def command() -> Command:
    """Run a command against a fake app, without pauses."""

    def run(app: FakeApp, *arguments: str, **settings: str) -> int:
        def connect(url: str, key: str) -> Paloma:
            transport = httpx.MockTransport(app.answer)
            return Paloma(url, key=key, transport=transport, sleep=app.waits.append)

        return main.main(arguments, settings or SETTINGS, connect, app.waits.append)

    return run


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, name: str = "may") -> Path:
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write
