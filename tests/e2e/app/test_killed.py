"""The app is killed while a call is in progress: another worker completes its work, in time."""

from tests.e2e.killed_app import KilledApp


async def test_everybody_gets_text_once_when_app_is_killed_before_it_has_the_answer(
    killed: KilledApp,
) -> None:
    await killed.all_sent

    app, people = killed.other, killed.people
    assert [await app.on_phone(person) for person in people] == [["once"]] * len(people)
    calls = await app.calls_of(*killed.message_ids)
    assert len(calls) >= 2
    ids = [one["repeatabilityRequestIds"] for one in calls]
    assert ids == [ids[0]] * len(calls)
