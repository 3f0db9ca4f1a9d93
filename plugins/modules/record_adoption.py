#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

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
# Generated by `make docs` from tests/tools/returned: record, knowledge, received, captures, sandbox, failure. Samples in this file are kept.
read_back:
  description: Pending steps that the OCLC API shows as done. They are no longer pending.
  returned: success, with O(wms_record_dir)
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
  sample: []
withdrawn:
  description:
    - Who withdrew the library, when and why, according to the record of the library. V(null) if it is not withdrawn.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    by:
      description: The person who withdrew it.
      type: str
    at:
      description: The time, UTC.
      type: str
    reason:
      description: The reason. V(null) if none was given.
      type: str
    removed:
      description: The person (C(by)) who removed its configuration, and the time (C(at)). Only if it was removed.
      type: dict
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
knowledge:
  description:
    - How the fields of the objects of this task were learnt, and when. A field that is declared and not known is a pending step, and not
      part of it.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    fields:
      description:
        - Number of fields by source. V(read) are read from OCLC by this task, V(capture) were seen on the screen, V(report) are shown by a
          report file of OCLC, and V(answer) are stated by a person.
      type: dict
    oldest:
      description: The object with the oldest field, as in RV(knowledge.objects). V(null) without any object.
      type: dict
    stale:
      description: The objects with a field that is older than O(wms_knowledge_days), or of an unknown age, as in RV(knowledge.objects), the
        oldest first.
      type: list
      elements: dict
    stated:
      description: The objects of which at least one field is only stated by a person, as in RV(knowledge.objects).
      type: list
      elements: dict
    objects:
      description: All objects, each with its oldest field.
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
        fields:
          description: Number of fields of the object by source.
          type: dict
        field:
          description: The option name of the oldest field. V(null) if the object has no other field than its name, or does not exist.
          type: str
        how:
          description: The source of the oldest field, V(read), V(capture), V(report) or V(answer).
          type: str
        by:
          description: The person.
          type: str
        at:
          description: The time, UTC.
          type: str
        days:
          description: The age in days. V(null) if the time cannot be read, or is in the future.
          type: int
        stale:
          description: Whether the field is older than O(wms_knowledge_days), or of an unknown age.
          type: bool
  sample:
    fields:
      read: 0
      capture: 5
      report: 0
      answer: 0
    oldest:
      kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      fields:
        read: 0
        capture: 5
        report: 0
        answer: 0
      field: loan_period
      how: capture
      by: Jane Doe
      at: "2026-11-25T09:30:00Z"
      days: 1
      stale: false
    stale: []
    stated: []
    objects:
      - kind: loan_policy
        name: ReShare borrowing
        identity:
          name: ReShare borrowing
        title: Loan Policy 'ReShare borrowing'
        fields:
          read: 0
          capture: 5
          report: 0
          answer: 0
        field: loan_period
        how: capture
        by: Jane Doe
        at: "2026-11-25T09:30:00Z"
        days: 1
        stale: false
imported_files:
  description: The imported files of the library, including those that changed nothing.
  returned: success
  type: list
  elements: str
  sample:
    - /srv/consortium/received/fairview.answers.json
archived_files:
  description: The new paths of imported files. Empty without O(archive) and in check mode.
  returned: success
  type: list
  elements: str
  sample: []
other_files:
  description: Files that were not imported because they belong to another library or module.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    library:
      description: The library that is named in the file.
      type: str
    format:
      description: The format that is given in the file.
      type: str
    reason:
      description: Why the file was not imported.
      type: str
  sample: []
unassigned_files:
  description: Files that do not name a library or cannot be read. Each of them is also a warning.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    why:
      description: Always V(damaged).
      type: str
    reason:
      description: The problem and its remedy.
      type: str
  sample: []
rejected_files:
  description: Files of the library that were not imported. The task fails if there are any, after it imported all others.
  returned: always
  type: list
  elements: dict
  contains:
    path:
      description: The file. V(null) for answers in options.
      type: str
    why:
      description:
        - V(damaged) if the content is not that of a worksheet, V(other_version) if another version of this collection created it,
          V(other_record) if it is for another institution or record, V(future) if its date is in the future.
        - V(outdated) if it does not match the pending steps, V(contradicted) if OCLC's systems show something else, V(early) if it
          confirms that the library goes live while other steps are pending, V(invalid) if an answer is not valid.
      type: str
    object:
      description: The step or object concerned. V(null) if there are several, or none.
      type: str
    reason:
      description: The problem and its remedy.
      type: str
  sample: []
without_effect:
  description: Parts of imported files that had no effect.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    step:
      description: The object, as named in the file.
      type: str
    reason:
      description: The reason, for example that a later answer is already recorded.
      type: str
    repeated:
      description: Whether this part already had its effect when the same file was imported before.
      type: bool
  sample: []
remarks:
  description: New remarks that people wrote for the operator.
  returned: success
  type: list
  elements: dict
  contains:
    by:
      description: The person.
      type: str
    at:
      description: The time, UTC.
      type: str
    remark:
      description: The remark, or the reason why a step could not be done.
      type: str
    kind:
      description: The kind of the object. V(null) for a remark about the whole file, like the following values.
      type: str
    name:
      description: The name, code, key or barcode of the object.
      type: str
    identity:
      description: The fields that identify the object, with their values.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample:
    - by: Jane Doe
      at: "2026-11-26T10:00:00Z"
      remark: There is a second map for the branch.
      kind: null
      name: null
      identity: null
      title: null
captures:
  description:
    - What the captures in O(captures) show, in the order of their times. Check mode returns the same.
    - Values in the record that are not older than a capture are kept, and listed in RV(without_effect).
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    at:
      description: When the screen was captured, UTC.
      type: str
    screen:
      description: The kind of the objects on the screen, which is also the name of its module. V(null) if the screen was not recognised.
      type: str
    objects:
      description: The objects that were recognised.
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
        fields:
          description: The fields that were seen. For a map, its rows.
          type: dict
    differs:
      description: Fields and rows that are not as the record or the declaration wants them.
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
        label:
          description: The label of the field on the screen; for a row, that of the map.
          type: str
        seen:
          description: The value on the screen. Empty if it is blank.
          type: str
        wanted:
          description: The value that the record or the declaration wants. Empty if it is blank.
          type: str
    open:
      description: What was not understood, and was not recorded.
      type: list
      elements: dict
      contains:
        label:
          description: The label of the field or table, or the heading of the screen.
          type: str
        reason:
          description: Why it was not understood.
          type: str
    unplaced:
      description: The labels of values that belong to no known field.
      type: list
      elements: str
  sample:
    - path: /srv/consortium/captures/fairview/loan-policy.json
      at: "2026-11-26T09:30:00Z"
      screen: loan_policy
      objects:
        - kind: loan_policy
          name: ReShare borrowing
          identity:
            name: ReShare borrowing
          title: Loan Policy 'ReShare borrowing'
          fields:
            name: ReShare borrowing
            loan_period: 21 days
      differs:
        - kind: loan_policy
          name: ReShare borrowing
          identity:
            name: ReShare borrowing
          title: Loan Policy 'ReShare borrowing'
          label: Regular Loan Period
          seen: 21 days
          wanted: 28 days
      open:
        - label: Overdue Notification Policy
          reason: "'None' can be a name, or mean that nothing is chosen; add it to wms_screen_labels.blank in the latter case"
      unplaced:
        - Interlibrary loan remark
sandbox:
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library belongs to a rehearsal.
  returned: success
  type: bool
  sample: false
failure:
  description: The failure as data, for use in playbooks. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) if options or variables are wrong, V(unknown_reference) if a name does not exist, V(in_use) if other objects refer to
          the object, V(differs) if a verified object differs from the task, V(not_owned) if the object was not created by this collection,
          V(not_approved) if the changes are not those of the plan that is applied, V(conflict) for a concurrent change, V(other_library) if a
          tenant, record or file belongs to another library or to a rehearsal, V(no_record) if the record of a library that was configured
          before is missing, V(damaged) for a record that cannot be read, V(file_error) if a file cannot be read or written, V(locked) if
          another task uses it, V(rejected_file) for a received file that was not imported, V(unreachable) if a system did not respond or
          returned a server error, V(refused) if a system rejected the credentials or they lack a permission, V(unexpected_response) for any
          other response of a system, V(bug) for an error in this collection, and V(error) for all other failures.
      type: str
    object:
      description: The object that failed. V(null) if the failure concerns several objects, or if the object is not known.
      type: str
    fields:
      description:
        - The names of the fields or options that are wrong, missing or not stored, as far as they are known. A field in a section has the form
          C(section.field).
      type: list
      elements: str
    candidates:
      description: Existing names that are similar to the unknown name, the most similar first, or the full names of an ambiguous one.
      type: list
      elements: str
    parts:
      description: The single errors, if there are several.
      type: list
      elements: dict
      contains:
        code:
          description: As above.
          type: str
        object:
          description: As above.
          type: str
        fields:
          description: As above.
          type: list
          elements: str
        candidates:
          description: As above.
          type: list
          elements: str
    permission:
      description: The permission or scope that the account or the WSKey lacks, or seems to lack. V(null) if it is not known.
      type: str
    status:
      description: The HTTP status of the response. V(null) if there was no response.
      type: int
    no_answer:
      description: Whether a system did not respond or returned a server error, so that a later run can succeed.
      type: bool
  sample:
    code: refused
    object:
    candidates: []
    status: 401
    no_answer: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.worksheets import adoption_task

TASK = adoption_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
