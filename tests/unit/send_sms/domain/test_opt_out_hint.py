"""A text says how to opt out if it instructs, in any language of the classifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from send_sms.domain.opt_out_hint import says_how_to_opt_out
from tests.unit.opt_outs.domain.classifier.packs import PACKS

if TYPE_CHECKING:
    from opt_outs.domain.classifier.language_pack import LanguagePack


@pytest.mark.parametrize(
    "text",
    [
        "Reply STOP to opt out",
        "Sale! Text stop.",
        'Reply with "STOP"',
        "Reply STOP/UNSUBSCRIBE",
        "Msg&data rates may apply. Reply HELP for help, STOP to cancel.",
        "Txt STOP 2 end",
        "Reply YES or STOP",
        "Text END to quit",
        "Send a text with the word STOP",
        "Envíe un mensaje con la palabra BAJA",
        "Envie uma mensagem com SAIR",
        "STOP=end",
        "Stop2End",
        "SALE! STOP TO QUIT",
        "unsubscribe: call us",
        "to opt-out, call",
        "Responde BAJA para salir",
        "Envía la palabra BAJA al 12345",
        "¡Rebajas! BAJA para cancelar",
        "Responda ALTO",
        "Para darse de baja, visite example.com",
        "Répondez STOP pour vous désabonner",
        "Soldes ! STOP au 36111",
        "Envoyez ARRÊT au 36111",
        "Pour ne plus recevoir : désabonnement sur example.com",
        "Antworte mit STOPP",
        "STOPP an 12345 senden",
        "Zum Abmelden: STOP",
        "Responda SAIR para cancelar",
        "Promoção! SAIR para não receber",
        "To unsubscribe from Acme alerts, visit example.com",
        "To opt out of our texts call 425-555-0100",
        "Reply: STOP",
        "Reply - STOP",
        "Sale!\nReply\nSTOP",
        "Reply 1 or STOP",
        "Reply with the single word STOP",
        "Want out? STOP",
        "STOP 36111",
        "STOP36111",
        "Soldes : STOP au 36 111",
        "STOP par SMS au 36179",
        "Rép. STOP",
        "Mandez STOP",
        "Para no recibir más: BAJA",
        "Keine Nachrichten mehr? STOP",
        "Não quer mais receber? Responda SAIR",
        "Reply CANCEL to cancel your subscription",
        "Reply REMOVE to be removed",
        "Envíe SALIR",
    ],
)
def test_instruction_is_found(text: str) -> None:
    assert says_how_to_opt_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "We can't stop smiling!",
        "WE CAN'T STOP SMILING!",
        "Don't stop now: 20% off",
        "Nonstop fun, non-stop savings",
        "Stop by our store today",
        "STOP! Read this.",
        "Stop to smell the roses",
        "Last stop: savings",
        "Reply by the end of May",
        "Message us or cancel online",
        "End to end encryption for all",
        "Baja a 2000 pesos el pan",
        "Halt zurück: nur heute",
        "One stop for 5 brands",
        "Text YES and stop waiting",
        "Text us to win. Can't stop, won't stop!",
        "Cancel your plans and come to the End of Season Sale",
        "Quit smoking with us",
        "Don't ever unsubscribe, it gets better",
        "Baja de precios: todo a 10",
        "Envía SMS para ganar",
        "Responde para participar",
        "Sair de casa nunca foi tão fácil",
        "Des prix en baisse, sans arrêt",
        "Prochain arrêt : les soldes",
        "Stopp! Nur heute 20 %",
        "Halt dich fest",
        "We'll send stop signs",
        "Text Quit smoking to 1234",
        "Reply end of day",
        "Reply REMOVE stains",
        "Send cancel culture home",
        "Envía fin de semana",
        "Contesta alto y claro",
        "Reply CANCEL to cancel your appointment",
        "You can't opt out of fun",
        "Opt out of winter",
        "Unsubscribe from boring mornings",
        "Why unsubscribe?",
        "We'd hate to see you opt out",
        "No need to opt out",
        "Nicht abmelden!",
        "Ne vous désabonnez pas",
        "Ne te désabonne jamais",
        "Text JOIN. Stop wasting money",
        "Stop 36000 problems",
        "Text GIVE to end hunger",
        "",
    ],
)
def test_everyday_use_of_a_keyword_is_no_instruction(text: str) -> None:
    assert not says_how_to_opt_out(text)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.language)
def test_reply_with_any_unambiguous_keyword_is_an_instruction(pack: LanguagePack) -> None:
    for keyword in pack.firm:
        assert says_how_to_opt_out(f"Sale! Reply {keyword.upper()}."), keyword
