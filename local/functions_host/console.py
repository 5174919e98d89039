"""What the host says on the console."""

import logging

from aiohttp.http_exceptions import BadHttpMessage

from local.functions_host.host import Host
from local.functions_host.invocation import current_invocation_id
from local.functions_host.keys import HostKeys
from local.functions_host.model import HttpTrigger


class InvocationFilter(logging.Filter):
    """Gives each record the id of the invocation it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add ``invocation_id``; no record is dropped."""
        record.invocation_id = current_invocation_id.get() or "-"
        return True


class UnreadableRequestFilter(logging.Filter):
    """Drops aiohttp's complaints of malformed requests: they quote them, numbers and all."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record is about anything else."""
        return not (record.exc_info and isinstance(record.exc_info[1], BadHttpMessage))


def set_up_logging() -> None:
    """Log to the console from INFO up, as the worker does, with the invocation's id."""
    handler = logging.StreamHandler()
    handler.addFilter(InvocationFilter())
    handler.setFormatter(
        logging.Formatter("[%(asctime)s] %(levelname)s %(invocation_id)s %(name)s: %(message)s")
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("aiohttp.server").addFilter(UnreadableRequestFilter())


def print_functions(host: Host) -> None:
    """List the functions as Core Tools do: name, then methods and URL, or the trigger."""
    print("\nFunctions:\n")
    for function in host.functions:
        trigger = function.trigger
        if isinstance(trigger, HttpTrigger):
            path = f"{host.route_prefix}/{trigger.route}".strip("/")
            methods = ",".join(trigger.methods)
            text = f"[{methods}] {host.url}/{path}" if methods else f"{host.url}/{path}"
        else:
            text = trigger.kind
        print(f"        {function.name}: {text}\n")


def print_keys(keys: HostKeys) -> None:
    """List the keys, for a person to copy."""
    print("Keys:\n")
    print(f"        master: {keys.master}\n        host: {', '.join(keys.host)}")
    for name, key in keys.functions.items():
        print(f"        {name}: {key}")
    print()
