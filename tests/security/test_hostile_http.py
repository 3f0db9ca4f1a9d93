# SPDX-License-Identifier: GPL-3.0-or-later

"""A hostile or broken server cannot delay a run without limit, fill its memory, or receive secrets of another system."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace

import pytest
import trustme

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed, TaskError, ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._http import response, session
from ansible_collections.reshare.wms.plugins.module_utils._http.no_answer import NoAnswer
from ansible_collections.reshare.wms.plugins.module_utils._http.response import Pages, Response
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Session

OK = b"HTTP/1.1 200 OK\r\n"

#: A slow server ends some time after every client that keeps its deadline has disconnected.
DRIPS, PAUSE = 100, 0.02
#: The deadline of a call to it, in seconds.
DEADLINE = 0.3


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Start a server that answers each connection with the parts of a response. Returns its address."""
    listeners: list[socket.socket] = []

    def start(*parts: bytes, tls: ssl.SSLContext | None = None) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def answer() -> None:
            try:
                while True:
                    connection = listener.accept()[0]
                    with tls.wrap_socket(connection, server_side=True) if tls else connection as peer:
                        peer.recv(65536)
                        for part in parts:
                            peer.sendall(part)
                            if len(parts) >= DRIPS:
                                time.sleep(PAUSE)
            except OSError:
                return

        threading.Thread(target=answer, daemon=True).start()
        return f"http{'s' if tls else ''}://127.0.0.1:{listener.getsockname()[1]}/"

    yield start
    for listener in listeners:
        listener.close()


def dripped(before: bytes, again: bytes, after: bytes = b"") -> list[bytes]:
    return [before, *[again] * DRIPS, after]


DRIPPING = {
    "body": dripped(OK + b"Content-Length: %d\r\n\r\n" % (DRIPS + 2), b" ", b"{}"),
    "chunks": dripped(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", b"2\r\n{}\r\n0\r\n\r\n"),
    "a header": dripped(OK + b"X-Drip: ", b"x", b"\r\nContent-Length: 2\r\n\r\n{}"),
    "the status": dripped(b"HTTP/1.1 200 ", b"O", b"\r\nContent-Length: 2\r\n\r\n{}"),
    "100 Continue": dripped(b"", b"HTTP/1.1 100 Continue\r\n\r\n", OK + b"Content-Length: 2\r\n\r\n{}"),
    "the body of an error": dripped(
        b"HTTP/1.1 401 Unauthorized\r\nContent-Length: %d\r\n\r\n" % (DRIPS + 2), b" ", b"{}"
    ),
}


@pytest.mark.parametrize("parts", DRIPPING.values(), ids=DRIPPING)
def test_a_slow_response_ends_with_the_deadline(serve, parts):
    with pytest.raises(NoAnswer):
        Session(DEADLINE, retries=0).read("GET", serve(*parts))


@pytest.mark.parametrize("proxy", [None, "http://proxy.invalid:3128"])
def test_a_resolver_that_hangs_ends_with_the_deadline(monkeypatch, proxy):
    hangs, resolving = threading.Event(), set[threading.Thread]()

    def resolve(*_given: object, **_options: object) -> None:
        resolving.add(threading.current_thread())
        hangs.wait(5)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    if proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(NoAnswer, match="connection timed out after 0.3 s|the proxy could not connect") as raised:
        Session(DEADLINE, retries=0).read("GET", "https://reshare.invalid/")
    assert not raised.value.arrived
    # A thread that hangs does not keep the process from ending.
    assert resolving and all(thread.daemon for thread in resolving)
    hangs.set()


def test_a_slow_response_over_tls_ends_with_the_deadline(serve, tmp_path):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    url = serve(*DRIPPING["body"], tls=context)
    with pytest.raises(NoAnswer):
        Session(DEADLINE, retries=0, verify=str(tmp_path / "ca.pem")).read("GET", url)


def test_a_slow_response_through_a_proxy_ends_with_the_deadline(serve, monkeypatch):
    proxy = serve(*dripped(b"HTTP/1.1 200 Connection established\r\nX-Drip: ", b"x", b"\r\n\r\n"))
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(NoAnswer):
        Session(DEADLINE, retries=0).read("GET", "https://service.invalid/")
    monkeypatch.setenv("http_proxy", serve(*DRIPPING["body"]))
    with pytest.raises(NoAnswer):
        Session(DEADLINE, retries=0).read("GET", "http://service.invalid/")


def test_a_connection_is_used_again_after_a_slow_answer(serve):
    """The deadline of one call does not apply to the next."""
    one = OK + b"Content-Length: 2\r\n\r\n"
    listener = socket.create_server(("127.0.0.1", 0))
    connections = []

    def answer() -> None:
        peer = listener.accept()[0]
        connections.append(peer)
        for _number in range(3):
            peer.recv(65536)
            peer.sendall(one)
            time.sleep(DEADLINE / 2)
            peer.sendall(b"{}")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    http = Session(DEADLINE * 10, retries=0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    assert [http.read("GET", url).text for _number in range(3)] == ["{}"] * 3
    assert len(connections) == 1
    listener.close()


# Compression and encodings


@cache
def squeezed(times: int) -> bytes:
    body = b"0" * (64 << 20)
    for _number in range(times):
        body = gzip.compress(body)
    return body


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,gzip,gzip", "br", "zstd", "identity, gzip", "no-such"])
def test_a_compression_that_was_not_asked_for_is_not_undone(serve, encoding):
    body = squeezed(encoding.count("gzip") or 1)
    head = OK + f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    url = serve(head, body)
    tracemalloc.start()
    try:
        with pytest.raises(NoAnswer) as raised:
            Session(10.0, retries=0).read("GET", url)
        # The same request would have the same response.
        assert raised.value.may_pass is False
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_compression_that_was_asked_for_is_undone(serve, encoding, compress):
    body = compress(b'{"a": 1}')
    head = OK + f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert Session(10.0, retries=0).read("GET", serve(head, body)).text == '{"a": 1}'


def test_the_body_of_a_redirect_is_not_read(serve):
    body = squeezed(1)
    head = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    tracemalloc.start()
    try:
        with pytest.raises(CallFailed) as raised:
            Session(10.0, retries=0).read("GET", serve(head, body))
        assert (raised.value.code, raised.value.status) == ("unexpected_response", 302)
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "named",
    ["punycode", "idna", "utf-7", "raw_unicode_escape", "unicode_escape", "rot13", "hex", "undefined", "x\0y"],
    ids=ascii,
)
def test_an_encoding_that_is_not_on_the_list_is_not_used(named):
    """Punycode needs 30 s of processor time for a megabyte."""
    assert session._charset(named) == "utf-8"


@pytest.mark.parametrize(
    ("named", "text"),
    [("UTF-8", "Ł"), ("latin-1", "é"), ("ISO-8859-15", "€"), ("windows-1252", "€"), ("utf-16", "Ł"), ("US-ASCII", "a")],
)
def test_an_encoding_that_is_on_the_list_is_used(serve, named, text):
    body = text.encode(named)
    head = OK + f"Content-Type: text/plain; charset={named}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert Session(10.0, retries=0).read("GET", serve(head, body)).text == text


# Endless responses


def page(number: int, length: int) -> Response:
    return Response("GET /list", 200, {}, f"{number}".ljust(length), {})


@pytest.mark.parametrize("bound", ["MOST_PAGES", "LONGEST_LIST"])
def test_the_number_of_pages_of_a_list_is_bounded(monkeypatch, bound):
    monkeypatch.setattr(response, bound, 1000)
    pages = Pages()
    length = 10 if bound == "MOST_PAGES" else 100
    with pytest.raises(CallFailed):
        for number in range(10_000):
            pages.add(page(number, length))
    assert number == 1000 // (1 if bound == "MOST_PAGES" else length)


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """The session's clock, which only its own pauses advance, and the list of the pauses."""
    now = SimpleNamespace(time=0.0, pauses=[])

    def sleep(seconds: float) -> None:
        now.pauses.append(seconds)
        now.time += seconds

    monkeypatch.setattr(session.time, "sleep", sleep)
    monkeypatch.setattr(session.time, "monotonic", lambda: now.time)
    return now


@pytest.mark.parametrize("asked", ["1e9", "86400", "inf", "nan", "-inf", "-5"])
def test_what_is_asked_for_in_retry_after_is_bounded_for_a_call_and_for_a_task(clock, monkeypatch, asked):
    http = Session(retries=4)
    busy = Response("GET /", 429, {"Retry-After": asked}, "", {})
    calls = []
    monkeypatch.setattr(http, "_send", lambda *arguments: calls.append(arguments) or busy)
    for _number in range(20):
        assert http.read("GET", "https://x/").status == 429
    assert max(clock.pauses) <= session.LONGEST_WAIT
    assert clock.time <= session.LONGEST_RETRIES + session.LONGEST_WAIT
    assert len(calls) >= 20


def test_calls_that_take_their_whole_time_use_up_that_of_the_retries(clock, monkeypatch):
    http = Session(timeout=100.0, retries=100)

    def send(*_arguments: object) -> Response:
        clock.time += 100
        raise NoAnswer("no complete response within 100 s")

    monkeypatch.setattr(http, "_send", send)
    with pytest.raises(NoAnswer):
        http.read("GET", "https://x/")
    assert len([pause for pause in clock.pauses if pause]) == 3


# Options of the session


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), float("-inf"), 1e300])
def test_an_invalid_timeout_is_rejected(timeout):
    with pytest.raises(ValidationError) as raised:
        Session(timeout=timeout)
    assert raised.value.fields == ("timeout",)


@pytest.mark.parametrize("retries", [-1, -(10**20)])
def test_a_negative_number_of_retries_is_rejected(retries):
    with pytest.raises(ValidationError) as raised:
        Session(retries=retries)
    assert raised.value.fields == ("retries",)


@pytest.mark.parametrize("header", ["Łódź", "a\r\nX-Injected: yes", "a\nb", "\ud800"], ids=ascii)
def test_a_value_that_no_header_can_contain_is_reported(serve, header):
    with pytest.raises(NoAnswer) as raised:
        Session(retries=0).read("GET", serve(OK + b"Content-Length: 0\r\n\r\n"), headers={"X-Okapi-Tenant": header})
    assert raised.value.arrived is False


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "http://", "http://[::1", "http://a b/", "http://x:99999/", "http://.example/", "ftp://x/"]
    + [f"http://{'a' * 300}.example/", "http://\ud800.example/", "http://exa\x00mple/"],
    ids=ascii,
)
def test_an_invalid_address_is_reported(url):
    with pytest.raises(NoAnswer) as raised:
        Session(1.0, retries=0).read("GET", url)
    assert raised.value.arrived is False


@pytest.mark.parametrize(
    ("library", "version", "message"),
    [
        ("urllib3", "1.26.20", r"urllib3 1\.26\.20 of .* is too old; install urllib3 2\.2 or newer there"),
        ("requests", "2.31.0", r"requests 2\.31\.0 of .* is too old; install requests 2\.32 or newer there"),
        ("urllib3", "2.0.dev0", "too old"),
        ("defusedxml", "0.7.0", r"defusedxml 0\.7\.0 of .* is too old; install defusedxml 0\.7\.1 or newer there"),
    ],
)
def test_the_message_about_a_library_that_does_not_bound_what_it_reads_has_the_remedy(
    monkeypatch, library, version, message
):
    session.require_libraries()
    monkeypatch.setattr(getattr(session, library), "__version__", version)
    with pytest.raises(TaskError, match=message):
        session.require_libraries()


@pytest.mark.parametrize("library", session.OLDEST)
def test_the_message_about_a_missing_python_library_names_it(monkeypatch, library):
    monkeypatch.setattr(session, library, None)
    with pytest.raises(TaskError, match=f"the Python library {library} is missing"):
        Session(1.0)


@pytest.mark.parametrize(
    ("url", "clear"),
    [
        ("http://service.example/token", True),
        ("HTTP://service.example/token", True),
        ("http://192.0.2.1:8080/", True),
        ("http://localhost.example/", True),
        ("http://127.example/", True),
        ("https://service.example/token", False),
        ("http://localhost:8099/token", False),
        ("http://127.0.0.1:8099/", False),
        ("http://127.9.9.9/", False),
        ("http://[::1]:8099/", False),
        ("http://[", False),
    ],
)
def test_unencrypted_addresses_are_recognised(url, clear):
    assert session.sends_in_clear(url) is clear
