#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: record_commit
short_description: Commit and push the records
version_added: 1.0.0
description:
  - Commits the changes in a folder of a git repository, with a message that contains what changed in the records of the libraries. The playbook
    C(reshare.wms.commit_record) runs this module; docs/ci.md in the repository describes when.
  - The message has the confirmed and the new steps, the persons, withdrawals and new evidence, by library. A file that is not a record of this version is
    named without details.
  - Nothing is committed if git has not finished a rebase, merge, cherry-pick or revert, if no branch is checked out, or if a file in the folder has
    markers of a conflict.
options:
  folder:
    description: The folder. Other changes in the repository are not committed, and files that git ignores are not either.
    type: path
    required: true
  push:
    description:
      - Whether the commits of the branch that the remote branch does not have are pushed, also those of an earlier run. With commits by others in between,
        they are put on top of them first.
      - The task succeeds only if the remote branch has the commits. A conflict is an error, and the clone stays as it is.
    type: bool
    default: false
extends_documentation_fragment: reshare.wms.controller
notes:
  - git has to know the name and address of the person or job that commits (C(user.name), C(user.email)), and with O(push), the branch has to have an
    upstream. Nobody is asked for credentials.
  - Each command of git may take 300 seconds.
  - In check mode, nothing is fetched or pushed, so commits of an earlier run that were not pushed do not count.
seealso:
  - module: reshare.wms.record_import
"""

EXAMPLES = r"""
---
- name: Commit and push the records
  reshare.wms.record_commit:
    folder: record
    push: true
"""

RETURN = r"""
---
extends_documentation_fragment: reshare.wms.controller
files:
  description: The changed files, relative to O(folder). In check mode, those that would be committed.
  returned: success, or if the commit cannot be pushed
  type: list
  elements: str
  sample: [adams.yml]
commit_message:
  description: The message of the commit; empty if nothing was committed.
  returned: success, or if the commit cannot be pushed
  type: str
  sample: |
    adams: 1 confirmed

    adams
    - confirmed: Loan Policy 'ReShare borrowing' created (Jane Doe)
pushed:
  description: Whether commits were pushed.
  returned: success, or if the commit cannot be pushed
  type: bool
  sample: true
diff:
  description: The changed files. Ansible shows them with C(--diff).
  returned: with C(--diff)
  type: dict
  contains:
    before:
      description: Empty.
      type: str
    after:
      description: The files, one in each line.
      type: str
"""
