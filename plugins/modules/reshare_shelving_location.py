#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_shelving_location
short_description: Manage a shelving location that ReShare lends from
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - A row of ReShare's table of shelving locations (Settings > Resource sharing). It says whether, and how gladly, the
    library lends what stands there, in whichever location.
  - In a WMS library, the code is the name of a shelving location as WMS displays it, such as V(General Collection). WMS
    itself knows a shelving location by its holding code and its name, ReShare by its name alone. What is to be
    different in one location is said with M(reshare.wms.reshare_shelving_location_site).
  - 'ReShare passes a copy through two gates, one after the other. The first is the supply preference of its location
    (see M(reshare.wms.reshare_location)). The second is that of the site, the pair of location and shelving location,
    if it has one, or else that of the shelving location. A preference below 0 at either gate means that the copy is
    never lent.'
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant
  - reshare.wms.tenant.fields
  - reshare.wms.tenant.row
  - reshare.wms.tenant.lookup
  - reshare.wms.attributes
options:
  code:
    description:
      - The code of the shelving location, in WMS its name.
      - When the row is made and O(wms_configuration_url) is set, the name is looked up there, among the shelving
        locations of all holding codes. A row that exists can be changed and removed even if WMS does not have the name
        any more.
    type: str
    required: true
  name:
    description:
      - The name of the shelving location. If it is not mentioned when the row is made, it is the code.
    type: str
  supply_preference:
    description:
      - A whole number. Below 0 means never lend from there, V(0) or V(null) neither for nor against, above 0 preferred,
        the higher the more. ReShare's page uses V(-1) to stop lending.
      - It ranks copies only among locations of equal preference.
    type: int
notes:
  - V(absent) is refused while rows of M(reshare.wms.reshare_shelving_location_site) name the shelving location. ReShare
    makes such rows itself, so a shelving location that was in use has some. M(reshare.wms.reshare_configuration) can
    remove both in one task. To stop lending, a preference of V(-1) is enough.
  - No list shows a hidden row. To make one again, the task looks for it through the sites that name it. Where there is
    none it fails and says so. ReShare shows the row again when it meets the code.
  - The account needs C(rs.shelvingLocations.read) and C(rs.shelvingLocations.write), and C(rs.hostlmslocations.read) to
    remove a shelving location.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_location
  - module: reshare.wms.reshare_shelving_location_site
  - module: reshare.wms.shelving_location
  - name: Shelving locations
    description: ReShare's page on shelving locations.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2576842753
"""

EXAMPLES = r"""
---
# How the tenant is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.reshare_configuration), or with environment variables.

- name: Prefer copies from the general collection
  reshare.wms.reshare_shelving_location:
    code: General Collection
    supply_preference: 5

- name: Lend nothing from the reserves, wherever they stand
  reshare.wms.reshare_shelving_location:
    code: Reserves
    supply_preference: -1

- name: Remove a shelving location that WMS does not have any more
  reshare.wms.reshare_shelving_location:
    code: Old Annex
    state: absent
"""

RETURN = r"""
---
object:
  description:
    - The row as it is after the task, with the fields that are set. V(null) where it is gone.
    - It has the options of this module.
  returned: success
  type: dict
  sample:
    code: Reserves
    name: Reserves
    supply_preference: -1
pending:
  description:
    - Whether a person still has to carry out by hand what this task declared.
    - Always V(false), since ReShare carries out every write at once.
  returned: success, and failure while writing
  type: bool
  sample: false
waiting:
  description:
    - What of it waits for a person. Always empty, as RV(pending) is always V(false).
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    title:
      description: The object in words.
      type: str
    since:
      description: The day on which it was first asked for.
      type: str
    remark:
      description: Why it could not be done, where somebody said so, or what it waits for itself.
      type: str
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
      description: The code of the shelving location.
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
    - kind: reshare_shelving_location
      name: Reserves
      title: ReShare shelving location 'Reserves'
      action: updated
      what:
        - supply_preference
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

from ansible_collections.reshare.wms.plugins.module_utils._reshare.tables import SHELVING_LOCATION
from ansible_collections.reshare.wms.plugins.module_utils._task.reshare import object_task

TASK = object_task(SHELVING_LOCATION)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
