#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: hold_limit_matrix
short_description: Manage rows of the Hold Limit Matrix
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Which Hold Limit Policies apply to a patron, in OCLC Service Configuration at WMS Circulation > Holds and Schedules
    > Hold Limit Matrix.
  - Every row that matches counts. A hold is stopped if any limit is exceeded. OCLC advises one row that covers
    everything.
  - There is no column for a location, so borrowed items cannot have a limit of their own (other than by material
    format, which is inferred).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.matrix
  - reshare.wms.attributes
options:
  rows:
    description:
      - The rows to look after (with O(exact=true), all rows).
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
      hold_limit_policy:
        description:
          - Column "Hold Limits Policy". The name of a Hold Limit Policy (see M(reshare.wms.hold_limit_policy)).
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
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.hold_limit_policy
  - module: reshare.wms.collection_type_policy
  - module: reshare.wms.patron_type_policy
  - name: Hold Limit Matrix
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Holds_and_Schedules/020Hold_Limit_Matrix
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Limit the holds of students, and nobody else
  reshare.wms.hold_limit_matrix:
    rows:
      - hold_limit_policy: Nobody is limited
      - patron_policy: Student
        hold_limit_policy: Standard

- name: Limit students no longer
  reshare.wms.hold_limit_matrix:
    rows:
      - patron_policy: Student
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
        hold_limit_policy: Nobody is limited
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
    - kind: hold_limit_matrix
      name: ""
      title: Hold Limit Matrix
      action: updated
      what:
        - "+ everything -> Hold Limits Policy Nobody is limited"
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.holds import HOLD_LIMIT_MATRIX

TASK = object_task(HOLD_LIMIT_MATRIX)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
