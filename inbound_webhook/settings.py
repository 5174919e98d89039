"""
The settings `SMS_REPLY_TEXTS` and `SMS_REPLY_WINDOW_HOURS`.

`SMS_REPLY_TEXTS` has the texts of confirmations and help, by sender and language:

    {"*": {"en": {"optOut": "Example Ltd: you are unsubscribed.", "optIn": "…", "help": "…"}}}

`*` stands for all senders. A text that is missing is the built-in one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from inbound_webhook.domain.confirmation import ALL_SENDERS, ReplyTexts
from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.review import DEFAULT_POLICIES, PossiblePolicies
from shared.domain.errors import InvalidSenderError
from shared.domain.kinds import Purpose
from shared.domain.message_text import compose, is_blank
from shared.domain.sender import parse_sender
from shared.settings import ConfigurationError, naming, read_json_setting

MAX_REPLY_CHARACTERS = 1_600

_PURPOSES = {
    "optOut": Purpose.OPT_OUT_CONFIRMATION,
    "optIn": Purpose.OPT_IN_CONFIRMATION,
    "help": Purpose.HELP,
}

_REPLY_HOURS = re.compile("[1-9][0-9]?|[1-6][0-9]{2}|7[01][0-9]|720")


@dataclass(frozen=True, slots=True)
class InboundSettings:
    """
    What the settings say of inbound messages.

    Attributes
    ----------
    reply_texts : ReplyTexts
        What confirmations and help say.
    reply_window : timedelta
        How long after a message an inbound one can be a reply.
    possible_policies : PossiblePolicies
        What a message that may be an opt-out does to each category.
    """

    reply_texts: ReplyTexts = field(default_factory=dict)
    reply_window: timedelta = timedelta(hours=72)
    possible_policies: PossiblePolicies = field(default_factory=lambda: DEFAULT_POLICIES)


def read_reply_texts(text: str) -> ReplyTexts:
    """
    Read the setting.

    Raises
    ------
    ValueError
        It is not of that form; the text says what is wrong.
    """
    document = read_json_setting(text)
    return {
        _sender(sender): {
            _language(language): dict(_reply(*one) for one in _members(texts))
            for language, texts in _members(languages)
        }
        for sender, languages in _members(document)
    }


def _members(value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        message = "it has an object by sender, in it one by language, in it texts"
        raise ValueError(message)  # noqa: TRY004 - one kind of error for one bad setting
    return list(value.items())


def _sender(text: str) -> str:
    try:
        return text if text == ALL_SENDERS else parse_sender(text).address
    except InvalidSenderError:
        message = "a member's name is neither a sender nor *"
        raise ValueError(message) from None


def _language(text: str) -> Language:
    if text not in set(Language):
        message = f"languages are {', '.join(Language)}"
        raise ValueError(message)
    return Language(text)


def _reply(name: str, text: Any) -> tuple[Purpose, str]:  # noqa: ANN401 - JSON
    if name not in _PURPOSES:
        message = f"texts are {', '.join(_PURPOSES)}"
        raise ValueError(message)
    if not isinstance(text, str) or is_blank(text) or len(text) > MAX_REPLY_CHARACTERS:
        message = f"a text has 1 to {MAX_REPLY_CHARACTERS} characters"
        raise ValueError(message)
    return _PURPOSES[name], compose(text)


def reply_window_from(text: str) -> timedelta:
    """
    Read `SMS_REPLY_WINDOW_HOURS`; empty gives the default.

    Raises
    ------
    ConfigurationError
        It cannot be read.
    """
    if not _REPLY_HOURS.fullmatch(text.strip() or "72"):
        message = "SMS_REPLY_WINDOW_HOURS must be a whole number from 1 to 720"
        raise ConfigurationError(message)
    return timedelta(hours=int(text.strip() or "72"))


def reply_texts_from(text: str) -> ReplyTexts:
    """
    Read `SMS_REPLY_TEXTS`; empty gives the default.

    Raises
    ------
    ConfigurationError
        It cannot be read.
    """
    if not text.strip():
        return {}
    with naming("SMS_REPLY_TEXTS"):
        return read_reply_texts(text)
