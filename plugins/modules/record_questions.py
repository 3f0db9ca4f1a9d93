#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: record_questions
short_description: Write the questionnaires of a library
version_added: 1.0.0
description:
  - Nothing can read OCLC's Service Configuration. This module writes questionnaires for a person at the screens. M(reshare.wms.record_import) imports the
    answers. The playbook C(reshare.wms.ask) does this for all libraries. Without questions, nothing is written.
  - The record of a library is empty at first, and objects that are not in the record count as not existing. So a library that already has a configuration
    is asked about it first, with C(worksheets/<library>.questionnaire.html). Only values that O(configuration) needs are requested. These are the fields of its
    objects that are not in the record, and whole maps and matrices, because the position of a row depends on the existing rows.
  - With O(configuration), it starts the record of a library that was configured before and has none. All other tasks fail then.
  - A value in the record is as old as the last time that a person looked at its screen. The questionnaire about the objects with old values,
    C(worksheets/<library>.audit.html), has the recorded values filled in, so that a person only compares them with the screens, and corrects what differs.
    An answer that is equal to the record renews the date of its object.
  - Of the objects with old values, those that decide about the link and about every loan come first (ILL Settings, maps and matrices, the policies that
    they select, patron types, locations and accounts), then bills and notices. Of each kind, the oldest come first. Left out are objects with a pending
    step, because a person opens their screen for the step.
  - Values that OCLC's systems return are not requested. A questionnaire is removed if no question is left. This module does not change the record, and does
    not create pending steps. The next run compares the configuration with the answers.
extends_documentation_fragment: reshare.wms.library
options:
  configuration:
    description:
      - The configuration of the library, in the format of O(reshare.wms.circulation_configuration#module:configuration).
      - If it is not set, the questionnaire about missing values is not changed.
    type: dict
    default: {}
  days:
    description:
      - The age in days from which an object is in the questionnaire about old values. The age of an object is that of its oldest field.
      - V(0) means that no value becomes stale.
      - If not set, O(wms_knowledge_days) is used.
    type: int
  all:
    description: Whether all objects of the record are in the questionnaire about old values, whatever their age.
    type: bool
    default: false
notes:
  - Requires O(wms_record_dir) and O(wms_registry_id).
seealso:
  - module: reshare.wms.record_import
  - module: reshare.wms.circulation_configuration_info
"""

EXAMPLES = r"""
---
- name: Write questions about two policies and a map
  reshare.wms.record_questions:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration:
      loan_policies:
        - name: ReShare borrowing
          loan_period: 28 days
      loan_policy_map:
        - holding_location: LFMM
          shelving_location: Interlibrary Loan
          loan_policy: ReShare borrowing

- name: Write a questionnaire about values that are older than half a year
  reshare.wms.record_questions:
    wms_registry_id: "128807"
    wms_record_dir: record
    days: 182
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.record.pending
questions:
  description:
    - The questions, each with its object (C(kind), C(name), C(identity), C(title)), and whether its recorded values have to be compared with the screen
      (C(recorded)). Otherwise, declared fields of the object are not in the record.
    - Questions with recorded values are in the order of their questionnaire, and also have the values of C(knowledge.objects).
  returned: success
  type: list
  elements: dict
  sample:
    - kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      recorded: false
questionnaires:
  description: The questionnaires with these questions.
  returned: success
  type: list
  elements: str
  sample:
    - /srv/consortium/record/worksheets/fairview.questionnaire.html
pending:
  description: Whether steps are still pending.
  returned: success
pending_steps:
  description: The steps that are still pending.
  returned: success
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

from ..module_utils._module_tasks.ask import questions_task

TASK = questions_task

if __name__ == "__main__":
    TASK.main()
