# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: expectations_csv
short_description: Write circulation expectations as CSV for a spreadsheet
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns the text of a file for the variable C(circulation_expectations_file). The first line contains the names of the columns.
  - A value that a spreadsheet would evaluate as a formula gets an apostrophe before it, which is removed when the file is read.
positional: _input
options:
  _input:
    description: The cases, as in the variable C(circulation_expectations).
    type: list
    elements: dict
    required: true
seealso:
  - plugin: reshare.wms.expectations
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Write the truth table
  ansible.builtin.copy:
    content: "{{ found.expectations | reshare.wms.expectations_csv }}"
    dest: expectations.csv
    mode: "0644"
"""

RETURN = r"""
_value:
  description: A CSV document. A value V(null) is written as V((none\)), because a blank cell is not compared.
  type: str
"""

from ..plugin_utils._filter import filter_module
from ..plugin_utils._spreadsheets.expectations_table import write

FilterModule = filter_module(expectations_csv=write)
