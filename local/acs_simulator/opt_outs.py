"""Who may not be texted: the carrier's blocks, ACS's own list, and the words that change them."""

from dataclasses import dataclass

from local.acs_simulator.settings import Sender, SenderKind


@dataclass(frozen=True, slots=True)
class KeywordService:
    """Words that are acted upon before you see them, and what the person is told."""

    opt_out_words: frozenset[str]
    opt_in_words: frozenset[str]
    opt_out_reply: str
    opt_in_reply: str
    by_carrier: bool


# Words and texts: azure-docs, "SMS FAQ"; the toll-free texts of its newest version, the short-code
# texts of 2021 (today they come from the program brief).
_TOLL_FREE = KeywordService(
    frozenset({"STOP"}),
    frozenset({"START", "UNSTOP"}),
    "NETWORK MSG: You replied with the word STOP, which blocks all texts sent from this number. "
    "Text back UNSTOP to receive messages again.",
    "NETWORK MSG: You have replied UNSTOP and will begin receiving messages again "
    "from this number.",
    by_carrier=True,
)
_SHORT_CODE = KeywordService(
    frozenset({"STOP", "QUIT", "END", "REVOKE", "OPT OUT", "CANCEL", "UNSUBSCRIBE"}),
    frozenset({"START", "UNSTOP"}),
    "You have successfully been unsubscribed to messages from this number. "
    "Reply START to resubscribe",
    "You have successfully been re-subscribed to messages from this number. "
    "Reply STOP to unsubscribe.",
    by_carrier=False,
)


def keyword_service(sender: Sender) -> KeywordService | None:
    """Return the service that answers keywords for a sender; None if there is none."""
    if sender.kind is SenderKind.TOLL_FREE:
        return _TOLL_FREE
    if sender.kind is SenderKind.SHORT_CODE and sender.acs_handles_opt_outs:
        return _SHORT_CODE
    return None


class OptOutRegistry:
    """
    Blocks of pairs of own number and person.

    A carrier's block and an entry of ACS are kept apart: ``optouts:remove`` removes only the
    latter, because a toll-free block "cannot be overridden".
    """

    def __init__(self) -> None:
        self._entries: set[tuple[str, str]] = set()
        self._carrier_blocks: set[tuple[str, str]] = set()

    def add(self, own_number: str, user_number: str) -> None:
        """Enter a pair into the list of ACS."""
        self._entries.add((own_number, user_number))

    def remove(self, own_number: str, user_number: str) -> None:
        """Take a pair from the list of ACS."""
        self._entries.discard((own_number, user_number))

    def is_opted_out(self, own_number: str, user_number: str) -> bool:
        """Say whether a pair is on the list of ACS."""
        return (own_number, user_number) in self._entries

    def is_blocked(self, own_number: str, user_number: str) -> bool:
        """Say whether a message would be stopped, by whomever."""
        pair = (own_number, user_number)
        return pair in self._entries or pair in self._carrier_blocks

    def handle_keyword(self, sender: Sender, user_number: str, body: str) -> str | None:
        """
        Act on a keyword, and return the reply that the person gets, or None.

        The whole text must be the word; case and outer white space do not matter (not documented:
        an assumption).
        """
        service = keyword_service(sender)
        word = body.strip().upper()
        if service is None:
            return None
        pair = (sender.number, user_number)
        if word in service.opt_out_words:
            self._entries.add(pair)
            if service.by_carrier:
                self._carrier_blocks.add(pair)
            return service.opt_out_reply
        if word in service.opt_in_words:
            self._entries.discard(pair)
            self._carrier_blocks.discard(pair)
            return service.opt_in_reply
        return None
