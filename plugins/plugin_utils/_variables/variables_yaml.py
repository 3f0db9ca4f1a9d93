# SPDX-License-Identifier: GPL-3.0-or-later

"""Data as YAML that Ansible reads as the same data."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

import yaml

_SYNTAX = re.compile(r"\{[{%#]")
#: Line breaks that PyYAML does not escape in every style, and reads as other line breaks.
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")


class _Expression(str):
    """An expression that Ansible evaluates."""


class _Dumper(yaml.SafeDumper):
    """Marks texts that Ansible would evaluate."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the entries of a list."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Write equal data twice."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    if _SYNTAX.search(text):
        return dumper.represent_scalar("!unsafe", text, style='"')
    if _OTHER_BREAKS.search(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    return dumper.represent_str(text)


def _expression(dumper: _Dumper, expression: _Expression) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(expression), style='"')


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Expression, _expression)


def variables_yaml(data: Any, expressions: Mapping[str, str] | None = None) -> str:
    """The data as a YAML document. expressions: by text, the expression to write in its place."""
    return f"---\n{_dumped(data, expressions or {}, width=120)}"


def flow_yaml(data: Any) -> str:
    """The data in one line, if no text in it has line breaks."""
    return _dumped(data, {}, width=sys.maxsize, default_flow_style=True).rstrip("\n")


def _dumped(data: Any, expressions: Mapping[str, str], **style: Any) -> str:
    # Ansible's own types of data become those of JSON.
    plain = _with_expressions(json.loads(json.dumps(data, default=str)), expressions)
    text: str = yaml.dump(plain, Dumper=_Dumper, indent=2, sort_keys=False, allow_unicode=True, **style)
    return text


def _with_expressions(value: Any, expressions: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _with_expressions(member, expressions) for key, member in value.items()}
    if isinstance(value, list):
        return [_with_expressions(entry, expressions) for entry in value]
    return _Expression(expressions[value]) if isinstance(value, str) and value in expressions else value
