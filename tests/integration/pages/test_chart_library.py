"""The chart library in the app is the one that npm has under the pinned digest."""

import json

from local.charts.library import fetch_library, name_in_app, pinned_version
from local.dev.paths import ROOT
from pages.files import LASTING

STATIC = ROOT / "pages" / "static"


def test_files_in_the_app_are_those_of_the_pinned_package() -> None:
    # npm refuses a package that does not have the digest of the lock file.
    lock = json.loads((ROOT / "local" / "charts" / "package-lock.json").read_text(encoding="utf-8"))
    package = lock["packages"]["node_modules/uplot"]
    assert package["integrity"].startswith("sha512-")
    assert package["version"] == pinned_version()

    files = fetch_library()

    assert {name_in_app(path) for path in files} == LASTING
    for path in files:
        assert (STATIC / name_in_app(path)).read_bytes() == path.read_bytes()
