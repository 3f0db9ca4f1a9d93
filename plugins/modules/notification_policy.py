#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: notification_policy
short_description: Manage a Notification Policy
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Manages the text of a notice to patrons, in OCLC Service Configuration at WMS Circulation > Notifications and Receipts > Notification
    Policies. OCLC's page on ReShare calls it Circulation Notification Policy.
  - A notice is sent only if another policy refers to it. Notification Policies have no map. OCLC's page on ReShare requires a review of
    Bill, Hold Pickup, Hold Shelf Expiry, Loan Overdue and Recall.
  - OCLC ends these notifications on 28 June 2027. Their successor is Next-Generation Notifications (see
    M(reshare.wms.notification_template)). Enabling a type there disables its legacy counterpart at once.
  - Notices are sent by e-mail once a day, and are printed for patrons without an e-mail address. OCLC's pages contradict each other on the
    time. One page names 07:00 local time, another page names 08:00 as usual.
  - OCLC's pages contradict each other on changes. According to one page, the text is generated when the e-mail is sent, so a change affects
    every later e-mail. According to another page, items that are already on loan keep the old version until their due date changes.
  - Each policy has its own schedule. A Loan Overdue policy has a chain of notices, each some days before or after the due date or the
    previous notice. Notices are dated again if the due date changes.
  - OCLC's pages contradict each other on holds. According to an older page, hold and schedule notices are sent every hour. According to a
    newer page, this requires a setting by OCLC Support.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.screen.other_settings
  - reshare.wms.object
  - reshare.wms.attributes
options:
  name:
    description:
      - Field "Policy Name".
    type: str
    required: true
  description:
    description:
      - Field "Description".
    type: str
  notification_type:
    description:
      - Field "Notification Type", exactly as in the list on the screen. Required to create the policy.
      - The types in OCLC's pages are V(Bill), V(Hold Pickup), V(Hold Shelf Expiry), V(Hold Request Expiry), V(Loan Overdue) and V(Recall).
        Some pages append C(Notification) to each type. The exact name V(Loan Overdue Notification) is in one of OCLC's pages. The full list
        is not documented by OCLC, so any text is accepted.
      - Further types are V(Automatic Due Date Receipt Notification), V(Membership Confirmation Notification) and V(Membership Expiry
        Reminder Notification). They are used by other screens than those of this collection.
      - A Hold Shelf Expiry notice is sent only when the item is checked in from the hold shelf.
    type: str
  subject:
    description:
      - Field "Subject" of the e-mail.
    type: str
  start_text:
    description:
      - Field "Start Text", before the list of items. At most 500 characters.
    type: str
  end_text:
    description:
      - Field "End Text", after the list of items. At most 500 characters.
    type: str
notes:
  - The labels of the schedule, of the threshold amount of a Bill notice and of the delivery method are not documented by OCLC. Use
    O(other_settings) for them. The default delivery method is V(Email).
  - In a circulation group, Bill notices use the policy of the patron's home institution. All other notices use that of the item's
    institution.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.notification_template
  - module: reshare.wms.loan_policy
  - module: reshare.wms.hold_request_policy
  - module: reshare.wms.hold_fulfillment_policy
  - module: reshare.wms.patron_type_policy
  - name: Notification Policy
    description: OCLC's older page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Configuration/OCLC_Service_Configuration_-_WMS_Circulation/013Notification_Policy
  - name: End of legacy WMS notifications
    description: OCLC's page on the end of these notifications.
    link: https://www.oclc.org/go/en/wms-notification-eol.html
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

- name: Notify patrons that a borrowed item is ready for pickup
  reshare.wms.notification_policy:
    name: ReShare pickup
    notification_type: Hold Pickup
    subject: Your interlibrary loan is here
    start_text: These items wait for you at the desk.
    end_text: Please pick them up within a week.

- name: Clear the end text
  reshare.wms.notification_policy:
    name: ReShare pickup
    end_text: null

- name: Remove the Bill Reason
  reshare.wms.notification_policy:
    name: ReShare pickup
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
    name: ReShare pickup
    notification_type: Hold Pickup
    subject: Your interlibrary loan is here
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
    - kind: notification_policy
      name: ReShare pickup
      identity:
        name: ReShare pickup
      title: Notification Policy 'ReShare pickup'
      rows: []
      action: updated
      what:
        - subject
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.notifications import NOTIFICATION_POLICY

TASK = object_task(NOTIFICATION_POLICY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
