"""Apps that the Python worker refuses, with a part of what the stand-in says of each."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.unit.functions_host.apps import write_app

GOOD = """
@app.route(route="good")
async def good(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("")
"""

REFUSED = [
    pytest.param("import no_such_package", "no_such_package", id="missing package"),
    pytest.param("import os; os.environ['NOT_SET_ANYWHERE']", "KeyError", id="setting at import"),
    pytest.param("other = func.FunctionApp()", "More than one", id="two apps"),
    pytest.param("application = app", "More than one", id="one app by two names"),
    pytest.param("del app", "Could not find top level", id="no app"),
    pytest.param(
        """
        @app.function_name("good")
        @app.route(route="other")
        async def other(req: func.HttpRequest) -> func.HttpResponse: ...
        """,
        "unique function name",
        id="name twice",
    ),
    pytest.param(
        """
        @app.function_name("lonely")
        async def lonely() -> None: ...
        """,
        "does not have a trigger",
        id="no trigger",
    ),
    pytest.param(
        """
        @app.route(route="x")
        @app.queue_trigger("msg", "work", "AzureWebJobsStorage")
        async def two(req: func.HttpRequest, msg: func.QueueMessage) -> func.HttpResponse: ...
        """,
        "trigger was already registered",
        id="two triggers",
    ),
    pytest.param(
        """
        @app.route(route="x")
        async def x(req: func.HttpRequest, more: str) -> func.HttpResponse: ...
        """,
        "declared in Python but not in the function definition: ['more']",
        id="parameter without binding",
    ),
    pytest.param(
        """
        @app.route(route="x")
        async def x(request: func.HttpRequest) -> func.HttpResponse: ...
        """,
        "declared in Python but not in the function definition: ['request']",
        id="trigger's parameter of another name",
    ),
    pytest.param(
        """
        @app.route(route="x")
        async def x() -> func.HttpResponse: ...
        """,
        "Extra parameters in binding definition",
        id="binding without parameter",
    ),
    pytest.param(
        """
        @app.route(route="x")
        async def x(req: func.HttpRequest) -> func.HttpResponse | None: ...
        """,
        "invalid non-type return annotation",
        id="optional response",
    ),
    pytest.param(
        """
        @app.route(route="x")
        async def x(req: func.HttpRequest) -> dict: ...
        """,
        'does not match binding type "http"',
        id="dict response",
    ),
    pytest.param(
        """
        @app.route(route="x")
        async def x(req: func.HttpRequest) -> None: ...
        """,
        'does not match binding type "http"',
        id="no response",
    ),
    pytest.param(
        """
        @app.route(route="x")
        async def x(req: dict) -> func.HttpResponse: ...
        """,
        "does not match its Python annotation",
        id="request as dict",
    ),
    pytest.param(
        """
        @app.queue_trigger("msg", "work", "AzureWebJobsStorage")
        async def x(msg: dict) -> None: ...
        """,
        "does not match its Python annotation",
        id="message as dict",
    ),
    pytest.param(
        """
        @app.queue_trigger("msg", "work", "AzureWebJobsStorage")
        async def x(msg: "NotDefined") -> None: ...
        """,
        "NotDefined",
        id="annotation that cannot be resolved",
    ),
    pytest.param(
        """
        @app.queue_trigger("msg", "work", "AzureWebJobsStorage")
        async def x(msg: func.Out[str]) -> None: ...
        """,
        "Out is for outputs",
        id="trigger annotated as output",
    ),
    pytest.param(
        """
        @app.route(route="x")
        @app.queue_output("out", "work", "AzureWebJobsStorage")
        async def x(req: func.HttpRequest, out: str) -> func.HttpResponse: ...
        """,
        "outputs need it",
        id="output not annotated as one",
    ),
    pytest.param(
        """
        @app.route(route="x")
        async def x(req: func.HttpRequest, context: str) -> func.HttpResponse: ...
        """,
        "azure.functions.Context",
        id="context of another type",
    ),
]


def write_refused(folder: Path, source: str) -> None:
    """Write an app of a good function and one of the refused ones."""
    write_app(folder, GOOD + dedent(source))
