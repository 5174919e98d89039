"""
The setting `SMS_SENDERS`: how a sender differs from the defaults of its kind.

    {"+14255550100": {"unitsPerMinute": 60, "unitsPerDay": 2000, "unit": "segments"}}

`null` for a number means no limit. `languages`, `optOutWords`, `optInWords` and `helpWords`
configure the classifier, `optOutReplies` who confirms opt-outs. `"*": false` beside them says that
the listed senders are all there are.
"""

from __future__ import annotations

from typing import Any

from opt_outs.domain.classifier.classification import DEFAULT_LANGUAGES, ExtraWords, Language
from senders.domain.profile import (
    ConfirmationSource,
    SenderProfile,
    SenderProfiles,
    Unit,
    default_profile,
)
from senders.domain.rate_limiter import Limits
from shared.domain.errors import InvalidSenderError
from shared.domain.sender import parse_sender
from shared.settings import naming, read_json_setting

_ALL_OTHERS = "*"

_MEMBERS = {
    "unitsPerMinute", "unitsPerDay", "unit", "languages", "optOutWords", "optInWords", "helpWords",
    "optOutReplies",
}  # fmt: skip


def read_sender_profiles(text: str) -> SenderProfiles:
    """
    Read the setting.

    Raises
    ------
    ValueError
        It is not of that form; the text says what is wrong.
    """
    document = read_json_setting(text)
    if not isinstance(document, dict):
        message = "it must be an object with a member per sender"
        raise ValueError(message)  # noqa: TRY004 - one kind of error for one bad setting
    if document.get(_ALL_OTHERS, False) is not False:
        message = f"{_ALL_OTHERS} stands for all other senders and is false"
        raise ValueError(message)
    named = ((sender, one) for sender, one in document.items() if sender != _ALL_OTHERS)
    return dict(_profile(sender, members) for sender, members in named)


def _profile(sender: str, members: Any) -> tuple[str, SenderProfile]:  # noqa: ANN401 - JSON
    if not isinstance(members, dict) or not members.keys() <= _MEMBERS:
        message = f"a sender has the members {', '.join(sorted(_MEMBERS))} and no others"
        raise ValueError(message)
    try:
        address = parse_sender(sender).address
    except InvalidSenderError:
        message = "a member's name is no sender"
        raise ValueError(message) from None
    usual = default_profile(address)
    limits = Limits(
        units_per_minute=_count(members, "unitsPerMinute", usual.limits.units_per_minute),
        units_per_day=_count(members, "unitsPerDay", usual.limits.units_per_day),
    )
    extra_words = ExtraWords(
        opt_out=_words(members, "optOutWords"),
        opt_in=_words(members, "optInWords"),
        help=_words(members, "helpWords"),
    )
    return address, SenderProfile(
        usual.scope,
        limits,
        _unit(members, usual.unit),
        _languages(members),
        extra_words,
        _confirmation_source(members),
    )


def _unit(members: dict[str, Any], usual: Unit) -> Unit:
    unit = members.get("unit", usual)
    if not isinstance(unit, str) or unit not in set(Unit):
        message = "unit is segments or recipients"
        raise ValueError(message)
    return Unit(unit)


def _confirmation_source(members: dict[str, Any]) -> ConfirmationSource | None:
    confirmation_source = members.get("optOutReplies")
    if confirmation_source is None:
        return None
    if not isinstance(confirmation_source, str) or confirmation_source not in set(
        ConfirmationSource
    ):
        message = f"optOutReplies is one of {', '.join(ConfirmationSource)}"
        raise ValueError(message)
    return ConfirmationSource(confirmation_source)


def _languages(members: dict[str, Any]) -> tuple[Language, ...]:
    languages = _texts(members, "languages", DEFAULT_LANGUAGES)
    if not set(languages) <= set(Language):
        message = f"languages are some of {', '.join(Language)}"
        raise ValueError(message)
    return tuple(map(Language, languages))


def _words(members: dict[str, Any], name: str) -> tuple[str, ...]:
    words = _texts(members, name, ())
    if not all(any(map(str.isalnum, word)) for word in words):
        message = f"each of {name} has a letter or digit"
        raise ValueError(message)
    return words


def _texts(members: dict[str, Any], name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    texts = members.get(name, usual)
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        message = f"{name} is a list of texts"
        raise ValueError(message)
    return tuple(texts)


def _count(members: dict[str, Any], name: str, usual: int | None) -> int | None:
    count = members.get(name, usual)
    if count is None or (isinstance(count, int) and not isinstance(count, bool) and count > 0):
        return count
    message = f"{name} is a whole number above 0, or null"
    raise ValueError(message)


def sender_profiles_from(text: str) -> SenderProfiles:
    """
    Read `SMS_SENDERS`; empty gives the default.

    Raises
    ------
    ConfigurationError
        It cannot be read.
    """
    if not text:
        return {}
    with naming("SMS_SENDERS"):
        return read_sender_profiles(text)


def own_numbers_from(text: str) -> frozenset[str]:
    """
    Read from `SMS_SENDERS` which senders there are; empty: it does not say that it lists them all.

    Raises
    ------
    ConfigurationError
        It cannot be read.
    """
    profiles = sender_profiles_from(text)
    is_complete = bool(profiles) and _ALL_OTHERS in read_json_setting(text)
    return frozenset(profiles) if is_complete else frozenset()
