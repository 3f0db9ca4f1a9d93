#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: long_overdue_policy
short_description: Manage a Long Overdue and Lost Policy
version_added: 1.0.0
description:
  - Manages what happens to items that are long overdue or claimed lost, in OCLC Service Configuration at WMS Circulation > Loans > Long
    Overdue Policy. The title of the screen is "Long Overdue and Lost Policies".
  - The policy has no effect until a row of the Loan Policy Map refers to it (see M(reshare.wms.loan_policy_map)). That column can be blank.
  - The screen has a period after which an item is long overdue, a charge for the replacement cost, a processing fee, and fees for lost
    items. The labels of these fields are not documented by OCLC. Use O(other_settings) for them.
  - One of these fields cancels an unpaid processing fee when the item is returned. Only its French label is known, "Annuler les frais de
    traitement lorsque le document est retourné".
  - A long overdue item does not become lost automatically. Staff set "Claimed Lost". If a long overdue item is returned, the unpaid
    replacement cost is removed. If it is recalled by staff, its overdue fees are cancelled.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  loan_long_overdue_notice:
    description:
      - Next-Generation Notifications. The name of a template for the "Loan Long Overdue Notice" (see
        M(reshare.wms.notification_template)).
    type: str
seealso:
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.loan_policy
  - module: reshare.wms.notification_template
  - name: Long Overdue and Lost Policies
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Loans/040Long_Overdue_and_Lost_Policies
"""

EXAMPLES = r"""
---
- name: Create a separate policy for interlibrary loans
  reshare.wms.long_overdue_policy:
    name: ReShare long overdue
    loan_long_overdue_notice: ReShare long overdue
    other_settings:
      Long overdue period: 60 days
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.loans import LONG_OVERDUE_POLICY

TASK = object_task(LONG_OVERDUE_POLICY)

if __name__ == "__main__":
    TASK.main()
