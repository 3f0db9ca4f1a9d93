#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: notification_template
short_description: Manage a template of Next-Generation Notifications
version_added: 1.0.0
description:
  - Manages the text of a notice to patrons, in OCLC Service Configuration at WMS Circulation > Next-Generation Notifications > Templates.
    These notifications are the successor of the legacy notifications (see M(reshare.wms.notification_policy)), which OCLC ends on 28 June
    2027.
  - OCLC's order is to create the template, to set it in a policy, and then to enable its type (see M(reshare.wms.notification_settings)),
    because that disables the legacy counterpart at once. M(reshare.wms.circulation_configuration) writes in this order.
  - The policies with known template fields are Loan Policy (Recall Notice; Loan, Recall and Restricted Loan Overdue Notices), Long Overdue and Lost Policy
    (Loan Long Overdue Notice), Hold Request Policy (Hold Request Expiration Confirmation) and Patron Type Policy (New Bill and Suspension
    Notices). For other template fields, use O(other_settings) of the policy's module.
  - Notices that are already waiting may have to be rescheduled by hand after a change, with "Reschedule" at the policy.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
  name:
    description:
      - Field "Name". At most 50 characters, and unique in the institution.
  notification_type:
    description:
      - The type of notice under which the screen lists the template, for example V(Loan Overdue Notice). Required to create the template.
      - This module cannot change it afterwards. That the screen cannot change it either is inferred from the list, which is grouped by
        type.
    type: str
  subject:
    description:
      - Field "Subject". At most 255 characters.
    type: str
  logo:
    description:
      - Field "Logo". The valid values are not documented by OCLC, so any text is accepted.
    type: str
  header:
    description:
      - Field "Header". At most 50,000 characters. Data fields are written as C(${...}), as on the screen.
    type: str
  footer:
    description:
      - Field "Footer". At most 50,000 characters. Data fields are written as in O(header).
    type: str
seealso:
  - module: reshare.wms.notification_settings
  - module: reshare.wms.notification_policy
  - module: reshare.wms.loan_policy
  - module: reshare.wms.long_overdue_policy
  - module: reshare.wms.hold_request_policy
  - module: reshare.wms.patron_type_policy
  - name: End of legacy WMS notifications
    description: OCLC's page on the end of the legacy notifications.
    link: https://www.oclc.org/go/en/wms-notification-eol.html
"""

EXAMPLES = r"""
---
- name: Send overdue notices for interlibrary loans
  reshare.wms.notification_template:
    name: ReShare overdue
    notification_type: Loan Overdue Notice
    subject: Please bring your interlibrary loan back
    header: Another library waits for these items.
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.notifications import NOTIFICATION_TEMPLATE

TASK = object_task(NOTIFICATION_TEMPLATE)

if __name__ == "__main__":
    TASK.main()
