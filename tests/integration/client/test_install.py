"""`pip install ./clients/python` gives the package, its types and its command."""

import asyncio
import sys
import sysconfig
import venv
from pathlib import Path

from local.dev.paths import ROOT

_LIMIT_SECONDS = 120
_OFFLINE = ("--no-index", "--no-deps", "--no-cache-dir", "--quiet")
_CHECK = """
import sys
sys.path.append(sys.argv[1])
from importlib.metadata import version
from importlib.resources import files
import paloma
assert version("paloma") == paloma.__version__
assert files("paloma").joinpath("py.typed").is_file()
assert paloma.__file__.startswith(sys.prefix)
"""


async def output_of(*command: object, **variables: str) -> str:
    """Run a program that must succeed."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=variables or None,
    )
    said, _ = await asyncio.wait_for(process.communicate(), _LIMIT_SECONDS)
    assert process.returncode == 0, said.decode()
    return said.decode()


async def test_client_installs_into_a_new_environment(tmp_path: Path) -> None:
    """Without an index: hatchling and httpx are those of development."""
    wheels, fresh = tmp_path / "wheels", tmp_path / "fresh"
    await asyncio.to_thread(venv.create, fresh)
    folder = fresh / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (sys.executable, "-m", "pip")
    source = ROOT / "clients" / "python"
    packages = sysconfig.get_path("purelib")

    build = ("wheel", *_OFFLINE, "--no-build-isolation", "--wheel-dir", wheels, source)
    await output_of(*pip, *build)
    (wheel,) = wheels.iterdir()
    await output_of(*pip, "--python", folder / "python", "install", *_OFFLINE, wheel)
    await output_of(folder / "python", "-c", _CHECK, packages)
    said = await output_of(folder / "paloma", "--help", PYTHONPATH=packages)

    assert "PALOMA_URL" in said
    assert "campaign" in said
