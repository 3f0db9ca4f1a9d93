# SPDX-License-Identifier: GPL-3.0-or-later

"""An SFTP server on this machine, which accepts one key and no password, as OCLC's file exchange does for scripts."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import pytest

ADDRESS = "127.0.0.1"


@dataclass
class SftpServer:
    """Its folder of report files, the accounts that logged in, and the variables of a library that fetches from it.

    endless: set to list folders without an end, slowly.
    """

    reports: Path
    accounts: list[str]
    variables: dict[str, Any]
    endless: threading.Event


@contextmanager
def sftp_server(directory: Path) -> Iterator[SftpServer]:
    """Serve a folder inside the context. Without OpenSSH's client, the test is skipped; in CI, this is an error."""
    if shutil.which("sftp") is None and not os.environ.get("CI"):
        pytest.skip("no sftp here (Debian: apt-get install openssh-client)")
    reports = directory / "remote/xfer/wms/reports"
    reports.mkdir(parents=True)
    keys = {name: asyncssh.generate_private_key("ssh-ed25519") for name in ("host", "client")}
    for name, key in keys.items():
        key.write_private_key(directory / name)
        # OpenSSH does not use a key that others can read.
        (directory / name).chmod(0o600)
    accounts: list[str] = []
    endless = threading.Event()

    class Server(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            accounts.append(username)
            return True

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    running = asyncio.run_coroutine_threadsafe(_listen(Server, keys, directory / "remote", endless), loop).result()
    port = running.get_port()
    known = f"[{ADDRESS}]:{port} {keys['host'].export_public_key().decode()}"
    (directory / "known_hosts").write_text(known, encoding="utf-8")
    files = {"key_file": directory / "client", "known_hosts": directory / "known_hosts"}
    given = {"host": ADDRESS, "port": port, "user": "wx_adm", **{name: str(path) for name, path in files.items()}}
    try:
        yield SftpServer(reports, accounts, {f"oclc_sftp_{name}": value for name, value in given.items()}, endless)
    finally:
        loop.call_soon_threadsafe(running.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _listen(
    server: type, keys: dict[str, asyncssh.SSHKey], root: Path, endless: threading.Event
) -> asyncssh.SSHAcceptor:
    class Files(asyncssh.SFTPServer):
        async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
            async for name in super().scandir(path):
                yield name
            while endless.is_set():
                yield asyncssh.SFTPName(b"again", attrs=asyncssh.SFTPAttrs())
                await asyncio.sleep(0.001)

    public = keys["client"].export_public_key().decode()
    return await asyncssh.create_server(
        server,
        ADDRESS,
        0,
        server_host_keys=[keys["host"]],
        authorized_client_keys=asyncssh.import_authorized_keys(public),
        sftp_factory=lambda channel: Files(channel, chroot=str(root)),
    )
