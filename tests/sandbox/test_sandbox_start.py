# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person sees who starts the sandbox: a wrong option, seed, certificate, port or database is one sentence with the remedy."""

from __future__ import annotations

import argparse
import json
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from functools import partial

import pytest
from reshare_wms_sandbox import cli
from reshare_wms_sandbox.middleware import _logged
from reshare_wms_sandbox.testing import running

from support.environment import ROOT

PROGRAM = [sys.executable, "-m", "reshare_wms_sandbox"]
LIBRARY = "libraries: [{name: adams, registry_id: '100101'%s}]"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str, command: str = "serve") -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, *arguments])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    (sentence,) = error.splitlines()
    assert "pydantic" not in sentence
    return sentence


SEEDS = {
    "libraries: [}": "is wrong, line 1: ",
    "libraries:\n- name: adams\n  name: baker": "is wrong, line 3: 'name' is written twice.",
    "\n".join(["a0: &a0 [x]", *(f"a{at + 1}: &a{at + 1} [{', '.join([f'*a{at}'] * 9)}]" for at in range(9))]): (
        "is wrong, line 8: its aliases stand for more than 10,000,000 values."
    ),
    "": "is wrong: the content is None; it has to be a mapping.",
    "libraries: [{name: adams}]": "is wrong: libraries[0].registry_id is missing.",
    LIBRARY % ", resharr: {}": "is wrong: libraries[0].resharr is not known; look for a misspelling.",
    LIBRARY % ", identity: {search_delay: -1}": "libraries[0].identity.search_delay is -1; it has to be 0 or more.",
    LIBRARY
    % "}, {name: baker, registry_id: '100101'": "is wrong: libraries is wrong: 2 libraries have the registry_id 100101.",
    LIBRARY % ", patrons: [{barcode: !!int x}]": "has a value that cannot be read: invalid literal for int()",
    **{
        LIBRARY
        % f", configuration: {{ill_settings: {{x: {value}}}}}": f"line 1: this {kind} cannot be stored; write a text, in quotes."
        for value, kind in {
            "2026-02-30": "timestamp",
            "!!binary aGk=": "binary",
            "!!set {a}": "set",
            "-.inf": "float",
        }.items()
    },
    LIBRARY % ", configuration: {loan_polices: []}": "library adams: configuration has no ['loan_polices']",
    "\udcff": "is not a text in UTF-8.",
    "[" * 5000: "is not YAML",
}


@pytest.mark.parametrize("text", SEEDS, ids=lambda text: text[:40])
def test_a_wrong_seed_is_refused_with_its_place(capsys, tmp_path, text):
    path = tmp_path / "seed.yml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    sentence = refused(capsys, "--seed", str(path))
    assert str(path) in sentence and SEEDS[text] in sentence


def test_a_missing_seed_is_refused(capsys, tmp_path):
    assert refused(capsys, "--seed", "/nowhere.yml").endswith(
        "The seed /nowhere.yml cannot be read: no such file or directory."
    )
    assert "is a directory" in refused(capsys, "--seed", str(tmp_path))


def test_a_port_in_use_is_refused(capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"Port {port} of 127.0.0.1 is in use." in refused(capsys, "--port", str(port))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--host", "no-such-host.invalid"], "The host 'no-such-host.invalid' is not known"),
        (["--host", "192.0.2.1"], "cannot be used: cannot assign requested address. Choose another one"),
        (["--port", "70000"], "argument --port: 70000 is not allowed; choose 0 to 65535"),
        (["--latency", "2", "--latency-max", "1"], "--latency-max 1 is less than --latency 2."),
        (["--draw", "1"], "--draw has an effect only with --as."),
        (["--certificate", "/nowhere.pem"], "The certificate /nowhere.pem cannot be read: no such file or directory."),
        (["--database", "/nowhere/state.sqlite"], "The database /nowhere/state.sqlite cannot be used"),
        (["--ready-file", "/tmp"], "The file /tmp cannot be written (--ready-file): it is not an ordinary file."),
        (["--ready-file", "/nowhere/ready"], "The file /nowhere/ready cannot be written (--ready-file)"),
        (
            ["--see", "x"],
            "reshare-wms-sandbox serve: unrecognized arguments: --see x. reshare-wms-sandbox serve --help lists",
        ),
    ],
)
def test_a_wrong_option_is_refused(capsys, arguments, expected):
    assert expected in refused(capsys, *arguments)


def test_a_librarian_without_a_folder_is_refused(capsys, tmp_path):
    assert refused(capsys, "/nowhere", command="librarian") == "reshare-wms-sandbox: /nowhere is not a folder."
    refused(capsys, str(tmp_path), "--inbox", "/nowhere", command="librarian")


@pytest.mark.parametrize("command", [["openapi"], ["serve"]])
def test_an_output_that_cannot_be_written_is_an_error(command):
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "reshare-wms-sandbox: The output cannot be written: no space left on device.\n"


def test_the_database_of_another_program_is_refused_unchanged(capsys, tmp_path):
    path = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE documents (id)")
    before = path.read_bytes()
    assert "is that of another program. Choose another file" in refused(capsys, "--database", str(path))
    assert path.read_bytes() == before


def test_a_database_in_use_is_refused(monkeypatch, capsys, tmp_path):
    path = str(tmp_path / "state.sqlite")
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0))
    with closing(cli.State(path)):
        assert "database is locked. Choose another file" in refused(capsys, "--database", path)


def test_a_database_of_another_version_is_refused(capsys, tmp_path):
    path = str(tmp_path / "state.sqlite")
    state = cli.State(path)
    state.save_profile("100101", "{}")
    state.close()
    assert "is that of another version of the sandbox" in refused(capsys, "--database", path)


@pytest.mark.parametrize("command", [[], ["serve"], ["librarian"], ["openapi"]])
def test_the_help_has_examples_that_can_be_run(monkeypatch, capsys, command):
    with pytest.raises(SystemExit) as ended:
        cli.main([*command, "--help"])
    assert ended.value.code == 0
    given: list[argparse.Namespace] = []
    for name in ("_serve", "_librarian"):
        monkeypatch.setattr(cli, name, given.append)
    examples = capsys.readouterr().out.partition("\nexamples:\n")[2].splitlines()
    for example in examples:
        program, *arguments = example.split()
        assert program == "reshare-wms-sandbox"
        cli.main(arguments)
    assert len(given) == len(examples) == 3


def test_it_says_its_version_and_that_it_is_ready(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert (ended.value.code, capsys.readouterr().out.split()[0]) == (0, "reshare-wms-sandbox")
    with running() as base, urllib.request.urlopen(f"{base}/healthz") as response:
        assert (response.status, response.read()) == (200, b'{"status":"ok"}')


def test_the_container_file_names_files_options_and_an_address_that_exist(monkeypatch):
    folder = ROOT / "sandbox"
    text = (folder / "Containerfile").read_text(encoding="utf-8")
    lines = [line.partition(" ") for line in text.splitlines() if not line.startswith("#")]
    copied = [name for keyword, _space, rest in lines if keyword == "COPY" for name in rest.split()[:-1]]
    assert all((folder / name).exists() for name in copied)
    found = {keyword: rest for keyword, _space, rest in lines}
    assert json.loads(found["ENTRYPOINT"]) == ["reshare-wms-sandbox"]
    given: list[argparse.Namespace] = []
    monkeypatch.setattr(cli, "_serve", given.append)
    cli.main(json.loads(found["CMD"]))
    assert (given[0].consortium, given[0].host, str(given[0].port)) == (True, "0.0.0.0", found["EXPOSE"])
    assert f"http://127.0.0.1:{found['EXPOSE']}/healthz" in found["HEALTHCHECK"]


def logged(query: str, path: str = "/x") -> str:
    scope = {"method": "GET", "path": path, "raw_path": b"", "query_string": query.encode()}
    return _logged(scope, 200).removeprefix("GET ").removesuffix(" 200")


def test_the_log_of_requests_shows_no_control_character():
    assert logged("name=a%20b", "/x\n\x1b[31m") == "/x??[31m?name=a+b"
    assert logged("filters=key%3D%3Dncip_server_address") == "/x?filters=key%3D%3Dncip_server_address"


@pytest.mark.parametrize(
    "query",
    [
        *(
            f"{name}=hush"
            for name in ("password", "api_key", "Authorization", "access_token", "pin", "pwd", "sig", "jwt")
        ),
        *("pass%77ord=hush", "password%3Dhush", "name=a;password=hush", "user.password=hush", "password[]=hush"),
        *("name=Bearer+hush", "name=http://jane:hush@host/", 'name={"password":+"hush"}'),
    ],
)
def test_the_log_of_requests_shows_no_secret_of_a_query(query):
    line = logged(query)
    assert "hush" not in line and "***" in line


@pytest.mark.parametrize("path", ["//jane:hush@host/x", "/x;password=hush"])
def test_the_log_of_requests_shows_no_secret_of_a_path(path):
    assert "hush" not in logged("", path)
