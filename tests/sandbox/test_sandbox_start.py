# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person sees who starts the sandbox: a wrong option, seed, certificate, port or database is one sentence with the remedy."""

from __future__ import annotations

import socket
import urllib.request

import pytest
from reshare_wms_sandbox import cli
from reshare_wms_sandbox.middleware import _logged
from reshare_wms_sandbox.server import listening
from reshare_wms_sandbox.testing import running

LIBRARY = "libraries: [{name: adams, registry_id: '100101'%s}]"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", *arguments])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told and "pydantic" not in told, told
    return told.strip().splitlines()[-1]


SEEDS = {
    "libraries: [}": "is not YAML, line 1: ",
    "": "is wrong: the file is None, which does not fit",
    "libraries: [{name: adams}]": "is wrong: libraries[0].registry_id is missing.",
    LIBRARY % ", resharr: {}": "is wrong: libraries[0].resharr is not known; look for a misspelling.",
    LIBRARY % ", symbol: [1, 2]": "is wrong: libraries[0].symbol is [1, 2], which does not fit (string).",
    LIBRARY % ", configuration: {loan_polices: []}": "library adams: configuration has no ['loan_polices']",
    LIBRARY % ", configuration: {loan_policies: [{nam: x}]}": "library adams: name is missing",
    LIBRARY
    % ", items: [{barcode: '1', holding_location: A, shelving_location: B}, {barcode: '1', holding_location: A, "
    "shelving_location: B}]": "libraries[0].items is wrong: two items have the same barcode",
    "\udcff": "is not a text in UTF-8.",
    "[" * 5000: "is not YAML",
}


@pytest.mark.parametrize("text", SEEDS, ids=lambda text: text[:40])
def test_a_wrong_seed_is_refused_with_its_place(capsys, tmp_path, text):
    path = tmp_path / "seed.yml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    told = refused(capsys, "--seed", str(path))
    assert str(path) in told and SEEDS[text] in told


def test_a_missing_seed_is_refused(capsys, tmp_path):
    assert refused(capsys, "--seed", "/nowhere.yml").endswith(
        "The seed /nowhere.yml cannot be read: no such file or directory."
    )
    assert "is a directory" in refused(capsys, "--seed", str(tmp_path))


def test_a_port_in_use_is_refused(capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"Port {port} of 127.0.0.1 is in use." in refused(capsys, "--port", str(port))


def test_small_responses_are_sent_at_once():
    """asyncio sets TCP_NODELAY for sockets of this protocol only."""
    with listening("127.0.0.1", 0) as at:
        assert at.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--host", "no-such-host.invalid"], "The host 'no-such-host.invalid' is not known"),
        (["--port", "70000"], "argument --port: 70000 is not allowed; choose 0 to 65535"),
        (["--page-size", "0"], "argument --page-size: 0 is not allowed; choose 1 or more"),
        (["--latency", "nan"], "argument --latency: nan is not allowed; choose 0 or more"),
        (["--certificate", "/nowhere.pem"], "The certificate /nowhere.pem cannot be read: no such file or directory."),
        (["--database", "/nowhere/state.sqlite"], "The database /nowhere/state.sqlite cannot be used"),
        (["--ready-file", "/tmp"], "The file /tmp cannot be written (--ready-file): is a directory."),
        (["--ready-file", "/nowhere/ready"], "The file /nowhere/ready cannot be written (--ready-file)"),
        (["--sed", "x"], "unrecognized arguments: --sed x"),
    ],
)
def test_a_wrong_option_is_refused(capsys, arguments, expected):
    assert expected in refused(capsys, *arguments)


def test_files_of_another_kind_are_refused(capsys, tmp_path):
    path = tmp_path / "file"
    path.write_text("This is neither a certificate nor a database. " * 50, encoding="utf-8")
    assert "has to contain a private key without a password" in refused(capsys, "--certificate", str(path))
    assert "file is not a database" in refused(capsys, "--database", str(path))


def test_a_database_of_another_version_is_refused(capsys, tmp_path):
    path = str(tmp_path / "state.sqlite")
    state = cli.State(path)
    state.save_profile("100101", "{}")
    state.close()
    assert "is that of another version of the sandbox" in refused(capsys, "--database", path)


def test_it_says_its_version_and_that_it_is_ready(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert (ended.value.code, capsys.readouterr().out.split()[0]) == (0, "reshare-wms-sandbox")
    with running() as base, urllib.request.urlopen(f"{base}/healthz") as response:
        assert (response.status, response.read()) == (200, b'{"status":"ok"}')


def test_the_log_of_requests_shows_no_secret_and_no_control_character():
    scope = {
        "method": "GET",
        "path": "/x\n\x1b[31m",
        "raw_path": b"",
        "query_string": b"api_key=hush&name=a%20b&password=hush",
    }
    assert _logged(scope, 200) == "GET /x??[31m?api_key=***&name=a+b&password=*** 200"
