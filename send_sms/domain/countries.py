"""
Where messages may go: the countries that are allowed, and ranges that cost their caller extra.

Artificially inflated traffic goes to expensive numbers. So a number of a country that the settings
do not name is refused, and one whose country or kind is in doubt, too.

Sources: libphonenumber's regions and number types (premium rate, shared cost, personal, UAN, pager,
voicemail), which follow the national numbering plans. Area codes of North America are listed here,
so that the usual send needs no library; a test compares them. Calling codes without a country
(+800, +808, +870, +878, +881, +882, +883, +888, +979) are international services: satellite,
premium and others (ITU-T E.164, list of assigned country codes).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

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

_US_AREA_CODES = """
    201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 220 223 224 225 227 228
    229 231 234 235 239 240 248 251 252 253 254 256 260 262 267 269 270 272 274 276 279 281 283
    301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 321 323 324 325 326
    327 329 330 331 332 334 336 337 339 341 346 347 350 351 352 353 357 360 361 363 364 369 380
    385 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 423 424 425 430 432 434
    435 436 440 442 443 445 447 448 457 458 463 464 465 469 470 471 472 475 478 479 480 483 484
    501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 531 534 539 540 541 551
    557 559 561 562 563 564 567 570 571 572 573 574 575 580 582 585 586 601 602 603 605 606 607
    608 609 610 612 614 615 616 617 618 619 620 621 623 624 626 628 629 630 631 636 640 641 645
    646 650 651 656 657 659 660 661 662 667 669 678 679 680 681 682 686 689 701 702 703 704 706
    707 708 712 713 714 715 716 717 718 719 720 724 725 726 727 728 729 730 731 732 734 737 738
    740 743 747 748 754 757 760 762 763 765 769 770 771 772 773 774 775 779 781 785 786 800 801
    802 803 804 805 806 808 810 812 813 814 815 816 817 818 820 821 826 828 830 831 832 833 835
    837 838 839 840 843 844 845 847 848 850 854 855 856 857 858 859 860 861 862 863 864 865 866
    870 872 877 878 888 901 903 904 906 907 908 909 910 912 913 914 915 916 917 918 919 920 924
    925 928 929 930 931 934 936 937 938 940 941 943 945 947 948 949 951 952 954 956 959 970 971
    972 973 975 978 979 980 983 984 985 986 989
"""
_CANADIAN_AREA_CODES = """
    204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438
    450 468 474 506 514 519 548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780
    782 807 819 825 867 873 879 902 905 942
"""
_COUNTRIES_OF_AREA_CODES = {
    **dict.fromkeys(_US_AREA_CODES.split(), "US"),
    **dict.fromkeys(_CANADIAN_AREA_CODES.split(), "CA"),
}
