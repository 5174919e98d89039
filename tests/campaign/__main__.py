"""The long campaign, and the load run: `python3 dev.py test --campaign` and `test --load`."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.campaign.campaign import Campaign, Played
from tests.campaign.findings import Violation
from tests.campaign.load import play_load
from tests.campaign.world import campaign_world

SPEED = 20.0
_CHAOS_SECONDS = 40.0
_CHAOS_SIZES = (1, 1, 1, 1, 2, 10, 100, 300, 1_200)
_CHAOS_ASKS = 60
_FEWEST_CHAOS_RUNS = 2


class Progress:
    """Says now and then how far it is, and how long it will take."""

    def __init__(self, message_count: int) -> None:
        self._began, self._wanted = time.monotonic(), message_count
        self._printed_at = 0.0

    def tell(self, what: str, message_count: int) -> None:
        seconds = time.monotonic() - self._began
        if seconds - self._printed_at < 2:
            return
        self._printed_at = seconds
        share = max(message_count, 1) / self._wanted
        left = f"about {seconds * (1 / share - 1):.0f} s left" if share < 1 else "nearly done"
        say(f"{seconds:5.0f} s  {message_count:,} of {self._wanted:,} messages, {left}: {what}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def play(seed: int, message_count: int, data: Path) -> list[Played]:
    """First the sweep, with one worker; then chaos, with two and the product's own sizes."""
    progress = Progress(message_count)
    async with campaign_world(data / "sweep", speed=SPEED) as world:
        sweep = Campaign(world, seed, lambda what: progress.tell(what, sweep.message_count))
        await sweep.kill_everywhere()
        await sweep.stop_everywhere()
        await sweep.inject_faults_everywhere()
        swept = await sweep.end()
    done = swept.findings.asked_count
    async with campaign_world(data / "chaos", speed=SPEED, worker_count=2) as world:
        chaos = Campaign(
            world, seed + 1, lambda what: progress.tell(what, done + chaos.message_count)
        )
        played_count = 0
        while played_count < _FEWEST_CHAOS_RUNS or done + chaos.message_count < message_count:
            await chaos.run_chaos(_CHAOS_SECONDS, asks=_CHAOS_ASKS, sizes=_CHAOS_SIZES)
            played_count += 1
        return [swept, await chaos.end()]


def report(each: list[Played]) -> bool:
    """Print the figures; whether nothing is wrong."""
    done, statuses = Counter[str](), Counter[str]()
    for played in each:
        done += played.done
        statuses += played.findings.statuses
    rows = {
        "messages asked for": sum(one.findings.asked_count for one in each),
        "of these answered with 202": sum(one.findings.answered_count for one in each),
        "not answered and wholly absent": sum(one.findings.absent_count for one in each),
        "STOPs stored": sum(one.findings.stop_count for one in each),
        **{f"done: {kind}": count for kind, count in sorted(done.items())},
        **{f"ended as {status}": count for status, count in sorted(statuses.items())},
        "flagged as unknown": sum(one.findings.flagged_count for one in each),
        "seconds behind a STOP at most": max(
            round(one.findings.latest_after_stop.total_seconds()) for one in each
        ),
        "points not come to": sum(len(one.missed) for one in each),
    }
    for name, count in rows.items():
        say(f"{name:<58}{count:>9,}")
    kinds = sum((one.findings.counts for one in each), Counter[Violation]())
    for kind in Violation:
        say(f"{kind:<58}{kinds[kind]:>9,}")
    found = [line for one in each for line in one.findings.lines]
    for what in found[:50]:
        say(f"  {what}")
    return not any(one.findings.lines for one in each)


def main() -> int:
    """Play and report; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="dev.py test", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--campaign", action="store_true", help="kill and disturb everything")
    which.add_argument("--load", action="store_true", help="steady load with faults")
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    parser.add_argument("--messages", type=int, default=20_000, help="at least, of a campaign")
    parser.add_argument("--minutes", type=float, default=10.0, help="of load")
    options = parser.parse_args()
    say(f"Seed {options.seed}; --seed {options.seed} plays the same plan again.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        if options.load:
            return asyncio.run(play_load(options.seed, options.minutes * 60, Path(data), say))
        played = asyncio.run(play(options.seed, options.messages, Path(data)))
    return 0 if report(played) else 1


if __name__ == "__main__":
    sys.exit(main())
