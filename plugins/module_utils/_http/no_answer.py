# SPDX-License-Identifier: GPL-3.0-or-later

"""The error for a request without a complete response, with advice."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from .._core.errors import CallFailed

try:
    import requests
    import urllib3
except ImportError:
    if TYPE_CHECKING:
        raise
    else:
        requests = urllib3 = None  # reported by session.require_libraries


class NoAnswer(CallFailed):
    """A request without a complete response.

    arrived: whether the service may have received the request and carried it out. may_pass: whether a retry can help.
    """

    def __init__(self, message: str, *, arrived: bool = True, may_pass: bool = True, request: str | None = None):
        super().__init__(message, request=request)
        self.no_answer = True
        self.arrived = arrived
        self.may_pass = may_pass


def no_answer_error(call: str, fault: OSError, timeout: float) -> NoAnswer:
    """The error for an exception of requests, with advice."""

    def no_answer(reason: str, **known: bool) -> NoAnswer:
        return NoAnswer(f"{call}: {reason}", request=call, **known)

    cause = fault.args[0] if fault.args else fault
    cause = getattr(cause, "reason", cause)
    inner = next(iter(getattr(cause, "args", ())), None)
    # A TLS connection that was closed also raises an SSLError.
    if isinstance(fault, requests.exceptions.SSLError) and not isinstance(inner, ssl.SSLEOFError):
        return no_answer(_distrust(inner), arrived=False, may_pass=False)
    if isinstance(fault, requests.exceptions.ProxyError):
        return no_answer("the proxy could not connect; check the proxy's URL and the network", arrived=False)
    if isinstance(fault, requests.ConnectTimeout):
        return no_answer(f"connection timed out after {timeout:g} s; check the URL and the network", arrived=False)
    if isinstance(cause, urllib3.exceptions.NewConnectionError):
        return no_answer(_unconnected(cause), arrived=False)
    if isinstance(fault, requests.Timeout) or isinstance(cause, urllib3.exceptions.ReadTimeoutError):
        return no_answer(f"no complete response within {timeout:g} s; retry later or set a longer timeout")
    if isinstance(fault, requests.exceptions.ChunkedEncodingError):
        return no_answer("the connection was closed during the response; retry later")
    if isinstance(fault, requests.ConnectionError):
        return no_answer("the connection was closed before the response was complete; retry later")
    if isinstance(fault, requests.exceptions.ContentDecodingError):
        return no_answer("the response cannot be decompressed; check the URL", may_pass=False)
    if isinstance(fault, requests.RequestException):
        return no_answer(
            f"the request could not be sent ({type(fault).__name__}); check the URL", arrived=False, may_pass=False
        )
    # The only other OSError of requests means that the file of certificate authorities cannot be read.
    return no_answer(
        f"{fault}; check ca_path, or the environment variable REQUESTS_CA_BUNDLE", arrived=False, may_pass=False
    )


#: OpenSSL's codes (X509_V_ERR_...) for a certificate that is not yet or no longer valid, and for one of another host.
_NOT_VALID_NOW, _OTHER_HOST = (9, 10), (62, 64)


def _distrust(fault: object) -> str:
    """The problem with a certificate, in OpenSSL's words, with advice."""
    if not isinstance(fault, ssl.SSLCertVerificationError):
        return "TLS handshake failed; check that the URL is https, and ca_path if it is set"
    if fault.verify_code in _NOT_VALID_NOW:
        what_to_do = "check the clock of this machine; if it is right, contact the operator of the service"
    elif fault.verify_code in _OTHER_HOST:
        what_to_do = "check the URL"
    else:
        what_to_do = "if your own certificate authority issued it, set ca_path to the file with the certificate of that authority"
    return f"its certificate is not trusted ({fault.verify_message.rstrip('.')}); {what_to_do}"


def _unconnected(fault: urllib3.exceptions.NewConnectionError) -> str:
    if isinstance(fault, urllib3.exceptions.NameResolutionError):
        return "the host name cannot be resolved; check the URL"
    if isinstance(fault.__cause__, ConnectionRefusedError):
        return "connection refused; check the URL and whether the service is running"
    return "connection failed; check the URL and the network"
