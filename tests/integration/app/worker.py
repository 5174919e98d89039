"""
Microsoft's own worker library, made ready once for all tests that run apps in it.

The library, azure-functions-runtime, is what Azure runs on Python 3.13 and later. Its environment
has it alone; the packages of an app are beside it, installed as the remote build does it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from local.dev.lock import only_one
from local.dev.paths import LOCAL, ROOT

BUILT = LOCAL / "deployed-3.13"
PACKAGES = BUILT / "site-packages"
RUNTIME = "azure-functions-runtime==1.3.0"
SCRIPT = Path(__file__).parents[1] / "functions_host" / "real_worker.py"


def find_python() -> Path | None:
    """Find Python 3.13, if it runs."""
    if sys.version_info[:2] == (3, 13):
        return Path(sys.executable)
    found = shutil.which("python3.13")
    if found is None:
        return None
    # pyenv puts a launcher on the path that runs only a version that it is told of.
    environment = {**os.environ, "PYENV_VERSION": "3.13"}
    ask = [found, "-c", "import sys; print(sys.executable)"]
    answer = subprocess.run(ask, env=environment, capture_output=True, text=True, check=False)
    return Path(answer.stdout.strip()) if answer.returncode == 0 else None


def make_worker(python: Path) -> Path:
    """Make the worker's environment and the packages of the app, or use those there are."""
    with only_one(BUILT.with_suffix(".lock"), busy="The worker is being made.", waits=True):
        return _made(python)


def _made(python: Path) -> Path:
    requirements, stamp = ROOT / "requirements.txt", BUILT / "installed.txt"
    wanted = hashlib.sha256(requirements.read_bytes() + RUNTIME.encode()).hexdigest()
    executable = BUILT / "worker" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(BUILT, ignore_errors=True)
        subprocess.run([python, "-m", "venv", BUILT / "worker"], check=True)
        install = [str(executable), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*install, "--no-compile", RUNTIME], check=True)
        target = f"--target={PACKAGES}"
        build = ["--prefer-binary", "-r", str(requirements), target]
        subprocess.run([*install, "--no-compile", *build], check=True)
        stamp.write_text(wanted)
    return executable


def sample_settings() -> dict[str, str]:
    document = json.loads((ROOT / "local.settings.sample.json").read_text(encoding="utf-8"))
    values: dict[str, str] = document["Values"]
    return values


def work(
    python: Path,
    app_root: Path,
    calls: list[dict[str, Any]],
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Run an app in the worker, with the sample's settings or others; gives what it answered."""
    full_calls = [{"headers": {}, "params": {}, "body": "", **call} for call in calls]
    worker = subprocess.run(
        # -P keeps the script's own folder off the path.
        [python, "-P", "-W", "error", SCRIPT, app_root],
        input=json.dumps(full_calls),
        env={**os.environ, "PYTHONPATH": str(PACKAGES), **(environment or sample_settings())},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert worker.returncode == 0, worker.stderr
    outcome: dict[str, Any] = json.loads(worker.stdout.splitlines()[-1])
    return outcome
