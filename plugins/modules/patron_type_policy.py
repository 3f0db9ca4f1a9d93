#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: patron_type_policy
short_description: Manage the Patron Type Policy of a patron type
version_added: 1.0.0
description:
  - Manages the limits and notices of all accounts of one patron type, in OCLC Service Configuration at WMS Circulation > Patron Type
    Policy.
  - Each patron type has one policy, which has the name of the type. Creating the policy of a type corresponds to opening and saving it once
    on the screen. Maps offer the type after that.
  - If an account exceeds a limit, staff get an alert that they can override. The behaviour of a checkout by ReShare, which cannot override
    it, is not documented by OCLC. Therefore OCLC's page on ReShare recommends a separate patron type for lending accounts, with "No Limit"
    everywhere.
  - The labels of the limits for overdue items and waived bills are not documented by OCLC. Set them in O(other_settings), by their labels on the
    screen.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  name:
    description:
      - Field "Policy Name". The name of the patron type, which must exist (see M(reshare.wms.borrower_category)).
  use_patron_supplied_email:
    description:
      - Field "Use patron-supplied email for notifications". With V(true), notices are sent to the address from the patron, or else to the
        address from the institution. Without an address, a notice is printed.
    type: bool
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
  - module: reshare.wms.borrower_category
  - module: reshare.wms.notification_policy
  - module: reshare.wms.notification_template
  - module: reshare.wms.loan_policy_map
  - name: Patron Type Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Patron_Type_Policy/Patron_Type_Policy
"""

EXAMPLES = r"""
---
- name: Remove all limits for lending accounts
  reshare.wms.patron_type_policy:
    name: ReShare lending
    outstanding_bill_value_limit: No Limit
    total_loan_value_limit: No Limit
    max_claimed_lost: No Limit
    max_claimed_returned: No Limit
    max_claimed_never_had: No Limit
    bill_notification_policy: Bills to partners

- name: Disable bill notices for faculty, and set a bill limit
  reshare.wms.patron_type_policy:
    name: Faculty
    outstanding_bill_value_limit: 50.00
    bill_notification_policy: null
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.patrons import PATRON_TYPE_POLICY

TASK = object_task(PATRON_TYPE_POLICY)

if __name__ == "__main__":
    TASK.main()
