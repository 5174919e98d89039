"""The commands of webhooks; each returns the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paloma.cli.commands import DONE, WRONG_USE
from paloma.cli.output import complain, print_json, say

if TYPE_CHECKING:
    from paloma.cli.commands import Context
    from paloma.models import NewSubscription, Subscription


def show(context: Context) -> int:
    """Show the webhooks."""
    for one in context.paloma.subscriptions():
        _show(one, context)
    return DONE


def add(context: Context) -> int:
    """Subscribe a webhook."""
    given = context.given
    _show_with_secret(context.paloma.subscribe(given.subscribed_url, given.events), context)
    return DONE


def change(context: Context) -> int:
    """Change the URL or the events of a webhook."""
    given = context.given
    if given.subscribed_url is None and given.events is None:
        complain("Say what to change: --to, --events or both.")
        return WRONG_USE
    found = context.paloma.change_subscription(
        given.id, url=given.subscribed_url, events=given.events
    )
    _show(found, context)
    return DONE


def pause(context: Context) -> int:
    """Pause a webhook."""
    _show(context.paloma.change_subscription(context.given.id, state="paused"), context)
    return DONE


def resume(context: Context) -> int:
    """Resume a webhook."""
    _show(context.paloma.change_subscription(context.given.id, state="active"), context)
    return DONE


def remove(context: Context) -> int:
    """Delete a webhook."""
    _show(context.paloma.unsubscribe(context.given.id), context)
    return DONE


def rotate(context: Context) -> int:
    """Replace the secret of a webhook."""
    _show_with_secret(context.paloma.rotate_secret(context.given.id), context)
    return DONE


def test(context: Context) -> int:
    """Deliver a test event."""
    found = context.paloma.test_subscription(context.given.id)
    if context.given.json:
        print_json(found.to_dict())
    else:
        say(f"{found.subscription_id}  test event {found.event_id}")
    return DONE


def _show_with_secret(one: NewSubscription, context: Context) -> None:
    _show(one, context)
    if not context.given.json:
        say(f"  secret, shown only now: {one.secret}")


def _show(one: Subscription, context: Context) -> None:
    if context.given.json:
        print_json(one.to_dict())
        return
    why = f" ({one.state_reason})" if one.state_reason else ""
    say(f"{one.subscription_id}  {one.state}{why}  {one.url}  {', '.join(one.events)}")
