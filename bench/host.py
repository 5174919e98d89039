"""
The host stand-in, with a window into its process: CPU, memory, and a profile if wanted.

`python -m bench.host` takes the arguments of `local.functions_host`. It prints where a GET is
answered with `cpuSeconds`, `memoryBytes` and `peakMemoryBytes` of the process.

`BENCH_PROFILE` names a file for the profile of the main thread.
"""

from __future__ import annotations

import cProfile
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

PROFILE = "BENCH_PROFILE"
_STATUS = Path("/proc/self/status")


def main() -> int:
    """Run the host until it is asked to end."""
    from local.functions_host.__main__ import main as run_host

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Usage)
    Thread(target=server.serve_forever, daemon=True).start()
    # Written, not printed: the stand-in has its own console.
    sys.stdout.write(f"Usage is ready at http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    if not (file := os.environ.get(PROFILE)):
        return run_host()
    profile = cProfile.Profile()
    exit_code = profile.runcall(run_host)
    profile.dump_stats(file)
    return exit_code


class _Usage(BaseHTTPRequestHandler):
    """Answers every GET with what the process has used so far."""

    def do_GET(self) -> None:
        body = json.dumps(usage()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited names
        """Say nothing."""


def usage() -> dict[str, float]:
    """Tell the CPU time, the memory now and at its highest; 0 where the system does not say."""
    now, peak = _memory_bytes()
    return {"cpuSeconds": time.process_time(), "memoryBytes": now, "peakMemoryBytes": peak}


def _memory_bytes() -> tuple[int, int]:
    if _STATUS.exists():
        lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
        return _kibibytes(lines["VmRSS"]), _kibibytes(lines["VmHWM"])
    if sys.platform == "darwin":
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes there (getrusage(2))
        return 0, peak
    return 0, 0


def _kibibytes(text: str) -> int:
    return int(text.split(maxsplit=1)[0]) * 1024


if __name__ == "__main__":
    sys.exit(main())
