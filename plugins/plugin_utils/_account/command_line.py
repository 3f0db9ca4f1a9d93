# SPDX-License-Identifier: GPL-3.0-or-later

"""How ansible-playbook was started, for the commands that a summary names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible import context
from ansible.parsing.splitter import parse_kv
from ansible.parsing.utils.yaml import from_yaml

from .._inventory.selection import tags_left_out
from .lines import short
from .next_steps import CommandLine


def command_line(variables: Iterable[Mapping[str, Any]], run_file: str = "", account: str = "") -> CommandLine:
    """The command line of this process. variables: of the libraries. run_file: as given. account: the path of the account of this run."""
    given, known = context.CLIARGS, list(variables)
    extra = [text for value in given.get("extra_vars") or () if (text := str(value))]
    return CommandLine(
        playbooks=[path if path.startswith("reshare.wms.") else short(path) for path in given.get("args") or ()],
        options=[*_options(given), *(word for text in extra if text.startswith("@") for word in ("-e", text))],
        limit=str(given.get("subset") or ""),
        more=[name for text in extra if not text.startswith("@") for name in _names(text)],
        mail=any("worksheet_smtp_host" in variables for variables in known),
        left_out=tags_left_out(given.get("tags") or (), given.get("skip_tags") or ()),
        check=bool(given.get("check")),
        run_file=run_file,
        account=account,
    )


def _options(given: Mapping[str, Any]) -> Iterator[str]:
    for source in given.get("inventory") or ():
        yield from ("-i", source if "," in source else short(source))
    if given.get("ask_vault_pass"):
        yield "--ask-vault-pass"
    for identity in given.get("vault_ids") or ():
        yield from ("--vault-id", identity)
    for file in given.get("vault_password_files") or ():
        yield from ("--vault-password-file", short(file))


def _names(text: str) -> Iterable[str]:
    """The names of the variables in a text after -e."""
    values = from_yaml(text) if text[:1] in ("{", "[") else parse_kv(text)
    return map(str, values)
