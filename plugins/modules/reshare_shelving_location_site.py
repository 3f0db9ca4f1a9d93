#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_shelving_location_site
short_description: Manage the preference of a shelving location at one location
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - A row of ReShare's table of shelving location sites (Settings > Resource sharing). It overrides the supply
    preference of a shelving location at one location.
  - 'ReShare passes a copy through two gates, one after the other. The first is the supply preference of its location.
    The second is that of the site if it has one, and V(0) counts, or else that of the shelving location. A preference
    below 0 at either gate means that the copy is never lent.'
  - So a site overrides its shelving location only. It can lend what a shelving location of V(-1) holds back. It cannot
    rescue anything in a location of V(-1). A comment in ReShare's source code suggests that it can; the code itself
    decides so (inferred).
  - ReShare makes a row without a preference for every pair of location and shelving location that it meets. Such rows
    are given their preference here, and none is made a second time.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant
  - reshare.wms.tenant.fields
  - reshare.wms.attributes
options:
  location:
    description:
      - The code of a location of ReShare (see M(reshare.wms.reshare_location)), in WMS a holding code.
    type: str
    required: true
  shelving_location:
    description:
      - The code of a shelving location of ReShare (see M(reshare.wms.reshare_shelving_location)), in WMS its name.
    type: str
    required: true
  supply_preference:
    description:
      - A whole number. Below 0 means never lend from there, V(0) neither for nor against, above 0 preferred, the higher
        the more.
      - V(null) overrides nothing. What the shelving location says then counts.
    type: int
  state:
    description:
      - V(present) makes the row, or gives it the preference.
      - V(absent) removes it. ReShare makes it anew, without a preference, when it meets the pair again. To end an
        override, a preference of V(null) is enough.
    type: str
    choices:
      - present
      - absent
    default: present
notes:
  - A row is known by its location and shelving location. Upper and lower case count. A pair that differs from an
    existing one only in case is refused.
  - To make a row, both must exist in ReShare. If one does not, that is an error that lists similar ones. In check mode
    it is a warning, since an earlier task may be what makes it. A hidden location or shelving location counts as gone.
  - ReShare itself allows two rows for one pair, and its availability lookup then fails. So the task looks once more
    just before it makes a row. A pair that exists twice already is refused, with the IDs of its rows. Remove one by
    hand.
  - The account needs C(rs.shelvingLocations.read), C(rs.shelvingLocations.write) and C(rs.hostlmslocations.read).
  - The table exists from mod-rs 2.8.0.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_location
  - module: reshare.wms.reshare_shelving_location
  - name: Shelving locations
    description: ReShare's page on shelving locations.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2576842753
  - name: Locations
    description: ReShare's page on locations.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2482241537
"""

EXAMPLES = r"""
---
# How the tenant is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.reshare_configuration), or with environment variables.

- name: Hold back what stands in the reserves, wherever that is
  reshare.wms.reshare_shelving_location:
    code: Reserves
    supply_preference: -1

- name: Lend from the reserves of the science library nevertheless
  reshare.wms.reshare_shelving_location_site:
    location: LFMS
    shelving_location: Reserves
    supply_preference: 0

- name: Follow the shelving location again
  reshare.wms.reshare_shelving_location_site:
    location: LFMM
    shelving_location: General Collection
    supply_preference: null
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
    location: LFMS
    shelving_location: Reserves
    supply_preference: 0
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
      description: The location and the shelving location, with a slash between them.
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
    - kind: reshare_shelving_location_site
      name: LFMS / Reserves
      title: ReShare shelving location site 'LFMS / Reserves'
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

from ansible_collections.reshare.wms.plugins.module_utils._reshare.tables import SITE
from ansible_collections.reshare.wms.plugins.module_utils._task.reshare import object_task

TASK = object_task(SITE)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
