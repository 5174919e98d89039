"""What browsers keep of the assets, and for how long."""

import re
from pathlib import Path

import pytest

from pages.files import STYLE_SHEET, assets_version, version_of
from tests.support.web import assert_problem
from tests.unit.pages.served import ASSETS, asset, content_of


async def test_asset_is_sent_once_and_then_confirmed() -> None:
    assert len(ASSETS) > 100
    for name in ASSETS:
        first = await asset(name)
        etag = first.headers["ETag"]
        again = await asset(name, If_None_Match=etag)

        assert (first.status_code, first.get_body()) == (200, content_of(name)), name
        confirmed = (again.status_code, again.get_body(), again.headers["ETag"])
        assert confirmed == (304, b"", etag), name


@pytest.mark.parametrize(
    ("known", "status"),
    [("{0}", 304), ("W/{0}", 304), ('"old", W/{0}', 304), ("*", 304), ('"old"', 200), ("", 200)],
)
async def test_asset_is_known_by_any_of_the_tags_weak_or_not(known: str, status: int) -> None:
    etag = (await asset("page.css")).headers["ETag"].removeprefix("W/")
    answer = await asset("page.css", If_None_Match=known.format(etag))
    assert answer.status_code == status


async def test_each_asset_has_a_tag_and_a_type_of_its_own_kind() -> None:
    answers = {name: await asset(name) for name in ASSETS}
    kinds = {(Path(name).suffix, answer.mimetype) for name, answer in answers.items()}

    assert len({answer.headers["ETag"] for answer in answers.values()}) == len(ASSETS)
    assert kinds == {
        (".css", "text/css"),
        (".js", "text/javascript"),
        (".svg", "image/svg+xml"),
        (".txt", "text/plain"),
    }


async def test_only_what_has_its_version_in_its_name_is_kept_unasked() -> None:
    answers = {name: (await asset(name)).headers["Cache-Control"] for name in ASSETS}
    kept = {name for name, caching in answers.items() if "immutable" in caching}

    assert kept == {name for name in ASSETS if re.search(r"-\d+\.\d+\.\d+\.", name)}
    assert {answers[name] for name in answers.keys() - kept} == {"no-cache"}


async def test_asset_in_the_folder_of_this_version_is_kept_and_of_another_not() -> None:
    folders = {assets_version(): "public, max-age=31536000, immutable", "v0123456789ab": "no-store"}
    for folder, caching in folders.items():
        for name in ("app.js", "views/inbox.js", STYLE_SHEET):
            answer = await asset(f"{folder}/{name}")

            assert answer.headers["Cache-Control"] == caching
            assert answer.get_body() == content_of(name)
        assert_problem(await asset(f"{folder}/nothing.js"), 404)


def test_each_change_of_an_asset_makes_another_version() -> None:
    given = {"app.js": b"one", "ui.css": b"two"}
    changed = [
        {**given, "ui.css": b"too"},
        {"app.js": b"one", "page.css": b"two"},
        {"app.js": b"oneui.css 3\ntwo"},
        {"app.js": b"one"},
    ]
    assert version_of(dict(reversed(given.items()))) == version_of(given)
    assert len({version_of(given), *map(version_of, changed)}) == 5
