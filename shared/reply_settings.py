"""
The setting `SMS_REPLY_TEXTS`: what confirmations and help say, by sender and language.

    {"*": {"en": {"optOut": "Example Ltd: you are unsubscribed.", "optIn": "…", "help": "…"}}}

`*` stands for all senders. What is not there is said in the usual words.
"""

from typing import Any

from opt_outs.domain.classifier.classification import Language
from shared.domain.errors import InvalidSenderError
from shared.domain.kinds import Purpose
from shared.domain.reply_texts import ALL_SENDERS, ReplyTexts
from shared.domain.sender import parse_sender
from shared.settings import read_json_setting

MAX_REPLY_CHARACTERS = 1_600
_PURPOSES = {
    "optOut": Purpose.OPT_OUT_CONFIRMATION,
    "optIn": Purpose.OPT_IN_CONFIRMATION,
    "help": Purpose.HELP,
}


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
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_REPLY_CHARACTERS:
        message = f"a text has 1 to {MAX_REPLY_CHARACTERS} characters"
        raise ValueError(message)
    return _PURPOSES[name], text
