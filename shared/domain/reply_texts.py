"""
What confirmations and help say, by language.

No marketing in them, and each is one segment of GSM-7: the Spanish and Portuguese ones are put so
that they need no accents.
"""

from collections.abc import Mapping

from opt_outs.domain.classifier.classification import Language
from shared.domain.kinds import Purpose

ALL_SENDERS = "*"

Texts = Mapping[Language, Mapping[Purpose, str]]
ReplyTexts = Mapping[str, Texts]
"""By sender, or for all of them: the texts that settings give."""

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


def reply_text(configured: ReplyTexts, sender: str, language: Language, purpose: Purpose) -> str:
    """Give the sender's own text, else that for all senders, else the usual one."""
    for owner in (sender, ALL_SENDERS):
        text = configured.get(owner, {}).get(language, {}).get(purpose)
        if text:
            return text
    return DEFAULT_TEXTS[language][purpose]
