"""Files of the pages: how they are read, what is wrong with them, how they are written."""

import base64
import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.errors import InvalidPhoneNumberError
from shared.domain.phone_number import normalise_recipient
from shared.web.csv_file import csv_text
from tests.e2e.browser import Page
from tests.e2e.pages.support import ASSETS, open_view
from tests.e2e.pages.test_new_send import FORM, drop, open_form, type_into
from tests.support.local_app import LocalApp


@pytest.mark.parametrize(
    ("content", "text", "fault"),
    [
        ("name\nAna", "Hi", "No column has phone numbers"),
        ("number,name\n{person},Ana", "Hi {{shop}}", "the file has no column of that name"),
        ("number,name\n", "Hi", "no rows below its first line"),
    ],
)
async def test_fault_of_the_whole_file_stands_alone(
    page: Page,
    app: LocalApp,
    new_person: Callable[[], str],
    content: str,
    text: str,
    fault: str,
) -> None:
    await open_form(page, app)
    await drop(page, content.replace("{person}", new_person()).encode())
    await type_into(page, "Text", text)

    await page.wait_for(f"({FORM}).includes({json.dumps(fault)})")
    assert "invalid" not in str(await page.evaluate(FORM))


async def test_files_are_read_as_spreadsheets_write_them(page: Page, app: LocalApp) -> None:
    await open_view(page, app, "sends/new")
    cases: list[tuple[bytes, list[Any]]] = [
        (b"\xef\xbb\xbfa,b\n1,2", [[2, "1", "2"]]),
        ("a;b\r\n\u20ac;2".encode("cp1252"), [[2, "\u20ac", "2"]]),
        ("a\tb\n\u00e4\t2\n".encode("utf-16"), [[2, "\u00e4", "2"]]),
        (b'a,b\n"x, ""y""\nz",2\n\n3,4', [[2, 'x, "y"\nz', "2"], [5, "3", "4"]]),
        (b"a\r1\r\r2", [[2, "1"], [4, "2"]]),
        (b"sep=;\r\na;b\r\n1,5;2", [[3, "1,5", "2"]]),
    ]
    for content, rows in cases:
        coded = base64.b64encode(content).decode()
        found = await page.evaluate(
            f"import('{ASSETS}/views/new-send/csv.js').then(async ({{ readCsv }}) =>"
            f"(await readCsv(new Blob([Uint8Array.from(atob('{coded}'), (one) =>"
            "one.charCodeAt(0))]))).rows.map(({ line, cells }) => [line, ...cells]))"
        )
        assert found == rows


NUMBERS = [
    *(
        "+14255550123",
        "+1 (425) 555-0123",
        "(+1) 425/555-0123",
        "+33.6.39.98.01.00",
        "+1.4255550123",
    ),
    *(
        "+49 30 123456-0",
        "+44 (0)7700 900123",
        "+49 170 / 1234567",
        "'+14255550123",
        "+1 425 555 0123.",
    ),
    *(
        "+62812849844.0",
        "+62.812849844.00",
        "+62812849844 0",
        "+4917012345678/79",
        "+4917012345678-79",
    ),
    *(
        "+62812849844 (0)",
        "+1--4255550123",
        "+1425'5550123",
        "+49/170/1234567",
        "+4917012345678   79",
    ),
    *("+62812849844\u00a00", "+1 (425 555-0123", "-14255550123", "+4930123456.789"),
]


async def test_numbers_are_read_as_the_api_reads_them(page: Page, app: LocalApp) -> None:
    await open_view(page, app, "sends/new")
    found: Any = await page.evaluate(
        f"import('{ASSETS}/views/new-send/recipients.js').then(({{ readNumber }}) =>"
        f"{json.dumps(NUMBERS)}.map((one) => readNumber(one).number ?? ''))"
    )
    for written, number in zip(NUMBERS, found, strict=True):
        assert (normalise_recipient(number) if number else "") == api_number(written), written


def api_number(written: str) -> str:
    try:
        return normalise_recipient(written.removeprefix("'"))
    except InvalidPhoneNumberError:
        return ""


async def test_line_that_cannot_be_divided_into_the_columns_is_invalid(
    page: Page, app: LocalApp
) -> None:
    await open_view(page, app, "sends/new")
    content = (
        'number,name,time\n+14255550123,Smith, Ana,9\n+14255550124,Ana,9,\n+14255550125,"Ben,9'
    )
    assets = f"{ASSETS}/views/new-send"
    found: Any = await page.evaluate(
        f"Promise.all([import('{assets}/csv.js'), import('{assets}/recipients.js')])"
        ".then(async ([{ readCsv }, { ofTable }]) =>"
        f"ofTable(await readCsv(new Blob([{json.dumps(content)}])), 0, ['name']))"
    )
    assert [(one["number"], one["values"]) for one in found["recipients"]] == [
        ("+14255550124", {"name": "Ana"})
    ]
    assert [one["line"] for one in found["bad"]] == [2, 4]


async def test_files_that_the_pages_write_are_as_safe_as_those_of_the_api(
    page: Page, app: LocalApp
) -> None:
    await open_view(page, app, "sends/new")
    cells = [
        *("plain", "", "'quoted'", '"=1+1"', "+14255550123", "-1", "@x", " =1", "\u00a0=1", "a+b"),
        *("please stop\n=1+1", "STOP;=1+1", "STOP, =1", "a\t@x", "a|'=1", "\uff1d1", "x\u2028-1"),
    ]
    written = await page.evaluate(
        f"import('{ASSETS}/data/csv-file.js').then(({{ csvOf }}) =>"
        f"csvOf([['a'], ...{json.dumps(cells)}.map((cell) => [cell])]))"
    )
    assert isinstance(written, str)
    assert written.startswith("\ufeff")
    assert rows_in(written) == rows_in(csv_text(["a"], [[cell] for cell in cells]))


def rows_in(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
