"""
What is counted of the codes of a prefix or a country: sent, entered, and not entered.

A code that is sent is owed, and one that is entered pays for itself and some more. What is paid
beyond that is kept as credit, but little of it: many people who entered their codes a while ago do
not let an attack of today pass.
"""

from dataclasses import dataclass, field
from enum import IntEnum

WINDOW_HOURS = 24
ENTERED_PER_CREDIT = 10
"""Codes entered in 24 hours for each that may be in credit."""


class Cohort(IntEnum):
    """What was known of a prefix when a code was sent to it."""

    KNOWN = 0
    FIRST = 1
    FURTHER = 2


@dataclass(slots=True)
class Debt:
    """
    Codes that were not entered.

    Attributes
    ----------
    owed : dict
        By hour since 1970.
    """

    owed: dict[int, int] = field(default_factory=dict)
    credit: int = 0

    def amount(self, hour: int, most_credit: int) -> int:
        """Give what is owed in the 24 hours up to this one; below 0: a credit."""
        owed = sum(count for one, count in self.owed.items() if _is_recent(one, hour))
        return owed - min(self.credit, most_credit)

    def add(self, hour: int, most_credit: int) -> None:
        """Owe one more."""
        self.credit = min(self.credit, most_credit)
        if self.credit:
            self.credit -= 1
            return
        self.owed[hour] = self.owed.get(hour, 0) + 1
        self.owed = {one: count for one, count in self.owed.items() if _is_recent(one, hour)}

    def pay(self, count: int, most_credit: int) -> None:
        """Owe fewer, those of the last hours first: older ones are forgotten by themselves."""
        for hour in sorted(self.owed, reverse=True):
            paid = min(count, self.owed[hour])
            self.owed[hour] -= paid
            count -= paid
        self.owed = {hour: left for hour, left in self.owed.items() if left}
        self.credit = min(self.credit + count, most_credit)


@dataclass(slots=True)
class Tally:
    """
    The codes of a prefix, a country or all new countries.

    Attributes
    ----------
    hours : dict
        By hour since 1970: codes sent and entered, of each cohort.
    debts : dict
        By cohort; a prefix has one, that of `Cohort.KNOWN`, for all its codes.
    is_changed : bool
        Whether it has to be stored.
    """

    hours: dict[int, list[int]] = field(default_factory=dict)
    debts: dict[int, Debt] = field(default_factory=dict)
    is_changed: bool = False

    def add(self, hour: int, cohort: Cohort, *, sent: int = 0, entered: int = 0) -> None:
        """Count codes of an hour; hours that are over are forgotten."""
        counts = self.hours.setdefault(hour, [0] * (2 * len(Cohort)))
        counts[2 * cohort] += sent
        counts[2 * cohort + 1] += entered
        newest = max(self.hours)
        self.hours = {one: of for one, of in self.hours.items() if _is_recent(one, newest)}
        self.is_changed = True

    def settle(self, hour: int, cohort: Cohort, *, sent: int, paid: int) -> None:
        """Owe what is sent; of what is entered, pay for so many codes."""
        debt, most_credit = self.debt(cohort), self.entered(hour) // ENTERED_PER_CREDIT
        if sent > 0:
            debt.add(hour, most_credit)
        elif sent < 0:
            debt.pay(1, debt.credit + 1)
        if paid:
            debt.pay(paid, most_credit)
        self.is_changed = True

    def debt(self, cohort: Cohort) -> Debt:
        """Give the debt of a cohort."""
        return self.debts.setdefault(cohort, Debt())

    def owes(self, hour: int, cohort: Cohort) -> int:
        """Give how many codes are owed, less the credit."""
        debt = self.debt(cohort)
        most_credit = self.entered(hour) // ENTERED_PER_CREDIT if debt.credit else 0
        return debt.amount(hour, most_credit)

    def of_cohort(self, cohort: Cohort, hour: int) -> tuple[int, int]:
        """Give the codes sent and entered of one cohort, in the 24 hours up to this one."""
        found = self._recent(hour)
        return sum(of[2 * cohort] for of in found), sum(of[2 * cohort + 1] for of in found)

    def total(self, hour: int) -> tuple[int, int]:
        """Give the codes sent and entered in the 24 hours up to this one."""
        found = self._recent(hour)
        return sum(sum(of[::2]) for of in found), sum(sum(of[1::2]) for of in found)

    def entered(self, hour: int) -> int:
        """Give the codes entered in the 24 hours up to this one."""
        return sum(sum(of[1::2]) for of in self._recent(hour))

    def of_hour(self, hour: int) -> tuple[int, int]:
        """Give the codes sent and entered of one hour."""
        counts = self.hours.get(hour, [])
        return sum(counts[::2]), sum(counts[1::2])

    def _recent(self, hour: int) -> list[list[int]]:
        return [of for one, of in self.hours.items() if _is_recent(one, hour)]


def _is_recent(hour: int, now: int) -> bool:
    return now - WINDOW_HOURS < hour <= now
