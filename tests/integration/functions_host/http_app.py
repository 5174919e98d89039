"""The app that the HTTP tests talk to, and a way to talk to it in bytes."""

import asyncio

from local.functions_host import Host

SOURCE = """
import asyncio, json

seen = []
ANONYMOUS = func.AuthLevel.ANONYMOUS

@app.route(route="echo/{id?}")
async def echo(req: func.HttpRequest) -> func.HttpResponse:
    described = {
        "method": req.method,
        "url": req.url,
        "headers": dict(req.headers),
        "params": dict(req.params),
        "routeParams": dict(req.route_params),
        "body": req.get_body().decode("latin-1"),
    }
    return func.HttpResponse(json.dumps(described), mimetype="application/json")

@app.route(route="only-get", methods=["GET"])
def only_get(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("got", status_code=203, headers={"X-One": "1"})

@app.route(route="raises")
async def raises(req: func.HttpRequest) -> func.HttpResponse:
    raise ValueError("secret detail")

@app.route(route="nothing")
async def nothing(req: func.HttpRequest): return None

@app.route(route="mapping")
async def mapping(req: func.HttpRequest): return {"a": 1}

@app.route(route="plain-request")
async def plain_request(req: str) -> str: return "never"

@app.route(route="parses")
async def parses(req: func.HttpRequest) -> func.HttpResponse:
    try:
        return func.HttpResponse(json.dumps(req.get_json()))
    except ValueError:
        return func.HttpResponse("bad", status_code=400)

@app.route(route="slow")
async def slow(req: func.HttpRequest) -> func.HttpResponse:
    seen.append("started")
    await asyncio.sleep(0.2)
    seen.append("ended")
    return func.HttpResponse("")

@app.schedule(schedule="0 0 0 1 1 *", arg_name="timer")
async def yearly(timer: func.TimerRequest) -> None:
    seen.append(timer.past_due)

@app.queue_trigger("msg", "never-there", "AzureWebJobsStorage")
async def by_hand(msg: func.QueueMessage) -> None:
    seen.append((msg.id, msg.get_json()))
"""
# Nothing listens there: these tests need no storage.
ENVIRONMENT = {
    "AzureWebJobsStorage": (
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;"
        "QueueEndpoint=http://127.0.0.1:9/a;"
    ),
    "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT": "1000",
}


async def raw(host: Host, request: bytes) -> bytes:
    """Send bytes and read all of the answer."""
    port = int(host.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer
