"""
Sends that reply to an inbound message, and the texts of confirmations and help by language.

The id of such a send follows from the inbound message. So an event that is delivered repeatedly
asks for the same send, which can be stored only once.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from opt_outs.domain.classifier.classification import Language
from send_sms.domain.batch import Batch, SendOptions, SendTotals, Terms
from send_sms.domain.dispatching import SUBMIT_TIME
from shared.carriers.events import InboundMessage
from shared.domain.identifiers import BatchAddress, derived_address
from shared.domain.kinds import Category, Purpose

REPLY_TIME = timedelta(minutes=5) - SUBMIT_TIME
"""
How long after an inbound message the reply may still be submitted.

A confirmation is covered by the old consent if it comes within five minutes (47 CFR
64.1200(a)(12)); a call begun in the last moment still arrives in time.
"""

_HELP_PERIOD = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

ALL_SENDERS = "*"
Texts = Mapping[Language, Mapping[Purpose, str]]

ReplyTexts = Mapping[str, Texts]
"""By sender, or for all of them: the texts of the setting."""

_OUT, _IN, _HELP = Purpose.OPT_OUT_CONFIRMATION, Purpose.OPT_IN_CONFIRMATION, Purpose.HELP

DEFAULT_TEXTS: Texts = {
    Language.ENGLISH: {
        _OUT: "You are unsubscribed and will get no more messages from this number. "
        "Reply START to subscribe again.",
        _IN: "You are subscribed to messages from this number. "
        "Reply STOP to unsubscribe, HELP for help.",
        _HELP: "Reply STOP to get no more messages from this number, START to get them again.",
    },
    Language.SPANISH: {
        _OUT: "Su solicitud de baja fue procesada. No le enviaremos otro mensaje. "
        "Para volver a recibirlos, responda START.",
        _IN: "Su alta fue procesada. Le enviaremos mensajes desde este remitente. "
        "Para darse de baja, responda STOP; para ayuda, HELP.",
        _HELP: "Para no recibir otros mensajes de este remitente, responda STOP. "
        "Para volver a recibirlos, responda START.",
    },
    Language.FRENCH: {
        _OUT: "Vous ne recevrez plus de messages de ce numéro. "
        "Répondez START pour en recevoir de nouveau.",
        _IN: "Vous recevrez les messages de ce numéro. "
        "Répondez STOP pour vous désinscrire, HELP pour de l'aide.",
        _HELP: "Répondez STOP pour ne plus recevoir de messages de ce numéro, "
        "START pour en recevoir de nouveau.",
    },
    Language.PORTUGUESE: {
        _OUT: "Seu pedido foi atendido. Este remetente deixa de lhe enviar mensagens. "
        "Para receber de novo, responda START.",
        _IN: "Seu cadastro foi confirmado. Este remetente vai lhe enviar mensagens. "
        "Para cancelar, responda STOP; para ajuda, HELP.",
        _HELP: "Para cancelar, responda STOP. Para receber mensagens de novo, responda START.",
    },
    Language.GERMAN: {
        _OUT: "Sie sind abgemeldet und erhalten keine Nachrichten mehr von dieser Nummer. "
        "Antworten Sie START, um wieder welche zu erhalten.",
        _IN: "Sie sind angemeldet und erhalten Nachrichten von dieser Nummer. "
        "Zum Abmelden antworten Sie STOP, für Hilfe HELP.",
        _HELP: "Mit STOP melden Sie sich von dieser Nummer ab, mit START wieder an.",
    },
}


def can_reply_in_time(message: InboundMessage, now: datetime) -> bool:
    """Tell whether a reply can still arrive in time; never for an event time in the future."""
    return abs(now - stated_time(message)) < REPLY_TIME


def stated_time(message: InboundMessage) -> datetime:
    """Give the time that the event stated, which is the same in each of its deliveries."""
    return message.stated_at or message.received_at


def reply_to(message: InboundMessage, purpose: Purpose, text: str) -> Batch:
    """Make the one-recipient send that replies to a message; the same for a repeated event."""
    cause = f"{purpose}|{message.user_number}|{message.provider_message_id}"
    options = SendOptions(
        category=Category.TRANSACTIONAL,
        campaign="",
        send_at=None,
        expires_at=message.received_at + REPLY_TIME,
        delivery_report=True,
        purpose=purpose,
    )
    return Batch(
        BatchAddress(derived_address(message.own_number, stated_time(message), cause)),
        recipients=(message.user_number,),
        terms=(Terms(text, options, SendTotals()),),
    )


def help_turn(message: InboundMessage) -> str:
    """
    Name the quarter of an hour in which a person gets help once.

    Otherwise two machines could reply to each other for ever.
    """
    period = (stated_time(message) - _EPOCH) // _HELP_PERIOD
    return f"help for {message.user_number} from {message.own_number} in {period}"


def reply_text(configured: ReplyTexts, sender: str, language: Language, purpose: Purpose) -> str:
    """Give the sender's own text, else that for all senders, else the built-in one."""
    for owner in (sender, ALL_SENDERS):
        text = configured.get(owner, {}).get(language, {}).get(purpose)
        if text:
            return text
    return DEFAULT_TEXTS[language][purpose]
