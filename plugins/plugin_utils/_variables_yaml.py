# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Data as YAML that Ansible reads as the same data."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\{[{%#]")
#: Line breaks that PyYAML does not escape in every style, and reads as others.
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")


class _Dumper(yaml.SafeDumper):
    """Marks texts that Ansible would evaluate."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the entries of a list."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Write equal data twice."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    if _EXPRESSION.search(text):
        return dumper.represent_scalar("!unsafe", text, style='"')
    if _OTHER_BREAKS.search(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    return dumper.represent_str(text)


_Dumper.add_representer(str, _text)


def variables_yaml(data: Any) -> str:
    """The data as a YAML document."""
    # Ansible's own types of data become those of JSON.
    plain = json.loads(json.dumps(data, default=str))
    text = yaml.dump(plain, Dumper=_Dumper, indent=2, sort_keys=False, width=120, allow_unicode=True)
    return f"---\n{text}"
