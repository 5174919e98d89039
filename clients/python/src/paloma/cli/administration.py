"""The commands for the registry of opt-outs and for own numbers; each returns the exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from paloma.cli.commands import DONE, FAILED, POLL_SECONDS
from paloma.cli.opt_outs_file import read_parts
from paloma.cli.output import Progress, complain, counted, print_json, say

if TYPE_CHECKING:
    from paloma.cli.commands import Context
    from paloma.cli.opt_outs_file import Part
    from paloma.models import OptOutImport, Sender

_ENDED = frozenset({"completed", "failed"})


def export_opt_outs(context: Context) -> int:
    """Write the registry, as CSV that an import reads, or as lines of JSON."""
    paloma, given = context.paloma, context.given
    sender = None if given.is_of_all else given.sender
    if given.json:
        for entry in paloma.opt_outs(sender, state=given.state):
            print_json(entry.to_dict())
        return DONE
    pages = list(paloma.opt_outs_csv(sender, state=given.state))
    text = "".join(pages[:1]) + "".join(page.partition("\n")[2] for page in pages[1:])
    if given.output is None:
        sys.stdout.write(text)
    else:
        Path(given.output).write_text(text, encoding="utf-8-sig", newline="")
        complain(f"Wrote {given.output}.")
    return DONE


def count_opt_outs(context: Context) -> int:
    """Count reviews, and people who are opted out."""
    found = context.paloma.opt_out_counts()
    if context.given.json:
        print_json(found.to_dict())
        return DONE
    opted_out = "too many" if found.opted_out_count is None else f"{found.opted_out_count:,}"
    more = "" if found.all_reviews_counted else " or more"
    say(f"{opted_out} opted out, {counted(found.open_review_count, 'review')}{more} open")
    say(f"  {found.due_review_count:,} due, {found.overdue_review_count:,} overdue")
    return DONE


def import_opt_outs(context: Context) -> int:
    """Import a file, show how far it is, and list what could not be read."""
    codes = [_import_part(part, context) for part in read_parts(context.given.file)]
    return max(codes)


def _import_part(part: Part, context: Context) -> int:
    paloma, given = context.paloma, context.given
    found = paloma.import_opt_outs(
        part.content,
        sender=given.sender,
        reason=given.reason,
        recipient_column=given.recipient_column,
    )
    if given.wait:
        found = _wait_for(found, context)
    if given.json:
        print_json(found.to_dict())
    else:
        say(_import_line(found))
        for one in paloma.bad_lines(found.import_id) if found.bad_line_count else ():
            say(f"  line {part.lines_before + one.line}: {one.message}")
    return FAILED if found.bad_line_count or found.state == "failed" else DONE


def _wait_for(found: OptOutImport, context: Context) -> OptOutImport:
    progress = Progress(found.row_count)
    while True:
        progress.show(found.changed_count + found.unchanged_count, "rows")
        if found.state in _ENDED:
            progress.end()
            return found
        context.sleep(POLL_SECONDS)
        found = context.paloma.get_import(found.import_id)


def _import_line(found: OptOutImport) -> str:
    bad = f", {counted(found.bad_line_count, 'line')} not read" if found.bad_line_count else ""
    return (
        f"{found.import_id}  {found.state}: {counted(found.row_count, 'row')}, "
        f"{found.changed_count:,} changed the registry, {found.unchanged_count:,} did not{bad}"
    )


def show_senders(context: Context) -> int:
    """Show the own numbers."""
    for sender in context.paloma.senders():
        _show(sender, context)
    return DONE


def pause(context: Context) -> int:
    """Hold back the messages of an own number."""
    given = context.given
    _show(context.paloma.pause(given.sender, reason=given.reason, actor=given.actor), context)
    return DONE


def resume(context: Context) -> int:
    """Let an own number send again."""
    _show(context.paloma.resume(context.given.sender, actor=context.given.actor), context)
    return DONE


def _show(sender: Sender, context: Context) -> None:
    if context.given.json:
        print_json(sender.to_dict())
        return
    why = sender.hold.message if sender.hold and not sender.paused else sender.pause_reason
    limit = sender.units_per_minute
    pace = f", at most {limit:,} {sender.unit} a minute" if limit is not None else ""
    say(f"{sender.sender}  {sender.health}{pace}{f': {why}' if why else ''}")
