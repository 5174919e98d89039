"""A small stand-in for the Azure Functions host, to run and test the app where there is none."""

from local.functions_host.host import Host, start_host
from local.functions_host.model import IndexingError
from local.functions_host.settings import HostSettings

__all__ = ["Host", "HostSettings", "IndexingError", "start_host"]
