#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: bill_reason
short_description: Manage a Bill Reason
version_added: 1.0.0
description:
  - Manages a Bill Reason, in OCLC Service Configuration at WMS Circulation > Billing > Bill Reasons.
  - Bill Structures refer to it. According to OCLC, Long Overdue and Lost Policies, ILL Settings and SIP2 Configuration also refer to it.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  name:
    description:
      - Field "Policy Name". OCLC's file format for fines allows 30 characters. A limit on the screen is not documented by OCLC.
  associated_with:
    description:
      - Field "Associated With".
    type: str
    choices:
      - Applies to anything
      - Only applies to items
      - Only applies to holds
  auto_calculate_tax:
    description:
      - Check box "Auto Calculate Tax?". The screen shows it only if "UI Tax Policy" is "Show Everywhere".
    type: bool
  accounting_code:
    description:
      - Field "Accounting Code". At most 50 characters.
    type: str
  tax_type_code:
    description:
      - Field "Tax Type Code". At most 50 characters.
    type: str
  tax_type_description:
    description:
      - Field "Tax Type Description". At most 500 characters.
    type: str
notes:
  - The module does not remove a Bill Reason while a Bill Structure refers to it. OCLC does not remove a Bill Reason that is in use
    anywhere.
seealso:
  - module: reshare.wms.bill_structure
  - name: Bill Reason
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Configuration/OCLC_Service_Configuration_WMS_Circulation/021Bill_Reason
"""

EXAMPLES = r"""
---
- name: Create a Bill Reason for charges on borrowed items
  reshare.wms.bill_reason:
    name: ReShare lost item
    associated_with: Only applies to items
    accounting_code: ILL-4711
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.billing import BILL_REASON

TASK = object_task(BILL_REASON)

if __name__ == "__main__":
    TASK.main()
