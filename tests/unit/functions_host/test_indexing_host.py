"""What the host refuses: that function is left out, the others run."""

from pathlib import Path

import pytest

from local.functions_host.host_json import read_host_json
from local.functions_host.indexing import index_app
from local.functions_host.model import (
    AuthLevel,
    HttpTrigger,
    IndexingError,
    QueueTrigger,
    TimerTrigger,
)
from tests.unit.functions_host.apps import STORAGE, index, loaded, write_app

GOOD = """
@app.route(route="good", methods=["GET"])
async def good(req: func.HttpRequest) -> func.HttpResponse: ...
"""


def http(name: str = "bad", route: str = "bad", *, parameter: str = "req") -> str:
    return (
        f"@app.function_name({name!r})\n"
        f"@app.route(route={route!r}, trigger_arg_name={parameter!r})\n"
        f"async def handler({parameter}) -> func.HttpResponse: ...\n"
    )


def queue(name: str = "work", *, connection: str = "AzureWebJobsStorage") -> str:
    return (
        f"@app.function_name('bad')\n"
        f"@app.queue_trigger('msg', {name!r}, {connection!r})\n"
        f"async def handler(msg: func.QueueMessage) -> None: ...\n"
    )


def timer(schedule: str) -> str:
    return (
        f"@app.function_name('bad')\n"
        f"@app.schedule(schedule={schedule!r}, arg_name='timer')\n"
        f"async def handler(timer: func.TimerRequest) -> None: ...\n"
    )


LEFT_OUT = [
    pytest.param(http("1st"), "not a valid function name", id="name begins with a digit"),
    pytest.param(http("_x"), "not a valid function name", id="name begins with _"),
    pytest.param(http("Host"), "not a valid function name", id="name host"),
    pytest.param(http("a" * 129), "not a valid function name", id="name too long"),
    pytest.param(http("a.b"), "not a valid function name", id="name with a dot"),
    pytest.param(http(parameter="a__b"), "binding name a__b is invalid", id="binding a__b"),
    pytest.param(http(parameter="é"), "binding name é is invalid", id="binding not ASCII"),
    pytest.param(http(route="admin/x"), "conflicts with one or more built in", id="route admin"),
    pytest.param(http(route="Administrators"), "built in", id="route administrators"),
    pytest.param(http(route="runtime"), "built in", id="route runtime"),
    pytest.param(http(route="GOOD"), "conflicts with the route defined", id="route taken"),
    pytest.param(queue("%NOT_SET%"), "%NOT_SET%", id="queue of an unset setting"),
    pytest.param(timer("%NOT_SET%"), "%NOT_SET%", id="schedule of an unset setting"),
    pytest.param(queue("a--b"), "not a valid queue name", id="queue with doubled dash"),
    pytest.param(queue("ab"), "not a valid queue name", id="queue name too short"),
    pytest.param(queue("-abc"), "not a valid queue name", id="queue begins with dash"),
    pytest.param(queue("a_b"), "not a valid queue name", id="queue with underscore"),
    pytest.param(queue(connection="Absent"), "set Absent or AzureWebJobsAbsent", id="connection"),
    pytest.param(queue(connection="Identity"), "identity-based", id="identity-based connection"),
    pytest.param(timer("00:05:00"), "not a schedule", id="time span"),
    pytest.param(
        "@app.route(route='bad')\n"
        "@app.queue_output('out', 'work', 'AzureWebJobsStorage')\n"
        "@app.queue_output('out', 'more', 'AzureWebJobsStorage')\n"
        "async def bad(req: func.HttpRequest, out: func.Out[str]) -> func.HttpResponse: ...\n",
        "Multiple bindings have one name",
        id="two bindings of one name",
    ),
    pytest.param(
        "@app.event_grid_trigger('event')\n"
        "async def bad(event: func.EventGridEvent) -> None: ...\n",
        "no trigger 'eventGridTrigger'",
        id="trigger that the stand-in has not",
    ),
    pytest.param(
        "@app.route(route='bad')\n"
        "@app.queue_output('out', 'work', 'AzureWebJobsStorage')\n"
        "async def bad(req: func.HttpRequest, out: func.Out[str]) -> func.HttpResponse: ...\n",
        "no binding 'queue'",
        id="binding that the stand-in has not",
    ),
]


@pytest.mark.parametrize(("source", "text"), LEFT_OUT)
def test_function_is_left_out_and_the_others_run(tmp_path: Path, source: str, text: str) -> None:
    environment = STORAGE | {"Identity__queueServiceUri": "https://example.invalid"}

    app = index(tmp_path, GOOD + source.replace("'bad'", "'zbad'"), environment=environment)

    assert [function.name for function in app.functions] == ["good"]
    assert [text in problem for problem in app.problems.values()] == [True]


def test_binding_name_may_have_single_underscores(tmp_path: Path) -> None:
    app = index(tmp_path, http(parameter="my_req"))

    assert app.problems == {}


def test_route_may_be_shared_when_methods_differ(tmp_path: Path) -> None:
    source = GOOD + (
        "@app.route(route='good', methods=['POST'])\n"
        "async def other(req: func.HttpRequest) -> func.HttpResponse: ...\n"
    )

    app = index(tmp_path, source)

    assert [function.name for function in app.functions] == ["good", "other"]


def test_queue_and_timer_are_left_out_when_storage_is_not_set(tmp_path: Path) -> None:
    source = queue() + timer("0 * * * * *").replace("'bad'", "'clock'") + GOOD

    app = index(tmp_path, source, environment={"AzureWebJobsStorage": ""})

    assert [function.name for function in app.functions] == ["good"]
    assert all("AzureWebJobsStorage is required" in text for text in app.problems.values())
    assert sorted(app.problems) == ["bad", "clock"]


def test_function_is_left_out_when_a_setting_disables_it(tmp_path: Path) -> None:
    app = index(tmp_path, GOOD, environment={"AzureWebJobs.good.Disabled": "true"})

    assert app.problems == {"good": "Function is disabled."}


def test_no_route_is_mapped_when_a_constraint_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match="uuid"):
        index(tmp_path, GOOD + http(route="x/{id:uuid}"))


def test_functions_are_ordered_by_name(tmp_path: Path) -> None:
    app = index(tmp_path, http("beta", "b") + http("Alpha", "a") + http("gamma", "c"))

    assert [function.name for function in app.functions] == ["Alpha", "beta", "gamma"]


def test_http_trigger_has_the_apps_level_and_its_name_as_route_unless_told(tmp_path: Path) -> None:
    source = """
    @app.route()
    async def plain(req: func.HttpRequest) -> func.HttpResponse: ...

    @app.route(route="x", methods=["GET", "post"], auth_level=func.AuthLevel.ANONYMOUS)
    async def renamed(req: func.HttpRequest) -> func.HttpResponse: ...
    """

    plain, renamed = index(tmp_path, source).functions

    assert plain.trigger == HttpTrigger("plain", (), AuthLevel.FUNCTION)
    assert renamed.trigger == HttpTrigger("x", ("GET", "POST"), AuthLevel.ANONYMOUS)


def test_queue_trigger_takes_name_and_connection_from_settings(tmp_path: Path) -> None:
    environment = STORAGE | {"QUEUE": "Work-Queue", "AzureWebJobsOther": "UseDevelopmentStorage=1"}

    app = index(tmp_path, queue("%QUEUE%", connection="Other"), environment=environment)

    expected = QueueTrigger("work-queue", "UseDevelopmentStorage=1", is_binary=False)
    assert [function.trigger for function in app.functions] == [expected]


def test_connection_named_exactly_wins_over_the_prefixed_one(tmp_path: Path) -> None:
    environment = STORAGE | {"Other": "exact", "AzureWebJobsOther": "prefixed"}

    trigger = (
        index(tmp_path, queue(connection="Other"), environment=environment).functions[0].trigger
    )

    assert isinstance(trigger, QueueTrigger)
    assert trigger.connection_string == "exact"


def test_queue_trigger_asks_for_bytes_when_its_data_type_is_binary(tmp_path: Path) -> None:
    source = (
        "@app.queue_trigger('msg', 'work', 'AzureWebJobsStorage', data_type='binary')\n"
        "async def handler(msg: bytes) -> None: ...\n"
    )

    trigger = index(tmp_path, source).functions[0].trigger

    assert isinstance(trigger, QueueTrigger)
    assert trigger.is_binary


@pytest.mark.parametrize(
    ("schedule", "arguments", "uses_monitor"),
    [
        ("0 */5 * * * *", "", True),
        ("*/5 * * * *", "", True),
        ("*/10 * * * * *", "", False),
        ("0 */5 * * * *", "use_monitor=False, ", False),
    ],
)
def test_timer_is_monitored_unless_told_or_under_a_minute(
    tmp_path: Path, schedule: str, arguments: str, *, uses_monitor: bool
) -> None:
    source = timer(schedule).replace("arg_name", f"{arguments}run_on_startup=True, arg_name")

    trigger = index(tmp_path, source).functions[0].trigger

    assert trigger == TimerTrigger(schedule, runs_on_startup=True, uses_monitor=uses_monitor)


def test_queue_function_is_left_out_when_host_json_names_no_bundle(tmp_path: Path) -> None:
    write_app(tmp_path, GOOD + queue())
    (tmp_path / "host.json").write_text('{"version": "2.0"}')

    with loaded(tmp_path):
        app = index_app(tmp_path, read_host_json(tmp_path))

    assert [function.name for function in app.functions] == ["good"]
    assert "extension bundle" in app.problems["bad"]
