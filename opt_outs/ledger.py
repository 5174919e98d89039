"""Read the ledger of an own number."""

import re
from collections.abc import Sequence

import azure.functions as func

from shared.domain.opt_out import ConsentChange
from shared.services import Services
from shared.web.requests import invalid_field

_ROWS = 1_000
_LINE = re.compile(r"\+?[0-9]{3,15}\|[0-9TZ:.-]{27}\|[0-9a-f]{12}")


async def page_of_ledger(
    own_number: str, after: str, limit: int, services: Services
) -> tuple[Sequence[ConsentChange], str]:
    """
    Read lines by person, oldest first; one operation for up to 1,000.

    Returns
    -------
    tuple
        The lines, and behind which line the next page begins; empty on the last page.
    """
    lines: list[ConsentChange] = []
    while len(lines) < limit:
        wanted = min(_ROWS, limit - len(lines))
        found = await services.opt_outs.ledger_page(own_number, after=after, limit=wanted)
        lines += [line for _, line in found]
        if len(found) < wanted:
            return lines, ""
        after = found[-1][0]
    return lines, after


def read_after_line(req: func.HttpRequest) -> str:
    """
    Read `after`, where the page before ended.

    Raises
    ------
    RequestError
        It is no place in a ledger.
    """
    # In a query + is a space; numbers begin with it.
    text: str = req.params.get("after", "").replace(" ", "+")
    if text and not _LINE.fullmatch(text):
        raise invalid_field("after", "unknown_line", "after must come from a nextUrl.")
    return text
