"""The codes of problems are the API's own, and docs/routes.md lists all of them."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from shared.web.validation import OWN_CODES, codes
from tests.support.house import ROOT
from tests.support.world import World
from tests.unit.send_sms.sms_api import request_body, send
from tests.unit.send_sms.test_bad_requests import BAD_BODIES, BAD_MEMBERS

_CODE = re.compile("[a-z][a-z0-9_]+")
_NOT_THE_APP = {"tests", "local", "bench", "examples", "clients", ".venv", ".local"}
_PLACES = {"problem": 1, "invalid_field": 1, "_refuse": 2, "LineError": 0, "PydanticCustomError": 0}
"""Functions that take a code, and the position of that argument."""

_WITH_CODES = (ast.Call, ast.Dict, ast.Assign, ast.AnnAssign)

PYDANTICS = frozenset(get_args(ErrorType))

NOT_OF_A_RESPONSE = {"", "sms_error", "invalid_phone_number"}
"""The codes of base classes, and those that are not known."""


@cache
def nodes() -> list[ast.AST]:
    """What may have a code in it; to parse the app takes longer than to look through this."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in _NOT_THE_APP]
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in files)
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, _WITH_CODES)]


def name_of(node: ast.expr) -> str:
    """Give a plain name; empty for any other expression."""
    return node.id if isinstance(node, ast.Name) else ""


def codes_in_the_app() -> Iterator[str]:
    for node in nodes():
        found: ast.expr | None = None
        if isinstance(node, ast.Call):
            place = _PLACES.get(name_of(node.func))
            found = node.args[place] if place is not None and len(node.args) > place else None
        elif isinstance(node, ast.Dict):
            names = [ast.literal_eval(key) if isinstance(key, ast.Constant) else "" for key in
                     node.keys if key]  # fmt: skip
            if {"field", "code", "message"} == set(names):
                found = node.values[names.index("code")]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            found = node.value if name_of(target) == "code" else None
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            yield found.value


def documented() -> set[str]:
    text = (ROOT / "docs" / "routes.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return {code for row in rows for code in re.findall("`([^`]+)`", row.split(" | ")[0])}


def test_every_code_is_documented() -> None:
    found = {*codes_in_the_app(), *codes()}
    assert len(found) > 40
    assert all(_CODE.fullmatch(code) for code in found - {""})
    assert found - documented() - NOT_OF_A_RESPONSE == set(), "list them in docs/routes.md"


def test_codes_of_bodies_are_none_of_pydantics() -> None:
    assert codes() & PYDANTICS == set()


def test_every_error_that_the_models_raise_is_known() -> None:
    custom = {
        str(ast.literal_eval(node.args[0]))
        for node in nodes()
        if isinstance(node, ast.Call) and name_of(node.func) == "PydanticCustomError"
    }
    assert custom == OWN_CODES


@pytest.mark.usefixtures("served")
async def test_refusals_of_bad_sends_have_documented_codes_and_say_the_first_cause() -> None:
    # Two of our codes of numbers are pydantic's codes of lists.
    pydantics = PYDANTICS - {"too_short", "too_long"}
    bodies = [request_body(**changes) for changes, _ in BAD_MEMBERS] + BAD_BODIES
    for body in bodies:
        problem = json.loads((await send(body)).get_body())
        found = {error["code"] for error in problem["errors"]}
        assert found <= documented(), problem
        assert not found & pydantics
        assert "invalid_value" not in found, f"{problem} has no words of its own"
        first = problem["errors"][0]
        assert first["message"] in problem["detail"]
        assert first["field"] in problem["detail"]


async def test_recipient_that_is_too_short_is_named_with_its_place(served: World) -> None:
    answer = await send(request_body(to=["+1 425 555", "no number"]))
    problem = json.loads(answer.get_body())
    assert problem["detail"].startswith("to[0]: ")
    assert "too short" in problem["detail"]
    assert problem["code"] == "no_valid_recipient"
    assert served.journal_table.all_rows() == []
