"""
When marketing may be sent: the federal hours of the United States, and stricter states.

Sources, read November 2026; where they differ, the stricter one stands here:

- federal: 47 CFR 64.1200(c)(1); it is also used for all other countries.
- "Texas" and "Florida": SB 140 (2025) and Fla. Stat. 501.616(6)(a).
- "Oregon": HB 3865 (2025), in force since 2026, for texts too, by area code.
- "Pennsylvania": 73 P.S. 2245(a)(10), no solicitation on legal holidays.
- the others: the compilations of Drop Cowboy ("State Calling Restrictions Guide", November 2025),
  Stello ("Compliance", April 2026) and Referrizer ("TCPA quiet hours"), not checked against each
  statute. Days without calls on legal holidays: dnc.com, "Restricted call dates", 2023; federal
  holidays stand for them.

This is a table of facts, and no legal advice: look up what counts for you.
"""

from dataclasses import dataclass, replace
from datetime import date, time

from shared.domain.times import is_federal_holiday

_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class OpenHours:
    """From when to when on one day, local time."""

    opens: time
    closes: time


def _hours(opens: int, closes: int) -> OpenHours:
    return OpenHours(time(opens), time(closes))


@dataclass(frozen=True, slots=True)
class WeekHours:
    """
    The hours of a week; None: not at all on that day.

    Attributes
    ----------
    closed_on_holidays : bool
        Whether federal holidays have no hours.
    """

    weekdays: OpenHours
    saturday: OpenHours | None
    sunday: OpenHours | None
    closed_on_holidays: bool = False

    def on(self, day: date) -> OpenHours | None:
        """Give the hours of one day."""
        if self.closed_on_holidays and is_federal_holiday(day):
            return None
        if day.weekday() == _SUNDAY:
            return self.sunday
        return self.saturday if day.weekday() == _SATURDAY else self.weekdays


def _every_day(opens: int, closes: int) -> WeekHours:
    hours = _hours(opens, closes)
    return WeekHours(hours, hours, hours)


def _no_sundays_or_holidays(opens: int, closes: int) -> WeekHours:
    hours = _hours(opens, closes)
    return WeekHours(hours, hours, None, closed_on_holidays=True)


FEDERAL_HOURS = _every_day(8, 21)

STATE_HOURS = {
    "Alabama": _no_sundays_or_holidays(8, 20),
    "California": _every_day(9, 21),
    "Connecticut": _every_day(9, 20),
    "Florida": _every_day(8, 20),
    "Illinois": _every_day(9, 21),
    "Kentucky": _every_day(10, 21),
    "Louisiana": _no_sundays_or_holidays(8, 20),
    "Maryland": _every_day(8, 20),
    "Massachusetts": _every_day(8, 20),
    "Michigan": _every_day(9, 21),
    "Minnesota": _every_day(9, 21),
    "Mississippi": _no_sundays_or_holidays(8, 20),
    "Nevada": _every_day(9, 20),
    "New Jersey": _every_day(8, 20),
    "New Mexico": _every_day(9, 21),
    "Oklahoma": _every_day(8, 20),
    "Oregon": _every_day(8, 20),
    "Pennsylvania": replace(FEDERAL_HOURS, closed_on_holidays=True),
    "Rhode Island": WeekHours(_hours(9, 18), _hours(10, 17), None, closed_on_holidays=True),
    "Texas": WeekHours(_hours(9, 21), _hours(9, 21), _hours(12, 21)),
    "Utah": WeekHours(_hours(8, 21), _hours(8, 21), None, closed_on_holidays=True),
    "Washington": _every_day(8, 20),
}

# libphonenumber 9.0's geographic names of area codes; a test holds the two together.
_AREA_CODES = {
    "Alabama": "205 251 256 334 659 938",
    "California": (
        "209 213 279 310 323 341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 "
        "657 661 669 707 714 738 747 760 805 818 820 831 840 858 909 916 925 949 951"
    ),
    "Connecticut": "203 475 860 959",
    "Florida": (
        "239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 "
        "904 941 954"
    ),
    "Illinois": "217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 872",
    "Kentucky": "270 364 502 606 859",
    "Louisiana": "225 318 337 504 985",
    "Maryland": "227 240 301 410 443 667",
    "Massachusetts": "339 351 413 508 617 774 781 857 978",
    "Michigan": "231 248 269 313 517 586 616 734 810 906 947 989",
    "Minnesota": "218 320 507 612 651 763 952",
    "Mississippi": "228 601 662 769",
    "Nevada": "702 725 775",
    "New Jersey": "201 551 609 640 732 848 856 862 908 973",
    "New Mexico": "505 575",
    "Oklahoma": "405 539 572 580 918",
    "Oregon": "458 503 541 971",
    "Pennsylvania": "215 223 267 272 412 445 484 570 582 610 717 724 814 835 878",
    "Rhode Island": "401",
    "Texas": (
        "210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 "
        "903 915 936 940 945 956 972 979"
    ),
    "Utah": "385 435 801",
    "Washington": "206 253 360 425 509 564",
}

STATE_OF_AREA_CODE = {code: state for state, codes in _AREA_CODES.items() for code in codes.split()}
"""The stricter states' area codes; all others have the federal hours."""
