"""Read a request to import: a file as its body, CSV or JSON."""

import asyncio
from datetime import datetime

import azure.functions as func

from opt_outs.import_file import FileError, ReadFile, read_file
from shared.registry_requests import read_scope
from shared.web.http import RequestError, problem
from shared.web.requests import invalid_field

MAX_FILE_BYTES = 16 * 1024 * 1024
"""100,000 rows with a reason each; the host itself takes 100 MB (host.json reference)."""

_TYPES = {"text/csv": True, "application/json": False}
_MAX_ERRORS = 20


async def read_import(req: func.HttpRequest, now: datetime) -> ReadFile:
    """
    Read the file of a request, in a thread: a long one takes a second or more.

    Raises
    ------
    RequestError
        413 over 16 MiB, 415 for neither CSV nor JSON, 400 for a file of which no line can be
        used, with the first 20 of them.
    """
    body = req.get_body()
    if len(body) > MAX_FILE_BYTES:
        raise RequestError(problem(413, "payload_too_large", "A file has at most 16 MiB."))
    is_csv = _TYPES.get(req.headers.get("Content-Type", "").partition(";")[0].strip().lower())
    if is_csv is None:
        message = "Send Content-Type: text/csv or application/json."
        raise RequestError(problem(415, "unsupported_media_type", message))
    given = req.params.get("sender")
    sender = read_scope("sender", given) if given is not None else ""
    try:
        file = await asyncio.to_thread(read_file, body, now, is_csv=is_csv, sender=sender)
    except FileError as error:
        raise invalid_field("body", "unreadable_file", str(error)) from None
    if not file.rows:
        raise _nothing_usable(file)
    return file


def _nothing_usable(file: ReadFile) -> RequestError:
    errors = [
        {"field": f"line {line}", "code": code, "message": message}
        for line, code, message in file.bad_lines[:_MAX_ERRORS]
    ]
    nowhere = {"field": "body", "code": "no_rows", "message": "The file has no rows."}
    detail = "No line of the file can be used."
    return RequestError(problem(400, "validation_failed", detail, errors=errors or [nowhere]))
