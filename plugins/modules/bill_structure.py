#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: bill_structure
short_description: Manage a Bill Structure
version_added: 1.0.0
description:
  - Manages the amount of a bill, charged once or periodically, in OCLC Service Configuration at WMS Circulation > Billing > Bill
    Structures.
  - Loan Policies refer to a periodic Bill Structure for overdue fines. Hold Request and Hold Fulfillment Policies refer to a fixed Bill
    Structure. According to OCLC, Long Overdue and Lost Policies and Notification Policies also refer to Bill Structures.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  bill_reason:
    description:
      - Field "Bill Reason". The name of a Bill Reason (see M(reshare.wms.bill_reason)). Required to create the structure.
    type: str
  bill_type:
    description:
      - Field "Bill Type". Required to create the structure. It cannot be changed afterwards.
    type: str
    choices:
      - Fixed Bill
      - Periodic Bill
  amount:
    description:
      - Field "Amount" of a fixed bill, such as V(10.00). The currency is that of the institution.
    type: str
  recurring_amounts:
    description:
      - Table "Recurring Amounts Per Period" of a periodic bill. The rows are applied from top to bottom. The list replaces all existing
        rows.
      - Each row applies for its duration, then the next row. After the last row nothing accrues (inferred from OCLC's page on Suspension
        Structures).
      - The duration counts the time since the due date, not open time. Closed time is skipped only if the Loan Policy excludes it
        (O(reshare.wms.loan_policy#module:accrue_when_closed)).
    type: list
    elements: dict
    suboptions:
      amount:
        description:
          - Column "Amount".
        type: str
      recurrence:
        description:
          - Column "Recurrence", exactly as on the screen. That it is a number and a unit is inferred from an example, "every 1 minute for 666 minutes".
            Other units are not documented by OCLC.
        type: str
      duration:
        description:
          - Column "Duration", exactly as on the screen. The remarks on O(recurring_amounts[].recurrence) also apply.
        type: str
notes:
  - The screen also has a maximum amount. Its label is not documented by OCLC. Use O(other_settings) for it.
seealso:
  - module: reshare.wms.bill_reason
  - module: reshare.wms.loan_policy
  - module: reshare.wms.hold_request_policy
  - module: reshare.wms.hold_fulfillment_policy
  - name: OCLC Service Configuration - WMS Circulation
    description: OCLC's pages on these screens, including Bill Structures.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation
"""

EXAMPLES = r"""
---
- name: Create a fixed bill
  reshare.wms.bill_structure:
    name: Not picked up
    bill_reason: Hold not picked up
    bill_type: Fixed Bill
    amount: 2.50

- name: Create a periodic bill
  reshare.wms.bill_structure:
    name: Overdue by the day
    bill_reason: Overdue
    bill_type: Periodic Bill
    recurring_amounts:
      - amount: 0.25
        recurrence: every day
        duration: 20 days
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.billing import BILL_STRUCTURE

TASK = object_task(BILL_STRUCTURE)

if __name__ == "__main__":
    TASK.main()
