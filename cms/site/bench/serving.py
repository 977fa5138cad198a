"""The site as it is run: processes of gunicorn that answer, and a mail server that takes what they send."""

import contextlib
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

# As ``make demo`` starts it.
WORKERS, THREADS = 2, 4
_SECONDS_TO_START = 60


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes every letter, and keeps only how many came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Postman)
        self.letters = 0
        self._came = threading.Condition()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def __exit__(self, *args: Any) -> None:
        self.shutdown()
        super().__exit__(*args)

    @property
    def port(self) -> int:
        return self.socket.getsockname()[1]

    def take(self) -> None:
        with self._came:
            self.letters += 1
            self._came.notify_all()

    def wait(self, letters: int, seconds: float) -> bool:
        """Whether so many letters have come within so many seconds."""
        with self._came:
            return self._came.wait_for(lambda: self.letters >= letters, seconds)


class _Postman(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a sender without extensions needs."""

    server: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"220 localhost\r\n")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self.wfile.write(b"354 Go on\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                self.server.take()
            self.wfile.write(b"221 Bye\r\n" if command == b"QUIT" else b"250 OK\r\n")


@contextlib.contextmanager
def serving(mailbox: Mailbox) -> Iterator[int]:
    """Inside, gunicorn serves the database that this process is connected to, on the port given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server_address = os.environ["KOMPAS_DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "KOMPAS_DATABASE_URL": f"{server_address}/{Path(connection.settings_dict['NAME']).name}",
        "KOMPAS_EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
    }
    command = [sys.executable, "-m", "gunicorn", "cms.site.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "warning"]
    server = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    try:
        _wait_until_open(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_until_open(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("gunicorn does not answer")
