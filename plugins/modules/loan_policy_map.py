#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: loan_policy_map
short_description: Manage rows of the Loan Policy Map
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Manages the rows that select the Loan Policy of a loan, in OCLC Service Configuration at WMS Circulation > Loans > Loan Policy Map.
  - The first matching row from the top applies. The usual reason for a wrong loan period is an earlier row that also matches.
  - If an item has a temporary location, this location is matched, not the permanent location. ReShare's borrowed items are therefore
    matched by the two locations in ILL Settings (see M(reshare.wms.ill_settings)). Lent items are matched by the patron type of the lending
    account.
  - OCLC recommends a last row in which every column is V(All). The behaviour for an item that no row matches is not documented by OCLC.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.ordered_map
  - reshare.wms.attributes
options:
  rows:
    description:
      - The rows to manage, in any order (with O(exact=true), all rows in their order).
    type: list
    elements: dict
    required: true
    suboptions:
      patron_policy:
        description:
          - Column "Patron Policy". The name of a Patron Type Policy, which is the name of a patron type.
          - If not set, V(All).
        type: str
      material_format:
        description:
          - Column "Material Format", exactly as in the list on the screen, for example V(Book). Material formats cannot be looked up, so a
            misspelt format is not detected.
          - If not set, V(All). This is the safe value for ReShare's temporary items, because their format is not documented by OCLC.
        type: str
      holding_location:
        description:
          - Column "Holding Location". A holding code, for example V(LFMM).
          - If not set, V(All).
        type: str
      shelving_location:
        description:
          - Column "Shelving Location". One of the shelving locations of O(rows[].holding_location), which is then required.
          - If not set, V(All).
        type: str
      loan_policy:
        description:
          - Column "Loan Policy". The name of a Loan Policy (see M(reshare.wms.loan_policy)).
          - Required for a new row, and for every row with O(exact=true).
        type: str
      long_overdue_policy:
        description:
          - Column "Long Overdue and Lost Policy". The name of a Long Overdue and Lost Policy (see M(reshare.wms.long_overdue_policy)). It
            can be blank.
        type: str
      state:
        description:
          - V(present) adds the row to the table.
          - V(absent) removes the row with these selectors. The result column is not required.
        type: str
        choices:
          - present
          - absent
        default: present
      precedence:
        description:
          - The row's precedence, instead of the value calculated from its selectors. V(null) resets it to the calculated value.
          - This is not a column of OCLC's screen. The value is stored with the row, so that every task that places rows in this map uses
            it.
        type: int
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.loan_policy
  - module: reshare.wms.long_overdue_policy
  - module: reshare.wms.patron_type_policy
  - module: reshare.wms.shelving_location
  - module: reshare.wms.ill_settings
  - name: Loan Policy Map
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Loans/050Loan_Policy_Map
  - name: Why is my loan policy not being applied correctly?
    description: One of OCLC's troubleshooting pages.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Troubleshooting/Why_is_my_loan_policy_not_being_applied_correctly
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

- name: Set the loan policies of borrowed items and lending accounts
  reshare.wms.loan_policy_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        loan_policy: ReShare borrowing
        long_overdue_policy: ReShare long overdue
      - patron_policy: ReShare lending
        loan_policy: ReShare lending

- name: Place the row of one partner above all others
  reshare.wms.loan_policy_map:
    rows:
      - patron_policy: ReShare courier
        loan_policy: ReShare courier
        precedence: 20

- name: Clear the long overdue policy of a row, and remove another row
  reshare.wms.loan_policy_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        long_overdue_policy: null
      - patron_policy: ILL
        state: absent

- name: Manage the whole map
  reshare.wms.loan_policy_map:
    exact: true
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        loan_policy: ReShare borrowing
      - loan_policy: Standard
"""

RETURN = r"""
---
object:
  description:
    - The whole table after the task, including rows that the task does not manage.
  returned: success
  type: dict
  contains:
    rows:
      description: The rows in their order, with the columns of O(rows).
      type: list
      elements: dict
  sample:
    rows:
      - patron_policy: All
        material_format: All
        holding_location: LFMM
        shelving_location: ReShare
        loan_policy: ReShare borrowing
      - patron_policy: All
        material_format: All
        holding_location: All
        shelving_location: All
        loan_policy: Standard
# Generated by `make docs` from tests/tools/returned: outcome, worksheet, record, knowledge, sandbox, failure. Samples in this file are kept.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron account that is
      only verified and cannot exist yet. Changes in ReShare are never pending.
  returned: success, and failure while writing
  type: bool
  sample: false
pending_steps:
  description: Changes of this task that still have to be made by hand; listed on the worksheet.
  returned: success, and failure while writing
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
      description: The date on which the change was first requested, if known.
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
declared:
  description: Number of objects, rows or settings managed by this task, by kind. Other configuration is not touched.
  returned: success, and failure while writing
  type: dict
  sample:
    loan_policy: 1
changes:
  description: The changes in the order in which they were written (in check mode, the changes that would be written).
  returned: success, and failure while writing
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
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, or the shelving locations of a holding code, what is added (after C(+)) and
        removed (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: loan_policy_map
      name: ""
      identity: {}
      title: Loan Policy Map
      rows:
        - patron_policy: All
          material_format: All
          holding_location: LFMM
          shelving_location: ReShare
      action: updated
      what:
        - "+ Holding Location LFMM, Shelving Location ReShare -> Loan Policy ReShare borrowing"
left_over:
  description:
    - Objects that are no longer referenced after the changes of this task, as far as other objects are known. They are not removed.
    - Contains only policies, notices, templates and bills, which have no effect unless another object refers to them; accounts of
      former partners; and accounts with the mark of this library that ReShare has at a partner that is not declared, or had there before this task,
      with the institutional patron IDs that still name them.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name of the object.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample: []
diff:
  description: The changed fields before and after, by kind and name. Ansible shows them with C(--diff). Secrets are masked.
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: The values before.
      type: dict
    after:
      description: The values after the task (in check mode, the values that it would write).
      type: dict
worksheet:
  description: The path of the library's worksheet. V(null) if no step is pending.
  returned: success, with O(wms_record_dir)
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.wms import object_task
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY_MAP

TASK = object_task(LOAN_POLICY_MAP)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
