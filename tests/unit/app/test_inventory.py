"""What the host finds in the app, held against what the interface promises."""

import re

import pytest

from local.functions_host.route_template import parse_template
from tests.support.function_index import IndexedFunction

HTTP = {
    "send_sms": ("sms", {"POST"}),
    "preview_sms": ("preview", {"POST"}),
    "list_sends": ("sms", {"GET"}),
    "count_single_sends": ("single-sends", {"GET"}),
    "get_send": ("sms/{sendId}", {"GET"}),
    "cancel_send": ("sms/{sendId}", {"DELETE"}),
    "resend_unknown": ("sms/{sendId}/resend-unknown", {"POST"}),
    "redrive_send": ("sms/{sendId}/redrive", {"POST"}),
    "list_send_messages": ("sms/{sendId}/messages", {"GET"}),
    "list_messages": ("messages", {"GET"}),
    "get_message": ("messages/{messageId}", {"GET"}),
    "list_caps": ("caps", {"GET"}),
    "list_senders": ("senders", {"GET"}),
    "get_sender": ("senders/{sender}", {"GET"}),
    "pause_sender": ("senders/{sender}/pause", {"POST"}),
    "resume_sender": ("senders/{sender}/resume", {"POST"}),
    "inbound_webhook": ("webhooks/inbound", {"POST", "OPTIONS"}),
    "delivery_report": ("webhooks/delivery-reports", {"POST", "OPTIONS"}),
    "list_auto_replies": ("auto-replies/{sender}", {"GET"}),
    "put_auto_reply": ("auto-replies/{sender}/{keyword}", {"PUT"}),
    "delete_auto_reply": ("auto-replies/{sender}/{keyword}", {"DELETE"}),
    "list_conversations": ("conversations", {"GET"}),
    "get_conversation": ("conversations/{sender}/{user}", {"GET"}),
    "mark_conversation_read": ("conversations/{sender}/{user}/read", {"POST"}),
    "mark_conversation_done": ("conversations/{sender}/{user}/done", {"POST"}),
    "reopen_conversation": ("conversations/{sender}/{user}/reopen", {"POST"}),
    "assign_conversation": ("conversations/{sender}/{user}/assign", {"POST"}),
    "set_automatic_replies_to_person": (
        "conversations/{sender}/{user}/automatic-replies",
        {"POST"},
    ),
    "mark_conversation_unread": ("conversations/{sender}/{user}/unread", {"POST"}),
    "list_canned_replies": ("canned-replies", {"GET"}),
    "get_canned_reply": ("canned-replies/{name}", {"GET"}),
    "put_canned_reply": ("canned-replies/{name}", {"PUT"}),
    "delete_canned_reply": ("canned-replies/{name}", {"DELETE"}),
    "reply_to_conversation": ("conversations/{sender}/{user}/replies", {"POST"}),
    "list_opt_outs": ("opt-outs", {"GET"}),
    "get_opt_out": ("opt-outs/{sender}/{recipient}", {"GET"}),
    "put_opt_out": ("opt-outs/{sender}/{recipient}", {"PUT"}),
    "delete_opt_out": ("opt-outs/{sender}/{recipient}", {"DELETE"}),
    "get_opt_out_activity": ("opt-out-activity", {"GET"}),
    "get_opt_out_counts": ("opt-out-counts", {"GET"}),
    "get_person": ("people/{number}", {"GET"}),
    "start_verification": ("verifications", {"POST"}),
    "get_verification": ("verifications/{verificationId}", {"GET"}),
    "check_verification": ("verifications/{verificationId}/check", {"POST"}),
    "get_verification_figures": ("verification-figures", {"GET"}),
    "export_person": ("people/{number}/export", {"GET"}),
    "erase_person": ("people/{number}", {"DELETE"}),
    "get_erasure": ("erasures/{erasureId}", {"GET"}),
    "import_opt_outs": ("opt-out-imports", {"POST"}),
    "get_opt_out_import": ("opt-out-imports/{importId}", {"GET"}),
    "start_reconciliation": ("opt-out-reconciliations", {"POST"}),
    "get_reconciliation": ("opt-out-reconciliations", {"GET"}),
    "list_opt_out_reviews": ("opt-out-reviews", {"GET"}),
    "approve_opt_out_review": ("opt-out-reviews/{reviewId}/approve", {"POST"}),
    "reject_opt_out_review": ("opt-out-reviews/{reviewId}/reject", {"POST"}),
    "list_opt_out_ledger": ("opt-out-ledger", {"GET"}),
    "list_audit": ("audit", {"GET"}),
    "analytics_summary": ("analytics/summary", {"GET"}),
    "dashboard": ("dashboard", {"GET"}),
    "inbox": ("inbox", {"GET"}),
    "docs": ("docs", {"GET"}),
    "page_asset": ("assets/{*name}", {"GET"}),
    "ui": ("ui/{*place}", {"GET"}),
    "create_subscription": ("subscriptions", {"POST"}),
    "list_subscriptions": ("subscriptions", {"GET"}),
    "get_subscription": ("subscriptions/{subscriptionId}", {"GET"}),
    "change_subscription": ("subscriptions/{subscriptionId}", {"PATCH"}),
    "delete_subscription": ("subscriptions/{subscriptionId}", {"DELETE"}),
    "rotate_subscription_secret": ("subscriptions/{subscriptionId}/rotate-secret", {"POST"}),
    "test_subscription": ("subscriptions/{subscriptionId}/test", {"POST"}),
    "list_dead_letters": ("subscriptions/{subscriptionId}/dead-letters", {"GET"}),
    "replay_dead_letters": ("subscriptions/{subscriptionId}/dead-letters/replay", {"POST"}),
    "recount_day": ("analytics/recounts", {"POST"}),
    "get_queue": ("queue", {"GET"}),
    "get_attention": ("attention", {"GET"}),
    "get_settings": ("settings", {"GET"}),
    "list_parked_events": ("parked-events", {"GET"}),
    "health": ("health", {"GET"}),
    "ready": ("ready", {"GET"}),
    "openapi": ("openapi.json", {"GET"}),
}
QUEUES = {
    "dispatch_sms": "sms-dispatch",
    "dispatch_sms_poison": "sms-dispatch-poison",
    "continue_erasure": "erasures",
    "continue_erasure_poison": "erasures-poison",
    "run_opt_out_import": "opt-out-imports",
    "run_opt_out_import_poison": "opt-out-imports-poison",
    "continue_reconciliation": "opt-out-reconciliations",
    "continue_reconciliation_poison": "opt-out-reconciliations-poison",
    "deliver_events": "events",
    "deliver_events_poison": "events-poison",
}
TIMERS = {
    "move_due_work": "5 * * * * *",
    "recount_lately": "45 7 * * * *",
    "log_figures": "15 */5 * * * *",
    "join_parked_inbound": "0 */5 * * * *",
    "join_parked_reports": "0 */5 * * * *",
    "purge_expired": "30 */5 * * * *",
    "apply_retention": "20 25 * * * *",
    "reconcile_daily": "0 40 * * * *",
}

UNKNOWN_ROUTE = "zz_unknown_route"
HOME = {
    "home": ("/", "/health"),
    "api_home": ("/api", "/api/health"),
}
"""The functions of the home page: where they are, and what they must leave to others."""

FUNCTIONS = {*HTTP, *HOME, *QUEUES, *TIMERS, UNKNOWN_ROUTE}
HOLDS_NO_DATA = {"health", "dashboard", "docs", "inbox", "page_asset", "ui", *HOME}

Inventory = dict[str, IndexedFunction]


def test_app_has_the_functions_of_the_interface_and_no_others(
    indexed_functions: Inventory,
) -> None:
    assert set(indexed_functions) == FUNCTIONS


def test_function_for_unknown_routes_comes_after_all_others(indexed_functions: Inventory) -> None:
    assert max(indexed_functions) == UNKNOWN_ROUTE, "the host takes the first that fits, by name"
    trigger = indexed_functions[UNKNOWN_ROUTE].trigger
    assert (trigger["route"], trigger["authLevel"].value) == ("api/{*path}", "function")
    assert {method.value for method in trigger["methods"]} >= {"GET", "POST", "PUT", "DELETE"}


@pytest.mark.parametrize("name", HTTP)
def test_http_function_has_its_route_and_methods(indexed_functions: Inventory, name: str) -> None:
    trigger = indexed_functions[name].trigger
    methods = {method.value for method in trigger["methods"]}
    route, wanted = HTTP[name]
    assert (trigger["type"], trigger["route"]) == ("httpTrigger", f"api/{route}")
    assert methods == wanted


@pytest.mark.parametrize("name", HOME)
def test_home_page_is_at_its_address_alone(indexed_functions: Inventory, name: str) -> None:
    trigger = indexed_functions[name].trigger
    template = parse_template(trigger["route"])
    own, other = HOME[name]
    assert {method.value for method in trigger["methods"]} == {"GET"}
    assert template.match(own.strip("/")) == {}
    assert template.match(other.strip("/")) is None


@pytest.mark.parametrize("name", [*HTTP, *HOME])
def test_every_http_function_asks_for_a_key_unless_it_holds_no_data(
    indexed_functions: Inventory, name: str
) -> None:
    level = indexed_functions[name].trigger["authLevel"].value
    assert level == ("anonymous" if name in HOLDS_NO_DATA else "function")


@pytest.mark.parametrize("name", QUEUES)
def test_queue_function_listens_to_its_queue(indexed_functions: Inventory, name: str) -> None:
    trigger = indexed_functions[name].trigger
    assert trigger["type"] == "queueTrigger"
    assert trigger["queueName"] == QUEUES[name]
    assert trigger["connection"] == "AzureWebJobsStorage"


@pytest.mark.parametrize("name", TIMERS)
def test_timer_runs_on_its_schedule_and_not_at_every_start(
    indexed_functions: Inventory, name: str
) -> None:
    trigger = indexed_functions[name].trigger
    assert (trigger["type"], trigger["schedule"]) == ("timerTrigger", TIMERS[name])
    assert (trigger["runOnStartup"], trigger["useMonitor"]) == (False, False)


def test_binding_names_are_valid_on_old_hosts(indexed_functions: Inventory) -> None:
    names = {b["name"] for one in indexed_functions.values() for b in one.bindings}
    assert all(name == "$return" or re.fullmatch("[A-Za-z][A-Za-z0-9]*", name) for name in names)


def test_parameters_of_routes_differ_only_where_places_differ(
    indexed_functions: Inventory,
) -> None:
    routes = [(one.trigger.get("route"), method) for one in indexed_functions.values()
              for method in one.trigger.get("methods", ())]  # fmt: skip
    shapes = [(re.sub(r"\{\w+\}", "{}", str(route)), method) for route, method in routes]
    assert len(set(shapes)) == len(shapes), "two functions answer the same requests"
