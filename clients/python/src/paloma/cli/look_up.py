"""The commands that look up sends, messages, people and figures; each returns the exit code."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

from paloma.cli.commands import DONE
from paloma.cli.output import counted, line_of, print_json, say, status_line

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from paloma._operations.analytics import SummaryOptions
    from paloma.cli.commands import Context
    from paloma.models import Figures, OwnNumberConsent, Person, SendStatus, Summary


def cancel(context: Context) -> int:
    """Cancel a send."""
    _show_send(context.paloma.cancel(context.given.id, actor=context.given.actor), context)
    return DONE


def list_sends(context: Context) -> int:
    """List sends that meet the filters."""
    given = context.given
    found = context.paloma.sends(
        given.own_number,
        since=given.since,
        until=given.until,
        status=given.status,
        campaign=given.campaign,
        category=given.category,
        min_recipients=given.min_recipients,
    )
    for one in islice(found, given.limit):
        _show_send(one, context)
    return DONE


def _show_send(found: SendStatus, context: Context) -> None:
    if context.given.json:
        print_json(found.to_dict())
        return
    campaign = f"  {found.campaign}" if found.campaign else ""
    say(f"{_local(found.accepted_at)}  {found.from_}  {status_line(found)}{campaign}")


def list_messages(context: Context) -> int:
    """List messages of all sends that meet the filters."""
    given = context.given
    found = context.paloma.find_messages(
        to=given.to,
        sender=given.own_number,
        since=given.since,
        until=given.until,
        status=given.status,
        campaign=given.campaign,
    )
    for one in islice(found, given.limit):
        if given.json:
            print_json(one.to_dict())
        else:
            say(f"{_local(one.accepted_at)}  {one.from_}{line_of(one)}")
    return DONE


def show_person(context: Context) -> int:
    """Show whether a person may be sent to, for each own number, and what changed it."""
    found = context.paloma.get_person(context.given.number)
    if context.given.json:
        print_json(found.to_dict())
    else:
        _show_person(found)
    return DONE


def _show_person(found: Person) -> None:
    zones = f"  {', '.join(found.time_zones)}" if found.time_zones else ""
    say(f"{found.number}{zones}")
    for one in found.consents:
        say(f"  {one.sender}  {_state_of(one)}")
    for line in found.ledger:
        why = f": {line.reason}" if line.reason else ""
        say(f"  {_local(line.changed_at)}  {line.sender}  {line.state} ({line.source}){why}")


def _state_of(one: OwnNumberConsent) -> str:
    categories = f" from {', '.join(one.categories)}" if one.categories else ""
    everywhere = ", for all numbers" if one.all_numbers else ""
    return f"{one.state}{categories}{everywhere}"


def show_figures(context: Context) -> int:
    """Show figures of a range of days: the whole, and each period with messages."""
    paloma, given = context.paloma, context.given
    options = _summary_options(given)
    if given.csv:
        sys.stdout.write(paloma.summary_csv(**options))
        return DONE
    found = paloma.summary(**options)
    if given.json:
        print_json(found.to_dict())
    else:
        _show_summary(found)
    return DONE


def _summary_options(given: argparse.Namespace) -> SummaryOptions:
    return {
        "since": given.since,
        "until": given.until,
        "interval": given.interval,
        "tz": given.tz,
        "sender": given.own_number,
        "campaign": given.campaign,
        "category": given.category,
    }


def _show_summary(found: Summary) -> None:
    cost = f", about {found.total.estimated_cost} {found.currency}"
    say(f"in all  {_figures(found.total)}{cost if found.total.estimated_cost else ''}")
    form = "%Y-%m-%d %H:%M" if found.interval == "hour" else "%Y-%m-%d"
    for one in found.periods:
        if one.accepted or one.received:
            say(f"{one.start:{form}}  {_figures(one)}")


def _figures(one: Figures) -> str:
    rate = "" if one.delivery_rate is None else f" ({one.delivery_rate:.1%})"
    return (
        f"{counted(one.accepted, 'message')}, {one.delivered:,} delivered{rate}, "
        f"{one.failed:,} failed, {one.received:,} received, {counted(one.opt_outs, 'opt-out')}"
    )


def _local(moment: datetime | None) -> str:
    """Write a time in the time zone of this machine."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "-"
