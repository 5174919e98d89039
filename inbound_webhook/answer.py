"""
Answer STOP, START and HELP, where nobody else does.

A crash between the registry and the answer loses nothing: the event comes again, the registry still
knows that this change turned something, and the answer has the id it would have had.
"""

from send_sms.commit import commit_at_once
from shared.domain.answerer import is_left_to_us
from shared.domain.batch import Batch
from shared.domain.consent_reader.reading import DEFAULT_LANGUAGES, Intent, Language, Reading
from shared.domain.inbound import InboundMessage
from shared.domain.opt_out import ConsentChange
from shared.domain.purpose import Purpose
from shared.domain.replies import help_turn, is_answered_in_time, reply_to
from shared.domain.reply_texts import reply_text
from shared.domain.sender_profile import SenderProfiles, answerer_of
from shared.services import Services
from shared.settings import Settings
from shared.storage.idempotency_keys import KeyUse

_PURPOSES = {
    Intent.OPT_OUT: Purpose.OPT_OUT_CONFIRMATION,
    Intent.OPT_IN: Purpose.OPT_IN_CONFIRMATION,
    Intent.HELP: Purpose.HELP,
}


async def answer(
    message: InboundMessage,
    reading: Reading,
    change: ConsentChange | None,
    services: Services,
    *,
    own_text: str = "",
) -> None:
    """
    Have the answer to a message sent, if there is to be one; at most five operations.

    Idempotent. A change that turned nothing is not confirmed: a second STOP, a late one.

    Parameters
    ----------
    change : ConsentChange or None
        What the message changed, stored by now; None where it asks for help.
    own_text : str
        What was set as the answer to HELP; empty: the usual text.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    is_timely = is_answered_in_time(message, services.clock())
    if not is_timely or not _is_ours(message, reading, services.settings.sender_profiles):
        return
    text = own_text or _text(message, reading, services.settings)
    reply = reply_to(message, _PURPOSES[reading.intent], text)
    if await _is_due(message, change, reply, services):
        await commit_at_once(reply, services)


async def _is_due(
    message: InboundMessage, change: ConsentChange | None, reply: Batch, services: Services
) -> bool:
    """Tell whether this is the one answer; a repeated event is told what the first was."""
    if change:
        return await services.opt_outs.has_turned(change)
    use = KeyUse(reply.shared_options.purpose.value, reply.address.send)
    return await services.idempotency_keys.hold(help_turn(message), use) == use


def _is_ours(message: InboundMessage, reading: Reading, configured: SenderProfiles) -> bool:
    if reading.intent not in _PURPOSES or not reading.is_decided:
        return False
    is_person = message.user_number.startswith("+")  # what has a short code is no person
    answerer = answerer_of(message.own_number, configured)
    return is_person and answerer is not None and is_left_to_us(answerer, message.body)


def _text(message: InboundMessage, reading: Reading, settings: Settings) -> str:
    profile = settings.sender_profiles.get(message.own_number)
    languages = profile.languages if profile else DEFAULT_LANGUAGES
    language = reading.language or next(iter(languages), Language.ENGLISH)
    purpose = _PURPOSES[reading.intent]
    return reply_text(settings.reply_texts, message.own_number, language, purpose)
