"""List conversations and mark them read."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.conversation import Thread
from shared.domain.kinds import Category
from shared.services import Services


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A conversation, and whether its person has opted out of what a reply would be."""

    thread: Thread
    is_opted_out: bool


@dataclass(frozen=True, slots=True)
class ThreadList:
    """Some conversations; `next_after` is empty on the last page."""

    threads: Sequence[ListedThread]
    next_after: str


async def page_of_threads(
    own_number: str, after: str, limit: int, services: Services
) -> ThreadList:
    """Read conversations, unread ones first, then newest first; three operations."""
    found = await services.conversations.threads(own_number, after=after, limit=limit + 1)
    page = found[:limit]
    listed = await _listed(own_number, [thread for _, thread in page], services)
    return ThreadList(listed, page[-1][0] if len(found) > limit else "")


async def mark_read(own_number: str, user_number: str, services: Services) -> ListedThread | None:
    """Mark a conversation read; idempotent. None if there is none."""
    thread = await services.conversations.mark_read(own_number, user_number)
    if thread is None:
        return None
    (listed,) = await _listed(own_number, [thread], services)
    return listed


async def _listed(
    own_number: str, threads: Sequence[Thread], services: Services
) -> list[ListedThread]:
    people = [thread.user_number for thread in threads]
    if not people:
        return []
    out = await services.opt_outs.opted_out_among(own_number, people, Category.TRANSACTIONAL)
    return [ListedThread(thread, thread.user_number in out) for thread in threads]
