"""Installing: what is ready, what is made anew, and what is said when it fails."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from local.dev import install
from local.dev.errors import DevError
from local.dev.lock import only_one
from local.dev.node import node_of_machine, node_of_wheel
from local.dev.part import Part, Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def local_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(install, "LOCAL", tmp_path / "state")
    return tmp_path / "state"


def _part(tmp_path: Path, program: str = "", *, made_for: str = "") -> Part:
    pin = tmp_path / "pins.txt"
    if not pin.exists():
        pin.write_text("one==1\n", encoding="utf-8")
    folder = tmp_path / "part"
    proof = folder / "proof"
    script = program or f"open({str(proof)!r}, 'w').close()"
    step = Step("Making it", [sys.executable, "-c", script], "Try the other door.")
    return Part(folder, proof, (pin,), (step,), made_for)


def test_part_is_ready_when_its_installation_was_completed(
    tmp_path: Path, local_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = _part(tmp_path)
    assert not part.is_ready()

    install.ensure([part])

    assert part.is_ready()
    assert (part.folder / "pins.txt").read_text(encoding="utf-8") == "one==1\n"
    assert "[1/1] Making it: done" in capsys.readouterr().out
    assert local_folder.exists()


@pytest.mark.usefixtures("local_folder")
def test_installing_says_and_does_nothing_when_all_is_ready(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install.ensure([_part(tmp_path)])
    capsys.readouterr()

    install.ensure([_part(tmp_path, "raise SystemExit(1)")])

    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("local_folder")
def test_part_is_not_ready_when_pins_python_or_proof_changed(tmp_path: Path) -> None:
    part = _part(tmp_path)
    install.ensure([part])

    assert not _part(tmp_path, made_for="Python 3.99").is_ready()
    part.proof.unlink()
    assert not part.is_ready()
    part.proof.touch()
    assert part.is_ready()
    (tmp_path / "pins.txt").write_text("one==2\n", encoding="utf-8")
    assert not part.is_ready()


@pytest.mark.usefixtures("local_folder")
def test_half_finished_part_is_made_anew_when_installing_again(tmp_path: Path) -> None:
    part = _part(tmp_path)
    half = "open(r'{}', 'w').close(); raise SystemExit(9)".format(part.folder / "half")
    with pytest.raises(DevError):
        install.ensure([_part(tmp_path, half)])
    assert (part.folder / "half").exists()
    assert not part.is_ready()

    install.ensure([part])

    assert part.is_ready()
    assert not (part.folder / "half").exists()


def test_part_is_not_made_twice_when_another_made_it_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = _part(tmp_path, "raise SystemExit('made twice')")

    @contextmanager
    def another_was_faster(*_: object, **__: object) -> Iterator[None]:
        part.begin()
        part.proof.touch()
        part.complete()
        yield

    monkeypatch.setattr(install, "only_one", another_was_faster)

    install.ensure([part])

    assert part.is_ready()


@pytest.mark.usefixtures("local_folder")
def test_failed_step_says_last_words_and_advice_when_command_fails(tmp_path: Path) -> None:
    with pytest.raises(DevError) as caught:
        install.ensure([_part(tmp_path, "print('no such package'); raise SystemExit(2)")])

    said = str(caught.value)
    assert "Making it failed (exit code 2)" in said
    assert "no such package" in said
    assert "Try the other door." in said
    assert "network" not in said


@pytest.mark.usefixtures("local_folder")
@pytest.mark.parametrize(
    "words",
    [
        "NewConnectionError: [Errno -3] Temporary failure in name resolution",
        "npm error code ENOTFOUND",
        "Cannot connect to proxy. ProxyError",
    ],
)
def test_failed_step_names_network_when_its_words_point_there(tmp_path: Path, words: str) -> None:
    with pytest.raises(DevError, match="network seems to be unavailable"):
        install.ensure([_part(tmp_path, f"print({words!r}); raise SystemExit(1)")])


def test_installing_says_where_it_cannot_write_when_folder_is_barred(
    tmp_path: Path, local_folder: Path
) -> None:
    local_folder.write_text("a file where a folder should be", encoding="utf-8")

    with pytest.raises(DevError, match=r"Cannot write here: .*\n.* must be writable"):
        install.ensure([_part(tmp_path)])


def test_lock_is_refused_when_another_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    with (
        only_one(path, busy="", waits=False),
        pytest.raises(DevError, match="in use"),
        only_one(path, busy="in use", waits=False),
    ):
        pass
    with only_one(path, busy="in use", waits=False):
        pass


def test_lock_is_waited_for_when_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lock"
    order: list[str] = []

    def second() -> None:
        with only_one(path, busy="waiting", waits=True):
            order.append("second")

    with only_one(path, busy="", waits=False):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=0.3)
        order.append("first")
    thread.join(timeout=5)

    assert order == ["first", "second"]
    assert capsys.readouterr().out == "waiting\n"


@pytest.fixture
def base_and_tools(
    tmp_path: Path, local_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Part, Part]:
    """A base that is installed, and what is added to it, in place of `.venv`."""
    base = replace(_part(tmp_path), stamp_name="stamp-of-base")
    program = f"open({str(base.folder / 'added')!r}, 'w').close()"
    step = Step("Adding", [sys.executable, "-c", program], "")
    tools = Part(base.folder, base.proof, base.pins, (step,), base=base)
    monkeypatch.setattr(install, "packages_part", lambda **_: base)
    monkeypatch.setattr(install, "tools_part", lambda *_, **__: tools)
    local_folder.mkdir()
    return base, tools


def test_tools_are_added_without_making_anew_what_runs_already(
    base_and_tools: tuple[Part, Part],
) -> None:
    base, tools = base_and_tools
    install.ensure_packages()
    assert (base.is_ready(), tools.is_ready()) == (True, False)
    (base.folder / "in-use").touch()

    install.ensure_tools()

    assert (base.is_ready(), tools.is_ready()) == (True, True)
    assert (base.folder / "added").exists()
    assert (base.folder / "in-use").exists()


def test_running_installs_nothing_when_tools_are_there(
    base_and_tools: tuple[Part, Part],
) -> None:
    base, _ = base_and_tools
    install.ensure_tools()
    (base.folder / base.stamp_name).unlink()
    (base.folder / "in-use").touch()

    install.ensure_packages()

    assert (base.folder / "in-use").exists()


def _program(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!{sys.executable}\nprint({says!r})\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="makes programs with a hash-bang line")
@pytest.mark.parametrize(
    ("says", "is_taken"),
    [("v20.0.0", True), ("v24.19.0", True), ("v19.9.9", False), ("v8.1.0", False), ("?", False)],
)
def test_node_of_machine_is_taken_only_when_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, *, is_taken: bool
) -> None:
    _program(tmp_path / "bin", "node", says)
    _program(tmp_path / "bin", "npm", "10.0.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert (node_of_machine() is not None) is is_taken


def test_node_of_machine_is_not_taken_when_npm_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path / "bin", "node", "v24.0.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert node_of_machine() is None


def test_node_of_wheel_calls_npm_through_its_node() -> None:
    node = node_of_wheel()

    assert node.npm[0] == node.program
    assert node.npm[1].endswith("npm-cli.js")
