# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Data as YAML that Ansible reads as the same data."""

from __future__ import annotations

DOCUMENTATION = r"""
name: variables_yaml
short_description: Write data as YAML for a variables file
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Ansible evaluates Jinja2 expressions in the texts of a variables file. This filter marks every text that contains C({{), C({%) or C({#)
    as V(!unsafe), so that Ansible does not evaluate it. Use it for data from other systems.
positional: _input
options:
  _input:
    description: The data.
    type: raw
    required: true
"""

EXAMPLES = r"""
- name: Write the configuration as variables
  ansible.builtin.copy:
    content: "{{ {'circulation_configuration': exported.configuration} | reshare.wms.variables_yaml }}"
    dest: host_vars/fairview/exported.yml
    mode: "0644"
"""

RETURN = r"""
_value:
  description: A YAML document.
  type: str
"""

import json
import re
from collections.abc import Callable
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


class FilterModule:
    """Ansible's entry point."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by name."""
        return {"variables_yaml": variables_yaml}
