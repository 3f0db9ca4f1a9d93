#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: record_adoption
short_description: Import the existing configuration of a library from a questionnaire
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - The record of a library is empty at first, and objects that are not in the record count as not existing. A library that already has a
    configuration must be adopted first. This module writes a worksheet with questions about the existing configuration, and imports the
    answers as confirmed. The playbook C(reshare.wms.adopt) does this with the configuration of the roles.
  - Only values that are required for O(configuration) are requested. These are the fields of its objects that are not in the record, and
    whole maps and matrices, because the position of a row depends on the existing rows.
  - Values that OCLC's systems return are not requested.
  - This module does not create pending steps. The next run compares the configuration with the answers.
  - Without O(files), it starts the record of a library that was configured before and has none. All other tasks fail then.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  configuration:
    description:
      - The configuration of the library, in the format of O(reshare.wms.circulation_configuration#module:configuration).
    type: dict
    required: true
  files:
    description:
      - Files with answers from the adoption worksheet, or folders with such files (C(*.json)). Files of other libraries, and confirmations,
        are not imported and are returned in RV(other_files).
      - Each file is imported as a whole or not at all. An invalid answer is rejected with the field and the expected value. Contradicting
        answers are rejected, too, for example a map that refers to a policy which does not exist according to another answer.
      - Files are imported in the order of their dates. If there are two answers for an object, or an answer and a confirmation, the later
        one is used. Parts without effect are returned in RV(without_effect).
      - A file with captures of screens is rejected if they contradict one of its answers. An answer is recorded as seen on the screen as far
        as the captures show it.
      - A file is rejected if its worksheet was created from another record, or if it is dated more than a day in the future. If a file of
        this library is rejected, the task fails after it has imported all other files.
    type: list
    elements: path
    default: []
  tables:
    description:
      - CSV files with the rows of maps and matrices, or folders with such files (C(*.csv)). The name of a file is that of the module of its
        table, for example C(loan_policy_map.csv).
      - The first line contains the labels of all columns on the screen, or the names of the options, in any order. Columns are separated by
        commas, semicolons or tabs. The file is UTF-8, or UTF-16 with a byte order mark. An empty cell means All in the columns that can be
        All, and blank in the others. Several values in one cell are separated by semicolons.
      - Each file is imported as a whole or not at all, with all problems and their lines. A table that is equal to the record changes nothing.
    type: list
    elements: path
    default: []
  captures:
    description:
      - Captures of screens of this library, or folders with such files (C(*.json)). A file has one capture, or a list of captures. Captures
        do not name their library.
      - What a capture shows is recorded as seen on the screen, field by field, with its time and O(by), and returned in RV(captures). Fields that a
        capture does not show stay as they are. Ambiguous values are not recorded. They are still requested.
      - Objects that OCLC's systems return are not taken from captures.
      - Values in the record that are not older than a capture are kept. Importing the same capture again changes nothing.
      - A damaged file is rejected. The task then fails after it has imported all other files.
    type: list
    elements: path
    default: []
  by:
    description:
      - The person who filled in O(tables), or made O(captures). Required with these options.
    type: str
  archive:
    description:
      - A folder. Imported files of the library are moved there after the record is saved. The folder is created if required, and files in
        it are not overwritten.
      - Rejected files and files of other libraries are not moved.
    type: path
notes:
  - Requires O(wms_record_dir) and O(wms_registry_id).
seealso:
  - module: reshare.wms.record_confirmation
  - module: reshare.wms.circulation_configuration_info
"""

EXAMPLES = r"""
---
- name: Write questions about two policies and a map
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

- name: Import the answers
  reshare.wms.record_adoption:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration: *declared
    files:
      - ../received/fairview.answers.json

- name: Import captures of screens
  reshare.wms.record_adoption:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration: *declared
    captures:
      - ../captures/fairview
    by: Jane Doe

- name: Import the rows of maps from CSV files
  reshare.wms.record_adoption:
    wms_registry_id: "128807"
    wms_record_dir: record
    configuration: *declared
    tables:
      - ../received/tables/fairview
    by: Jane Doe
"""

RETURN = r"""
---
extends_documentation_fragment:
  - reshare.wms.record
  - reshare.wms.record.knowledge
  - reshare.wms.received
  - reshare.wms.received.captures
  - reshare.wms.library
  - reshare.wms.failure
recorded:
  description: The objects that were imported from answers.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample:
    - kind: loan_policy_map
      name: ""
      identity: {}
      title: Loan Policy Map
questions:
  description: The objects without an answer.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample:
    - kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
worksheet:
  description: The worksheet with the questions. V(null) if there are no questions.
  returned: success
  type: str
  sample: /srv/consortium/record/worksheets/fairview.adopt.html
pending:
  description: Whether earlier requested changes are still pending.
  returned: success
  type: bool
  sample: false
pending_steps:
  description: Earlier requested changes that are still pending.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
    rows:
      description: For a map, the conditions of each row that is added, changed, moved or removed, by option name. Empty for other kinds.
      type: list
      elements: dict
    since:
      description: The date on which the change was first requested.
      type: str
    remark:
      description: The reason why the change could not be made, as reported by a person, or the other change that has to be made first.
      type: str
    waits_for:
      description: The object that a person has to create first, as used in messages. V(null) if there is none.
      type: str
    confirmed:
      description:
        - Who confirmed the step (C(by)), when (C(at)), and how (C(how), V(capture) or V(answer)), if it waits for the approval of a second
          person (O(wms_approval)). V(null) otherwise.
      type: dict
  sample: []
diff:
  description: The imported objects and the objects without an answer. Ansible shows them with C(--diff).
  returned: success
  type: dict
  contains:
    before:
      description: Values of the record that captures changed.
      type: dict
    after:
      description: The titles of the imported objects and of the objects without an answer, and the values after captures.
      type: dict
# The documentation refers to these values, and ansible-test does not look for them in fragments.
other_files: {}
without_effect: {}
captures: {}
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.worksheets import adoption_task

TASK = adoption_task()

if __name__ == "__main__":
    TASK.main()
