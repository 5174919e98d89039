"""The README cannot drift away from the code."""

import json
import re
from pathlib import Path

import pytest

from send_sms.contract.requests import SendRequest
from shared.domain.kinds import MessageStatus
from tests.unit.app.test_inventory import HTTP

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted({path for path, _ in HTTP.values()}))
def test_readme_names_every_route(path: str) -> None:
    assert f"`/api/{path}" in README


@pytest.mark.parametrize("status", list(MessageStatus))
def test_readme_defines_every_status(status: MessageStatus) -> None:
    assert f"| `{status}` |" in README


def test_readme_names_every_setting_the_app_reads() -> None:
    source = (ROOT / "shared" / "settings.py").read_text(encoding="utf-8")
    read = re.findall(r'env\.get\("(\w+)"', source)

    assert read
    assert [name for name in read if f"`{name}`" not in README] == []


def test_readme_names_every_setting_of_the_sample() -> None:
    sample = json.loads((ROOT / "local.settings.sample.json").read_text(encoding="utf-8"))

    own = [name for name in sample["Values"] if name != "FUNCTIONS_WORKER_RUNTIME"]
    assert [name for name in own if f"`{name}`" not in README] == []


def test_readme_requests_are_valid() -> None:
    documents = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    pasted = re.findall(r"-d '(\{.*?\})'", README, re.DOTALL)

    assert documents
    assert pasted
    for document in documents + pasted:
        SendRequest.model_validate_json(document)


def test_every_relative_link_leads_somewhere() -> None:
    folders = (ROOT / "docs", ROOT / "examples")
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md"]
    documents += [document for folder in folders for document in folder.rglob("*.md")]

    dead = [
        f"{document.name}: {link}"
        for document in documents
        for link in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8"))
        if "://" not in link and not (document.parent / link).exists()
    ]
    assert dead == []
