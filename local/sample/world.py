"""The app on tables in memory, on the sample's clock, and with a carrier that sends nothing."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from composition.app import App
from local.memory_table import MemoryTable
from local.sample.agenda import Agenda
from local.sample.carrier import SampleCarrier
from local.sample.people import OWN_NUMBERS
from local.sample.upload import upload
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from send_sms.domain.countries import NORTH_AMERICA, CountryPolicy
from send_sms.sending import Rounds
from shared.carriers.acs.events import AcsEvents
from shared.runtime import Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from composition.settings import Settings
    from shared.eventgrid.envelope import Event
    from shared.storage.table import Table


class _NoQueue:
    """Takes background work that the sample has none of."""

    async def put(self, text: str, delay_seconds: int = 0) -> None:
        """Drop it."""


class SampleResources:
    """See `composition.resources.Resources`."""

    def __init__(self, settings: Settings, start: datetime, seed: int) -> None:
        # What the settings list must not refuse the sample's own numbers and people.
        countries = CountryPolicy(NORTH_AMERICA)
        self.settings = replace(settings, own_numbers=frozenset(), countries=countries)
        self.agenda = Agenda(start)
        self.clock = self.agenda.clock
        self.ids = Ids(Random(seed).randbytes)  # noqa: S311 - the same sample each time
        # Without submissions of the accepting worker, all work goes over the agenda.
        self.rounds: Rounds[Any] = Rounds(MAX_ROUND_MEMBERS, 0)
        self.gateway = SampleCarrier(self.agenda, self._record)
        self.carrier_events = AcsEvents()
        self.tables: dict[str, MemoryTable] = {}
        self.app = App(self)
        self.app.journal.carried.update(OWN_NUMBERS)  # some get messages before they send
        self.agenda.on_work = self._dispatch

    @property
    def work_queue(self) -> Agenda:
        """The queue of dispatching."""
        return self.agenda

    @property
    def opt_out_list(self) -> Any:  # noqa: ANN401 - not there
        """The carrier's list, which nothing of the sample asks for."""
        raise NotImplementedError

    @property
    def event_receiver(self) -> Any:  # noqa: ANN401 - not there
        """What delivers events, of which the sample has none."""
        raise NotImplementedError

    def table(self, name: str) -> MemoryTable:
        """Give a table."""
        return self.tables.setdefault(name, MemoryTable())

    def queue(self, name: str) -> _NoQueue:
        """Give a queue of background work."""
        del name
        return _NoQueue()

    def message_queue(self, name: str) -> Any:  # noqa: ANN401 - not there
        """A queue whose messages are taken, which the agenda stands for."""
        raise NotImplementedError

    async def upload(self, table: Callable[[str], Table], show: Callable[[str], None]) -> int:
        """Store what was made in the tables of the same names; return the number of rows."""
        count = 0
        for name, made in self.tables.items():
            show(f"storing {name}")
            count += await upload(made, table(name))
        return count

    async def _record(self, events: Sequence[Event]) -> None:
        from delivery_report.record import record_reports

        await record_reports(events, self.app.reporting)

    async def _dispatch(self, work: Any) -> None:  # noqa: ANN401 - Work, imported late
        from send_sms.dispatching.dispatch import dispatch

        await dispatch(work, self.app.sending)
