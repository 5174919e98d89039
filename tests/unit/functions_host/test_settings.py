import json
import os
from pathlib import Path

import pytest

from local.functions_host.model import IndexingError
from local.functions_host.settings import HostSettings, applied_environment


def write(folder: Path, name: str, values: dict[str, object]) -> None:
    text = json.dumps({"IsEncrypted": False, "Values": values})
    (folder / name).write_text(text, encoding="utf-8")


def test_environment_wins_over_the_settings_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SET_ALREADY", "environment")
    write(tmp_path, "local.settings.json", {"SET_ALREADY": "file", "ONLY_IN_FILE": "file"})

    with applied_environment(HostSettings(tmp_path)):
        seen = {name: os.environ.get(name) for name in ("SET_ALREADY", "ONLY_IN_FILE")}

    assert seen == {"SET_ALREADY": "environment", "ONLY_IN_FILE": "file"}


def test_caller_wins_over_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SET_ALREADY", "environment")
    write(tmp_path, "local.settings.json", {"SET_ALREADY": "file"})

    with applied_environment(HostSettings(tmp_path, environment={"SET_ALREADY": "caller"})):
        seen = os.environ["SET_ALREADY"]

    assert seen == "caller"


def test_sample_is_read_only_when_there_is_no_settings_file(tmp_path: Path) -> None:
    write(tmp_path, "local.settings.sample.json", {"FROM_SAMPLE": "yes"})
    with applied_environment(HostSettings(tmp_path)):
        assert os.environ["FROM_SAMPLE"] == "yes"

    write(tmp_path, "local.settings.json", {})
    with applied_environment(HostSettings(tmp_path)):
        assert "FROM_SAMPLE" not in os.environ


def test_environment_is_put_back_when_the_host_ends(tmp_path: Path) -> None:
    before = dict(os.environ)

    with applied_environment(HostSettings(tmp_path, environment={"OF_THIS_RUN": "x"})):
        os.environ["SET_BY_THE_APP"] = "x"

    assert dict(os.environ) == before


@pytest.mark.parametrize("text", ["{", "[]", '"x"'])
def test_app_is_refused_when_its_settings_are_no_json_object(tmp_path: Path, text: str) -> None:
    (tmp_path / "local.settings.json").write_text(text, encoding="utf-8")

    with (
        pytest.raises(IndexingError, match=r"local\.settings\.json"),
        applied_environment(HostSettings(tmp_path)),
    ):
        pass
