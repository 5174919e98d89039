"""The texts of codes are one segment, and phones find the code in them."""

import pytest

from shared.domain.message_text import Encoding, count_segments
from verifications.domain.texts import LANGUAGES, code_text, language_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_one_segment_with_brand_and_domain_and_ends_with_the_code(language: str) -> None:
    text = code_text("12345678", 60, locale=language, brand="Contoso Bank", domain="example.com")
    size = count_segments(text)
    assert (size.encoding, size.segment_count) == (Encoding.GSM7, 1)
    first, last = text.split("\n\n")
    assert first.endswith(" 12345678")
    assert last == "@example.com #12345678"
    assert code_text("1234", 5, locale=language).endswith(" 1234")


def test_languages_are_those_that_are_promised() -> None:
    assert set(LANGUAGES) >= {"en", "es", "fr", "de", "pt"}
    texts = {code_text("1234", 5, locale=language) for language in LANGUAGES}
    assert len(texts) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("es-MX", "es"), ("pt_BR", "pt"), ("DE", "de"), ("nl-NL", "en"), ("fr-Latn-CA", "fr")],
)
def test_language_of_a_locale(locale: str, language: str) -> None:
    assert language_of(locale) == language
