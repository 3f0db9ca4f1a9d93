# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ansible-lint, with its syntax checks in forks of a process that has imported Ansible.

ansible-lint starts ansible-playbook for each playbook and role, and each of them spends most of its time on importing
Ansible. This script puts a client of the process with Ansible on PATH as ansible-playbook. Arguments are those of
ansible-lint.
"""

from __future__ import annotations

import gc
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_CLIENT = """\
#!{python} -IS
import json, os, socket, sys
server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
server.connect({address!r})
asked = {{"arguments": sys.argv[1:], "cwd": os.getcwd(), "environment": dict(os.environ)}}
socket.send_fds(server, [json.dumps(asked).encode()], [0, 1, 2])
sys.exit(int(server.recv(16) or 1))
"""
_LARGEST = 1 << 20


def _serve(listener: socket.socket, end: socket.socket) -> None:
    """Forward each run to the process that has imported Ansible in the environment of that run, until the connection is
    closed."""
    importers: dict[str, socket.socket] = {}
    while end not in select.select([listener, end], [], [])[0]:
        client, _address = listener.accept()
        asked, descriptors, _flags, _sender = socket.recv_fds(client, _LARGEST, 3)
        environment = json.loads(asked)["environment"]
        key = json.dumps(environment, sort_keys=True)
        if key not in importers:
            importers[key], requests = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            if os.fork() == 0:
                # An open copy of the output would make the caller wait without end.
                for kept in (client, listener, end, *importers.values()):
                    kept.close()
                for descriptor in descriptors:
                    os.close(descriptor)
                _import(requests, environment)
                os._exit(0)
            requests.close()
        socket.send_fds(importers[key], [asked], [*descriptors, client.fileno()])
        for descriptor in descriptors:
            os.close(descriptor)
        client.close()
    for requests in importers.values():
        requests.close()
    _wait_for_children()


def _import(requests: socket.socket, environment: dict[str, str]) -> None:
    """Import Ansible, which reads the environment, and fork for each run until the connection is closed."""
    os.environ.clear()
    os.environ.update(environment)
    from ansible.cli.playbook import PlaybookCLI

    gc.freeze()
    while True:
        received, descriptors, _flags, _sender = socket.recv_fds(requests, _LARGEST, 4)
        if not received:
            _wait_for_children()
            return
        asked = json.loads(received)
        if os.fork() == 0:
            *streams, client = descriptors
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
            os.chdir(asked["cwd"])
            status = _exit_code(PlaybookCLI, asked["arguments"])
            os.write(client, str(status).encode())
            os._exit(status)
        for descriptor in descriptors:
            os.close(descriptor)


def _wait_for_children() -> None:
    """Wait for the children, so that their cost counts towards this process."""
    with suppress(ChildProcessError):
        while os.wait():
            pass


def _exit_code(command: type, arguments: list[str]) -> int:
    """Run an Ansible command that exits. Returns its exit code."""
    try:
        command.cli_executor(["ansible-playbook", *arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def main() -> int:
    """Run ansible-lint. Returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"{folder}/socket"
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        listener.bind(address)
        listener.listen()
        ours, theirs = socket.socketpair()
        if os.fork() == 0:
            ours.close()
            _serve(listener, theirs)
            os._exit(0)
        listener.close()
        theirs.close()
        client = Path(folder, "ansible-playbook")
        client.write_text(_CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
        client.chmod(0o700)
        environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
        try:
            return subprocess.run(["ansible-lint", *sys.argv[1:]], env=environment, check=False).returncode
        finally:
            ours.close()
            _wait_for_children()


if __name__ == "__main__":
    sys.exit(main())
