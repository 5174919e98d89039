"""
The brake on codes that are not entered.

Fraudsters request codes for numbers whose operator pays them for messages, and enter none. So
codes that were sent and not entered in the last 24 hours are counted by prefix; and by country for
new prefixes, those where no code was entered in this time.

A known prefix goes on while it has less than `PREFIX_START` such codes and three more for each that
was entered: it is refused when fewer than about a quarter are entered. New prefixes share the
budgets of their country; the first two codes of a prefix have one of their own, so that an attack
on some prefixes leaves room for people of others. Countries without any entered code share further
budgets, so that an attack on any number of prefixes there gets about 70 codes, and two for each
country, whose people must not wait for the end of an attack on others.

Codes that are on their way count as not entered: after a start without history, codes are sent as
fast as they are entered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from verifications.domain.limits import VerificationRefusedError

WINDOW_HOURS = 24
PREFIX_DIGITS = 7
"""At most so many digits: a block of numbers, and no person's."""

LEAST_HIDDEN_DIGITS = 4
PREFIX_START, PER_ENTERED = 20, 3
HOURLY_START, HOURLY_PER_ENTERED = 100, 2
_FIRST_CODES = 2
_COUNTRY_RESERVE = 2
"""Codes of a new country that are sent although the budgets of new countries are used up."""


class Cohort(IntEnum):
    """What was known of a prefix when a code was sent to it."""

    KNOWN = 0
    FIRST = 1
    FURTHER = 2


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


@dataclass(slots=True)
class Tally:
    """
    The codes of a prefix, a country or all new countries.

    Attributes
    ----------
    hours : dict
        By hour since 1970: codes sent and entered, of each cohort.
    is_changed : bool
        Whether it has to be stored.
    """

    hours: dict[int, list[int]] = field(default_factory=dict)
    is_changed: bool = False

    def add(self, hour: int, cohort: Cohort, *, sent: int = 0, entered: int = 0) -> None:
        """Count codes of an hour; hours that are over are forgotten."""
        counts = self.hours.setdefault(hour, [0] * (2 * len(Cohort)))
        counts[2 * cohort] += sent
        counts[2 * cohort + 1] += entered
        first = max(self.hours) - WINDOW_HOURS + 1
        self.hours = {one: of for one, of in self.hours.items() if one >= first}
        self.is_changed = True

    def of_cohort(self, cohort: Cohort, hour: int) -> tuple[int, int]:
        """Give the codes sent and entered of one cohort, in the 24 hours up to this one."""
        found = list(self._recent(hour))
        return sum(of[2 * cohort] for of in found), sum(of[2 * cohort + 1] for of in found)

    def total(self, hour: int) -> tuple[int, int]:
        """Give the codes sent and entered in the 24 hours up to this one."""
        found = list(self._recent(hour))
        return sum(sum(of[::2]) for of in found), sum(sum(of[1::2]) for of in found)

    def of_hour(self, hour: int) -> tuple[int, int]:
        """Give the codes sent and entered of one hour."""
        counts = self.hours.get(hour, [])
        return sum(counts[::2]), sum(counts[1::2])

    def _recent(self, hour: int) -> Iterator[list[int]]:
        return (of for one, of in self.hours.items() if hour - WINDOW_HOURS < one <= hour)


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
    if is_braked(tallies.prefix, hour):
        return Braked(BrakeLevel.PREFIX, sent, entered)
    if tallies.prefix.of_hour(hour)[0] >= HOURLY_START + HOURLY_PER_ENTERED * entered:
        return Braked(BrakeLevel.HOUR, sent, entered)
    cohort = _cohort(sent, entered)
    is_new_country = cohort is not Cohort.KNOWN and not tallies.country.total(hour)[1]
    granted = Granted(cohort, is_new_country)
    if braked := _exceeded_budget(tallies, granted, hour):
        return braked
    count(tallies, hour, granted, sent=1)
    return granted


def is_braked(prefix: Tally, hour: int) -> bool:
    """Tell whether a prefix by itself has too many codes that were not entered."""
    return _not_entered(prefix, hour) >= PREFIX_START + PER_ENTERED * prefix.total(hour)[1]


def count(
    tallies: Tallies, hour: int, granted: Granted, *, sent: int = 0, entered: int = 0
) -> None:
    """
    Count a code that is sent, or that was entered, everywhere where it counts.

    Of known prefixes a country only knows whether codes are entered: its row would otherwise be
    written for each code.
    """
    tallies.prefix.add(hour, granted.cohort, sent=sent, entered=entered)
    is_known = granted.cohort is Cohort.KNOWN
    if not is_known or (entered and not tallies.country.of_hour(hour)[1]):
        tallies.country.add(hour, granted.cohort, sent=sent, entered=entered)
    if granted.is_new_country:
        tallies.new_countries.add(hour, granted.cohort, sent=sent, entered=entered)


def prefix_of(number: str) -> str:
    """Give the digits that a number is counted under; at least four of its digits are not shown."""
    digits = number.removeprefix("+")
    return digits[: min(PREFIX_DIGITS, len(digits) - LEAST_HIDDEN_DIGITS)]


def _not_entered(tally: Tally, hour: int) -> int:
    sent, entered = tally.total(hour)
    return sent - entered


def _cohort(sent: int, entered: int) -> Cohort:
    if entered:
        return Cohort.KNOWN
    return Cohort.FIRST if sent < _FIRST_CODES else Cohort.FURTHER


def _exceeded_budget(tallies: Tallies, granted: Granted, hour: int) -> Braked | None:
    if granted.cohort is Cohort.KNOWN:
        return None
    pools = [(BrakeLevel.COUNTRY, tallies.country, _COUNTRY_BUDGETS)]
    if granted.is_new_country and _not_entered(tallies.country, hour) >= _COUNTRY_RESERVE:
        pools += [(BrakeLevel.NEW_COUNTRIES, tallies.new_countries, _NEW_COUNTRIES_BUDGETS)]
    for level, tally, budgets in pools:
        sent, entered = tally.of_cohort(granted.cohort, hour)
        if sent - entered >= budgets[granted.cohort] + entered:
            return Braked(level, sent, entered)
    return None
