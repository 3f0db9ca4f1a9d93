# SPDX-License-Identifier: GPL-3.0-or-later

"""The command ``reshare-wms-sandbox``."""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from . import contrary, installation, librarian, seed
from .app import application
from .configuration.api import application as configuration
from .configuration.problems import Problem
from .contrary import first_contact
from .refusal import Refused, show
from .sandbox import Conflict, Options, Sandbox
from .server import check_certificate, check_ready_file, listening, run
from .state import State

_PROGRAM = "reshare-wms-sandbox"
_LARGEST_PAGE = 1_000_000
_EXAMPLES = """\
examples:
  reshare-wms-sandbox serve --consortium --port 8099
  reshare-wms-sandbox serve --seed libraries.yml --database state.sqlite --log requests
  reshare-wms-sandbox librarian record/worksheets
"""


class _CommandParser(argparse.ArgumentParser):
    """A parser that rejects a wrong option with one sentence instead of the whole usage, accepts no abbreviated option, and shows examples."""

    def __init__(self, **given: Any):
        raw = argparse.RawDescriptionHelpFormatter
        super().__init__(**given, allow_abbrev=False, epilog=_EXAMPLES, formatter_class=raw)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. {self.prog} --help lists the options.\n")


def main(arguments: list[str] | None = None) -> None:
    options, unknown = _parser().parse_known_args(arguments)
    if unknown:
        options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    try:
        options.command(options)
    except Refused as fault:
        print(f"{_PROGRAM}: {fault}", file=sys.stderr)
        sys.exit(2)


def _parser() -> _CommandParser:
    parser = _CommandParser(
        prog=_PROGRAM,
        description="A sandbox that simulates OCLC WMS and Project ReShare. It is not OCLC's or ReShare's software.",
    )
    parser.add_argument("--version", action="version", version=f"{_PROGRAM} {version(_PROGRAM)}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="serve the sandbox over HTTP or HTTPS"))
    _add_librarian(
        commands.add_parser(
            "librarian",
            help="answer the questionnaires and follow the worksheets of a rehearsal, and write the files that people send back",
        )
    )
    openapi = commands.add_parser("openapi", help="print the OpenAPI document of the configuration service")
    openapi.set_defaults(command=_openapi, parser=openapi)
    return parser


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.set_defaults(command=_serve, parser=serve)
    serve.add_argument(
        "--seed", type=Path, help="YAML file with libraries; libraries that exist in the database keep their state"
    )
    serve.add_argument("--consortium", action="store_true", help="install the six example libraries of the package")
    serve.add_argument("--database", default=":memory:", help="SQLite file for the state (default: in memory)")
    serve.add_argument("--host", default="127.0.0.1", help="address or name of this machine (default: %(default)s)")
    serve.add_argument("--port", type=_number(int, 0, 65535), default=0, help="0 (the default) selects a free port")
    serve.add_argument(
        "--certificate", type=Path, help="serve over HTTPS: PEM file with a private key and its certificate"
    )
    serve.add_argument("--ready-file", type=Path, help="file that receives the base URL once connections are accepted")
    serve.add_argument(
        "--log",
        choices=["requests"],
        help="requests: a line for each request, with its status, to standard error; secrets in addresses are masked",
    )
    _add_limits(serve)
    _add_choices(serve)


def _add_limits(serve: argparse.ArgumentParser) -> None:
    """Add the options for page sizes and times."""
    serve.add_argument(
        "--page-size",
        type=_number(int, 1, _LARGEST_PAGE),
        default=Options.page_size,
        help="maximum number of objects on a page of the configuration service (default: %(default)s)",
    )
    serve.add_argument(
        "--settings-page-cap",
        type=_number(int, 1, _LARGEST_PAGE),
        default=Options.settings_page_cap,
        help="maximum number of rows in a response of mod-rs (default: %(default)s)",
    )
    serve.add_argument(
        "--latency",
        type=_number(float, 0),
        default=Options.latency,
        help="seconds before every response (default: %(default)s)",
    )
    serve.add_argument(
        "--latency-max",
        type=_number(float, 0),
        default=Options.latency_max,
        help="the same, drawn at random between both",
    )
    serve.add_argument(
        "--token-lifetime",
        type=_number(float, 0),
        default=Options.token_lifetime,
        help="lifetime of an OCLC token in seconds (default: %(default)s)",
    )
    serve.add_argument(
        "--directory-delay",
        type=_number(float, 0),
        default=Options.directory_delay,
        help="seconds until mod-rs receives a change in the directory (default: %(default)s)",
    )


def _add_choices(serve: argparse.ArgumentParser) -> None:
    """Add the options for behaviour of the systems that is not known."""
    serve.add_argument(
        "--contrary",
        type=_choice,
        action="append",
        default=[],
        metavar="ASSUMPTION=ALTERNATIVE",
        help="another choice where the behaviour of a system is not known, for all libraries; can be repeated",
    )
    serve.add_argument(
        "--as",
        dest="first_contact",
        type=Path,
        metavar="FILE",
        help="behave like the systems in a JSON file of the playbook first_contact, and as assumed where nothing was observed",
    )
    serve.add_argument(
        "--draw",
        type=_number(int, 0),
        nargs="?",
        const=random.SystemRandom().randrange(1_000_000),
        metavar="NUMBER",
        help="with --as: draw the choices about which nothing was observed at random; with NUMBER, the same ones as the run that printed it",
    )


def _add_librarian(follow: argparse.ArgumentParser) -> None:
    follow.set_defaults(command=_librarian, parser=follow)
    follow.add_argument("folder", type=Path, help="folder with questionnaires and worksheets (*.html)")
    follow.add_argument(
        "--sandbox",
        default=os.environ.get("RESHARE_WMS_SANDBOX", "http://127.0.0.1:8099"),
        help="address of the sandbox (default: RESHARE_WMS_SANDBOX, or the one of the example inventory)",
    )
    follow.add_argument(
        "--inbox", type=Path, help="folder for the answers and confirmations (default: beside the pages)"
    )
    follow.add_argument("--by", help="name of the person in them (default: the librarian of the library)")


def _choice(text: str) -> tuple[str, str]:
    """The argparse type of an option with another choice."""
    assumption, _equals, alternative = text.partition("=")
    try:
        contrary.check({assumption: alternative})
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{fault}") from None
    return assumption, alternative


def _number[T: (int, float)](kind: type[T], least: T, most: T | None = None) -> Callable[[str], T]:
    """The argparse type of an option with a number."""

    def number(text: str) -> T:
        found = kind(text)
        if not least <= found < float("inf") or (most is not None and found > most):
            allowed = f"{least} or more" if most is None else f"{least} to {most}"
            raise argparse.ArgumentTypeError(f"{text} is not allowed; choose {allowed}")
        return found

    number.__name__ = "number"
    return number


def _serve(given: argparse.Namespace) -> None:
    if given.draw is not None and not given.first_contact:
        raise Refused("--draw has an effect only with --as.")
    if 0 < given.latency_max < given.latency:
        raise Refused(f"--latency-max {given.latency_max:g} is less than --latency {given.latency:g}.")
    if twice := next((one for one, count in Counter(one for one, _other in given.contrary).items() if count > 1), None):
        raise Refused(f"--contrary has {twice} twice.")
    if given.certificate:
        check_certificate(given.certificate)
    if given.ready_file:
        check_ready_file(given.ready_file)
    chosen = {**(_as(given.first_contact, given.draw) if given.first_contact else {}), **dict(given.contrary)}
    options = Options(
        given.page_size,
        given.settings_page_cap,
        given.latency,
        given.latency_max,
        given.token_lifetime,
        given.directory_delay,
        given.log == "requests",
        chosen,
    )
    with listening(given.host, given.port) as at:
        sandbox = _sandbox(given.database, options)
        for path in filter(None, [seed.bundled() if given.consortium else None, given.seed]):
            _install(sandbox, path)
        run(application(sandbox), at, given.ready_file, given.certificate)


def _as(path: Path, number: int | None) -> dict[str, str]:
    """The choices of a sandbox that behaves like the systems of a first contact. Prints them and, if they were drawn, the number for the draw."""
    found = first_contact.read(path)
    chosen = found.chosen(number)
    drawn = "" if number is None else f", with --draw {number}"
    show(" ".join([f"As {path}{drawn}:", *(f"{one}={other}" for one, other in chosen.items())]))
    if unknown := found.not_played():
        show(" ".join(["Contradicted in a way that the sandbox cannot play, or can play in part:", *unknown]))
    return chosen


def _sandbox(database: str, options: Options) -> Sandbox:
    try:
        return Sandbox(State(database), options)
    except (ValidationError, sqlite3.DatabaseError):
        raise Refused(
            f"The database {database} is that of another version of the sandbox. Delete it, or choose another file (--database)."
        ) from None


def _install(sandbox: Sandbox, path: Path) -> None:
    for library in seed.read(path).libraries:
        try:
            installation.install_new(sandbox, [library])
        except ValidationError as fault:
            reason = seed.faults(fault)
        except (Conflict, Problem, ValueError) as fault:
            reason = str(fault)
        else:
            continue
        raise Refused(f"The seed {path} is wrong: library {library.name}: {reason}.")


def _librarian(given: argparse.Namespace) -> None:
    for folder in filter(None, [given.folder, given.inbox]):
        if not folder.is_dir():
            raise Refused(f"{folder} is not a folder.")
    sys.exit(librarian.play(given.folder, given.sandbox, given.inbox, given.by))


def _openapi(given: argparse.Namespace) -> None:
    show(json.dumps(configuration().openapi(), indent=2))
