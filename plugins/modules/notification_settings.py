#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: notification_settings
short_description: Manage the General Settings of Next-Generation Notifications
version_added: 1.0.0
description:
  - Manages the enabled types of Next-Generation Notifications, in OCLC Service Configuration at WMS Circulation > Next-Generation
    Notifications > General Settings.
  - Enabling a type disables legacy notifications at once. OCLC's pages differ on which, namely the corresponding ones (page on New Bill
    Notice), some (overview), or all of the library (page on Bill Resolution Confirmation). Create the templates and set them in the policies
    first. The task issues a warning when it enables a type.
  - In a circulation group, OCLC requires agreement with the other members first.
  - The legacy notifications end on 28 June 2027. Next-Generation Notifications are sent every 10 minutes.
  - The page always exists, so it cannot be created or removed.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.screen.other_settings
options:
  notification_types:
    description:
      - A dictionary of notice types, and whether each is enabled. The names are those on the screen, for example V(Loan Overdue Notice).
      - Only types that are set are compared and written. The full list is not documented by OCLC, so any name is accepted.
    type: dict
notes:
  - The same page has logos, web links, reply-to addresses and labels. Their labels are not documented by OCLC. Use O(other_settings) for
    them.
seealso:
  - module: reshare.wms.notification_template
  - module: reshare.wms.notification_policy
  - name: End of legacy WMS notifications
    description: OCLC's page on the end of the legacy notifications.
    link: https://www.oclc.org/go/en/wms-notification-eol.html
"""

EXAMPLES = r"""
---
- name: Enable Next-Generation overdue notices
  reshare.wms.notification_settings:
    notification_types:
      Loan Overdue Notice: true

- name: Return to the legacy notices, and set a reply-to address
  reshare.wms.notification_settings:
    notification_types:
      Loan Overdue Notice: false
    other_settings:
      Reply-to: circulation@fairview.example.org
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.record
object:
  description:
    - The page after the task, with the fields that are set.
    - The keys are the options of this module. Disabled types are omitted.
  returned: success
  type: dict
  sample:
    notification_types:
      Loan Overdue Notice: true
"""

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.notifications import NOTIFICATION_SETTINGS

TASK = object_task(NOTIFICATION_SETTINGS)

if __name__ == "__main__":
    TASK.main()
