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
  - How long items are lent, how they are renewed and what happens when they are overdue, in OCLC Service Configuration
    at WMS Circulation > Loans > Loan Policy.
  - A policy has no effect until a row of the Loan Policy Map names it (see M(reshare.wms.loan_policy_map)).
  - A change is not retroactive. It applies to later checkouts. Bills for overdue items use the policy as it was when
    the loan's due date was last set.
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
      - Field "Circulates?". Staff cannot override V(never). How a checkout by ReShare meets V(only with an override) is
        not documented.
      - The three values are this collection's words for the screen's.
    type: str
    choices:
      - always
      - only with an override
      - never
  loan_period:
    description:
      - Field "Regular Loan Period", a whole number and one of V(minutes), V(hours), V(days), V(weeks) and V(months),
        for example V(28 days).
      - OCLC's pages do not agree on a blank one. A newer one says that the item is then due on 01/01/2099, an older one
        that it has no due date.
      - ReShare sends no due date with a borrowed item, so this period seems to decide it (inferred from ReShare's
        source code).
    type: str
  include_closed_days:
    description:
      - Field "Include closed days in loan period?". V(false) stops items from falling due on closed days.
    type: bool
  due_date_adjustment:
    description:
      - Field "Due date adjustment", as the screen's list has it. V(At closing) and V(System default (23:59)) are
        documented for loans by the day, week or month. The full list could not be seen, so any text is taken.
    type: str
  overdue_grace_period:
    description:
      - Field "Overdue Grace Period", a whole number and one of V(minutes), V(hours), V(days), V(weeks) and V(months).
        The time after the due date before fines start.
    type: str
  renew_period:
    description:
      - Field "Renew Period", a whole number and one of V(minutes), V(hours), V(days), V(weeks) and V(months). Blank
        means the loan period.
      - Whether and how often a loan may be renewed is not said here but in a Loan Limit Policy (see
        M(reshare.wms.loan_limit_policy)).
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
      - Field "Automatic Renewal". Switched on, it seems to apply to later loans only (OCLC's sentence on it could not
        be read to its end).
    type: bool
  overdue_periodic_bill:
    description:
      - Field "Overdue Periodic Bill". The name of a periodic Bill Structure (see M(reshare.wms.bill_structure)).
      - Blank means no fines, which is OCLC's advice for interlibrary loans.
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
  - The fields for recalls, restricted loans, fixed due dates and suspension could not be seen in OCLC's public pages.
    They go into O(other_settings).
  - The schedule of the Next-Generation notices stands on the same screen, and goes into O(other_settings) too.
  - Which policy a loan was made under is shown in WMS at the item under Statistics as "Circulation rule".
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
    description: What OCLC asks a library to set up for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Lend what ReShare borrows for four weeks, without fines
  reshare.wms.loan_policy:
    name: ReShare borrowing
    circulates: always
    loan_period: 28 days
    include_closed_days: false
    overdue_periodic_bill: null
    overdue_notification_policy: Overdue interlibrary loan

- name: Use the new kind of overdue notice in place of the legacy one
  reshare.wms.loan_policy:
    name: ReShare borrowing
    overdue_notification_policy: null
    loan_overdue_notice: ReShare overdue

- name: Set a field that has no option of its own
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
    - The object as it is after the task, with the fields that are set. V(null) where it is gone.
    - It has the options of this module.
  returned: success
  type: dict
  sample:
    name: ReShare borrowing
    circulates: always
    loan_period: 28 days
    include_closed_days: false
pending:
  description:
    - Whether a person still has to carry out by hand what this task declared.
    - It is V(true) with O(wms_record_dir), whose record notes changes for a person to make, and where a patron account
      that is only verified can't be there yet. Everything else is carried out at once.
  returned: success, and failure while writing
  type: bool
  sample: false
waiting:
  description:
    - What of it waits for a person, as steps of the library's worksheet.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    title:
      description: The object in words.
      type: str
    since:
      description: The day on which it was first asked for, where that is known.
      type: str
    remark:
      description: Why it could not be done, where somebody said so, or what it waits for itself.
      type: str
  sample: []
worksheet:
  description:
    - The library's worksheet. V(null) where nothing waits.
  returned: success, with O(wms_record_dir)
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
read_back:
  description:
    - What waited for a person, and was found to be there when OCLC was asked. It does not wait any longer.
  returned: success, with O(wms_record_dir)
  type: list
  elements: str
  sample: []
declared:
  description:
    - How many objects, rows or settings of each kind this task looks after, by kind. The rest of a library is none of its
      business.
  returned: success, and failure while writing
  type: dict
  sample:
    loan_policy: 1
changes:
  description:
    - What was written, in that order (in check mode, what would be).
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of object. It is also the name of its module.
      type: str
    name:
      description: The object's name.
      type: str
    title:
      description: The object in words, for messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The fields that change, by the names of the options.
      type: list
      elements: str
  sample:
    - kind: loan_policy
      name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      action: updated
      what:
        - loan_period
diff:
  description:
    - The fields that change, before and after, by kind and name. Ansible shows it with C(--diff).
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: How they were.
      type: dict
    after:
      description: How they are now (in check mode, would be).
      type: dict
withdrawn:
  description:
    - Since when, by whom and why the library is withdrawn, as its record has it. V(null) where it is not.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    by:
      description: Who withdrew it.
      type: str
    at:
      description: When, UTC.
      type: str
    reason:
      description: Why. V(null) where no reason was given.
      type: str
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
failure:
  description:
    - What went wrong, for programs. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) for options or variables that are wrong, V(unknown_reference) for a name that does not exist, V(in_use) for an object that
          others name, V(differs) for one that is not as verified, V(not_owned) for one that somebody else made, V(conflict) for a concurrent
          change, V(unreachable) for a system without a response or with a server error, V(refused) for credentials that a system refuses or
          that lack a permission, V(unexpected_response) for any other response of a system, V(bug) for a fault of this collection, and
          V(error) for everything else.
      type: str
    object:
      description: The object that it is about. V(null) where that is not one object, or not known.
      type: str
    candidates:
      description: The names that may have been meant instead, the closest first.
      type: list
      elements: str
    status:
      description: The HTTP status of the response. V(null) where there was none.
      type: int
    no_answer:
      description: Whether a system gave no response or had an error of its own, so that a later run can succeed.
      type: bool
  sample:
    code: refused
    object:
    candidates: []
    status: 401
    no_answer: false
sandbox:
  description:
    - Whether a system that this task spoke to is the rehearsal sandbox rather than OCLC's or ReShare's. There is a
      warning then, too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.wms import object_task
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY

TASK = object_task(LOAN_POLICY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
