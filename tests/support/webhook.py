# SPDX-License-Identifier: GPL-3.0-or-later

"""A receiver of alerts on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Webhook:
    """Its address, the alerts that it received with their Authorization, and the status that it returns."""

    url: str = ""
    received: list[Any] = field(default_factory=list)
    authorisations: list[str | None] = field(default_factory=list)
    status: int = 200


@contextmanager
def webhook() -> Iterator[Webhook]:
    """Receive alerts inside the context."""
    made = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            made.authorisations.append(self.headers["Authorization"])
            self.send_response(made.status)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/secret-path"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
