"""Delivery reports: what the carrier said of a message, in our own words."""

from dataclasses import dataclass

from shared.carriers.events import DeliveryReport


@dataclass(frozen=True, slots=True)
class Reports:
    """One report of each kind on one message; the two never overwrite each other."""

    delivered: DeliveryReport | None = None
    failed: DeliveryReport | None = None

    @property
    def final(self) -> DeliveryReport | None:
        """
        The one that counts: delivered, whenever it was said.

        What a phone has received cannot be taken back, while a failure may be about one attempt of
        several. So the status depends on which kinds came and not on their order or their dates:
        of two reports of one kind only the one stored last is kept, and a rule that compared dates
        would depend on which that was (docs/adr/0013).
        """
        return self.delivered or self.failed
