"""What is installed is pinned, and known by its hashes."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
APP, DEV = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
WRITTEN = [APP, DEV, ROOT / "local" / "azurite" / "requirements.txt"]

_PIN = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+( ; [^\\]+)?")


def read(path: Path) -> dict[str, list[str]]:
    """Give the hashes of each requirement, such as `idna==3.20` or one with its marker."""
    joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]
    return {line.split(" --hash")[0].strip(): re.findall(r"--hash=(\S+)", line) for line in lines}


def normalised(pin: str) -> str:
    name, _, rest = re.sub(r"\s*[;#].*", "", pin).partition("==")
    return f"{re.sub('[-_.]+', '-', name.lower())}=={rest}"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_requirement_is_pinned_and_has_hashes(path: Path) -> None:
    requirements = read(path)

    assert requirements
    for pin, hashes in requirements.items():
        assert _PIN.fullmatch(pin), f"{pin} is no pin"
        assert hashes, f"{pin} has no hash"
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", one) for one in hashes)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_requirement_says_where_it_comes_from(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall("index-url|find-links|trusted-host|://| @ ", text) == []


def test_development_has_the_app_s_packages_at_the_app_s_versions() -> None:
    app, dev = read(APP), read(DEV)
    assert {pin: dev.get(pin) for pin in app} == app


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_was_chosen_is_what_was_written(path: Path) -> None:
    lines = path.with_suffix(".in").read_text(encoding="utf-8").splitlines()
    chosen = {normalised(line) for line in lines if re.match("[A-Za-z]", line)}
    assert chosen
    assert chosen <= {normalised(pin) for pin in read(path)}
