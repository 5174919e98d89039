"""Attacks of 10,000 codes, held against the rules alone."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifications.domain.brake import Granted, Tallies, count, grant, prefix_of
from verifications.domain.tally import Cohort, Tally

ATTACK = 10_000
ONE_PREFIX = ["2526155"]
ONE_COUNTRY = [f"2526{number:03d}" for number in range(1000)]
MANY_COUNTRIES = [
    f"{code}{number}"
    for code in ("25261", "22177", "9230", "79001", "44770", "18765")
    for number in range(10, 100)
]
COUNTRY_OF_PEOPLE = [f"1{area}555" for area in (303, 312, 404, 415, 503, 512, 602, 617, 702, 713)]
CODES = ("1876", "252", "221", "92", "79", "44", "49", "1")
WAVES = st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 2)), max_size=200)


@cache
def country_of(prefix: str) -> str:
    return next(code for code in CODES if prefix.startswith(code))


@dataclass
class Counts:
    """What the storage keeps, without it."""

    prefixes: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    countries: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    new_countries: Tally = field(default_factory=Tally)
    hour: int = 0
    _tallies: dict[str, Tallies] = field(default_factory=dict)
    """By prefix: the three above that it has."""

    def tallies(self, number: str) -> Tallies:
        prefix = prefix_of(number)
        if prefix not in self._tallies:
            country = self.countries[country_of(prefix)]
            self._tallies[prefix] = Tallies(self.prefixes[prefix], country, self.new_countries)
        return self._tallies[prefix]

    def request(self, number: str) -> Granted | None:
        found = grant(self.tallies(number), self.hour)
        return found if isinstance(found, Granted) else None

    def enter(self, number: str, granted: Granted) -> None:
        count(self.tallies(number), self.hour, granted, entered=1)

    def person(self, number: str) -> bool:
        """Request a code and enter it; tells whether it was sent."""
        granted = self.request(number)
        if granted:
            self.enter(number, granted)
        return granted is not None


def numbers(prefixes: Sequence[str]) -> Iterator[str]:
    for number in range(ATTACK):
        prefix = prefixes[number % len(prefixes)]
        yield f"{prefix}{number:0{12 - len(prefix)}d}"


def people(chance: random.Random) -> list[str]:
    found = [f"1{area}555{line:04d}" for line in range(100, 120) for area in (206, 425, 509)]
    found += [f"49151{line:08d}" for line in range(20)]
    chance.shuffle(found)
    return found


@pytest.mark.parametrize("hours", [1, 20], ids=["in an hour", "in a day"])
@pytest.mark.parametrize("has_history", [False, True], ids=["without history", "with history"])
@pytest.mark.parametrize(
    "prefixes", [ONE_PREFIX, ONE_COUNTRY, MANY_COUNTRIES, COUNTRY_OF_PEOPLE], ids=lambda of: of[0]
)
def test_attack_gets_less_than_a_hundredth_of_its_codes_and_no_person_is_refused(
    prefixes: Sequence[str], has_history: bool, hours: int
) -> None:
    counts, real = Counts(), people(random.Random(1))
    if has_history:
        for index in range(60):
            assert counts.person(f"1{206 + index}777{index:04d}")
    sent = 0
    for index, number in enumerate(numbers(prefixes)):
        counts.hour = index * hours // ATTACK
        sent += counts.request(number) is not None
        if index % 125 == 124:
            assert counts.person(real[index // 125])
    assert sent < ATTACK / 100


def test_random_numbers_of_a_range_are_an_attack_too() -> None:
    counts, chance = Counts(), random.Random(2)
    sent = sum(
        counts.request(f"25261{chance.randrange(10**7):07d}") is not None for _ in range(ATTACK)
    )
    assert sent < ATTACK / 100


def test_people_of_one_prefix_who_all_ask_at_once_get_their_codes_while_they_are_few() -> None:
    counts = Counts()
    granted = [counts.request(f"1425555{line:04d}") for line in range(20)]
    assert None not in granted
    for line, one in enumerate(granted):
        assert one
        counts.enter(f"1425555{line:04d}", one)
    sent = [counts.request(f"1425555{line:04d}") for line in range(50, 110)]
    assert sum(one is not None for one in sent) == 14


def test_prefix_whose_conversion_collapses_is_braked_however_good_it_was() -> None:
    counts = Counts()
    assert all(counts.person(f"4477009{line:05d}") for line in range(400))
    sent = sum(counts.request(f"4477009{line:05d}") is not None for line in range(400, ATTACK))
    assert sent < ATTACK / 100


def test_attack_on_new_prefixes_of_a_country_is_braked_however_many_people_it_has() -> None:
    counts = Counts()
    assert all(counts.person(f"1{201 + n // 9}{200 + n % 800}0100") for n in range(300))
    attack = [f"1602{200 + n % 800}{n:04d}" for n in range(ATTACK)]
    assert sum(counts.request(number) is not None for number in attack) < ATTACK / 100


def test_prefix_of_people_of_whom_a_third_never_enter_is_not_braked() -> None:
    counts, chance = Counts(), random.Random(3)
    for line in range(3_000):
        granted = counts.request(f"4477009{line:05d}")
        assert granted, line
        if chance.random() < 0.66:
            counts.enter(f"4477009{line:05d}", granted)
        counts.hour = line // 200


def test_new_prefixes_of_which_a_quarter_never_enter_are_not_braked() -> None:
    counts, chance = Counts(), random.Random(4)
    for line in range(3_000):
        number = f"1{201 + line % 700}{200 + line % 791}0100"
        granted = counts.request(number)
        assert granted, line
        if chance.random() < 0.75:
            counts.enter(number, granted)
        counts.hour = line // 100


def test_campaign_of_people_is_not_braked_as_codes_are_entered() -> None:
    counts = Counts()
    for round_number in range(30):
        size = min(40, 8 * 2**round_number)
        asked = [f"1{200 + (37 * n) % 700}{(911 * n) % 1000:03d}0000"
                 for n in range(round_number * 40, round_number * 40 + size)]  # fmt: skip
        granted = [(number, counts.request(number)) for number in asked]
        for index, (number, one) in enumerate(granted):
            assert one
            if index % 4:  # three of four enter their code
                counts.enter(number, one)


@given(WAVES)
def test_counts_are_never_negative_and_what_is_not_entered_is_bounded(
    waves: list[tuple[int, bool, int]],
) -> None:
    counts = Counts()
    for prefix, enters, later in waves:
        counts.hour += later
        number = f"252615{prefix}0000"
        granted = counts.request(number)
        if granted and enters:
            counts.enter(number, granted)
        for tally in counts.prefixes.values():
            sent, entered = tally.total(counts.hour)
            assert 0 <= entered <= sent
            assert tally.owes(counts.hour, Cohort.KNOWN) <= 20


def test_codes_count_for_24_hours() -> None:
    tally = Tally()
    tally.add(0, Cohort.FIRST, sent=2)
    assert tally.total(23) == (2, 0)
    assert tally.total(24) == (0, 0)
    tally.add(24, Cohort.KNOWN, sent=1)
    assert set(tally.hours) == {24}
