"""A person's consent over all own numbers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from opt_outs.domain.consent import ALL_NUMBERS, ConsentChange, ConsentState, ledger_order
from opt_outs.look_up import Entry, find_entries
from opt_outs.responses import change_response, in_order
from opt_outs.storage.registry import OptOuts
from people.contract import OwnNumberConsent, Person, PersonQuietHours
from people.regions import region_of
from send_sms.domain.places import zone_names_of
from send_sms.domain.prices import country_of
from send_sms.domain.quiet_hours import QuietHoursPolicy, next_open
from senders.domain.profile import SenderProfiles
from senders.listing import SeenNumbers
from shared.runtime import Clock
from shared.web.contract import next_page_url

MAX_OWN_NUMBERS = 200
"""Own numbers that are looked for, of those that were seen and of those with opt-outs."""


@dataclass(frozen=True, slots=True)
class PersonReader:
    """What knows own numbers, people's consent, and when marketing may reach them."""

    opt_outs: OptOuts
    seen: SeenNumbers
    profiles: SenderProfiles
    quiet_hours: QuietHoursPolicy
    clock: Clock


@dataclass(frozen=True, slots=True)
class PersonPage:
    """
    A person's consent for some own numbers.

    Attributes
    ----------
    consents : sequence
        Own numbers in order, each with its entry; None if nothing is known.
    ledger : sequence of ConsentChange
        The changes of these entries, oldest first.
    next_after : str
        The own number behind which the next page begins; empty on the last one.
    quiet_hours : PersonQuietHours or None
        None where quiet hours do not apply.
    """

    number: str
    consents: Sequence[tuple[str, Entry | None]]
    ledger: Sequence[ConsentChange]
    next_after: str
    quiet_hours: PersonQuietHours | None


async def read_person(number: str, after: str, limit: int, reader: PersonReader) -> PersonPage:
    """
    Read a person's consent for at most `limit` own numbers: those known, seen or in settings.

    An operation for each own number that was seen and one for each with opt-outs, two at most for
    each of the page (four where the person's number has a former form), and four more.

    Parameters
    ----------
    after : str
        The last own number of the previous page; empty: the first page, which has the entry for
        all own numbers, too.
    """
    names = await _own_numbers(after, reader)
    page = names[:limit]
    scopes = page if after else [ALL_NUMBERS, *page]
    found = await find_entries(scopes, number, reader.opt_outs)
    shown = [one for one in scopes if one != ALL_NUMBERS or one in found]
    # Each entry has the lines of the one for all, too; the first page shows them.
    lines = dict.fromkeys(
        line
        for entry in found.values()
        for line in entry.ledger
        if not after or line.own_number != ALL_NUMBERS
    )
    return PersonPage(
        number=number,
        consents=[(one, found.get(one)) for one in shown],
        ledger=sorted(lines, key=ledger_order),
        next_after=page[-1] if len(names) > limit else "",
        quiet_hours=_quiet_hours_of(number, reader),
    )


def _quiet_hours_of(number: str, reader: PersonReader) -> PersonQuietHours | None:
    if reader.quiet_hours is QuietHoursPolicy.OFF or not number.startswith("+"):
        return None
    now = reader.clock()
    opening = next_open(number, now)
    is_quiet = opening is None or opening > now
    return PersonQuietHours(
        policy=reader.quiet_hours, is_quiet=is_quiet, until=opening if is_quiet else None
    )


async def _own_numbers(after: str, reader: PersonReader) -> Sequence[str]:
    """
    Name own numbers behind one.

    All are read, because the journal and the registry have them in different orders.
    """
    seen, registered = await asyncio.gather(
        reader.seen.own_numbers("", MAX_OWN_NUMBERS),
        reader.opt_outs.own_numbers(ALL_NUMBERS, MAX_OWN_NUMBERS),
    )
    names = {*seen, *registered, *reader.profiles}
    return sorted(name for name in names if name > after)


def person_response(page: PersonPage, limit: int) -> Person:
    """Build the response to `GET /people/{number}`."""
    path = f"people/{page.number.removeprefix('+')}"
    is_phone = page.number.startswith("+")
    return Person(
        number=page.number,
        time_zones=list(zone_names_of(page.number)) if is_phone else [],
        region=region_of(page.number) or None,
        country=_country_of(page.number) if is_phone else None,
        quiet_hours=page.quiet_hours,
        consents=[_consent(*one) for one in page.consents],
        ledger=[change_response(line) for line in page.ledger],
        next_url=next_page_url(path, page.next_after, {"limit": limit}),
    )


def _country_of(number: str) -> str | None:
    country = country_of(number)
    return country if country.isalpha() else None


def _consent(own_number: str, entry: Entry | None) -> OwnNumberConsent:
    if entry is None:
        state = ConsentState.OPTED_IN
        return OwnNumberConsent(sender=own_number, state=state, categories=[], all_numbers=False)
    return OwnNumberConsent(
        sender=own_number,
        state=ConsentState.OPTED_OUT if entry.blocked else ConsentState.OPTED_IN,
        categories=in_order(entry.blocked),
        all_numbers=entry.by_all_numbers,
        changed_at=entry.newest.changed_at,
        source=entry.newest.source,
    )
