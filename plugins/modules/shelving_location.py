#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: shelving_location
short_description: Manage a shelving location of a holding code
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - One name in the list of shelving locations of a holding code, in OCLC Service Configuration at WorldCat Discovery
    (and WorldCat Local) > Holding Codes & Shelving Location Messages > Holding Codes Translation Table.
  - All shelving locations of a holding code stand in one cell, separated by a semicolon and a space. Only the given
    name is added or taken out. The others stay as they are, in their order.
  - A semicolon at the start or end of the cell makes availability vanish in Discovery. The task never writes one, warns
    of one that is there, and takes it away with the next change to the cell.
  - OCLC says that a new shelving location can be chosen in Circulation after several minutes. It then needs a row of
    the Loan Policy Map that covers it, with overdue notices in the policy there.
  - Holding codes themselves are issued by OCLC (profiling@oclc.org) and are never made or removed here.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.attributes
options:
  holding_code:
    description:
      - Column "Holding location". The holding code, four characters of A to Z and 2 to 9, for example V(LFMM).
    type: str
    required: true
  name:
    description:
      - The name of the shelving location. At most 150 characters, without C(&), C(--) and C(;). The first three are
        OCLC's rules for migration. Whether the screen enforces them is not documented. C(;) separates the list.
      - Locations are case-sensitive. A name that differs from an existing one only in upper and lower case is refused.
    type: str
    required: true
  state:
    description:
      - V(present) adds the name to the end of the list, if it is not there.
      - V(absent) takes it out. It is refused while maps, Collection Type Policy rules or ILL Settings name it, with a
        list of them.
    type: str
    choices:
      - present
      - absent
    default: present
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.collection_type_policy
  - module: reshare.wms.ill_settings
  - name: Holding Codes & Shelving Location Messages
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Librarian_Toolbox/OCLC_Service_Configuration/MyWorldCat.org/060Holding_Codes_Translation_Table
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Make the shelving location for what ReShare borrows
  reshare.wms.shelving_location:
    holding_code: LFMM
    name: ReShare

- name: Take out one that is no longer used
  reshare.wms.shelving_location:
    holding_code: LFMM
    name: ILL old
    state: absent
"""

RETURN = r"""
---
object:
  description:
    - The shelving location after the task. V(null) where it is gone.
    - It has the options C(holding_code) and C(name).
  returned: success
  type: dict
  sample:
    holding_code: LFMM
    name: ReShare
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
      description: The holding code.
      type: str
    title:
      description: The object in words, for messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The shelving locations that are added or taken out.
      type: list
      elements: str
  sample:
    - kind: shelving_location
      name: LFMM
      title: Shelving Location 'LFMM'
      action: updated
      what:
        - ReShare
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.locations import SHELVING_LOCATION

TASK = object_task(SHELVING_LOCATION)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
