"""What the tests of the pages share."""

from tests.support.local_app import TOLL_FREE, LocalApp

IS_LIVE = "document.getElementById('live').textContent === 'live'"
OVERFLOW = "document.documentElement.scrollWidth > innerWidth"


async def listed(app: LocalApp, person: str) -> dict[str, int]:
    """Give how a person's conversation stands; empty while there is none."""
    answer = await app.call("GET", f"conversations?sender={TOLL_FREE.lstrip('+')}&limit=100")
    found = [one for one in answer.json["conversations"] if one["user"] == person]
    return found[0] if found else {}
