"""The web server of the journeys: the project's own WSGI application on a free port, on every *.localhost name.

Django's live server would answer /media/ and /static/ by itself and so pass by the portal's own door to media.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import QuietWSGIRequestHandler


class Server:
    """Runs from `start()` to `stop()`; `port` is known after the start."""

    def __init__(self) -> None:
        self._application = WSGIHandler()
        self._at_work = 0
        self._count = threading.Lock()

    def start(self) -> None:
        self._http: Any = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
        self.port: int = self._http.server_address[1]
        self._http.set_app(self._answer)
        self._thread = threading.Thread(target=self._serve, name="e2e-server", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            self._http.serve_forever(poll_interval=0.05)
        finally:
            connections.close_all()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._count:
            self._at_work += 1
        try:
            return self._application(environ, start_response)
        finally:
            with self._count:
                self._at_work -= 1

    def wait_until_idle(self, seconds: float = 10) -> None:
        """A page that is left still sends its last word: the database must stay until that is answered."""
        end, calm = time.monotonic() + seconds, 0
        while calm < 3 and time.monotonic() < end:
            time.sleep(0.03)
            calm = 0 if self._at_work else calm + 1

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(10)
