"""What is deployed is the app and nothing else."""

import tomllib
from pathlib import Path

import pytest

from tests.support.infra.package import deployed_files

ROOT = Path(__file__).parents[3]
ROOMS = {path.parent.name for path in ROOT.glob("*/functions.py")}


def test_app_is_deployed_and_nothing_else() -> None:
    tops = {Path(name).parts[0] for name in deployed_files(ROOT)}

    files = {"function_app.py", "host.json", "requirements.txt", "LICENSE"}
    assert tops == {*ROOMS, *files, "composition", "shared"}


@pytest.mark.parametrize(
    "name",
    [
        "paloma_env/lib/python3.13/site-packages/x.py",
        ".python_packages/lib/site-packages/x.py",
        "shared/__pycache__/log.cpython-313.pyc",
        ".azure/production/.env",
        ".mypy_cache/x.json",
        ".hypothesis/x",
        "hooks/postdeploy.sh",
        "local.settings.json",
        "azure.yaml",
    ],
)
def test_what_azd_and_tools_leave_behind_is_not_deployed(tmp_path: Path, name: str) -> None:
    (tmp_path / ".funcignore").write_bytes((ROOT / ".funcignore").read_bytes())
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("x")

    assert deployed_files(tmp_path) == []


def test_folder_holds_no_package_for_pip() -> None:
    """Azd runs `pip install .` here, which fails if setuptools looks for packages by itself."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert document["tool"]["setuptools"]["packages"] == []
