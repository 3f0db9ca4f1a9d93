#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: fetch_answers
short_description: Fetch answers that libraries sent back, from a mailbox or a folder
version_added: 1.0.0
description:
  - Writes the confirmations and answers in e-mails into O(folder), from which M(reshare.wms.record_import) imports them. The playbook
    C(reshare.wms.fetch_answers) runs this module once for all libraries; docs/mail.md in the repository describes the work around it.
  - A file counts if it has the registry ID and the token of the record of its library, and the e-mail is from C(library_contact), its deputy or one of
    C(fetch_answers_senders) of that library. Both can be forged by somebody who has the worksheet, so review what is imported as before. The sender is never
    the person who confirms; that is the name in the file.
  - Files can be attached to the e-mail, in an attached e-mail, or in a ZIP file; each is judged by itself. OCLC's report files do not count, because they have
    no token. The text of e-mails is not used, and nothing of an e-mail is kept but the files that count.
  - An e-mail is settled, or each run tries it again and returns it in RV(unsettled), with a warning. It is settled once all its files count and were fetched,
    if it is an automatic one without answers, if its sender is unknown, if no file is attached that can have answers, or if a person settled it (O(settled)).
    An e-mail from an unknown sender is tried again once the sender is a contact.
  - Nothing is sent, and no e-mail is answered. Nothing in the mailbox is changed, not even the mark that an e-mail was read. The digests of what is settled
    are in the hidden file C(.settled) in O(folder), which several runs can share. If it is lost, all is tried again, and repeated imports have no effect.
  - A run looks at the e-mails that the server received since 60 days before the last run that left none unsettled; the first run, in the last 60 days. If the
    connection ends, the files that were written are complete.
extends_documentation_fragment: reshare.wms.controller
options:
  folder:
    description:
      - The folder to which files are written, under names of the module's own (library, kind and digest). It is created if it does not exist.
      - It must not be a place from which Ansible reads variables, such as the folder of the inventory.
    type: path
    required: true
  libraries:
    description:
      - The names of the hosts of the libraries. Their variables C(wms_record_dir), C(wms_registry_id), C(library_contact) and C(fetch_answers_senders)
        are read.
      - Name all libraries of the inventory, because an e-mail about another one is not settled. Other hosts have no effect.
    type: list
    elements: str
    required: true
  source:
    description:
      - A folder with files that people sent, in place of a mailbox. E-mails (C(.eml)), ZIP files and JSON files in it and the folders in it are read, and
        left where they are. Links and hidden files are left out.
      - Files other than e-mails have no sender, so their token alone counts.
      - Exactly one of O(source) and O(imap_host) is required, unless O(optional) is true.
    type: path
  imap_host:
    description: The name of the mail server. Its certificate has to have this name.
    type: str
  imap_port:
    description: The port. The connection is encrypted from the start; STARTTLS is not supported.
    type: int
    default: 993
  imap_username:
    description: The user name of the login. Required with O(imap_host). The login is sent once, with AUTH=PLAIN; logins with OAuth are not supported.
    type: str
  imap_password:
    description: The password of O(imap_username).
    type: str
  imap_mailbox:
    description: The mailbox, in ASCII.
    type: str
    default: INBOX
  settled:
    description:
      - E-mails and files that a person settles, by their digests in RV(unsettled), with the reasons.
      - The reason is returned in RV(settled), and is kept nowhere else. A digest that was settled once can be removed from here.
    type: dict
    default: {}
  optional:
    description: Whether nothing is fetched if neither O(source) nor O(imap_host) is set. Otherwise that is an error.
    type: bool
    default: false
  timeout:
    description:
      - The time for each command to the mail server, in seconds. A run begins no e-mail after twenty times that, and the next run looks at the rest. The newest
        e-mails are first.
    type: float
    default: 30
  validate_certs:
    description: Whether the certificate is checked. Use V(false) for tests only.
    type: bool
    default: true
  ca_path:
    description: A file with authorities for the certificate, in place of those of the system.
    type: path
  state_dir:
    description: The directory in which rejected logins are noted. A rejected login is not repeated for five minutes.
    type: path
notes:
  - An e-mail with more than 25 MB is not opened, and not settled. The same is true of a file with answers of more than 5 MB, of files in one another to a depth
    of more than 3, and of what is left of an e-mail after 80 MB were read, in which each file counts at least 10 kB.
seealso:
  - module: reshare.wms.record_import
  - module: reshare.wms.worksheet_mail
"""

EXAMPLES = r"""
---
- name: Fetch answers of all libraries
  reshare.wms.fetch_answers:
    folder: ../received
    libraries: "{{ groups['all'] }}"
    imap_host: mail.example.org
    imap_username: reshare@example.org
    imap_password: "{{ vaulted_imap_password }}"
  run_once: true
"""

RETURN = r"""
---
extends_documentation_fragment: reshare.wms.controller
fetched:
  description: The files that were written. In check mode, those that would be written. Also returned if the task failed later.
  returned: unless an option is not valid
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    library:
      description: The library that the file names.
      type: str
    format:
      description: The format of the file.
      type: str
    source:
      description: The number of the e-mail in the mailbox (its UID), or the path of the file in O(source).
      type: str
    sender:
      description: The address of the sender. V(null) for a file in O(source) that is no e-mail.
      type: str
  sample:
    - path: /srv/consortium/received/fairview.worksheet-0f343b0931126a20f133d67c2b018a3b.json
      library: fairview
      format: reshare.wms confirmation
      source: "17"
      sender: jane.doe@example.edu
unsettled:
  description: The e-mails and files that are not settled, at most 100, the newest first. Each run tries them again.
  returned: unless an option is not valid
  type: list
  elements: dict
  contains: &named
    source:
      description: The number of the e-mail in the mailbox (its UID), or the path of the file in O(source).
      type: str
    digest:
      description: What identifies it in O(settled).
      type: str
    sender:
      description: The address of the sender. V(null) if there is none, or several.
      type: str
    subject:
      description: The subject of the e-mail. V(null) for another file.
      type: str
    why:
      description:
        - Why it is not settled, of the first file with a problem - V(unusable) if it cannot be opened, V(other_format) for JSON that has no token,
          V(other_library) for a library that is not in O(libraries), V(unknown_sender) if the sender is a contact of another library only, V(no_record) if the
          record cannot be read.
        - V(damaged), V(other_version), V(other_record) or V(future) as in M(reshare.wms.record_import).
        - In RV(settled), V(automatic) for an automatic reply or a bounce without answers, V(unknown_sender) if the sender is no contact of any library,
          V(no_answer) if no file is attached that can have answers, V(person) if it is in O(settled).
      type: str
    reason:
      description: The problems with its files, at most five, or the reason in O(settled).
      type: str
  sample:
    - source: "18"
      digest: 9b1f0d0e6b7a4a3f8d0c2f5e7a9b1c3d
      sender: jane.doe@example.edu
      subject: "Re: Worksheet"
      why: unusable
      reason: answers.zip is a damaged ZIP file
unsettled_count:
  description: The number of all e-mails and files that are not settled.
  returned: unless an option is not valid
  type: int
  sample: 1
settled:
  description: The e-mails and files without answers that this run settled, at most 100. The next run does not name them.
  returned: unless an option is not valid
  type: list
  elements: dict
  contains: *named
  sample:
    - source: "19"
      digest: 3c1d0b9a7e5f2c0d8f3a4a7b6e0d1f9b
      sender: somebody@example.com
      subject: News
      why: unknown_sender
      reason: has a sender that is not in library_contact or fetch_answers_senders of a library. If it has answers, add the sender
settled_count:
  description: The number of all e-mails and files without answers that this run settled.
  returned: unless an option is not valid
  type: int
  sample: 1
left:
  description: The number of e-mails that this run did not look at.
  returned: unless an option is not valid
  type: int
  sample: 0
diff:
  description: The paths of the files. Ansible shows them with C(--diff).
  returned: with C(--diff)
  type: dict
  contains:
    before:
      description: Empty.
      type: str
    after:
      description: The paths, one in each line.
      type: str
"""
