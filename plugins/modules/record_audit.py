#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: record_audit
short_description: Write a questionnaire about old values in the record of a library
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Nothing can read OCLC's Service Configuration, so a value in the record of a library is as old as the last time that a person looked at
    its screen. This module writes a questionnaire about the objects with old values, C(worksheets/<library>.audit.html). The recorded
    values are filled in, so that a person only compares them with the screens, and corrects what differs. The playbook
    C(reshare.wms.audit) does this for all libraries.
  - M(reshare.wms.record_adoption) imports the answers. An answer that is equal to the record renews the date of its object.
  - The objects that decide about the link and about every loan come first (ILL Settings, maps and matrices, the policies that they select,
    patron types, locations and accounts), then bills and notices. Of each kind, the oldest come first.
  - Left out are objects that OCLC's systems return, and objects with a pending step, because a person opens their screen for the step.
  - The questionnaire is removed if no object is left. This module does not change the record.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  days:
    description:
      - The age in days from which an object is in the questionnaire. The age of an object is that of its oldest field.
      - V(0) means that no value becomes stale.
      - If not set, O(wms_knowledge_days) is used.
    type: int
  all:
    description: Whether all objects of the record are in the questionnaire, whatever their age.
    type: bool
    default: false
notes:
  - Requires O(wms_record_dir) and O(wms_registry_id).
seealso:
  - module: reshare.wms.record_adoption
  - module: reshare.wms.record_confirmation
"""

EXAMPLES = r"""
---
- name: Write a questionnaire about values that are older than half a year
  reshare.wms.record_audit:
    wms_registry_id: "128807"
    wms_record_dir: record
    days: 182

- name: Import the answers
  reshare.wms.record_adoption:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration: {}
    files:
      - ../received/fairview.answers.json
"""

RETURN = r"""
---
extends_documentation_fragment:
  - reshare.wms.record
  - reshare.wms.record.knowledge
  - reshare.wms.library
  - reshare.wms.failure
questions:
  description: The objects in the questionnaire, in its order, as in C(knowledge.objects).
  returned: success
  type: list
  elements: dict
  sample:
    - kind: loan_policy_map
      name: ""
      identity: {}
      title: Loan Policy Map
      fields:
        read: 0
        capture: 0
        report: 0
        answer: 1
      field: rows
      how: answer
      by: Jane Doe
      at: "2025-10-02T09:30:00Z"
      days: 420
      stale: true
worksheet:
  description: The questionnaire. V(null) if no object has to be looked at again.
  returned: success
  type: str
  sample: /srv/consortium/record/worksheets/fairview.audit.html
pending:
  description: Whether earlier requested changes are still pending.
  returned: success
  type: bool
  sample: false
pending_steps:
  description: Earlier requested changes that are still pending, as in the results of M(reshare.wms.record_adoption).
  returned: success
  type: list
  elements: dict
  sample: []
diff:
  description: The objects in the questionnaire. Ansible shows them with C(--diff).
  returned: success
  type: dict
  contains:
    before:
      description: Always empty.
      type: dict
    after:
      description: The titles of the objects.
      type: dict
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.worksheets import audit_task

TASK = audit_task()

if __name__ == "__main__":
    TASK.main()
