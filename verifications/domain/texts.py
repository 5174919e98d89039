"""
The text that a code is sent in, by language.

All letters are in GSM-7, so that a text is one segment. The code stands last, where phones look for
it. With a domain the last line binds it to that domain, as "Origin-bound one-time codes delivered
via SMS" (WICG draft) and Apple's "Enabling AutoFill for domain-bound SMS codes" describe it:
`@example.com #123456`.
"""

from collections.abc import Mapping

DEFAULT_LANGUAGE = "en"

_TEXTS: Mapping[str, tuple[str, str]] = {
    "de": (
        "Geben Sie diesen Code niemandem weiter. Er gilt {minutes} Min.",
        "Ihr Code lautet {code}",
    ),
    "en": (
        "Never share this code. It expires in {minutes} min.",
        "Your code is {code}",
    ),
    "es": (
        "No compartas esta clave con nadie. Caduca en {minutes} min.",
        "Tu clave es {code}",
    ),
    "fr": (
        "Ne donnez ce code à personne. Il expire dans {minutes} min.",
        "Votre code est {code}",
    ),
    "pt": (
        "Mantenha este PIN em segredo. Expira em {minutes} min.",
        "Seu PIN é {code}",
    ),
}

LANGUAGES = tuple(_TEXTS)


def language_of(locale: str) -> str:
    """Give the language of a locale such as `es-MX`; English if there are no texts in it."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return language if language in _TEXTS else DEFAULT_LANGUAGE


def code_text(code: str, minutes: int, *, locale: str, brand: str = "", domain: str = "") -> str:
    """
    Write the message.

    Parameters
    ----------
    minutes : int
        For how long the code can be entered.
    brand : str
        Stands first; empty: none.
    domain : str
        Adds the line that binds the code to it; empty: none.
    """
    warning, sentence = _TEXTS[language_of(locale)]
    body = f"{warning.format(minutes=minutes)} {sentence.format(code=code)}"
    start = f"{brand}: " if brand else ""
    end = f"\n\n@{domain} #{code}" if domain else ""
    return f"{start}{body}{end}"
