# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: record_commit_message
short_description: Write the message of a commit of records
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Returns a message for the commit of changed records, with the confirmed and the new steps, the persons, withdrawals and new evidence, by
    library. The playbook C(reshare.wms.commit_record) uses this filter.
  - A file that is not a record of this version is named without details.
positional: _input
options:
  _input:
    description:
      - The output of C(git diff) for the changed records, with whole files as context and without renames, as in the example.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Compare the records with the last commit
  ansible.builtin.command:
    argv: [git, diff, HEAD, --no-color, --no-ext-diff, --no-renames, --unified=1000000, --, "*.yml"]
    chdir: record
  register: compared
  changed_when: false

- name: Show the message
  ansible.builtin.debug:
    msg: "{{ compared.stdout | reshare.wms.record_commit_message }}"
"""

RETURN = r"""
_value:
  description: The message; empty if no record changed.
  type: str
"""

from ..plugin_utils._comparison.record_changes import message
from ..plugin_utils._filter import filter_module

FilterModule = filter_module(record_commit_message=message)
