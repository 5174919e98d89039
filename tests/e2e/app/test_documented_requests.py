"""The requests that the pages show can be given as they stand there, one block after the other."""

import asyncio
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.local_app import TOLL_FREE, LocalApp, poll

ROOT = Path(__file__).parents[3]
DOCUMENTED = "http://127.0.0.1:7071"
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
BLOCK = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [
    pytest.param(block, id=f"{path.name} {at}")
    for path in PAGES
    for at, block in enumerate(BLOCK.findall(path.read_text(encoding="utf-8")))
    if DOCUMENTED in block
]
SUBSCRIBED = "https://example.com/paloma-events"


async def review_of(app: LocalApp, person: str) -> str:
    """Have a person write what may be an opt-out; give its review."""
    await app.send_one(person)
    await app.text_in(person, TOLL_FREE, "Not interested")

    async def is_there() -> str | None:
        path = f"opt-out-reviews?sender={TOLL_FREE[1:]}&state=open&limit=100"
        reviews = (await app.call("GET", path)).json["reviews"]
        return next((one["reviewId"] for one in reviews if one["recipient"] == person), None)

    return str(await poll(is_there))


async def subscription(app: LocalApp) -> str:
    """Give the subscription of the pages, made anew."""
    found = (await app.call("GET", "subscriptions")).json["subscriptions"]
    for one in found:
        if one["url"] == SUBSCRIBED:
            await app.call("DELETE", f"subscriptions/{one['subscriptionId']}")
    body = {"url": SUBSCRIBED, "events": ["opt_out"]}
    return str((await app.call("POST", "subscriptions", body)).json["subscriptionId"])


async def filled_in(block: str, app: LocalApp, person: str) -> str:
    """Give a block with what its reader puts in."""
    if "SEND_ID" in block:
        (message,) = (accepted := await app.send(TOLL_FREE, [person]))["messages"]
        block = block.replace("SEND_ID", accepted["sendId"])
        block = block.replace("MESSAGE_ID", message["messageId"])
    if "<reviewId>" in block:
        block = block.replace("<reviewId>", await review_of(app, person))
    if "{subscriptionId}" in block:
        block = block.replace("{subscriptionId}", await subscription(app))
    return block.replace(DOCUMENTED, app.url).replace("curl ", "curl -sS --fail-with-body ")


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl on this machine")
@pytest.mark.parametrize("block", BLOCKS)
async def test_documented_requests_succeed(
    app: LocalApp, person: str, tmp_path: Path, block: str
) -> None:
    await app.send_one("+14255550123")  # to whom the pages reply
    script = f"set -e\n{await filled_in(block, app, person)}"
    bash = await asyncio.create_subprocess_exec(
        "bash",
        "-c",
        script,
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await bash.communicate()
    await app.call("DELETE", f"subscriptions/{await subscription(app)}")
    assert bash.returncode == 0, said.decode()


def test_pages_show_requests() -> None:
    text = json.dumps([one.values for one in BLOCKS])
    assert all(path in text for path in ("/api/sms", "/replies", "/opt-out-imports", "/approve"))
