# SPDX-License-Identifier: GPL-3.0-or-later

"""A real IMAP server (Dovecot) on this machine, with TLS and one account, that runs without privileges."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

USERNAME, PASSWORD = "office", "canary-imap-password"
ADDRESS = "127.0.0.1"
_CONFIGURATION = """\
dovecot_config_version = {version}
dovecot_storage_version = {version}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = {address}
ssl = required
ssl_server_cert_file = {folder}/server.pem
ssl_server_key_file = {folder}/server.key
mail_driver = maildir
mail_path = {folder}/mail
auth_mechanisms = plain
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {user}
    gid = {group}
    home = {folder}
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class ImapServer:
    """A server with the folder of its mailbox. ca_path: the authority of its certificate."""

    port: int
    mail: Path
    ca_path: str
    owner: int
    _number: int = 0

    def deliver(self, messages: Iterable[bytes]) -> None:
        """Put messages into the mailbox, in this order."""
        for message in messages:
            self._number += 1
            path = self.mail / "new" / f"{1_700_000_000 + self._number}.{self._number:06}.test"
            path.write_bytes(message)
            os.chown(path, self.owner, -1)

    def flags(self) -> list[str]:
        """The flags of all messages that have one: Dovecot has them in the names of files."""
        names = (path.name for path in (self.mail / "cur").iterdir())
        return [flags for name in names if (flags := name.partition(":2,")[2])]

    def count(self) -> int:
        """The number of messages."""
        return sum(1 for part in ("new", "cur") for _path in (self.mail / part).iterdir())


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Run a server inside the context. Without Dovecot 2.4, the test is skipped."""
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    version = _version(program) if program else ""
    if not version.startswith("2.4."):
        pytest.skip(f"no Dovecot 2.4 here, but {version or 'none'} (Debian: apt-get install dovecot-imapd)")
    # Not in pytest's folder, which only its owner may enter: Dovecot refuses to run a mailbox as root.
    folder = Path(tempfile.mkdtemp(prefix="imap-"))
    try:
        yield from _running(str(program), version, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _version(program: str) -> str:
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=20)
    return shown.stdout.partition(" ")[0].partition("-")[0].strip()


def _running(program: str, version: str, folder: Path) -> Iterator[ImapServer]:
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    group = subprocess.run(["id", "-gn", user.pw_name], capture_output=True, text=True, check=True, timeout=20)
    authority = trustme.CA()
    certificate = authority.issue_cert(ADDRESS)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.cert_chain_pems[0].write_to_path(folder / "server.pem")
    certificate.private_key_pem.write_to_path(folder / "server.key")
    for part in ("run", "state", "mail", "mail/new", "mail/cur", "mail/tmp"):
        (folder / part).mkdir()
    with socket.socket() as free:
        free.bind((ADDRESS, 0))
        port = free.getsockname()[1]
    names = {"user": user.pw_name, "group": group.stdout.strip(), "password": PASSWORD, "address": ADDRESS}
    text = _CONFIGURATION.format(version=version, folder=folder, port=port, **names)
    (folder / "dovecot.conf").write_text(text, encoding="utf-8")
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid)
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    command = [program, "-F", "-c", str(folder / "dovecot.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **who) as process:
        try:
            _wait(process, port, folder)
            yield ImapServer(port, folder / "mail", str(folder / "ca.pem"), user.pw_uid)
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Wait until the server greets."""
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with (
                socket.create_connection((ADDRESS, port), 5) as plain,
                context.wrap_socket(plain, server_hostname=ADDRESS) as sock,
            ):
                if sock.recv(4) == b"* OK":
                    return
        except OSError:
            time.sleep(0.05)
    log = (folder / "log").read_text(encoding="utf-8") if (folder / "log").exists() else ""
    errors = b"" if process.poll() is None or process.stderr is None else process.stderr.read()
    pytest.fail(f"Dovecot does not run: {errors.decode()} {log}")
