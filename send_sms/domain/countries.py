"""
Where messages may go: the countries that are allowed, and ranges that cost their caller extra.

Artificially inflated traffic goes to expensive numbers. So a number of a country that the settings
do not name is refused, and one whose country or kind is in doubt, too.

Sources: libphonenumber's regions and number types (premium rate, shared cost, personal, UAN, pager,
voicemail), which follow the national numbering plans. Area codes of North America are in a
table (`area_codes`), so that the usual send needs no library; a test compares them. Calling codes
without a country (+800, +808, +870, +878, +881, +882, +883, +888, +979) are international services:
satellite, premium and others (ITU-T E.164, list of assigned country codes).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from send_sms.domain.area_codes import PROVINCES, STATES, TOLL_FREE
from send_sms.domain.places import area_code_of
from send_sms.domain.prices import country_of

NORTH_AMERICA = frozenset({"US", "CA"})
_NO_COUNTRY, _ALL = "001", "*"


class CountryRefusal(StrEnum):
    """Why a number is not sent to; the code of its rejection."""

    COUNTRY = "country_not_allowed"
    UNKNOWN = "country_unknown"
    SPECIAL = "special_number"


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    A number that messages may not go to.

    Attributes
    ----------
    reason : str
        For people, with what to set; without the number.
    """

    code: CountryRefusal
    reason: str


@dataclass(frozen=True, slots=True)
class CountryPolicy:
    """
    `SMS_COUNTRIES`: where messages may go.

    Attributes
    ----------
    countries : frozenset of str
        ISO 3166-1 alpha-2; `*`: all.
    prefixes : tuple of str
        Ranges of numbers that are allowed whatever they are, such as `+881`.
    """

    countries: frozenset[str]
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaPolicy(CountryPolicy):
    """
    The policy for a sender.

    Attributes
    ----------
    area_codes : frozenset of str
        Of the United States and Canada, those whose ordinary numbers are allowed.
    """

    area_codes: frozenset[str] = frozenset()


@lru_cache(maxsize=1_000)
def policy_of(sender: str, policy: CountryPolicy | None, own_numbers: frozenset[str]) -> AreaPolicy:
    """Give the policy that is set, or the countries of a sender and of the own numbers."""
    if policy is None:
        homes = (_home_of(one) for one in {sender, *own_numbers})
        policy = CountryPolicy(frozenset().union(*homes))
    known = _COUNTRIES_OF_AREA_CODES.items()
    allowed = policy.countries
    codes = (code for code, country in known if country in allowed or _ALL in allowed)
    return AreaPolicy(policy.countries, policy.prefixes, frozenset(codes))


def refusal_of(number: str, policy: CountryPolicy) -> Refusal | None:
    """
    Tell why a number must not be sent to; None: it may be.

    Parameters
    ----------
    number : str
        E.164, as `normalise_recipient` gives it.
    """
    if number.startswith(policy.prefixes):
        return None
    country, is_special = _kind_of(number)
    if country == _NO_COUNTRY or is_special:
        return Refusal(CountryRefusal.SPECIAL, _SPECIAL_TEXT)
    if country in policy.countries or _ALL in policy.countries:
        return None
    if not country:
        return Refusal(CountryRefusal.UNKNOWN, _UNKNOWN_TEXT)
    return Refusal(CountryRefusal.COUNTRY, _country_text(country, policy.countries))


_SPECIAL_TEXT = (
    "The number is of a premium-rate, shared-cost, satellite or other special service. To send to "
    "it, name its prefix, such as +881, in SMS_COUNTRIES."
)
_UNKNOWN_TEXT = (
    "The number's country is not known. To send to it, name its prefix, such as +1 and the area "
    "code, in SMS_COUNTRIES."
)


def _country_text(country: str, allowed: Collection[str]) -> str:
    named = ", ".join(sorted(allowed))
    now = f"Messages go to {named} only." if named else "No country is allowed for this sender."
    example = ",".join(sorted({*allowed, country}))
    return f"The number is in {country}. {now} To send there, set SMS_COUNTRIES, such as {example}."


@lru_cache(maxsize=1_000)
def _home_of(own_number: str) -> frozenset[str]:
    if own_number.isdecimal():  # a short code
        return NORTH_AMERICA
    country = country_of(own_number) if own_number.startswith("+") else ""
    if country in NORTH_AMERICA or (own_number.startswith("+1") and not country):
        return NORTH_AMERICA
    return frozenset({country} - {"", _NO_COUNTRY})


def _kind_of(number: str) -> tuple[str, bool]:
    """Give the country, and whether the number is of a special service."""
    if country := _COUNTRIES_OF_AREA_CODES.get(area_code_of(number)):
        return country, False
    country = country_of(number)
    return country, country not in ("", _NO_COUNTRY) and _is_special(number, country)


def _is_special(number: str, country: str) -> bool:
    """
    Tell whether a number is of a kind that may cost its sender more than a message.

    A number that the plan does not know is, if it begins like the known ones of such a kind.
    """
    import phonenumbers as library

    kinds = library.PhoneNumberType
    special = (kinds.PREMIUM_RATE, kinds.SHARED_COST, kinds.PERSONAL_NUMBER, kinds.UAN, kinds.PAGER,
        kinds.VOICEMAIL)  # fmt: skip
    parsed = library.parse(number)
    kind = library.number_type(parsed)
    if area_code := area_code_of(number):
        of_area_code = library.parse(f"+1{area_code}{_ANY_SUBSCRIBER}")
        known = {kind, library.number_type(of_area_code)}
        return not known.isdisjoint(special) or area_code in _SATELLITE_AREA_CODES
    if kind != kinds.UNKNOWN:
        return kind in special
    examples = (library.example_number_for_type(country, one) for one in special)
    begins = {library.national_significant_number(one)[:2] for one in examples if one}
    return library.national_significant_number(parsed)[:2] in begins


_ANY_SUBSCRIBER = "2345678"
_SATELLITE_AREA_CODES = {"600"}
"""Canada's non-geographic services (CNA), for which libphonenumber has no type of their own."""

_COUNTRIES_OF_AREA_CODES = {
    **{code: "US" for codes in (TOLL_FREE, *STATES.values()) for code in codes.split()},
    **{code: "CA" for codes in PROVINCES.values() for code in codes.split()},
}
