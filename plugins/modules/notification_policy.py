#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: notification_policy
short_description: Manage a Notification Policy
version_added: 1.0.0
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
  - reshare.wms.object
  - reshare.wms.screen.policy
options:
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
- name: Notify patrons that a borrowed item is ready for pickup
  reshare.wms.notification_policy:
    name: ReShare pickup
    notification_type: Hold Pickup
    subject: Your interlibrary loan is here
    start_text: These items wait for you at the desk.
    end_text: Please pick them up within a week.
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.notifications import NOTIFICATION_POLICY

TASK = object_task(NOTIFICATION_POLICY)

if __name__ == "__main__":
    TASK.main()
