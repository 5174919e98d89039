"""A command against a fake app, and files for it."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from paloma import Paloma
from paloma.cli import commands, main
from tests.unit.client.fake_app import KEY, SENDER, URL, FakeApp

SETTINGS = {"PALOMA_URL": URL, "PALOMA_KEY": KEY, "PALOMA_FROM": SENDER}
Command = Callable[..., int]


def usage_error(capsys: pytest.CaptureFixture[str], *arguments: str, **settings: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main.main(arguments, settings)
    assert ended.value.code == commands.WRONG_USE
    return capsys.readouterr().err


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
