"""What is installed, and with which pip."""

from __future__ import annotations

import pytest

from local.dev import parts
from local.dev.node import Node


def test_packages_use_callers_pip_when_python_lacks_ensurepip() -> None:
    make, packages = parts.packages_part(has_ensurepip=False).steps

    assert make.command[-1] == "--without-pip"
    assert packages.command[0] == make.command[0]
    assert "--python" in packages.command


def test_packages_use_own_pip_when_python_has_ensurepip() -> None:
    make, packages = parts.packages_part(has_ensurepip=True).steps

    assert "--without-pip" not in make.command
    assert ".venv" in packages.command[0]


@pytest.mark.parametrize("has_ensurepip", [True, False])
def test_python_packages_are_installed_by_their_hashes(*, has_ensurepip: bool) -> None:
    node = Node("node", ("npm",))
    packages = parts.packages_part(has_ensurepip=has_ensurepip)
    tools = parts.tools_part(packages, has_ensurepip=has_ensurepip)
    fetched = parts.node_part(node, has_ensurepip=has_ensurepip)

    for part in (packages, tools, fetched):
        command = part.steps[-1].command
        assert "--require-hashes" in command
        assert str(part.pins[0]) in command


def test_azurite_is_installed_from_its_lock_without_scripts() -> None:
    (step,) = parts.azurite_part(Node("node", ("npm",))).steps

    assert list(step.command[:2]) == ["npm", "ci"]
    assert "--ignore-scripts" in step.command


def test_running_installs_no_tools_for_tests_and_checks() -> None:
    packages = parts.packages_part(has_ensurepip=True)
    tools = parts.tools_part(packages, has_ensurepip=True)

    pins = [[pin.name for pin in part.pins] for part in (packages, tools)]
    assert pins == [["requirements.txt"], ["requirements-dev.txt"]]
    assert str(packages.pins[0]) in packages.steps[-1].command
