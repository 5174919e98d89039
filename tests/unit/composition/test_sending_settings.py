"""Settings of sending, opting out and replies."""

from datetime import timedelta

import pytest

from shared.settings import ConfigurationError
from tests.unit.composition.test_settings import load


@pytest.mark.parametrize(("text", "scope"), [("", "sender"), ("sender", "sender"), (" ALL", "all")])
def test_scope_of_a_stop_is_read(text: str, scope: str) -> None:
    assert load(SMS_OPT_OUT_SCOPE=text).stop_scope == scope


@pytest.mark.parametrize(
    ("text", "policy"), [("", "reschedule"), ("Block", "block"), ("off ", "off")]
)
def test_quiet_hours_are_read(text: str, policy: str) -> None:
    assert load(SMS_QUIET_HOURS=text).quiet_hours == policy


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("", ""), (True, False)),
        (("false", "True"), (False, True)),
        (("true", "false"), (True, False)),
    ],
)
def test_switches_of_reconciliation_are_read(
    texts: tuple[str, str], found: tuple[bool, bool]
) -> None:
    settings = load(SMS_RECONCILE=texts[0], SMS_RECONCILE_PUSH=texts[1])
    assert (settings.reconciles_daily, settings.pushes_opt_outs) == found


@pytest.mark.parametrize(("text", "allows"), [("", False), ("false", False), (" True", True)])
def test_events_go_into_private_networks_only_where_the_setting_says_so(
    text: str, *, allows: bool
) -> None:
    assert load(SMS_ALLOW_PRIVATE_WEBHOOKS=text).allows_private_webhooks is allows


def test_policies_for_possible_opt_outs_are_read_over_the_usual_ones() -> None:
    usual = {"transactional": "review", "marketing": "auto", "otp": "review"}
    assert load().possible_policies == load(SMS_POSSIBLE_OPT_OUTS=" ").possible_policies == usual
    changed = load(SMS_POSSIBLE_OPT_OUTS='{"otp": "ignore", "transactional": "auto"}')
    assert changed.possible_policies == {**usual, "otp": "ignore", "transactional": "auto"}


@pytest.mark.parametrize(
    "text", ["{", "[]", '"auto"', '{"sales": "auto"}', '{"otp": "Auto"}', '{"otp": []}']
)
def test_policies_that_make_no_sense_are_refused_by_name(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^SMS_POSSIBLE_OPT_OUTS "):
        load(SMS_POSSIBLE_OPT_OUTS=text)


@pytest.mark.parametrize(("text", "hours"), [("", 72), (" 1 ", 1), ("99", 99), ("720", 720)])
def test_reply_window_is_read(text: str, hours: int) -> None:
    assert load(SMS_REPLY_WINDOW_HOURS=text).reply_window == timedelta(hours=hours)
