# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts ansible-playbook without the seconds that imports take: a process that has imported Ansible and the collection
forks for each run. Ansible reads the environment when it is imported, so a run with a variable of its own is forked from
a process that has imported only libraries."""

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
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from support.environment import store_compiled_code

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

#: What a run of Ansible imports; it loads most of it by path or by name.
_OF_ANSIBLE = (
    "ansible.cli.playbook",
    "ansible.playbook.handler_task_include",
    "ansible.plugins.cache.memory",
    "ansible.plugins.filter.core",
    "ansible.plugins.filter.encryption",
    "ansible.plugins.filter.urls",
    "ansible.plugins.inventory.ini",
    "ansible.plugins.inventory.toml",
    "ansible.plugins.inventory.yaml",
    "ansible.plugins.strategy.linear",
    "ansible.plugins.test.core",
    "ansible.plugins.vars.host_group_vars",
)
#: The kinds of plugins of which a run loads all, with the settings in their documentation.
_LOADED_WHOLE = ("become", "callback", "connection", "shell")
_COLLECTION = "ansible_collections.reshare.wms.plugins"
#: Variables that are read only when a run needs them; of some, the beginning of the name: the collection's own, those of
#: git and those of the examples' plugins.
_READ_LATE = {
    "ANSIBLE_ASYNC_DIR",
    "ANSIBLE_CALLBACKS_ENABLED",
    "ANSIBLE_REMOTE_TMP",
    "PYTEST_CURRENT_TEST",
    "RECORDER_FILE",
}
_LATE_PREFIXES = ("GIT_", "RESHARE_", "TICKET_")
#: Ansible's settings that differ in each run: callbacks, and a folder that the process makes and removes.
_RENEWED = ("CALLBACKS_ENABLED", "DEFAULT_LOCAL_TMP")


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


def start(arguments: list[str], cwd: Path, environment: dict[str, str], output: Path, usual: dict[str, str]) -> Process:
    """Start ansible-playbook with its output in a file. usual: the environment of most runs, without the variables of
    a single run."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asked = {"arguments": arguments, "cwd": str(cwd), "environment": environment, "output": str(output)}
    starter = _starter(json.dumps(usual) if without_late(environment) == usual else None)
    with theirs:
        socket.send_fds(starter, [json.dumps(asked).encode()], [theirs.fileno()])
    return Process(int(ours.recv(16)), ours)


def without_late(environment: dict[str, str]) -> dict[str, str]:
    """The variables that can be read when Ansible is imported."""
    return {
        name: value
        for name, value in environment.items()
        if name not in _READ_LATE and not name.startswith(_LATE_PREFIXES)
    }


@cache
def _starter(environment: str | None) -> socket.socket:
    """The socket on which a starter accepts requests; the starter ends with this process. environment: for the
    import of Ansible; None: it does not import Ansible."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", __name__, str(theirs.fileno()), *(["ansible"] if environment else [])]
    tests = Path(__file__).parents[1]
    with theirs:
        process = subprocess.Popen(
            command,
            cwd=tests,
            env=json.loads(environment) if environment else None,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            # Ansible's lines are as wide as the terminal of its process when it is imported.
            stdout=subprocess.DEVNULL,
        )
    # Wait for it, so that its runs count towards the cost of the tests. In this order: the last one is called first.
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


# In the process of the starter


def _serve(requests: socket.socket, with_ansible: bool) -> None:
    store_compiled_code()
    for name in _PRELOADED:
        importlib.import_module(name)
    assert "ansible.constants" not in sys.modules
    if with_ansible:
        _import_ansible()
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


def _import_ansible() -> None:
    """Import Ansible, and the parts of the collection that the controller uses, as Ansible finds them."""
    for name in _OF_ANSIBLE:
        importlib.import_module(name)
    loaders = sys.modules["ansible.plugins.loader"]
    loaders.init_plugin_loader()
    for kind in _LOADED_WHOLE:
        list(getattr(loaders, f"{kind}_loader").all(class_only=True))
    plugins = importlib.import_module(_COLLECTION)
    for kind in ("action", "callback", "filter", "lookup"):
        for path in sorted(Path(plugins.__path__[0], kind).glob("[!_]*.py")):
            importlib.import_module(f"{_COLLECTION}.{kind}.{path.stem}")
    # Each run initialises the loader again.
    warnings.filterwarnings("ignore", message="AnsibleCollectionFinder has already been configured")


def _renew_settings() -> None:
    from ansible import constants
    from ansible.utils.path import cleanup_tmp_file

    # The process that imported Ansible removes the folder that the import made.
    atexit.unregister(cleanup_tmp_file)
    for name in _RENEWED:
        setattr(constants, name, constants.config.get_config_value(name))
    # Begin the data that a process keeps about its run anew.
    sys.modules[f"{_COLLECTION}.plugin_utils._action.run_memory"].RUN.__init__()
    sys.modules[f"{_COLLECTION}.plugin_utils._account.closing"].BEGAN = datetime.now(UTC)


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
    if "ansible.constants" in sys.modules:
        _renew_settings()
    runpy.run_module("ansible", run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), "ansible" in sys.argv[2:])
    with suppress(ChildProcessError):
        while os.wait():
            pass
