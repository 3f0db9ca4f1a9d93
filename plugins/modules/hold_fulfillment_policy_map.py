#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: hold_fulfillment_policy_map
short_description: Manage rows of the Hold Fulfillment Policy Map
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Which Hold Fulfillment Policy applies when an item is there for a hold, in OCLC Service Configuration at WMS
    Circulation > Holds and Schedules > Hold Fulfillment Policy Map.
  - The first row that matches from the top decides.
  - Where an item has a temporary location, that one counts, not its permanent one. So ReShare's borrowed items are
    matched by the pair that ILL Settings name (see M(reshare.wms.ill_settings)).
  - OCLC advises to end with a row in which every column is V(All). What happens to an item that no row matches is not
    documented.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.ordered_map
  - reshare.wms.attributes
options:
  rows:
    description:
      - The rows to look after, in any order (with O(exact=true), all rows in their order).
    type: list
    elements: dict
    required: true
    suboptions:
      patron_policy:
        description:
          - Column "Patron Policy". The name of a Patron Type Policy, which is the name of a patron type.
          - Not given means V(All).
        type: str
      material_format:
        description:
          - Column "Material Format", as the screen's list has it, for example V(Book). The formats are OCLC's and
            cannot be looked up, so a misspelt one is not noticed.
          - Not given means V(All). That is the safe choice for ReShare's temporary items, as OCLC does not document
            their format.
        type: str
      holding_location:
        description:
          - Column "Holding Location". A holding code, for example V(LFMM).
          - Not given means V(All).
        type: str
      shelving_location:
        description:
          - Column "Shelving Location". One of the shelving locations of O(rows[].holding_location), which must be given
            with it.
          - Not given means V(All).
        type: str
      hold_fulfillment_policy:
        description:
          - Column "Hold Fulfillment Policy". The name of a Hold Fulfillment Policy (see
            M(reshare.wms.hold_fulfillment_policy)).
          - Needed for a new row, and for every row with O(exact=true).
        type: str
      state:
        description:
          - V(present) puts the row into the table.
          - V(absent) removes the row with these columns that select. The result need not be given.
        type: str
        choices:
          - present
          - absent
        default: present
      precedence:
        description:
          - The row's precedence, in place of the one that follows from what it names. V(null) goes back to that one.
          - It is no column of OCLC's screen. It is kept with the row, so that every task that places rows in this map
            sees the same.
        type: int
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.hold_fulfillment_policy
  - module: reshare.wms.hold_pickup_locations_map
  - module: reshare.wms.ill_settings
  - name: Holds and Schedules
    description: OCLC's pages on these screens, among them Hold Fulfillment Policy Map.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Give borrowed items their policy
  reshare.wms.hold_fulfillment_policy_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        hold_fulfillment_policy: ReShare pickup

- name: Remove the row again
  reshare.wms.hold_fulfillment_policy_map:
    rows:
      - holding_location: LFMM
        shelving_location: ReShare
        state: absent
"""

RETURN = r"""
---
object:
  description:
    - The whole table as it is after the task, rows of others included.
  returned: success
  type: dict
  contains:
    rows:
      description: The rows in their order, with the columns of O(rows).
      type: list
      elements: dict
  sample:
    rows:
      - patron_policy: All
        material_format: All
        holding_location: LFMM
        shelving_location: ReShare
        hold_fulfillment_policy: ReShare pickup
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
      description: Always empty, as there is only one table.
      type: str
    title:
      description: The object in words, for messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The rows that are added (after C(+)) and taken away (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: hold_fulfillment_policy_map
      name: ""
      title: Hold Fulfillment Policy Map
      action: updated
      what:
        - "+ Holding Location LFMM, Shelving Location ReShare -> Hold Fulfillment Policy ReShare pickup"
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.holds import HOLD_FULFILLMENT_POLICY_MAP

TASK = object_task(HOLD_FULFILLMENT_POLICY_MAP)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
