# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: configuration_csv
short_description: Write a circulation configuration as tables for a spreadsheet
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns CSV documents with the labels of the screens, as the playbook C(reshare.wms.tables) writes them. Each map or matrix is one
    document, which M(reshare.wms.record_import) imports.
  - A cell that a spreadsheet would evaluate as a formula begins with an apostrophe.
positional: _input
options:
  _input:
    description: The configuration, as in the option C(configuration) of M(reshare.wms.circulation_configuration).
    type: dict
    required: true
  folder:
    description: The name of a folder, which the names of the files begin with.
    type: str
    default: ""
seealso:
  - module: reshare.wms.record_import
"""

EXAMPLES = r"""
- name: Write the Loan Policy Map of a library
  ansible.builtin.copy:
    content: "{{ (found.configuration | reshare.wms.configuration_csv)['loan_policy_map.csv'] }}"
    dest: loan_policy_map.csv
    mode: "0644"
"""

RETURN = r"""
_value:
  description:
    - The documents by the names of their files. V(objects.csv) has the columns Screen, Object, Field and Value, with a row for each field of
      the other objects. The row for a removed or taken over object has the field C(state).
  type: dict
"""

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ..module_utils._core.errors import ValidationError
from ..plugin_utils._filter import filter_module
from ..plugin_utils._spreadsheets.configuration_tables import documents


def configuration_csv(configuration: Mapping[str, Any], folder: str = "") -> dict[str, str]:
    """The CSV documents of a configuration, by the paths of their files."""
    prefix = f"{folder}/" if folder else ""
    try:
        return {f"{prefix}{name}": text for name, text in documents(configuration).items()}
    except ValidationError as fault:
        raise AnsibleFilterError(str(fault)) from None


FilterModule = filter_module(configuration_csv=configuration_csv)
