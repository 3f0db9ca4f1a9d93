# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of tests that need HTTPS: a sandbox with a certificate of a test authority. Session fixtures, so that they can replace the
fixture `sandbox` in a conftest or in one module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import trustme
from reshare_wms_sandbox.testing import running


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_path(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a bundle that contains the authority."""
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture(scope="session")
def sandbox(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sandbox."""
    path = tmp_path_factory.mktemp("certificate") / "server.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(path)
    with running("--certificate", str(path)) as base:
        yield base
