"""Known vulnerabilities of the pinned packages, where the data about them can be had."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from local.dev.paths import ROOT, VENV_PYTHON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_REQUEST_SECONDS = 10
_LONGEST_SECONDS = 120


def audit() -> int:
    """
    Ask PyPI about every pinned package; say in a line what came of it.

    Returns
    -------
    int
        1 if a vulnerability is known. 0 also where the data could not be had: a check must work
        without a network.
    """
    packages = _packages(_ask())
    found = [package for package in packages if package.get("vulns")]
    for package in found:
        print(_describe(package))
    skipped_count = sum("skip_reason" in package for package in packages)
    print(_summary(len(packages), skipped_count, len(found)))
    return 1 if found else 0


def _ask() -> str:
    # With hashes and without pip nothing is resolved or installed: the file says it all.
    options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off")
    command = [str(VENV_PYTHON), "-m", "pip_audit", *options, "--format", "json"]
    command += ["--timeout", str(_REQUEST_SECONDS), "-r", str(ROOT / "requirements-dev.txt")]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=_LONGEST_SECONDS, check=False
        ).stdout
    except subprocess.TimeoutExpired:
        return ""


def _packages(answer: str) -> Sequence[Mapping[str, Any]]:
    """Any failure, such as an unavailable network, leaves no JSON."""
    try:
        packages: list[Mapping[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        return []
    return packages


def _describe(package: Mapping[str, Any]) -> str:
    known = "; ".join(
        f"{one['id']} (fixed in {', '.join(one['fix_versions']) or 'no version yet'})"
        for one in package["vulns"]
    )
    return f"{package['name']} {package['version']}: {known}"


def _summary(package_count: int, skipped_count: int, found_count: int) -> str:
    looked_up_count = package_count - skipped_count
    if not looked_up_count:
        return "Audit: not done, the data about vulnerabilities could not be had."
    known = f"{found_count} of them vulnerable" if found_count else "nothing known against them"
    left_out = f"; {skipped_count} could not be looked up" if skipped_count else ""
    return f"Audit: {looked_up_count} packages, {known}{left_out}."
