#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: loan_policy
short_description: Manage a Loan Policy
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Manages how long items are lent, how they are renewed and how overdue items are handled, in OCLC Service Configuration at WMS
    Circulation > Loans > Loan Policy.
  - The policy has no effect until a row of the Loan Policy Map refers to it (see M(reshare.wms.loan_policy_map)).
  - A change is not retroactive. It applies to later checkouts only. Bills for overdue items use the policy as it was when the loan's due
    date was last set.
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
  circulates:
    description:
      - Field "Circulates?". Staff cannot override V(never). The behaviour of a checkout by ReShare with V(only with an override) is not
        documented by OCLC.
      - For a location that never circulates, OCLC recommends a policy with V(never) and a row of the Loan Policy Map for the location.
      - The three values are this collection's terms for the values on the screen.
    type: str
    choices:
      - always
      - only with an override
      - never
  loan_period:
    description:
      - Field "Regular Loan Period", a whole number and one of V(minutes), V(hours), V(days), V(weeks) and V(months),
        for example V(28 days).
      - OCLC's pages contradict each other on a blank period. According to a newer page, the item is due on 01/01/2099. According to an
        older page, it has no due date. According to a third page, it is due on the expiration date of the patron's account, and on
        01/01/2099 only without such a date.
      - No loan runs past the expiration date of the patron's account. A fixed due date and a due date adjustment can also shorten it.
      - ReShare sends no due date with a borrowed item, so this period seems to determine it (inferred from ReShare's source code).
    type: str
  fixed_due_dates:
    description:
      - Field "Fixed due date(s)", as C(YYYY-MM-DD). How the screen arranges several dates is not documented by OCLC.
      - The list replaces all existing dates. The order has no meaning.
      - According to one of OCLC's pages, a renewal uses the policy of the first checkout. For a new date, it recommends that the date is
        added to the existing policy instead of a new policy.
    type: list
    elements: str
  include_closed_days:
    description:
      - Field "Include closed days in loan period?". V(false) prevents due dates on closed days.
    type: bool
  due_date_adjustment:
    description:
      - Field "Due date adjustment", exactly as in the list on the screen. V(At closing) and V(System default (23:59)) are documented for
        loans by the day, week or month. The full list is not documented by OCLC, so any text is accepted.
    type: str
  overdue_grace_period:
    description:
      - Field "Overdue Grace Period", a whole number and one of V(minutes), V(hours), V(days), V(weeks) and V(months). The time between the
        due date and the first fine.
      - Fines accrue during this period, but are not charged. An item that is returned within it gets no bill. For an item that is returned
        later, the days of this period are billed too. For days that are free in any case, set the first row of the Bill Structure to 0 for
        each day. The task issues a warning if the policy has a bill and a grace period.
    type: str
  accrue_when_closed:
    description:
      - Field "Accrue bills and/or suspension when closed?".
      - The list of policies on the screen has a bulk update of the same name, which sets the field in all policies. It is not used by this
        collection.
    type: bool
  renew_period:
    description:
      - Field "Renew Period", a whole number and one of V(minutes), V(hours), V(days), V(weeks) and V(months). If blank, the loan period is
        used.
      - Whether and how often a loan may be renewed is set in a Loan Limit Policy (see M(reshare.wms.loan_limit_policy)).
    type: str
  renew_period_occurs_after:
    description:
      - Field "Renew Period occurs after".
    type: str
    choices:
      - the renew transaction
      - the original due date
  automatic_renewal:
    description:
      - Field "Automatic Renewal". If enabled, it seems to apply to later loans only (OCLC's sentence on this could not be read in full).
      - It fails if the policy has a bill for renewals, if the account is expired, blocked or in breach, if a loan limit is exceeded, or if
        the item is recalled or required for a hold or schedule.
    type: bool
  recall_period:
    description:
      - The recall period, a whole number and one of V(minutes), V(hours), V(days), V(weeks) and V(months). An item recalled on 1 April
        with a recall period of 21 days is due on 22 April. The label of this field on the screen, and its units, are not documented by
        OCLC; the same applies to the other recall fields.
    type: str
  minimum_loan_period:
    description:
      - The minimum loan period of a recalled item, in the form of O(recall_period).
    type: str
  recall_grace_period:
    description:
      - The recall grace period, in the form of O(recall_period).
    type: str
  recall_bill:
    description:
      - The recall billing structure. The name of a Bill Structure (see M(reshare.wms.bill_structure)).
    type: str
  recall_notification_policy:
    description:
      - The Recall Notification. The name of a (legacy) Notification Policy (see M(reshare.wms.notification_policy)).
      - WMS also sends it if an automatic renewal fails. The item is then not recalled.
    type: str
  recall_notice:
    description:
      - Next-Generation Notifications. The name of a template for the "Recall Notice" (see M(reshare.wms.notification_template)).
    type: str
  overdue_periodic_bill:
    description:
      - Field "Overdue Periodic Bill". The name of a periodic Bill Structure (see M(reshare.wms.bill_structure)).
      - Blank means no fines.
    type: str
  overdue_notification_policy:
    description:
      - Field "Overdue Notification Policy". The name of a (legacy) Notification Policy (see
        M(reshare.wms.notification_policy)). Blank means no overdue notice.
    type: str
  loan_overdue_notice:
    description:
      - Next-Generation Notifications. The name of a template for the "Loan Overdue Notice" (see
        M(reshare.wms.notification_template)).
    type: str
  recall_overdue_notice:
    description:
      - Next-Generation Notifications. The name of a template for the "Recall Overdue Notice".
    type: str
  restricted_loan_overdue_notice:
    description:
      - Next-Generation Notifications. The name of a template for the "Restricted Loan Overdue Notice".
    type: str
notes:
  - The labels of the fields for restricted loans, the bill for renewals and suspension (which is inferred to refer to a Suspension
    Structure) are not documented by OCLC. Use O(other_settings) for them.
  - OCLC's pages contradict each other on renewals of existing loans. According to a newer page, the policy's settings at the time of the
    renewal apply. According to another page, those of the first checkout apply.
  - The schedule of the Next-Generation notices is on the same screen. Use O(other_settings) for it, too.
  - WMS shows the policy of a loan at the item under Statistics as "Circulation rule", and in the column "Loan Policy" of the patron's tab
    Checkout.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.loan_limit_policy
  - module: reshare.wms.long_overdue_policy
  - module: reshare.wms.bill_structure
  - module: reshare.wms.notification_policy
  - module: reshare.wms.notification_template
  - name: Loan Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Loans/030Loan_Policy
  - name: Set up integration (Integration with ReShare)
    description: OCLC's page on setting up a library for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

- name: Lend borrowed items for four weeks without fines
  reshare.wms.loan_policy:
    name: ReShare borrowing
    circulates: always
    loan_period: 28 days
    include_closed_days: false
    overdue_periodic_bill: null
    overdue_notification_policy: Overdue interlibrary loan

- name: Use the Next-Generation overdue notice instead of the legacy notice
  reshare.wms.loan_policy:
    name: ReShare borrowing
    overdue_notification_policy: null
    loan_overdue_notice: ReShare overdue

- name: Set a field without an option
  reshare.wms.loan_policy:
    name: ReShare lending
    other_settings:
      Recall Notification Policy: Recall to partners

- name: Remove a policy
  reshare.wms.loan_policy:
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
    name: ReShare borrowing
    circulates: always
    loan_period: 28 days
    include_closed_days: false
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
    - kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      rows: []
      action: updated
      what:
        - loan_period
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY

TASK = object_task(LOAN_POLICY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
