"""All senders at one look: the whole `Senders` table."""

from collections.abc import Mapping
from dataclasses import dataclass

from senders.domain.rate_window import RateWindow
from senders.storage.holds import SWITCH_KEY, Switches, switches_from_row
from senders.storage.senders import WINDOW_KEY, Senders, window_from_row


@dataclass(frozen=True, slots=True)
class AllSenders:
    """
    The `Senders` table as it was read.

    Attributes
    ----------
    windows : mapping of scope to RateWindow
        Of those that ever sent under a limit.
    switches : mapping of sender to Switches
        Of those that were ever paused or held.
    """

    windows: Mapping[str, RateWindow]
    switches: Mapping[str, Switches]


async def read_all_senders(senders: Senders) -> AllSenders:
    """Read the windows and switches of all senders; one operation for 1,000 rows."""
    windows: dict[str, RateWindow] = {}
    switches: dict[str, Switches] = {}
    for row in await senders.read_rows():
        if row["RowKey"] == WINDOW_KEY:
            windows[row["PartitionKey"]] = window_from_row(row)
        elif row["RowKey"].startswith(SWITCH_KEY):
            switches[row["RowKey"].removeprefix(SWITCH_KEY)] = switches_from_row(row)
    return AllSenders(windows, switches)
