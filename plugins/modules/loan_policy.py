#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: loan_policy
short_description: Manage a Loan Policy
version_added: 1.0.0
description:
  - Manages how long items are lent, how they are renewed and how overdue items are handled, in OCLC Service Configuration at WMS
    Circulation > Loans > Loan Policy.
  - The policy has no effect until a row of the Loan Policy Map refers to it (see M(reshare.wms.loan_policy_map)).
  - A change is not retroactive. It applies to later checkouts only. Bills for overdue items use the policy as it was when the loan's due
    date was last set.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
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
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.loan_limit_policy
  - module: reshare.wms.long_overdue_policy
  - module: reshare.wms.bill_structure
  - module: reshare.wms.notification_policy
  - module: reshare.wms.notification_template
  - name: Loan Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Loans/030Loan_Policy
"""

EXAMPLES = r"""
---
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

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.loans import LOAN_POLICY

TASK = object_task(LOAN_POLICY)

if __name__ == "__main__":
    TASK.main()
