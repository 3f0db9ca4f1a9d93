# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command ``reshare-wms-sandbox``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from . import installation, librarian, seed
from .app import application
from .configuration.api import application as configuration
from .sandbox import Options, Sandbox
from .server import run
from .state import State


def main(arguments: list[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    options.command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="reshare-wms-sandbox", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the sandbox over HTTP or HTTPS")
    serve.set_defaults(command=_serve)
    serve.add_argument(
        "--seed", type=Path, help="YAML file with libraries; libraries that exist in the database keep their state"
    )
    serve.add_argument("--consortium", action="store_true", help="install the six example libraries of the package")
    serve.add_argument("--database", default=":memory:", help="SQLite file for the state (default: in memory)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=0, help="0 (the default) selects a free port")
    serve.add_argument(
        "--certificate", type=Path, help="serve over HTTPS: PEM file with a private key and its certificate"
    )
    serve.add_argument("--ready-file", type=Path, help="file that receives the base URL once connections are accepted")
    serve.add_argument(
        "--page-size",
        type=int,
        default=Options.page_size,
        help="maximum number of objects on a page of the configuration service",
    )
    serve.add_argument(
        "--settings-page-cap",
        type=int,
        default=Options.settings_page_cap,
        help="maximum number of rows in a response of mod-rs",
    )
    serve.add_argument("--latency", type=float, default=Options.latency, help="seconds before every response")
    serve.add_argument(
        "--latency-max",
        type=float,
        default=Options.latency_max,
        help="the same, drawn at random between both",
    )
    serve.add_argument(
        "--token-lifetime", type=float, default=Options.token_lifetime, help="lifetime of an OCLC token in seconds"
    )
    serve.add_argument(
        "--directory-delay",
        type=float,
        default=Options.directory_delay,
        help="seconds until mod-rs receives a change in the directory",
    )
    follow = commands.add_parser(
        "librarian", help="follow the worksheets of a rehearsal on the sandbox's screens, and write the confirmations"
    )
    follow.set_defaults(command=_librarian)
    follow.add_argument("folder", type=Path, help="folder with worksheets (*.html)")
    follow.add_argument(
        "--sandbox",
        default=os.environ.get("RESHARE_WMS_SANDBOX", "http://127.0.0.1:8099"),
        help="address of the sandbox (default: RESHARE_WMS_SANDBOX, or the one of the example inventory)",
    )
    follow.add_argument("--inbox", type=Path, help="folder for the confirmations (default: beside the worksheets)")
    follow.add_argument("--by", help="name of the person in the confirmations (default: the librarian of the library)")
    openapi = commands.add_parser("openapi", help="print the OpenAPI document of the configuration service")
    openapi.set_defaults(command=_openapi)
    return parser


def _serve(given: argparse.Namespace) -> None:
    options = Options(
        given.page_size,
        given.settings_page_cap,
        given.latency,
        given.latency_max,
        given.token_lifetime,
        given.directory_delay,
    )
    sandbox = Sandbox(State(given.database), options)
    for path in filter(None, [seed.bundled() if given.consortium else None, given.seed]):
        installation.install_new(sandbox, seed.read(path).libraries)
    run(application(sandbox), given.host, given.port, given.ready_file, given.certificate)


def _librarian(given: argparse.Namespace) -> None:
    sys.exit(librarian.play(given.folder, given.sandbox, given.inbox, given.by))


def _openapi(given: argparse.Namespace) -> None:
    json.dump(configuration().openapi(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
