"""The dependencies of reconciliation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opt_outs.storage.registry import OptOuts
    from reconciliation.storage.reconciliations import Reconciliations
    from senders.domain.profile import SenderProfiles
    from shared.carriers.opt_out_list import OptOutList
    from shared.runtime import Clock, Ids
    from shared.storage.queue import BackgroundQueue


@dataclass(frozen=True, slots=True)
class ReconciliationSettings:
    """
    The settings of reconciliation.

    Attributes
    ----------
    is_daily : bool
        Whether one is made each day.
    pushes : bool
        Whether one also changes the carrier's list.
    """

    is_daily: bool = True
    pushes: bool = False


@dataclass(frozen=True, slots=True)
class Reconciling:
    """The dependencies of reconciliation."""

    runs: Reconciliations
    queue: BackgroundQueue
    carrier_list: OptOutList
    opt_outs: OptOuts
    profiles: SenderProfiles
    settings: ReconciliationSettings
    clock: Clock
    ids: Ids
