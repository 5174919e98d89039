"""The resources outside the process: their interface, and those in Azure."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from shared.runtime import Ids, utc_now

if TYPE_CHECKING:
    from composition.settings import Settings
    from send_sms.sending import Rounds
    from send_sms.storage.dispatch_queue import DispatchQueue, WorkQueue
    from shared.carriers.acs.events import AcsEvents
    from shared.carriers.acs.gateway import AcsGateway
    from shared.carriers.acs.opt_out_list import AcsOptOutList
    from shared.carriers.events import CarrierEvents
    from shared.carriers.opt_out_list import OptOutList
    from shared.carriers.sending import SmsGateway
    from shared.runtime import Clock
    from shared.storage.account import StorageAccount
    from shared.storage.azure_queue import AzureQueue
    from shared.storage.azure_table import AzureTable
    from shared.storage.queue import BackgroundQueue, MessageQueue
    from shared.storage.table import WideTable
    from subscriptions.deliver import EventReceiver
    from subscriptions.receiver import Subscriber


class Resources(Protocol):
    """What lies outside the process, and the clock: Azure's, or a test's."""

    @property
    def settings(self) -> Settings:
        """The settings."""

    @property
    def clock(self) -> Clock:
        """The clock."""

    @property
    def ids(self) -> Ids:
        """What draws ids."""

    @property
    def rounds(self) -> Rounds[Any]:
        """The rounds that single sends share."""

    @property
    def gateway(self) -> SmsGateway:
        """The carrier."""

    @property
    def carrier_events(self) -> CarrierEvents:
        """What reads the carrier's events."""

    @property
    def opt_out_list(self) -> OptOutList:
        """The carrier's own list of opt-outs."""

    @property
    def event_receiver(self) -> EventReceiver:
        """What delivers events to subscribers."""

    @property
    def work_queue(self) -> WorkQueue:
        """The queue of dispatching."""

    def table(self, name: str) -> WideTable:
        """Give a table."""

    def queue(self, name: str) -> BackgroundQueue:
        """Give a queue of background work."""

    def message_queue(self, name: str) -> MessageQueue:
        """Give a queue whose messages can be taken and changed."""


def guarded_gateway(resources: Resources) -> SmsGateway:
    """Give the only way to the carrier; in trial mode it has a guard."""
    guests = resources.settings.trial_guests
    if guests is None:
        return resources.gateway
    from shared.carriers.trial import TrialGateway

    return TrialGateway(resources.gateway, guests)


class AzureResources:
    """One storage account and one ACS resource; nothing is connected before it is used."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = utc_now
        self.ids = Ids()

    @cached_property
    def rounds(self) -> Rounds[Any]:
        """The rounds that single sends share."""
        from send_sms.domain.batch import MAX_ROUND_MEMBERS
        from send_sms.sending import Rounds

        return Rounds(MAX_ROUND_MEMBERS)

    @cached_property
    def gateway(self) -> AcsGateway:
        """The carrier."""
        from shared.carriers.acs.gateway import AcsGateway

        return AcsGateway(self.settings.acs, self.clock)

    @cached_property
    def carrier_events(self) -> AcsEvents:
        """What reads the carrier's events."""
        from shared.carriers.acs.events import AcsEvents

        return AcsEvents()

    @cached_property
    def opt_out_list(self) -> AcsOptOutList:
        """The carrier's own list of opt-outs."""
        from shared.carriers.acs.opt_out_list import AcsOptOutList

        return AcsOptOutList(self.settings.acs, self.clock)

    @cached_property
    def event_receiver(self) -> Subscriber:
        """What delivers events to subscribers."""
        from subscriptions.receiver import Subscriber

        return Subscriber(allows_private=self.settings.allows_private_webhooks)

    @cached_property
    def work_queue(self) -> DispatchQueue:
        """The queue of dispatching."""
        from send_sms.storage.dispatch_queue import DISPATCH_QUEUE, WAITING_QUEUE, DispatchQueue

        dispatch, waiting = map(self.message_queue, (DISPATCH_QUEUE, WAITING_QUEUE))
        return DispatchQueue(dispatch, waiting, self.clock)

    def table(self, name: str) -> AzureTable:
        """Give a table of the storage account."""
        from shared.storage.azure_table import AzureTable

        return AzureTable(self._account, name)

    def queue(self, name: str) -> AzureQueue:
        """Give a queue of the storage account."""
        from shared.storage.azure_queue import AzureQueue

        return AzureQueue(self._account, name)

    def message_queue(self, name: str) -> AzureQueue:
        """Give a queue; see `queue`."""
        return self.queue(name)

    @cached_property
    def _account(self) -> StorageAccount:
        from shared.storage.account import StorageAccount

        return StorageAccount(self.settings.storage)
