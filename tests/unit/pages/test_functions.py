"""Pages and assets as browsers get them."""

import gzip
import posixpath
import re
from pathlib import PurePosixPath

import azure.functions as func
import pytest

from pages import functions
from pages.files import STYLE_SHEET, assets_version, early_modules
from tests.support.web import assert_problem, call, get
from tests.unit.pages.served import (
    ASSETS,
    PACKED,
    PAGES,
    STATIC,
    asset,
    content_of,
)

KILOBYTE = 1_000


def references_of(name: str) -> set[str]:
    """Every file that a page or script asks for, but for other pages and data."""
    text = content_of(name).decode()
    folder = rf"(?:(?:api/|\{{root\}})?assets/{assets_version()}/|\$\{{ASSETS\}})"
    linked = re.findall(rf'(?:src|href)(?:=|: )(?:"|(?:\$\{{)?`){folder}([^"`]+)["`]', text)
    imported = re.findall(r'(?:from|import|import\() ?"(\.[^"]+)"', text)
    here = PurePosixPath("/", name).parent
    return {*linked, *(posixpath.normpath(here / one).lstrip("/") for one in imported)}


def test_files_name_only_assets_that_are_there() -> None:
    shell = {name for name in ASSETS if name.startswith(("parts/", "data/"))}
    named = {one for name in {*PAGES, "ui.html", *ASSETS} - {PACKED} for one in references_of(name)}
    assert named | shell == {name for name in ASSETS if not name.endswith(".licence.txt")}


@pytest.mark.parametrize("name", PAGES)
async def test_page_comes_whole_and_is_not_cached(name: str) -> None:
    answer = await call(PAGES[name], get())

    assert answer.status_code == 200
    assert (answer.mimetype, answer.charset) == ("text/html", "utf-8")
    assert answer.get_body() == content_of(name)
    assert answer.headers["Cache-Control"] == "no-store"


async def test_no_file_holds_the_key_of_the_address() -> None:
    given = {"code": "a-key"}
    for name in (*PAGES, *ASSETS):
        page = await call(PAGES[name], get(params=given)) if name in PAGES else None
        answer = page or await call(functions.page_asset, get(route={"name": name}, params=given))

        assert answer.get_body() == content_of(name), name


@pytest.mark.parametrize("name", [*PAGES, "ui.html"])
def test_page_has_nothing_inline_and_nothing_from_elsewhere(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")

    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", text) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", text) == []


@pytest.mark.parametrize("name", ["home.html", "page.css"])
async def test_browser_may_load_and_send_nothing_elsewhere(name: str) -> None:
    answer = await call(PAGES[name], get()) if name in PAGES else await asset(name)

    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in str(policy)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_reference_may_style_itself_but_runs_and_asks_for_nothing_from_elsewhere() -> None:
    page, other = [
        (await call(PAGES[name], get())).headers["Content-Security-Policy"].split("; ")
        for name in ("docs.html", "home.html")
    ]
    differing = [part for part in page if part not in other]
    assert differing == ["style-src 'self' 'unsafe-inline'", "img-src 'self' data:"]
    assert "script-src 'self'" in page
    assert "connect-src 'self'" in page


@pytest.mark.parametrize("name", [PACKED, STYLE_SHEET, "app.js"])
async def test_script_or_style_is_sent_compressed_to_clients_that_take_that(name: str) -> None:
    packed = await asset(name, Accept_Encoding="gzip, deflate, br")
    plain = await asset(name, Accept_Encoding="identity")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_body()) == plain.get_body() == content_of(name)
    assert [one.headers["Vary"] for one in (packed, plain)] == ["Accept-Encoding"] * 2
    assert len(packed.get_body()) < 1_500_000


async def test_home_page_is_at_the_root_and_at_api() -> None:
    bodies = [
        (await call(function, func.HttpRequest("GET", url, body=b""))).get_body()
        for function, url in (
            (functions.home, "https://app.example/"),
            (functions.api_home, "https://app.example/api"),
        )
    ]
    assert bodies == [content_of("home.html")] * 2


async def test_address_of_api_loses_a_slash_that_would_break_the_page_s_links() -> None:
    request = func.HttpRequest("GET", "https://app.example/api/?x=1", body=b"")
    answer = await call(functions.api_home, request)
    assert (answer.status_code, answer.headers["Location"]) == (301, "../api")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "inbox.html",
        "ui.html",
        "styles/tokens.css",
        "parts",
        "parts/../page.css",
        "../files.py",
        "..\\files.py",
        "PAGE.CSS",
        "page.css\0",
        "/etc/hosts",
        "v0123456789ab/",
        "v0123456789ab/v0123456789ab/app.js",
        "v0123/app.js",
    ],
)
async def test_other_names_are_nothing(name: str) -> None:
    assert_problem(await asset(name), 404)


async def shell_at(url: str) -> func.HttpResponse:
    place = url.partition("/ui")[2].partition("?")[0].strip("/")
    request = func.HttpRequest("GET", url, route_params={"place": place} if place else {}, body=b"")
    return await call(functions.ui, request)


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://app.example/api/ui/home", "../"),
        ("https://app.example/api/ui/sends/new?from=a/b", "../../"),
        ("https://app.example/api/ui/sends/new/", "../../../"),
        ("https://app.example/prefix/api/ui/inbox/+1833/+1425", "../../../"),
    ],
)
async def test_shell_finds_its_files_from_every_depth(url: str, root: str) -> None:
    answer = await shell_at(url)

    body = answer.get_body().decode()
    links = re.findall(rf'(?:src|href)="([^"]*)assets/{assets_version()}/', body)
    assert set(links) == {root}
    assert len(links) > 20
    assert "{" not in body
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("https://app.example/api/ui", "ui/home"),
        ("https://app.example/api/ui/", "home"),
        ("https://app.example/api/ui?days=1", "ui/home?days=1"),
    ],
)
async def test_address_of_no_view_leads_to_the_first(url: str, location: str) -> None:
    answer = await shell_at(url)
    assert (answer.status_code, answer.headers["Location"]) == (302, location)


async def test_every_view_loads_the_shell_within_its_budget() -> None:
    """Compressed, as browsers take them: 60 kB for what each view needs."""
    always = ["preact-", "htm-", "app.js", *early_modules(), STYLE_SHEET]
    names = [name for name in ASSETS if name.startswith(tuple(always)) and "licence" not in name]
    sizes = [len((await asset(name, Accept_Encoding="gzip")).get_body()) for name in names]
    assert sum(sizes) <= 60 * KILOBYTE


async def test_old_address_of_the_dashboard_leads_to_the_view_with_its_query() -> None:
    url = "https://app.example/api/dashboard?days=30&campaign=a%20b"
    request = func.HttpRequest("GET", url, params={"days": "30", "campaign": "a b"}, body=b"")
    answer = await call(functions.dashboard, request)
    moved = (answer.status_code, answer.headers["Location"])
    assert moved == (302, "ui/dashboard?days=30&campaign=a%20b")
    assert answer.headers["Cache-Control"] == "no-store", "the query may hold a key"


@pytest.mark.parametrize(
    ("url", "query", "location"),
    [
        ("https://app.example/api/inbox", {}, "ui/inbox"),
        ("https://app.example/api/inbox/", {}, "../ui/inbox"),
        (
            "https://app.example/api/inbox",
            {"sender": "+18335550100", "code": "a/b"},
            "ui/inbox?sender=%2B18335550100&code=a%2Fb",
        ),
        (
            "https://app.example/api/inbox",
            {"sender": " 18335550100", "user": "+14255550123", "code": "k"},
            "ui/inbox/18335550100/+14255550123?code=k",
        ),
        (
            "https://app.example/api/inbox",
            {"sender": "//evil.example", "user": "?x#y"},
            "ui/inbox/%2F%2Fevil.example/%3Fx%23y",
        ),
    ],
)
async def test_former_address_of_the_inbox_leads_to_the_same_conversation(
    url: str, query: dict[str, str], location: str
) -> None:
    request = func.HttpRequest("GET", url, params=query, route_params={}, body=b"")
    answer = await call(functions.inbox, request)
    assert (answer.status_code, answer.headers["Location"]) == (302, location)
