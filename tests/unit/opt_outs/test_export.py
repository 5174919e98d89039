"""The registry and its ledger as files, and in filtered pages."""

import csv
import io
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import azure.functions as func
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opt_outs import functions
from opt_outs.domain.consent import ChangeSource, ConsentState
from shared.domain.kinds import Category
from shared.web.csv_file import csv_rows, csv_text
from tests.support.samples import apply_change, make_change, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
CSV = "text/csv"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
DANGEROUS_TEXT = st.text("=+'\" ;,\t\r\n|a")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "＝1", ' "=1']  # noqa: RUF001
WITHIN = ["stop\n=1+1", "STOP;=1+1", "STOP,+1", "a\t@b", "a\r\n-1", "a\u2028=1", 'a;"=1"', "a; =1"]
BREAKS = re.compile("[\r\n\v\f\x85\u2028\u2029;,\t|]")


async def list_entries(**params: str) -> func.HttpResponse:
    headers = {"Accept": params.pop("accept", "*/*")}
    request = get(params={"sender": TOLL_FREE, **params}, headers=headers)
    return await call(functions.list_opt_outs, request)


async def ledger(**params: str) -> func.HttpResponse:
    headers = {"Accept": params.pop("accept", "*/*")}
    request = get(params={"sender": TOLL_FREE, **params}, headers=headers)
    return await call(functions.list_opt_out_ledger, request)


def rows_of(answer: func.HttpResponse) -> list[dict[str, str]]:
    """Read a file as anybody would."""
    text = answer.get_body().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def next_of(answer: func.HttpResponse) -> dict[str, str]:
    link = answer.headers["Link"].split(">")[0].lstrip("<")
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


async def apply(world: World, *changes: Any) -> None:
    for change in changes:
        await apply_change(change, world.app().opt_outs)


async def test_file_has_a_row_for_each_change_that_stands(served: World) -> None:
    await apply(
        served,
        make_change(OUT, START, evidence='Stop, "please"\nnow', category=Category.MARKETING),
        make_change(IN, START + timedelta(seconds=1), source=ChangeSource.OPERATOR, reason="é"),
    )
    answer = await list_entries(accept=CSV)
    assert answer.mimetype == "text/csv"
    assert answer.get_body().startswith("\ufeffsender,recipient,state,".encode())
    first, second = rows_of(answer)
    assert (first["recipient"], first["state"], first["category"]) == (
        f"'{PERSON}",
        "opted_out",
        "marketing",
    )
    assert first["evidence"] == 'Stop, "please"\nnow'
    assert (second["source"], second["reason"], second["category"]) == ("operator", "é", "")


@pytest.mark.parametrize("text", FORMULAS)
async def test_no_cell_is_a_formula(served: World, text: str) -> None:
    await apply(served, make_change(OUT, START, evidence=text, actor=text, reason=text))
    for answer in (await list_entries(accept=CSV), await ledger(accept=CSV)):
        (row,) = rows_of(answer)
        assert row["evidence"] == row["reason"] == row["actor"]
        assert row["evidence"].startswith(f"'{text[0]}")
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
        assert_no_formula(answer)


@pytest.mark.parametrize("text", WITHIN)
async def test_no_part_of_a_cell_is_a_formula_where_the_separator_is_another(
    served: World, text: str
) -> None:
    await apply(served, make_change(OUT, START, evidence=text, actor=text, reason=text))
    for answer in (await list_entries(accept=CSV), await ledger(accept=CSV)):
        assert_no_formula(answer)
    header, cells = (cells for _, cells in csv_rows(answer.get_body().decode()))
    assert dict(zip(header, cells, strict=True))["evidence"] == text


def assert_no_formula(answer: func.HttpResponse) -> None:
    """Split a file at every separator and line break that a spreadsheet may know."""
    for part in BREAKS.split(answer.get_body().decode("utf-8-sig")):
        assert not part.lstrip(' "\u00a0').startswith(("=", "+", "-", "@", "＝"))  # noqa: RUF001


@given(st.lists(st.lists(ANY_TEXT, min_size=2, max_size=4), max_size=6))
def test_file_comes_back_as_it_went_out(rows: list[list[str]]) -> None:
    header, *found = [cells for _, cells in csv_rows(csv_text(["a", "b"], rows))]
    assert header == ["a", "b"]
    assert found == rows


@given(st.lists(st.lists(DANGEROUS_TEXT, min_size=2, max_size=4), max_size=6))
def test_file_of_dangerous_cells_comes_back_as_it_went_out(rows: list[list[str]]) -> None:
    text = csv_text(["a", "b"], rows)
    _, *found = [cells for _, cells in csv_rows(text)]
    assert found == rows
    for part in BREAKS.split(text.removeprefix("\ufeff")):
        assert not part.lstrip(' "').startswith(("=", "+"))


@given(st.text())
def test_no_text_makes_reading_a_file_fail_otherwise_than_it_says(text: str) -> None:
    try:
        lines = [line for line, _ in csv_rows(text)]
    except ValueError:
        return
    assert lines == sorted(set(lines))


async def test_file_says_where_the_next_one_begins(served: World) -> None:
    for user in people(5):
        await apply(served, make_change(OUT, START, user_number=user))
    seen: list[str] = []
    answer = await list_entries(accept=CSV, limit="2", state="opted_out")
    while True:
        seen += [row["recipient"].lstrip("'") for row in rows_of(answer)]
        if "Link" not in answer.headers:
            break
        answer = await list_entries(accept=CSV, **next_of(answer))
    assert seen == people(5)


async def test_file_holds_what_no_page_would(served: World) -> None:
    for user in people(1_100):
        await apply(served, make_change(OUT, START, user_number=user))
    assert [row["recipient"] for row in rows_of(await list_entries(accept=CSV))] == [
        f"'{user}" for user in people(1_100)
    ]
    assert len(rows_of(await ledger(accept=CSV))) == 1_100


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({"state": "opted_out"}, {0, 1}),
        ({"state": "opted_in"}, {2}),
        ({"category": "marketing"}, {0, 1}),
        ({"category": "otp"}, {0}),
        ({"source": "operator"}, {1}),
        ({"source": "keyword", "state": "opted_in"}, {2}),
        ({"source": "review"}, set()),
    ],
)
async def test_list_can_be_filtered(
    served: World, params: dict[str, str], wanted: set[int]
) -> None:
    numbers = people(3)
    await apply(
        served,
        make_change(OUT, START, user_number=numbers[0]),
        make_change(
            OUT,
            START,
            user_number=numbers[1],
            category=Category.MARKETING,
            source=ChangeSource.OPERATOR,
        ),
        make_change(IN, START, user_number=numbers[2]),
    )
    entries = document(await list_entries(**params))["entries"]
    assert {numbers.index(entry["recipient"]) for entry in entries} == wanted


@pytest.mark.parametrize("field", ["state", "category", "source"])
@pytest.mark.usefixtures("served")
async def test_filter_by_what_does_not_exist_is_refused(field: str) -> None:
    assert_problem(await list_entries(**{field: "everything"}), 400, field)


async def test_ledger_is_paged_by_person_oldest_first(served: World) -> None:
    for user in people(3):
        for second in range(3):
            moment = START + timedelta(seconds=second)
            await apply(served, make_change(OUT if second % 2 else IN, moment, user_number=user))
    seen: list[tuple[str, str]] = []
    params = {"limit": "2"}
    while True:
        page = document(await ledger(**params))
        seen += [(line["recipient"], line["changedAt"]) for line in page["lines"]]
        if "nextUrl" not in page:
            break
        query = urlsplit(page["nextUrl"]).query
        params = {name: values[0] for name, values in parse_qs(query).items()}
    assert len(seen) == len(set(seen)) == 9
    assert seen == sorted(seen)


@pytest.mark.parametrize("after", ["x", "+14255550123", "B|1425", "L|", "~", "+1|2|3"])
@pytest.mark.usefixtures("served")
async def test_ledger_from_no_place_is_refused(after: str) -> None:
    assert_problem(await ledger(after=after), 400, "after")


async def test_entries_that_only_lift_are_not_listed(served: World) -> None:
    await apply(served, make_change(IN, START))
    assert document(await list_entries(sender="*")) == {"entries": []}
    assert document(await ledger(sender="*")) == {"lines": []}
