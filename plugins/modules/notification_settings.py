#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: notification_settings
short_description: Manage the General Settings of Next-Generation Notifications
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Which types of Next-Generation Notifications are enabled, in OCLC Service Configuration at WMS Circulation >
    Next-Generation Notifications > General Settings.
  - Enabling a type disables its legacy counterpart at once, so make its templates and name them in the policies first.
    The task warns when it enables one.
  - In a circulation group, OCLC asks to agree on it with the other members first.
  - The legacy notifications end on 28 June 2027.
  - The page always exists, so there is no state.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.screen.other_settings
  - reshare.wms.attributes
options:
  notification_types:
    description:
      - The types of notice, each with whether it is enabled. They are named as the screen has them, for example V(Loan
        Overdue Notice).
      - Only the types that are given are compared and written. The full list could not be seen in OCLC's public pages,
        so any name is taken.
    type: dict
notes:
  - Logos, web links, reply-to addresses and labels stand on the same page. Their labels could not be seen, so they go
    into O(other_settings).
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.notification_template
  - module: reshare.wms.notification_policy
  - name: End of legacy WMS notifications
    description: OCLC's page on the end of the legacy notifications.
    link: https://www.oclc.org/go/en/wms-notification-eol.html
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Enable overdue notices of the new kind
  reshare.wms.notification_settings:
    notification_types:
      Loan Overdue Notice: true

- name: Go back to the legacy ones, and set a reply-to address
  reshare.wms.notification_settings:
    notification_types:
      Loan Overdue Notice: false
    other_settings:
      Reply-to: circulation@fairview.example.org
"""

RETURN = r"""
---
object:
  description:
    - The page as it is after the task, with the fields that are set.
    - It has the options of this module. Types that are off are left out.
  returned: success
  type: dict
  sample:
    notification_types:
      Loan Overdue Notice: true
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
      description: Always empty, as there is only one page.
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
    - kind: notification_settings
      name: ""
      title: Next-Generation Notifications General Settings
      action: updated
      what:
        - notification_types
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.notifications import NOTIFICATION_SETTINGS

TASK = object_task(NOTIFICATION_SETTINGS)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
