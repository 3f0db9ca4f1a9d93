#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: record_adoption
short_description: Ask people what a library has configured already, and take their answers
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - The record of a library starts empty, and what it does not mention counts as not there. A library that has a
    configuration already is adopted first. This module writes a worksheet that asks for what is there, and takes the answers
    that come back as confirmed. The playbook C(reshare.wms.adopt) does that with what the roles declare.
  - Only what the declared objects need is asked. These are the fields that are declared of an object and about which the
    record says nothing, and whole maps and matrices, since where a row belongs depends on the rows that are there.
  - What OCLC's systems can be asked is not asked of people.
  - Nothing becomes pending here. The next run compares what is declared with what was found.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  configuration:
    description:
      - What is declared for the library, as O(reshare.wms.circulation_configuration#module:configuration) takes it.
    type: dict
    required: true
  files:
    description:
      - Files with answers, as the adoption worksheet makes them, or folders with such files (C(*.json)). Files about other
        libraries are left alone and returned in RV(other_files).
      - Each is taken as a whole or not at all. An answer that can't be meant is refused with the field and what to write.
    type: list
    elements: path
    default: []
notes:
  - Needs O(wms_record_dir) and O(wms_registry_id).
seealso:
  - module: reshare.wms.record_confirmation
  - module: reshare.wms.circulation_configuration_info
"""

EXAMPLES = r"""
---
- name: Ask what there is of two policies and a map
  reshare.wms.record_adoption:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration: &declared
      loan_policies:
        - name: ReShare borrowing
          loan_period: 28 days
      loan_policy_map:
        - holding_location: LFMM
          shelving_location: Interlibrary Loan
          loan_policy: ReShare borrowing

- name: Take the answers
  reshare.wms.record_adoption:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration: *declared
    files:
      - ../received/fairview.answers.json
"""

RETURN = r"""
---
recorded:
  description: The titles of what was taken from the answers.
  returned: success
  type: list
  elements: str
  sample:
    - Loan Policy Map
questions:
  description: The titles of what is still asked.
  returned: success
  type: list
  elements: str
  sample:
    - Loan Policy 'ReShare borrowing'
worksheet:
  description: The worksheet with the questions. V(null) where nothing is asked.
  returned: success
  type: str
  sample: /srv/consortium/record/worksheets/fairview.adopt.html
other_files:
  description: Files that are about other libraries.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    library:
      description: The library that it is about.
      type: str
  sample: []
pending:
  description: Whether anything waits for a person, of what was asked for before.
  returned: success
  type: bool
  sample: false
waiting:
  description: What waits for a person, of what was asked for before.
  returned: success
  type: list
  elements: dict
  contains:
    title:
      description: The object in words.
      type: str
    since:
      description: The day on which it was first asked for.
      type: str
    remark:
      description: Why it could not be done, where somebody said so, or what it waits for itself.
      type: str
  sample: []
diff:
  description: What was recorded and what is still asked. Ansible shows it with C(--diff).
  returned: success
  type: dict
  contains:
    before:
      description: Always empty.
      type: dict
    after:
      description: The titles of what was recorded, and of what is asked.
      type: dict
sandbox:
  description:
    - Whether a system that this task spoke to is the rehearsal sandbox rather than OCLC's. There is a warning then,
      too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.worksheets import adoption_task

TASK = adoption_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
