"""Where a page of messages begins."""

import azure.functions as func

from shared.domain.identifiers import MessageAddress, SendAddress, parse_message_id
from shared.requests import invalid_field


def read_after(req: func.HttpRequest, send: SendAddress) -> MessageAddress | None:
    """
    Read `after`, the id of the last message of the page before.

    Raises
    ------
    RequestError
        It is no message of this send.
    """
    text = req.params.get("after")
    if not text:
        return None
    address = parse_message_id(text)
    if address is None or address.send != send:
        raise invalid_field("after", "unknown_message", "after must be a message of this send.")
    return address
