#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: borrower_category
short_description: Manage a patron type
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - A patron type, in OCLC Service Configuration at WMS Institution > Institution Borrower Categories.
  - It is what accounts have as "Patron Type", and maps as "Patron Policy" once it has a Patron Type Policy.
  - OCLC says that a new patron type takes up to 30 minutes to appear, and that maps offer it only after its Patron Type
    Policy was opened and saved once (see M(reshare.wms.patron_type_policy)).
  - In a circulation group OCLC suggests to put the library's OCLC symbol before the names of types that the members do
    not share.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.object
  - reshare.wms.attributes
options:
  name:
    description:
      - Column "Patron type". At most 30 characters.
    type: str
    required: true
  description:
    description:
      - Column "Description". OCLC shows it on this screen only.
    type: str
notes:
  - What OCLC does when a type in use is removed is not documented. Removing is refused here while a Patron Type Policy
    names the type. Patron accounts cannot be listed and so are not looked at.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.patron_type_policy
  - module: reshare.wms.patron_account
  - name: How do I add a new patron type?
    description: In OCLC's troubleshooting pages.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Troubleshooting
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Make the patron type for lending accounts
  reshare.wms.borrower_category:
    name: ReShare lending
    description: Accounts of ReShare partners

- name: Take its description away
  reshare.wms.borrower_category:
    name: ReShare lending
    description: null

- name: Remove a type that nobody needs
  reshare.wms.borrower_category:
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
    description: Accounts of ReShare partners
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
    - kind: borrower_category
      name: ReShare lending
      title: Borrower Category 'ReShare lending'
      action: updated
      what:
        - description
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
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import BORROWER_CATEGORY

TASK = object_task(BORROWER_CATEGORY)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
