"""The app is killed while a call is in progress: another worker completes its work, in time."""

from collections.abc import Callable
from dataclasses import replace

from local.dev.azurite import Azurite
from local.dev.process import kill_group
from local.dev.process_group import ProcessGroup
from send_sms.storage.dispatch_queue import RECOVERY_SECONDS
from tests.support.local_app import TOLL_FREE, LocalApp, app_environment, poll, start_host


async def test_everybody_gets_text_once_when_app_is_killed_before_it_has_the_answer(
    app: LocalApp, azurite: Azurite, new_person: Callable[[], str]
) -> None:
    # On a storage account of its own, so that no other host takes the work over.
    settings = app_environment(azurite, app.simulator_url)
    people = sorted(new_person() for _ in range(3))
    await app.control("POST", "faults", {"kind": "delayAnswer", "seconds": 60})
    with ProcessGroup() as poison_messages:
        url, host = await start_host(poison_messages, settings)
        accepted = await replace(app, url=url).send(TOLL_FREE, people, "once")
        await poll(lambda: app.on_phone(people[0]))
        kill_group(host.pid)
        assert await ids_of_calls(app)
    with ProcessGroup() as programs:
        url, host = await start_host(programs, settings)
        other = replace(app, url=url, host=host)
        for message in accepted["messages"]:
            # The reports went to the run's own app: here they end as sent.
            await other.reaches(message["messageId"], "sent", seconds=RECOVERY_SECONDS + 60)

    assert [await app.on_phone(person) for person in people] == [["once"]] * 3
    first, second = await ids_of_calls(app)
    assert first == second


async def ids_of_calls(app: LocalApp) -> list[list[str]]:
    """Give the repeatability ids of each call that ACS got, in the order of the calls."""
    requests = (await app.control("GET", "requests"))["requests"]
    return [one["repeatabilityRequestIds"] for one in requests]
