"""The examples, run against the local programs; the simulator plays the people they write to."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.example import running_example
from tests.support.local_app import REFUSAL, TOLL_FREE, LocalApp, poll


async def on_phone(app: LocalApp, person: str, count: int) -> list[str]:
    """Wait until a phone got so many texts; gives them."""

    async def has_them() -> list[str]:
        found = await app.on_phone(person)
        return found if len(found) >= count else []

    found: list[str] = await poll(has_them)
    return found


async def heard(app: LocalApp, person: str, text: str) -> None:
    """Wait until the app has what a person wrote."""

    async def is_there() -> bool:
        thread = (await app.call("GET", f"conversations/{TOLL_FREE}/{person}")).json
        return any(entry["text"] == text for entry in thread["entries"])

    await poll(is_there)


async def test_two_runs_at_once_remind_and_thank_each_person_once(
    app: LocalApp, new_person: Callable[[], str], tmp_path: Path
) -> None:
    ana, ben, eve, stopped, silent = (new_person() for _ in range(5))
    people = {ana: "Ana", ben: "Ben", eve: "Eve", stopped: "Sam", silent: "Zoe"}
    rows = [f"{number},{name},tomorrow at 9" for number, name in people.items()]
    file = tmp_path / "tomorrow.csv"
    file.write_text("\n".join(["number,name,time", *rows, "12,Invalid,never"]), encoding="utf-8")
    arguments = ("appointment_reminders", str(file), "--from", TOLL_FREE, "--wait-minutes")

    async with (
        running_example(app, *arguments, "10") as first,
        running_example(app, *arguments, "10") as second,
    ):
        for person in people:
            await on_phone(app, person, 1)
        await app.text_in(ana, TOLL_FREE, "c.")
        await app.text_in(ben, TOLL_FREE, "R")
        await app.text_in(eve, TOLL_FREE, "Which doctor?")
        await app.text_in(stopped, TOLL_FREE, "STOP")
        thanks = [(await on_phone(app, person, 2))[1] for person in (ana, ben)]
        await app.registry_says(stopped, "opted_out")
        await heard(app, eve, "Which doctor?")
        (unanswered,) = await sent_to(app, silent)
        await app.reaches(unanswered["messageId"], "delivered")
        assert (first.process.returncode, second.process.returncode) == (None, None)
    async with running_example(app, *arguments, "0") as again:
        exit_code = await again.ends()
    said = {line.split()[0].rstrip(":"): line.rpartition(": ")[2] for line in again.lines}

    assert exit_code == 0
    assert said.pop("12")
    assert said == {
        ana: "confirmed",
        ben: "another time",
        eve: "wrote something else, see the inbox",
        stopped: "has opted out, call them",
        silent: "no answer (delivered)",
    }
    assert thanks == ["Thank you, see you then.", "We will call you."]
    assert [len(await sent_to(app, person)) for person in people] == [2, 2, 1, 1, 1]


async def test_code_opens_at_the_second_attempt_and_is_never_said(
    app: LocalApp, person: str
) -> None:
    async with running_example(app, "two_factor_code", person, "--from", TOLL_FREE) as asked:
        await asked.says("on its way")
        (text,) = await on_phone(app, person, 1)
        code = text[-6:]
        for typed in (other_than(code), "", f" {code[:3]} {code[3:]} "):
            asked.type(typed)
        exit_code = await asked.ends()
    said = "\n".join(asked.lines)

    assert exit_code == 0
    assert [said.count("not the code"), said.count("is right")] == [1, 1]
    assert code not in said
    (sent,) = await sent_to(app, person)
    assert sent["category"] == "otp"
    assert not any(digit in sent["text"] for digit in code)


async def test_code_opens_nothing_after_five_wrong_attempts(app: LocalApp, person: str) -> None:
    async with running_example(app, "two_factor_code", person, "--from", TOLL_FREE) as asked:
        (text,) = await on_phone(app, person, 1)
        for typed in (*[other_than(text[-6:])] * 5, text[-6:]):
            asked.type(typed)
        exit_code = await asked.ends()

    assert exit_code == 1
    assert asked.lines[-1].endswith("That was the last attempt. Ask for a new code.")


async def test_code_reaches_no_person_who_has_opted_out_and_that_is_not_said(
    app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")

    async with running_example(app, "two_factor_code", person, "--from", TOLL_FREE) as asked:
        await asked.says("on its way")
        asked.type("123456")
        exit_code = await asked.ends()

    assert exit_code == 1
    assert await app.on_phone(person) == []


async def test_inbox_shows_who_writes_and_sends_an_answer_once(app: LocalApp, person: str) -> None:
    async def inbox(*command: str) -> list[str]:
        async with running_example(app, "support_inbox", "--from", TOLL_FREE, *command) as one:
            assert await one.ends() == 0, one.lines
        return one.lines

    async with running_example(app, "support_inbox", "--from", TOLL_FREE, "watch") as watching:
        await app.text_in(person, TOLL_FREE, "My parcel is lost")
        await watching.says("My parcel is lost")
        await app.text_in(person, TOLL_FREE, "Number 42, that is")
        await watching.says("Number 42, that is")
    seen = [line for line in watching.lines if person in line]
    waiting = [line for line in await inbox("list") if person in line]
    answers = await asyncio.gather(*(inbox("reply", person, "We look for it.") for _ in range(2)))
    await on_phone(app, person, 1)
    (answer,) = await sent_to(app, person)
    await app.reaches(answer["messageId"], "delivered")
    shown = await inbox("show", person)

    assert [line.rpartition(" < ")[2] for line in seen] == [
        "My parcel is lost",
        "Number 42, that is",
    ]
    assert waiting == [f"{person}  2 new: Number 42, that is"]
    assert all(" > We look for it.  (" in one[-1] for one in answers)
    assert [line[17:] for line in shown if line != person] == [
        "< My parcel is lost",
        "< Number 42, that is",
        "> We look for it.  (delivered)",
    ]
    assert [line for line in await inbox("list") if person in line] == []
    assert await app.on_phone(person) == ["We look for it."]


async def test_inbox_says_why_when_an_answer_cannot_go_out(app: LocalApp, person: str) -> None:
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    command = ("--from", TOLL_FREE, "reply", person, "But why?")

    async with running_example(app, "support_inbox", *command) as refused:
        exit_code = await refused.ends()

    assert (exit_code, refused.lines) == (1, [REFUSAL])
    assert "But why?" not in await app.on_phone(person)


def other_than(code: str) -> str:
    """Give a code that differs in its last digit."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


async def sent_to(app: LocalApp, person: str) -> list[dict[str, Any]]:
    """Give what the app has sent to a person, as their conversation shows it."""
    thread = (await app.call("GET", f"conversations/{TOLL_FREE}/{person}")).json
    return [entry for entry in thread["entries"] if entry["direction"] == "outbound"]
