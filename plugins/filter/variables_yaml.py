# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

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

from ..plugin_utils._filter import filter_module
from ..plugin_utils._variables.variables_yaml import variables_yaml

FilterModule = filter_module(variables_yaml=variables_yaml)
