"""The keys for tasks that docs/security.md describes open what they should, and nothing else."""

import re
from pathlib import Path

import pytest

from shared.web.http import RECORDED_METHODS
from shared.web.routes import registered_routes
from tests.unit.app.test_inventory import HTTP

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ADMINISTRATION = re.compile("subscription|import|erase|export|audit|recount|auto_reply|reconcil")
"""What only a host key opens, unless it reads, or delivers again what a subscription was due."""

READ_BY_ADMINISTRATION = {"list_audit", "get_erasure"}
"""What pages read that only a host key opens."""

TASKS = ("SEND", "VERIFY", "READ", "PAGES")

MAY_BE_READ = {
    "list_subscriptions",
    "get_subscription",
    "get_opt_out_import",
    "get_reconciliation",
}


def functions_of(task: str) -> set[str]:
    found = re.search(rf'^{task}="([^"]*)"', TEXT, re.MULTILINE)
    assert found, task
    names = set(found[1].split())
    return names - {"$READ"} | (functions_of("READ") if "$READ" in names else set())


def test_lists_name_functions_of_the_app() -> None:
    for task in TASKS:
        assert functions_of(task) <= set(HTTP), task


@pytest.mark.usefixtures("indexed_functions")
def test_key_for_reading_opens_nothing_that_changes_something() -> None:
    changing = {one.name for one in registered_routes() if RECORDED_METHODS & {*one.operations}}
    assert "send_sms" in changing
    assert functions_of("READ") & changing == set()


def read_by_pages() -> set[str]:
    """Name the functions with a key whose routes stand in the code of the pages."""
    code = "\n".join(one.read_text("utf-8") for one in (ROOT / "pages/static").rglob("*.js"))
    found = set()
    for one in registered_routes():
        if "GET" in one.operations and one.auth_level is None:
            # A place in a route is filled by a value, or by `-` where a header has the number.
            pattern = re.sub(r"\\{\w+\\}", r"(-|\\$\\{[^}]*\\})", re.escape(one.path))
            if re.search(rf'[`"]{pattern}[`"?$]', code):
                found.add(one.name)
    return found


@pytest.mark.usefixtures("indexed_functions")
def test_key_for_reading_opens_what_the_pages_read() -> None:
    reads = read_by_pages()
    assert "get_opt_out_activity" in reads, "the search finds nothing"
    assert reads - READ_BY_ADMINISTRATION <= functions_of("READ")


def test_key_for_sending_opens_one_function_that_sends() -> None:
    assert functions_of("SEND") - functions_of("READ") == {"send_sms", "preview_sms"}


def test_keys_of_tasks_open_no_administration() -> None:
    for task in TASKS:
        opened = {name for name in functions_of(task) if ADMINISTRATION.search(name)}
        assert opened - {"list_auto_replies"} <= MAY_BE_READ, task


def test_no_key_of_a_task_opens_a_webhook() -> None:
    for task in TASKS:
        assert functions_of(task) & {"inbound_webhook", "delivery_report"} == set()
