#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: patron_type_policy
short_description: Manage the Patron Type Policy of a patron type
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - What holds for all accounts of one patron type, in OCLC Service Configuration at WMS Circulation > Patron Type
    Policy.
  - There is one policy per patron type, and it has the type's name. Declaring it for a type that has none stands for
    opening and saving it once, after which the maps offer the type.
  - When an account exceeds a limit, staff get an alert that they can override. How a checkout by ReShare, with nobody
    there to do so, behaves then is not documented. So OCLC's page on ReShare proposes a patron type of its own for
    lending accounts, with "No Limit" everywhere.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.screen.other_settings
  - reshare.wms.object
  - reshare.wms.attributes
options:
  name:
    description:
      - Field "Policy Name". The name of the patron type, which must exist (see M(reshare.wms.borrower_category)).
    type: str
    required: true
  use_patron_supplied_email:
    description:
      - Field "Use patron-supplied email for notifications". With V(true) notices go to the address that the patron
        gave, or else to the one that the institution gave. Without any address a notice is printed.
    type: bool
  every_limit:
    description:
      - Stands for all limits on the screen at once, since the labels of most of them could not be seen in OCLC's public
        pages.
      - They are about overdue items, outstanding and waived bills, the total value of loans, and items claimed lost,
        never had or returned.
    type: str
    choices:
      - No Limit
  outstanding_bill_value_limit:
    description:
      - Field "Outstanding Bill Value Limit". An amount, such as V(25.00), or V(No Limit).
      - Must not be an amount together with O(every_limit=No Limit).
      - Whether accruing fines count depends on "Accruing Fines Policy" under Admin/General, which this collection does
        not manage.
    type: str
  bill_notification_policy:
    description:
      - Reference to the Bill notification. The name of a Notification Policy (see M(reshare.wms.notification_policy)).
        Its label on the screen could not be seen.
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
  - In a circulation group the policy of the patron's home institution holds.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.borrower_category
  - module: reshare.wms.notification_policy
  - module: reshare.wms.notification_template
  - module: reshare.wms.loan_policy_map
  - name: Patron Type Policy
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Patron_Type_Policy/Patron_Type_Policy
  - name: Set up integration (Integration with ReShare)
    description: What OCLC asks a library to set up for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Never block a lending account
  reshare.wms.patron_type_policy:
    name: ReShare lending
    every_limit: No Limit
    bill_notification_policy: Bills to partners

- name: Send no bill notices for faculty, and limit what they may owe
  reshare.wms.patron_type_policy:
    name: Faculty
    outstanding_bill_value_limit: 50.00
    bill_notification_policy: null

- name: Set a field that has no option of its own
  reshare.wms.patron_type_policy:
    name: Faculty
    other_settings:
      Waived Bill Count Limit: 5

- name: Remove the policy of a type that goes
  reshare.wms.patron_type_policy:
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
    name: ReShare lending
    every_limit: No Limit
    bill_notification_policy: Bills to partners
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
    - kind: patron_type_policy
      name: ReShare lending
      title: Patron Type Policy 'ReShare lending'
      action: updated
      what:
        - every_limit
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_TYPE_POLICY

TASK = object_task(PATRON_TYPE_POLICY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
