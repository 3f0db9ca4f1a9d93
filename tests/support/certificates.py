# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sandbox with HTTPS and a certificate of a test authority."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from reshare_wms_sandbox.testing import running


def ca_bundle(authority: trustme.CA, folder: Path) -> str:
    """The path of a bundle that contains the authority."""
    path = folder / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@contextmanager
def encrypted_sandbox(authority: trustme.CA, folder: Path) -> Iterator[str]:
    """The address of a sandbox with a certificate of the authority."""
    path = folder / "server.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(path)
    with running("--certificate", str(path)) as base:
        yield base
