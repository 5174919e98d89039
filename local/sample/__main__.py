"""Make the sample and store it where the settings say; ``dev.py run --sample`` starts it."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from functools import partial

from composition.settings import load_settings
from local.sample.play import make_sample
from send_sms.storage.dispatch_queue import DISPATCH_QUEUE, WAITING_QUEUE, DispatchQueue
from shared.runtime import utc_now
from shared.storage.account import StorageAccount
from shared.storage.azure_queue import AzureQueue
from shared.storage.azure_table import AzureTable

_MARK = "Journal"


async def fill() -> int:
    """Fill an empty storage account; one that has messages stays as it is. Return the exit code."""
    began = time.monotonic()
    logging.disable()  # thousands of lines of work that does not happen
    settings = load_settings()
    account = StorageAccount(settings.storage)
    try:
        if await AzureTable(account, _MARK).across("", "~", limit=1):
            print("Storage has messages already, so the sample was not added. A new one:")
            print("  python3 dev.py run --sample --data memory")
            return 0
        sample = await make_sample(settings, utc_now(), _show)
        count = await sample.upload(partial(AzureTable, account), _show)
        dispatch, waiting = (AzureQueue(account, one) for one in (DISPATCH_QUEUE, WAITING_QUEUE))
        await sample.agenda.upload(DispatchQueue(dispatch, waiting, utc_now))
    finally:
        await account.close()
    _show(f"{count:,} rows in {time.monotonic() - began:.0f} s")
    print()
    return 0


def _show(how_far: str) -> None:
    print(f"\r\x1b[KSample: {how_far}" if sys.stdout.isatty() else f"Sample: {how_far}", end="")
    print("" if sys.stdout.isatty() else "\n", end="", flush=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(fill()))
