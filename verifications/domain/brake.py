"""
The brake on codes that are not entered.

Fraudsters request codes for numbers whose operator pays them for messages, and enter none. So
codes that were sent and not entered in the last 24 hours are counted by prefix; and by country for
new prefixes, those where no code was entered in this time.

A known prefix goes on while it owes less than `KNOWN_LIMIT` codes; one that is entered pays for
`PAID_BY_KNOWN`, so it is refused when fewer than a quarter are entered. New prefixes share the
budgets of their country; the first two codes of a prefix have one of their own, so that an attack
on some prefixes leaves room for people of others. Countries without any entered code share further
budgets, so that an attack on any number of prefixes there gets about 70 codes, and two for each
country, whose people must not wait for the end of an attack on others.

Codes that are on their way are owed, too: after a start without history, codes are sent as fast as
they are entered.
"""

from dataclasses import dataclass
from enum import StrEnum

from verifications.domain.limits import VerificationRefusedError
from verifications.domain.tally import Cohort, Tally

PREFIX_DIGITS = 7
"""At most so many digits: a block of numbers, and no person's."""

LEAST_HIDDEN_DIGITS = 4
KNOWN_LIMIT, NEW_LIMIT = 12, 20
PAID_BY_KNOWN, PAID_BY_NEW = 4, 2
HOURLY_START, HOURLY_PER_ENTERED = 100, 2
_FIRST_CODES = 2
_COUNTRY_RESERVE = 2
"""Codes of a new country that are sent although the budgets of new countries are used up."""


class BrakeLevel(StrEnum):
    """What is refused: a prefix for this hour or at all, or new prefixes of a country or of all."""

    HOUR = "hour"
    PREFIX = "prefix"
    COUNTRY = "country"
    NEW_COUNTRIES = "new_countries"


_COUNTRY_BUDGETS = {Cohort.FIRST: 40, Cohort.FURTHER: 25}
_NEW_COUNTRIES_BUDGETS = {Cohort.FIRST: 50, Cohort.FURTHER: 20}


@dataclass(frozen=True, slots=True)
class Braked:
    """Why a prefix is refused, with the figures that say so."""

    level: BrakeLevel
    sent: int
    entered: int


class PrefixBrakedError(VerificationRefusedError):
    """Too few of the codes for this prefix, or for new prefixes like it, are entered."""

    code = "prefix_braked"
    text = "Too few of the codes that were sent to numbers like this one are entered."


class PrefixLimitError(VerificationRefusedError):
    """The hour's codes of this prefix are used up."""

    code = "prefix_limit_reached"
    text = "Too many codes were sent to numbers like this one in this hour."


@dataclass(frozen=True, slots=True)
class Tallies:
    """What a request is held against."""

    prefix: Tally
    country: Tally
    new_countries: Tally


@dataclass(frozen=True, slots=True)
class Granted:
    """A code that may be sent, and where it is counted."""

    cohort: Cohort
    is_new_country: bool


def grant(tallies: Tallies, hour: int) -> Granted | Braked:
    """Decide whether a code may be sent now, and count it if so."""
    sent, entered = tallies.prefix.total(hour)
    if _owes_too_many(tallies.prefix, hour, entered):
        return Braked(BrakeLevel.PREFIX, sent, entered)
    if tallies.prefix.of_hour(hour)[0] >= HOURLY_START + HOURLY_PER_ENTERED * entered:
        return Braked(BrakeLevel.HOUR, sent, entered)
    cohort = _cohort(sent, entered)
    is_new_country = cohort is not Cohort.KNOWN and not tallies.country.entered(hour)
    granted = Granted(cohort, is_new_country)
    if braked := _exceeded_budget(tallies, granted, hour):
        return braked
    count(tallies, hour, granted, sent=1)
    return granted


def is_braked(prefix: Tally, hour: int) -> bool:
    """Tell whether a prefix by itself owes too many codes."""
    return _owes_too_many(prefix, hour, prefix.entered(hour))


def _owes_too_many(prefix: Tally, hour: int, entered: int) -> bool:
    limit = KNOWN_LIMIT if entered else NEW_LIMIT
    return prefix.owes(hour, Cohort.KNOWN) >= limit


def count(
    tallies: Tallies, hour: int, granted: Granted, *, sent: int = 0, entered: int = 0
) -> None:
    """
    Count a code that is sent, or that was entered, everywhere where it counts.

    Of known prefixes a country only knows whether codes are entered: its row would otherwise be
    written for each code.
    """
    tallies.prefix.add(hour, granted.cohort, sent=sent, entered=entered)
    tallies.prefix.settle(hour, Cohort.KNOWN, sent=sent, paid=PAID_BY_KNOWN * entered)
    if granted.cohort is Cohort.KNOWN:
        if entered and not tallies.country.of_hour(hour)[1]:
            tallies.country.add(hour, granted.cohort, entered=entered)
        return
    for tally in (tallies.country, *([tallies.new_countries] if granted.is_new_country else [])):
        tally.add(hour, granted.cohort, sent=sent, entered=entered)
        tally.settle(hour, granted.cohort, sent=sent, paid=PAID_BY_NEW * entered)


def prefix_of(number: str) -> str:
    """Give the digits that a number is counted under; at least four of its digits are not shown."""
    digits = number.removeprefix("+")
    return digits[: min(PREFIX_DIGITS, len(digits) - LEAST_HIDDEN_DIGITS)]


def _cohort(sent: int, entered: int) -> Cohort:
    if entered:
        return Cohort.KNOWN
    return Cohort.FIRST if sent < _FIRST_CODES else Cohort.FURTHER


def _exceeded_budget(tallies: Tallies, granted: Granted, hour: int) -> Braked | None:
    cohort, country = granted.cohort, tallies.country
    if cohort is Cohort.KNOWN:
        return None
    pools = [(BrakeLevel.COUNTRY, country, _COUNTRY_BUDGETS)]
    if granted.is_new_country and country.total(hour)[0] >= _COUNTRY_RESERVE:
        pools += [(BrakeLevel.NEW_COUNTRIES, tallies.new_countries, _NEW_COUNTRIES_BUDGETS)]
    for level, tally, budgets in pools:
        if tally.owes(hour, cohort) >= budgets[cohort]:
            return Braked(level, *tally.of_cohort(cohort, hour))
    return None
