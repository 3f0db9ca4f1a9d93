# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates: no request is sent to a system without a trusted certificate, and an operator can trust a local
authority."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server

import pytest
import trustme

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, WriteConflict
from ansible_collections.reshare.wms.plugins.module_utils._http import session
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Session
from support.certificates import authority, ca_path, sandbox
from support.controller import run
from support.library import Library

NOT_TRUSTED = "/token: its certificate is not trusted (unable to get local issuer certificate); if"


__all__ = ["authority", "ca_path", "sandbox"]


@pytest.fixture
def make(sandbox: str, ca_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Library]:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    return lambda: Library(sandbox, tmp_path / "state", verify=ca_path)


def test_no_request_is_sent_to_a_system_without_a_trusted_certificate(library):
    library.reset()
    failed = run("bill_reason", library, name="Lost")
    assert f"POST {library.base}{NOT_TRUSTED} your own certificate authority issued it, set ca_path" in failed["msg"]
    assert not library.calls()
    failed = run("reshare_setting", library, key="max_requests", value="3")
    assert "its certificate is not trusted" in failed["msg"]
    assert not library.calls()


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_environment_applies_if_no_option_is_set(library, ca_path, monkeypatch, tmp_path, name):
    monkeypatch.setenv(name, ca_path)
    assert run("bill_reason", library, name="Lost")["changed"] is True
    # Explicit options have priority.
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    assert NOT_TRUSTED in run("bill_reason", library, name="Lost", ca_path=str(other))["msg"]
    monkeypatch.setenv(name, str(other))
    assert run("bill_reason", library, name="Lost", ca_path=ca_path)["changed"] is False
    assert run("bill_reason", library, name="Lost", validate_certs=False)["changed"] is False
    assert NOT_TRUSTED in run("bill_reason", library, name="Lost")["msg"]


def test_a_file_without_an_authority_is_reported(library, monkeypatch, tmp_path):
    missing, empty, other = (tmp_path / name for name in ("missing.pem", "empty.pem", "other.pem"))
    empty.write_text("", encoding="utf-8")
    other.write_text("-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n", encoding="utf-8")
    for path in (missing, empty, other):
        message = run("bill_reason", library, name="Lost", ca_path=str(path))["msg"]
        assert message.startswith(f"{library.name}: POST {library.base}/token: ")
        assert "check ca_path" in message or "and ca_path" in message
        assert "report this as a bug" not in message
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(missing))
    message = run("bill_reason", library, name="Lost")["msg"]
    assert f"{missing}; check ca_path, or the environment variable REQUESTS_CA_BUNDLE" in message


@contextmanager
def hanging_up(certificate: trustme.LeafCert, hello: bool = False) -> Iterator[str]:
    """The address of a server with that certificate which closes the connection: at the client's hello, or at its
    request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    def serve() -> None:
        with suppress(OSError):  # once the server is closed
            while True:
                connection, _address = server.accept()
                with connection, suppress(ssl.SSLError, ConnectionError):
                    secured = connection if hello else context.wrap_socket(connection, server_side=True)
                    secured.recv(65536)
                    secured.close()

    with create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}/"


@pytest.mark.parametrize(
    ("identity", "days", "reason"),
    [
        ("127.0.0.1", (-2, -1), r"certificate has expired\); .* the clock of this machine"),
        ("127.0.0.1", (1, 2), r"certificate is not yet valid\); .* the clock of this machine"),
        ("elsewhere.example", (-1, 1), r"certificate is not valid for '127.0.0.1'\); check the URL"),
    ],
)
def test_the_fault_of_a_certificate_is_reported(authority, ca_path, identity, days, reason):
    begins, ends = (datetime.now(UTC) + timedelta(days=day) for day in days)
    with hanging_up(authority.issue_cert(identity, not_before=begins, not_after=ends)) as address:
        for send in (Session(verify=ca_path).read, Session(verify=ca_path).write):
            with pytest.raises(CallFailed, match=reason):
                send("POST", address)


@pytest.mark.parametrize("hello", [True, False])
def test_a_closed_connection_is_not_reported_as_a_certificate_fault(authority, ca_path, monkeypatch, hello):
    waits: list[float] = []
    monkeypatch.setattr(session.time, "sleep", waits.append)
    with hanging_up(authority.issue_cert("127.0.0.1"), hello) as address:
        with pytest.raises(
            CallFailed, match=f"{address}: the connection was closed before the response was complete; retry"
        ):
            Session(verify=ca_path, retries=2).read("POST", address)
        assert len(waits) == 2
        with pytest.raises(
            WriteConflict, match=r"was closed .*; it is unknown whether the request was carried out"
        ) as moved:
            Session(verify=ca_path, retries=2).write("POST", address)
        assert moved.value.uncertain
    assert len(waits) == 2


@pytest.mark.long
def test_libraries_are_onboarded_over_https_and_one_without_trust_is_reported(make, controller, ca_path):
    trusting, careless, distrusting = libraries = [make() for _number in range(3)]
    own = {"reshare_wms_ca_path": ca_path}
    variables = {trusting.name: own, careless.name: {"reshare_wms_validate_certs": False}}
    done = controller.playbook("reshare.wms.onboard", libraries, variables=variables)
    assert [done.stats(one)["failures"] for one in libraries] == [0, 0, 1]
    assert done.failure(distrusting).startswith(f"{distrusting.name}: POST {distrusting.base}{NOT_TRUSTED}")
    done = controller.playbook("reshare.wms.onboard", libraries, variables={one.name: own for one in libraries})
    assert [done.stats(one)["failures"] for one in libraries] == [0, 0, 0]
    assert [done.stats(one)["changed"] > 0 for one in libraries] == [False, False, True]
    assert distrusting.comparable() == careless.comparable() == trusting.comparable()
