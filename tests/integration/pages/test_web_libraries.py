"""The browser libraries in the app are those that npm has under the pinned digests."""

import gzip

import pytest

from local.dev.errors import DevError
from local.dev.paths import ROOT
from local.web_libraries import library
from pages.files import assets, is_lasting

STATIC = ROOT / "pages" / "static"
WRITTEN_BY_HAND = "scalar-1.76.0.licence.txt"


def unpacked(name: str, content: bytes) -> bytes:
    return gzip.decompress(content) if name.endswith(".gz") else content


def test_files_in_the_app_are_those_of_the_pinned_packages() -> None:
    files = library.library_files()
    lasting = {name for name in assets() if is_lasting(name)}

    assert {name.removesuffix(".gz") for name in files} | {WRITTEN_BY_HAND} == lasting
    for name, content in files.items():
        assert unpacked(name, (STATIC / name).read_bytes()) == unpacked(name, content)


def test_package_with_another_digest_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = [{**pin, "integrity": "sha512-AAAA"} for pin in library._pins(library._PINS)]
    fetched = library._fetch(library._PINS, library._FOLDER)
    monkeypatch.setattr(library, "_pins", lambda _: other)
    monkeypatch.setattr(library, "_fetch", lambda *_: fetched)

    with pytest.raises(DevError, match="another digest"):
        library.library_files()
