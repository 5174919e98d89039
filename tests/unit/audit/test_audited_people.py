"""The audit log keeps of a person the last four digits of the number, and no text."""

import json

import pytest

import conversations.work_functions
import opt_outs.functions
import people.functions
from tests.support.log_privacy import assert_no_personal_data
from tests.support.web import call, post
from tests.support.world import PERSON, TOLL_FREE, World
from tests.unit.audit.test_audit import changes, opt_out


async def test_person_is_kept_as_four_digits(served: World, log_lines: list[str]) -> None:
    await opt_out()
    (change,) = await changes()
    assert change["target"] == {"sender": TOLL_FREE, "recipient": f"…{PERSON[-4:]}"}
    assert change["operator"] == "Ana"
    assert "actor" not in change
    stored = json.dumps([dict(row) for row in served.audit_table.all_rows()])
    assert PERSON[1:] not in stored
    assert "Asked by phone" not in stored
    assert_no_personal_data(log_lines)


@pytest.mark.parametrize("name", ["+1 425 555 0123", "Ana (425) 555-0123", "14255550123"])
async def test_number_in_an_operators_name_is_not_kept(served: World, name: str) -> None:
    body = {"state": "opted_out", "reason": "Asked by phone.", "actor": name}
    route = {"sender": TOLL_FREE, "recipient": PERSON}
    await call(opt_outs.functions.put_opt_out, post(body, route=route, method="PUT"))
    (change,) = await changes()
    assert "555" not in change["operator"]
    (row,) = served.audit_table.all_rows()
    assert "0123" not in row["operator"]


async def test_number_that_comes_in_headers_is_kept_as_four_digits(served: World) -> None:
    headers = {"Paloma-Sender": TOLL_FREE, "Paloma-Recipient": PERSON}
    body = {"state": "opted_out", "reason": "x"}
    route = {"sender": "-", "recipient": "-"}
    request = post(body, route=route, headers=headers, method="PUT")
    await call(opt_outs.functions.put_opt_out, request)
    (change,) = await changes()
    assert change["target"] == {"sender": TOLL_FREE, "recipient": f"…{PERSON[-4:]}"}
    assert served.audit_table.all_rows()


async def test_erasure_is_kept_without_the_person(served: World) -> None:
    body = {"reason": "Asked by letter.", "actor": "Ana"}
    request = post(body, route={"number": PERSON}, method="DELETE")
    answer = await call(people.functions.erase_person, request)
    assert answer.status_code < 300
    (change,) = await changes()
    assert change["action"] == "erase_person"
    assert change["target"]["number"] == f"…{PERSON[-4:]}"
    assert PERSON[1:] not in json.dumps([dict(row) for row in served.audit_table.all_rows()])


async def test_number_in_a_name_that_someone_chose_is_not_kept(served: World) -> None:
    request = post({"text": "Hi"}, route={"name": "call 14255550123"}, method="PUT")
    answer = await call(conversations.work_functions.put_canned_reply, request)
    assert answer.status_code == 200
    assert "14255550123" not in json.dumps([dict(row) for row in served.audit_table.all_rows()])
