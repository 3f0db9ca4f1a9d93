#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: reshare_patron_profile
short_description: Manage a patron profile of ReShare
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - A row of ReShare's table of patron profiles (Settings > Resource sharing). It says whether patrons with that profile
    may make requests.
  - ReShare makes rows itself when the library system names a profile that it does not have yet.
  - WMS names no profile, only a status. ReShare then takes the name of the field that holds the status for the profile.
    So a WMS library has one profile, V(STATUS), and every patron is in it. A profile that cannot make requests would
    stop all of them (inferred from ReShare's source code).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.tenant
  - reshare.wms.tenant.fields
  - reshare.wms.tenant.row
  - reshare.wms.attributes
options:
  code:
    description:
      - The code of the profile, as the library system names it. In a WMS library the only one that ReShare ever meets
        is V(STATUS) (inferred).
    type: str
    required: true
  name:
    description:
      - The name of the profile. If it is not mentioned when the row is made, it is the code.
    type: str
  can_create_requests:
    description:
      - Whether patrons with this profile may make requests. V(null) means that they may.
      - A task that sets it to V(false) warns, whichever profile it is.
    type: bool
notes:
  - No list shows a hidden row, and nothing else leads to one here. A task that is to make it again fails and says so.
    ReShare shows the row again when it meets the code.
  - The account needs C(rs.hostlmspatronprofiles.read) and C(rs.hostlmspatronprofiles.write).
  - The table exists from mod-rs 2.7.0.
seealso:
  - module: reshare.wms.reshare_configuration
  - module: reshare.wms.reshare_setting
  - name: Patron profiles
    description: ReShare's page on patron profiles.
    link: https://openlibraryfoundation.atlassian.net/wiki/spaces/PR/pages/2577760257
"""

EXAMPLES = r"""
---
# How the tenant is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.reshare_configuration), or with environment variables.

- name: Let every patron of a WMS library make requests
  reshare.wms.reshare_patron_profile:
    code: STATUS
    name: All patrons
    can_create_requests: true

- name: Remove a profile that was left by the library system before WMS
  reshare.wms.reshare_patron_profile:
    code: UNDERGRAD
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
    code: STATUS
    name: All patrons
    can_create_requests: true
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
      description: The code of the profile.
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
    - kind: reshare_patron_profile
      name: STATUS
      title: ReShare patron profile 'STATUS'
      action: updated
      what:
        - can_create_requests
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

from ansible_collections.reshare.wms.plugins.module_utils._reshare.tables import PATRON_PROFILE
from ansible_collections.reshare.wms.plugins.module_utils._task.reshare import object_task

TASK = object_task(PATRON_PROFILE)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
