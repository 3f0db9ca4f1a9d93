#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: forget_person
short_description: Erase the name of a person from records, and list the other files that have it
version_added: 1.0.0
description:
  - Replaces the name of a person, or an e-mail address, in the records in O(folders) by a pseudonym such as C(a person (erased 2026-11-28)). The playbook
    C(reshare.wms.forget_person) runs this module; docs/secrets.md in the repository describes what it cannot reach.
  - In a record, the name of whoever confirmed, answered, approved, withdrew or was sent a page is replaced, with remarks and the history. Objects, times
    and digests of steps are not changed, so the record proves the same as before. Two persons never get the same pseudonym, because an approval has to be
    that of another person.
  - All other text files with the name, such as received files and approved plans, are listed and not changed. Delete them, or correct them yourself.
  - The name is found in any case, over two lines, and as an escape of JSON, HTML or an address; not as a part of a longer word or of a name with a hyphen.
  - Nothing is changed if a file cannot be read, a record is damaged, or a step that the person confirmed waits for approval. All records are replaced
    together, or none. They are locked meanwhile.
options:
  person:
    description:
      - The name or the e-mail address. For both, run the task twice.
      - A name of one word, or with fewer than four letters, is rejected, because it could be a part of other texts.
    type: str
    required: true
  folders:
    description:
      - The folders with the files, such as the record directory, the folder of the accounts of runs, and the archive of received files.
      - Hidden files and folders are left out, so the history of a git repository is not changed. Links are not followed.
    type: list
    elements: path
    required: true
extends_documentation_fragment: reshare.wms.controller
notes:
  - Text files are those in UTF-8 with at most 64 MB. More than 10,000 files are an error.
"""

EXAMPLES = r"""
---
- name: Erase a person who left
  reshare.wms.forget_person:
    person: Jane Doe
    folders:
      - record
      - runs
      - archive
"""

RETURN = r"""
---
extends_documentation_fragment: reshare.wms.controller
pseudonym:
  description: The text in the place of the name. V(null) if no record has the name.
  returned: success
  type: str
  sample: a person (erased 2026-11-28)
records:
  description: The records that were changed. In check mode, those that would be changed.
  returned: success
  type: list
  elements: str
  sample: [/srv/consortium/record/adams.yml]
other_files:
  description: Other files that have the name in their text or in their own names, and records that have it as a value of the configuration. Not changed.
  returned: success
  type: list
  elements: str
  sample: [/srv/consortium/archive/adams/answers.json]
unread_files:
  description: Files that were not searched as a whole, because they are no text files, too large, links or e-mails. Look at them yourself.
  returned: success
  type: list
  elements: str
  sample: [/srv/consortium/archive/adams/screen.png]
diff:
  description: Each changed record, before and after. Ansible shows them with C(--diff).
  returned: with C(--diff)
  type: list
  elements: dict
"""
