"""What a tally of codes owes, and how much of what is paid it keeps."""

from verifications.domain.tally import ENTERED_PER_CREDIT, WINDOW_HOURS, Cohort, Debt, Tally

HOUR = 500_000


def owing(by_hour: dict[int, int]) -> Debt:
    return Debt(owed=dict(by_hour))


def test_codes_are_owed_for_24_hours() -> None:
    debt = Debt()
    debt.add(HOUR, 0)
    debt.add(HOUR + 1, 0)

    assert debt.amount(HOUR + 1, 0) == 2
    assert debt.amount(HOUR + WINDOW_HOURS, 0) == 1
    debt.add(HOUR + WINDOW_HOURS, 0)
    assert debt.owed == {HOUR + 1: 1, HOUR + WINDOW_HOURS: 1}


def test_payment_counts_against_the_last_hours_first() -> None:
    debt = owing({HOUR: 3, HOUR + 1: 2})

    debt.pay(3, 10)

    assert (debt.owed, debt.credit) == ({HOUR: 2}, 0)


def test_what_is_paid_beyond_the_debt_is_credit_up_to_the_most() -> None:
    debt = owing({HOUR: 1})

    debt.pay(9, 5)
    assert (debt.owed, debt.credit) == ({}, 5)
    assert debt.amount(HOUR, 5) == -5

    debt.add(HOUR, 3)
    assert (debt.owed, debt.credit) == ({}, 2)


def test_ten_entered_codes_allow_one_in_credit() -> None:
    tally = Tally()
    tally.add(HOUR, Cohort.KNOWN, entered=ENTERED_PER_CREDIT - 1)
    tally.settle(HOUR, Cohort.KNOWN, sent=0, paid=4)
    assert tally.owes(HOUR, Cohort.KNOWN) == 0

    tally.add(HOUR, Cohort.KNOWN, entered=1)
    tally.settle(HOUR, Cohort.KNOWN, sent=0, paid=4)
    assert tally.owes(HOUR, Cohort.KNOWN) == -1
    assert ENTERED_PER_CREDIT == 10


def test_code_that_was_not_sent_after_all_gives_back_what_it_took() -> None:
    tally = Tally()
    tally.settle(HOUR, Cohort.FIRST, sent=1, paid=0)
    tally.settle(HOUR, Cohort.FIRST, sent=-1, paid=0)
    assert tally.owes(HOUR, Cohort.FIRST) == 0

    credit = tally.debt(Cohort.FURTHER)
    credit.credit = 1
    tally.settle(HOUR, Cohort.FURTHER, sent=-1, paid=0)
    assert credit.credit == 2
