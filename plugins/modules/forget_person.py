#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: forget_person
short_description: Erase the name of a person from records, reports and received files
version_added: 1.0.0
description:
  - Replaces the name of a person, or an e-mail address, by a pseudonym such as C(a person (erased 2026-11-28)) in all text files in O(folders) and the folders
    in them. The playbook C(reshare.wms.forget_person) runs this module; docs/secrets.md in the repository describes what it cannot reach.
  - In a record, the name of whoever confirmed, answered, approved, withdrew or was sent a page is replaced, with remarks and the history. Objects, times
    and digests of steps are not changed, so the record proves the same as before. Two persons never get the same pseudonym, because an approval has to be
    that of another person.
  - In all other text files (pages, reports, drift files, archived answers and captures), the name is replaced wherever it is written, also as an escape
    of JSON, HTML or Markdown, or over two lines.
  - The name has to be exact, in upper and lower case too. It is not replaced as a part of a longer word or of a name with a hyphen. Names in records that
    differ from it in case or spaces only are returned in RV(similar).
  - Nothing is changed if a file cannot be read, a record is damaged, the name is a value of the configuration in a record, or a step that the person
    confirmed waits for approval. All files are replaced together, or none. Records are locked meanwhile.
options:
  person:
    description:
      - The name or the e-mail address as it is in the files. For both, run the task twice.
      - A name of one word, or with fewer than four letters, is rejected, because it could be a part of other texts.
    type: str
    required: true
  folders:
    description:
      - The folders with the files, such as the record directory, the folder of the reports, and the archive of received files.
      - Hidden files and folders are left out, so the history of a git repository is not changed. Links are not followed.
    type: list
    elements: path
    required: true
extends_documentation_fragment: reshare.wms.controller
notes:
  - Text files are those in UTF-8 with at most 64 MB. More than 10,000 files are an error.
seealso:
  - module: reshare.wms.old_files
"""

EXAMPLES = r"""
---
- name: Erase a person who left
  reshare.wms.forget_person:
    person: Jane Doe
    folders:
      - record
      - reports
      - archive
"""

RETURN = r"""
---
extends_documentation_fragment: reshare.wms.controller
pseudonym:
  description: The text in the place of the name. V(null) if no file has the name.
  returned: success
  type: str
  sample: a person (erased 2026-11-28)
files:
  description: The files that were changed. In check mode, those that would be changed.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The path.
      type: str
    count:
      description: How often the file had the name.
      type: int
  sample:
    - path: /srv/consortium/record/adams.yml
      count: 12
unread_files:
  description: Files that were not searched as a whole, because they are no text files, too large, links or e-mails. Look at them yourself.
  returned: success
  type: list
  elements: str
  sample: [/srv/consortium/archive/adams/screen.png]
named_files:
  description: Files that have the name in their own names, which were not changed.
  returned: success
  type: list
  elements: str
  sample: []
similar:
  description: Names in records that differ from the name in case, spaces or punctuation only. Run the task with them if they are the same person.
  returned: success
  type: list
  elements: str
  sample: []
diff:
  description: The changed places of each file, at most 20. Ansible shows them with C(--diff).
  returned: with C(--diff)
  type: list
  elements: dict
"""
