# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: expectations
short_description: Read circulation expectations from a CSV file
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the cases in a file that a librarian edits in a spreadsheet, as in the variable C(circulation_expectations).
  - The first line contains the names of the columns, in any order, as labels of the screens or as keys. Columns are separated by commas,
    semicolons or tabs. The file is UTF-8. A blank cell is not compared.
  - Every error contains the line and the column.
options:
  _terms:
    description: Paths of files. A relative path is relative to the directory in which the command was started.
    type: list
    elements: path
    required: true
seealso:
  - plugin: reshare.wms.expectations_csv
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show the cases of a file
  ansible.builtin.debug:
    msg: "{{ query('reshare.wms.expectations', 'adams.csv') }}"
"""

RETURN = r"""
_raw:
  description: The cases of all files.
  type: list
  elements: dict
"""

from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

from ..module_utils._core.errors import ValidationError
from ..plugin_utils._spreadsheets.expectations_table import read_file


class LookupModule(LookupBase):
    """Ansible's entry point."""

    def run(self, terms: list[str], variables: Any = None, **kwargs: Any) -> list[dict[str, Any]]:
        """The cases of all files."""
        try:
            return [case for path in terms for case in read_file(path)]
        except ValidationError as fault:
            raise AnsibleError(str(fault)) from None
