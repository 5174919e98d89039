"""Whether a message has any word that a rule needs: most have none, and cost next to nothing."""

from collections.abc import Iterable

from shared.domain.consent_reader.pattern import words_needed


class KeywordPrefilter:
    """The words of which some phrase needs one."""

    def __init__(self, phrases: Iterable[str]) -> None:
        needed = {word for phrase in phrases for word in words_needed(phrase)}
        self._words = frozenset(word for word in needed if not word.endswith("*"))
        self._stems = tuple(word[:-1] for word in needed if word.endswith("*"))

    def is_in(self, clauses: str) -> bool:
        """Tell whether clauses have one of the words."""
        words = clauses.split()
        return not self._words.isdisjoint(words) or any(
            word.startswith(self._stems) for word in words
        )
