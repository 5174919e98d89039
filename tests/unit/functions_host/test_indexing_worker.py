"""What the Python worker refuses: one such function and the app has none at all."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from local.functions_host.host_json import read_host_json
from local.functions_host.indexing import index_app
from local.functions_host.model import IndexingError
from tests.unit.functions_host.apps import index, loaded, write_app
from tests.unit.functions_host.refused import GOOD, REFUSED, write_refused


@pytest.mark.parametrize(("source", "text"), REFUSED)
def test_app_is_refused_as_a_whole_when_one_function_is_wrong(
    tmp_path: Path, source: str, text: str
) -> None:
    write_refused(tmp_path, source)

    with loaded(tmp_path), pytest.raises(IndexingError) as caught:
        index_app(tmp_path, read_host_json(tmp_path))

    assert text in str(caught.value)


ACCEPTED = [
    pytest.param("req: func.HttpRequest", "func.HttpResponse", id="usual"),
    pytest.param("req", "str", id="not annotated"),
    pytest.param("req: func.HttpRequest, context: func.Context", "str", id="with context"),
    pytest.param("req: func.HttpRequest, context", "func.HttpResponse", id="context bare"),
]


@pytest.mark.parametrize(("parameters", "result"), ACCEPTED)
def test_http_handler_is_accepted(tmp_path: Path, parameters: str, result: str) -> None:
    source = f'@app.route(route="x")\nasync def x({parameters}) -> {result}: ...\n'

    app = index(tmp_path, source)

    assert [function.name for function in app.functions] == ["x"]


@pytest.mark.parametrize("annotation", ["func.QueueMessage", "str", "bytes"])
def test_queue_handler_is_accepted_with_annotation(tmp_path: Path, annotation: str) -> None:
    source = f"""
    @app.queue_trigger("msg", "work", "AzureWebJobsStorage")
    def x(msg: {annotation}) -> None: ...
    """

    app = index(tmp_path, source)

    assert [function.name for function in app.functions] == ["x"]
    assert not app.functions[0].signature.is_async


def test_blueprint_is_indexed_when_it_is_registered_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "functions.py").write_text(
        "from __future__ import annotations\n"
        "import azure.functions as func\n"
        "blueprint = func.Blueprint()\n"
        '@blueprint.route(route="inside")\n'
        "async def inside(req: func.HttpRequest) -> func.HttpResponse: ...\n"
    )

    source = "from room.functions import blueprint\napp.register_functions(blueprint)\n"
    app = index(tmp_path, source)

    assert [function.name for function in app.functions] == ["inside"]


def test_module_of_one_app_is_forgotten_when_its_host_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "function_app", raising=False)  # Paloma's own
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    path_before = list(sys.path)

    index(first, GOOD)
    app = index(second, GOOD.replace("good", "better"))

    assert [function.name for function in app.functions] == ["better"]
    assert "function_app" not in sys.modules
    assert sys.path == path_before


def test_script_may_have_another_name(tmp_path: Path) -> None:
    write_app(tmp_path, GOOD)
    (tmp_path / "function_app.py").rename(tmp_path / "main-app.py")

    with loaded(tmp_path, {"PYTHON_SCRIPT_FILE_NAME": "main-app.py"}):
        app = index_app(tmp_path, read_host_json(tmp_path))

    assert [function.name for function in app.functions] == ["good"]


@pytest.mark.parametrize("name", ["../function_app.py", "function_app.txt", "absent.py"])
def test_script_name_is_refused_when_it_is_no_script_of_the_app(tmp_path: Path, name: str) -> None:
    write_app(tmp_path, GOOD)

    with loaded(tmp_path, {"PYTHON_SCRIPT_FILE_NAME": name}), pytest.raises(IndexingError):
        index_app(tmp_path, read_host_json(tmp_path))


def test_packages_deployed_with_the_app_come_before_its_own_folders(tmp_path: Path) -> None:
    packages = tmp_path / ".python_packages" / "lib" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "thing.py").write_text("NAME = 'deployed'\n")
    (tmp_path / "thing.py").write_text("NAME = 'own'\n")
    source = """
    import thing
    @app.function_name(thing.NAME)
    @app.route(route="x")
    async def x(req: func.HttpRequest) -> func.HttpResponse: ...
    """

    app = index(tmp_path, source)

    assert [function.name for function in app.functions] == ["deployed"]


def test_script_imported_before_is_hidden_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ModuleType("function_app")
    monkeypatch.setitem(sys.modules, "function_app", before)

    app = index(tmp_path, GOOD)

    assert [function.name for function in app.functions] == ["good"]
    assert sys.modules["function_app"] is before
