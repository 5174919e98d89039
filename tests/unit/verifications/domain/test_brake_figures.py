"""How many codes exactly may be owed by a prefix, by a country and by all new countries."""

from tests.unit.verifications.domain.test_brake import Counts
from verifications.domain.brake import Braked, BrakeLevel, grant

PREFIX = "1425555"
JAMAICA, SOMALIA, SENEGAL = "1876", "252", "221"


def granted_count(counts: Counts, numbers: list[str]) -> int:
    return sum(counts.request(number) is not None for number in numbers)


def refused(counts: Counts, number: str) -> Braked:
    found = grant(counts.tallies(number), counts.hour)
    assert isinstance(found, Braked)
    return found


def of_prefix(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{line:04d}" for line in range(count)]


def first_two_of_each(country: str, prefix_count: int) -> list[str]:
    """Give the first two codes of new prefixes."""
    width = 7 - len(country)
    prefixes = [f"{country}{number:0{width}d}" for number in range(prefix_count)]
    return [f"{prefix}000{line}" for line in range(2) for prefix in prefixes]


def test_new_prefix_gets_twenty_codes_of_which_none_is_entered() -> None:
    counts = Counts()

    assert granted_count(counts, of_prefix(PREFIX, 20)) == 20
    assert refused(counts, f"{PREFIX}0020") == Braked(BrakeLevel.PREFIX, 20, 0)


def test_known_prefix_may_owe_twelve_codes_and_one_that_is_entered_pays_for_four() -> None:
    counts = Counts()
    assert counts.person(f"{PREFIX}9999")

    granted = [counts.request(number) for number in of_prefix(PREFIX, 12)]
    assert None not in granted
    assert refused(counts, f"{PREFIX}0012").level is BrakeLevel.PREFIX

    assert granted[0]
    counts.enter(f"{PREFIX}0000", granted[0])
    assert granted_count(counts, of_prefix(PREFIX, 9)) == 4


def test_new_prefixes_of_a_country_owe_forty_first_codes_and_one_entered_pays_for_two() -> None:
    counts = Counts()
    numbers = first_two_of_each(JAMAICA, 20)
    granted = [counts.request(number) for number in numbers]
    assert None not in granted
    another = f"{JAMAICA}9000000"
    assert refused(counts, another) == Braked(BrakeLevel.COUNTRY, 40, 0)

    assert granted[0]
    counts.enter(numbers[0], granted[0])
    assert granted_count(counts, first_two_of_each(f"{JAMAICA}9", 2)) == 2


def test_new_prefixes_of_a_known_country_owe_twenty_five_further_codes() -> None:
    counts = Counts()
    assert counts.person(f"{JAMAICA}9990000")
    one, other = f"{JAMAICA}100", f"{JAMAICA}200"

    assert granted_count(counts, [*of_prefix(one, 15), *of_prefix(other, 14)]) == 29
    assert refused(counts, f"{other}0014") == Braked(BrakeLevel.COUNTRY, 25, 0)


def test_new_countries_together_owe_fifty_first_codes_and_each_has_two_more() -> None:
    counts = Counts()

    assert granted_count(counts, first_two_of_each(SOMALIA, 15)) == 30
    assert granted_count(counts, first_two_of_each(JAMAICA, 10)) == 20
    assert refused(counts, f"{JAMAICA}9000000") == Braked(BrakeLevel.NEW_COUNTRIES, 50, 0)
    assert granted_count(counts, first_two_of_each(SENEGAL, 5)) == 2


def test_new_countries_together_owe_twenty_further_codes() -> None:
    counts = Counts()

    assert granted_count(counts, of_prefix(f"{SOMALIA}6155", 12)) == 12
    assert granted_count(counts, of_prefix(f"{JAMAICA}100", 12)) == 12
    assert refused(counts, f"{JAMAICA}1000012") == Braked(BrakeLevel.NEW_COUNTRIES, 20, 0)
