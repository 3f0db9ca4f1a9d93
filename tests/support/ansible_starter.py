# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts ansible-playbook without the second that imports of third-party libraries take: a process that has imported
them forks for each run. Each run imports Ansible itself, with its own environment."""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: Modules that take long to import and do not read the environment of a run. ansible.constants must not be imported by
#: them.
_PRELOADED = (
    "ansible.module_utils.basic",
    "configparser",
    "cryptography.hazmat.backends.openssl.backend",
    "cryptography.hazmat.primitives.ciphers",
    "cryptography.hazmat.primitives.hmac",
    "cryptography.hazmat.primitives.kdf.pbkdf2",
    "cryptography.hazmat.primitives.padding",
    "cryptography.hazmat.primitives.serialization.ssh",
    "curses",
    "difflib",
    "getpass",
    "jinja2.nativetypes",
    "jinja2.sandbox",
    "multiprocessing.queues",
    "packaging.specifiers",
    "packaging.version",
    "pprint",
    "pty",
    "requests",
    "secrets",
    "tarfile",
    "uuid",
    "xml.etree.ElementTree",
    "yaml",
)


@dataclass
class Process:
    """A running ansible-playbook."""

    pid: int
    _status: socket.socket

    def wait(self, timeout: float | None = None) -> int:
        """The exit code. Raises TimeoutError after that many seconds."""
        self._status.settimeout(timeout)
        return int(self._status.recv(16))

    def ended(self) -> bool:
        self._status.setblocking(False)
        try:
            return bool(self._status.recv(16, socket.MSG_PEEK))
        except BlockingIOError:
            return False


def start(arguments: list[str], cwd: Path, environment: dict[str, str], output: Path) -> Process:
    """Start ansible-playbook with its output in a file."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asked = {"arguments": arguments, "cwd": str(cwd), "environment": environment, "output": str(output)}
    with theirs:
        socket.send_fds(_starter(), [json.dumps(asked).encode()], [theirs.fileno()])
    return Process(int(ours.recv(16)), ours)


@cache
def _starter() -> socket.socket:
    """The socket on which the starter accepts requests; the starter ends with this process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", __name__, str(theirs.fileno())]
    tests = Path(__file__).parents[1]
    with theirs:
        process = subprocess.Popen(command, cwd=tests, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    # Wait for it, so that its runs count towards the cost of the tests. In this order: the last one is called first.
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


# In the process of the starter


def _serve(requests: socket.socket) -> None:
    for name in _PRELOADED:
        importlib.import_module(name)
    assert "ansible.constants" not in sys.modules
    gc.freeze()
    while True:
        asked, descriptors, _flags, _address = socket.recv_fds(requests, 1 << 20, 1)
        if not asked:
            return
        # A child waits for the run, so that other runs can be started in the meantime.
        if os.fork() == 0:
            requests.close()
            _attend(json.loads(asked), socket.socket(fileno=descriptors[0]))
            os._exit(0)
        os.close(descriptors[0])


def _attend(asked: dict[str, Any], status: socket.socket) -> None:
    """Run Ansible in a process of its own. Sends its process ID, and then its exit code."""
    run = os.fork()
    if run == 0:
        status.close()
        _run(**asked)
    with status:
        status.send(str(run).encode())
        status.send(str(os.waitstatus_to_exitcode(os.waitpid(run, 0)[1])).encode())


def _run(arguments: list[str], cwd: str, environment: dict[str, str], output: str) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    printed = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    os.close(printed)
    sys.argv = ["ansible", "playbook", *arguments]
    # As `python -m ansible` does.
    sys.path[0] = cwd
    runpy.run_module("ansible", run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
    with suppress(ChildProcessError):
        while os.wait():
            pass
