#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: patron_type_policy
short_description: Manage the Patron Type Policy of a patron type
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Manages the limits and notices of all accounts of one patron type, in OCLC Service Configuration at WMS Circulation > Patron Type
    Policy.
  - Each patron type has one policy, which has the name of the type. Creating the policy of a type corresponds to opening and saving it once
    on the screen. Maps offer the type after that.
  - If an account exceeds a limit, staff get an alert that they can override. The behaviour of a checkout by ReShare, which cannot override
    it, is not documented by OCLC. Therefore OCLC's page on ReShare recommends a separate patron type for lending accounts, with "No Limit"
    everywhere.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.screen.other_settings
  - reshare.wms.object
  - reshare.wms.attributes
options:
  name:
    description:
      - Field "Policy Name". The name of the patron type, which must exist (see M(reshare.wms.borrower_category)).
    type: str
    required: true
  use_patron_supplied_email:
    description:
      - Field "Use patron-supplied email for notifications". With V(true), notices are sent to the address from the patron, or else to the
        address from the institution. Without an address, a notice is printed.
    type: bool
  every_limit:
    description:
      - Sets all limits on the screen at once, those with an option here and the others. The labels of the limits for overdue items and
        waived bills are not documented by OCLC.
      - On the screen, each limit has its own choice V(No Limit).
      - V(No Limit) cannot be combined with a number or an amount in one of the single limits. A single limit with a number clears it.
    type: str
    choices:
      - No Limit
  outstanding_bill_value_limit:
    description:
      - Field "Outstanding Bill Value Limit". The highest total of fines, fees and bills before the patron is blocked from checkout. An
        amount, such as V(25.00), or V(No Limit).
      - Whether accruing fines count depends on "Accruing Fines Policy", which is not managed by this collection. If they do not count, a
        fine counts once the item is returned.
    type: str
  total_loan_value_limit:
    description:
      - Field "Total Loan Value Limit". An amount, such as V(500.00), or V(No Limit).
      - OCLC's page names this field without the screen. That it is on this screen is inferred, because only a Patron Type Policy limits the
        value of loans.
    type: str
  max_claimed_lost:
    description:
      - Field "Max number claimed lost". A whole number, or V(No Limit). A patron with more claims is blocked.
      - The label is written as on OCLC's page about claims. The screen can have other capitals.
    type: str
  max_claimed_returned:
    description:
      - Field "Max number claimed returned". The remarks on O(max_claimed_lost) also apply.
    type: str
  max_claimed_never_had:
    description:
      - Field "Max number claimed never had". The remarks on O(max_claimed_lost) also apply.
    type: str
  bill_notification_policy:
    description:
      - Reference to the Bill notification. The name of a Notification Policy (see M(reshare.wms.notification_policy)). Its label on the
        screen is not documented by OCLC.
    type: str
  new_bill_notice:
    description:
      - Next-Generation Notifications. The name of a template for the "New Bill Notice" (see
        M(reshare.wms.notification_template)).
    type: str
  suspension_notice:
    description:
      - Next-Generation Notifications. The name of a template for the "Suspension Notice".
    type: str
notes:
  - In a circulation group, the policy of the patron's home institution applies.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.borrower_category
  - module: reshare.wms.notification_policy
  - module: reshare.wms.notification_template
  - module: reshare.wms.loan_policy_map
  - name: Patron Type Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Patron_Type_Policy/Patron_Type_Policy
  - name: Set up integration (Integration with ReShare)
    description: OCLC's page on setting up a library for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

- name: Remove all limits for lending accounts
  reshare.wms.patron_type_policy:
    name: ReShare lending
    every_limit: No Limit
    bill_notification_policy: Bills to partners

- name: Disable bill notices for faculty, and set a bill limit
  reshare.wms.patron_type_policy:
    name: Faculty
    outstanding_bill_value_limit: 50.00
    bill_notification_policy: null

- name: Set a field without an option
  reshare.wms.patron_type_policy:
    name: Faculty
    other_settings:
      Waived Bill Count Limit: 5

- name: Remove the policy of an unused patron type
  reshare.wms.patron_type_policy:
    name: ILL old
    state: absent
"""

RETURN = r"""
---
object:
  description:
    - The object after the task, with the fields that are set. V(null) if it was removed.
    - The keys are the options of this module.
  returned: success
  type: dict
  sample:
    name: ReShare lending
    every_limit: No Limit
    bill_notification_policy: Bills to partners
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
    - kind: patron_type_policy
      name: ReShare lending
      identity:
        name: ReShare lending
      title: Patron Type Policy 'ReShare lending'
      rows: []
      action: updated
      what:
        - every_limit
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_TYPE_POLICY

TASK = object_task(PATRON_TYPE_POLICY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
