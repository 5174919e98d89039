"""The keys for tasks that docs/security.md describes open what they should, and nothing else."""

import re
from pathlib import Path

from shared.web.http import RECORDED_METHODS
from shared.web.routes import registered_routes
from tests.unit.app.test_inventory import HTTP

TEXT = (Path(__file__).parents[3] / "docs" / "security.md").read_text(encoding="utf-8")
ADMINISTRATION = re.compile("subscription|import|erase|export|audit|recount|auto_reply|reconcil")
"""What only a host key opens, unless it reads, or delivers again what a subscription was due."""

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


def test_key_for_reading_opens_nothing_that_changes_something() -> None:
    changing = {one.name for one in registered_routes() if RECORDED_METHODS & {*one.operations}}
    assert functions_of("READ") & changing == set()


def test_key_for_sending_opens_one_function_that_sends() -> None:
    assert functions_of("SEND") - functions_of("READ") == {"send_sms", "preview_sms"}


def test_keys_of_tasks_open_no_administration() -> None:
    for task in TASKS:
        opened = {name for name in functions_of(task) if ADMINISTRATION.search(name)}
        assert opened - {"list_auto_replies"} <= MAY_BE_READ, task


def test_no_key_of_a_task_opens_a_webhook() -> None:
    for task in TASKS:
        assert functions_of(task) & {"inbound_webhook", "delivery_report"} == set()
