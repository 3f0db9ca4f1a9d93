#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: old_files
short_description: Remove old imported files and old reports
version_added: 1.0.0
description:
  - Removes files of O(folder) and the folders in it that are older than O(keep_days) and not needed any more. The playbooks C(reshare.wms.receive) and
    C(reshare.wms.fleet) run this module if the variable C(wms_keep_days) is set.
  - An imported file (confirmation, answers, captures as JSON) is removed that many days after it was moved to the archive. The record has its content.
  - A report of P(reshare.wms.report#callback) or a drift file is removed that many days after the end of its run, with its page, if a later file of the same
    format has all its libraries. So the last known state of each library is kept.
  - Files of other formats, damaged files, hidden ones and links are never removed.
options:
  folder:
    description: The folder. If it does not exist, there is nothing to remove.
    type: path
    required: true
  keep_days:
    description: The number of days for which files are kept, from 1 to 36500.
    type: int
    required: true
extends_documentation_fragment: reshare.wms.controller
seealso:
  - module: reshare.wms.forget_person
"""

EXAMPLES = r"""
---
- name: Remove reports that are older than two years
  reshare.wms.old_files:
    folder: reports
    keep_days: 730
"""

RETURN = r"""
---
extends_documentation_fragment: reshare.wms.controller
removed:
  description: The paths of the removed files. In check mode, of those that would be removed.
  returned: success
  type: list
  elements: str
  sample: [/srv/consortium/reports/2024-11-20.json]
diff:
  description: The paths of the removed files. Ansible shows them with C(--diff).
  returned: with C(--diff)
  type: dict
  contains:
    before:
      description: The paths, one in each line.
      type: str
    after:
      description: Empty.
      type: str
"""
