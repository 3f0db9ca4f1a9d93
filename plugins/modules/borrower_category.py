#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: borrower_category
short_description: Manage a patron type
version_added: 1.0.0
description:
  - Manages a patron type, in OCLC Service Configuration at WMS Institution > Institution Borrower Categories.
  - Patron accounts have a patron type as "Patron Type". Maps have it as "Patron Policy", if a Patron Type Policy exists for it.
  - According to OCLC, a new patron type takes up to 30 minutes to appear, and maps offer it only after its Patron Type Policy was opened
    and saved once (see M(reshare.wms.patron_type_policy)).
  - For a circulation group, OCLC suggests a prefix with the library's OCLC symbol for types that the members do not share.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.object
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
  - The effect of removing a patron type that is in use is not documented by OCLC. The module does not remove a type while a Patron Type
    Policy refers to it. Patron accounts cannot be listed and are therefore not checked.
seealso:
  - module: reshare.wms.patron_type_policy
  - module: reshare.wms.patron_account
  - name: How do I add a new patron type?
    description: One of OCLC's troubleshooting pages.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Troubleshooting
"""

EXAMPLES = r"""
---
- name: Create the patron type for lending accounts
  reshare.wms.borrower_category:
    name: ReShare lending
    description: Accounts of ReShare partners
"""

RETURN = "extends_documentation_fragment: reshare.wms.object"

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.patrons import BORROWER_CATEGORY

TASK = object_task(BORROWER_CATEGORY)

if __name__ == "__main__":
    TASK.main()
