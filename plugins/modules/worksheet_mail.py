#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: worksheet_mail
short_description: Send the worksheet and the questionnaires of a library to its contact by e-mail
version_added: 1.0.0
description:
  - Sends the current worksheet and questionnaires of a library (C(worksheets/) in O(wms_record_dir)) to O(library_contact), one e-mail for each,
    with the HTML page attached, also of several libraries (O(together)). The playbook C(reshare.wms.send_worksheets) does this for all libraries.
  - A deputy of the contact gets a copy of each e-mail.
  - A page is sent once. It is sent again if it has steps or questions that were not sent yet, if a step was sent back, if the library has
    another contact, or, with O(reminder_days), as a reminder. Fewer steps, another due date or another layout of the page are no reason.
    A page on which all steps wait for approval is not sent.
  - The record contains what was sent, to whom and when (C(sent)), and a line in its history for each e-mail.
  - The e-mail is noted in the record before it is sent. The record is not locked while it is sent; the note keeps other runs from sending the same
    e-mail. If the run is interrupted, or the connection ends before the mail server confirmed the e-mail, it is not sent again automatically, because
    it may have been delivered. A warning then names it, and O(again) or a reminder sends it. If the mail
    server rejects an e-mail, the note is removed, and the next run sends it.
  - A rejected login is not repeated for five minutes, also for other libraries, as for the other systems (see O(state_dir)).
  - In check mode nothing is sent and nothing is written. RV(sent) then contains what would be sent.
extends_documentation_fragment: reshare.wms.library
options:
  smtp_host:
    description: The name of the mail server. Its certificate has to have this name.
    type: str
    required: true
  smtp_port:
    description: The port. By default V(587) with O(smtp_security=starttls), V(465) with V(tls), V(25) with V(none).
    type: int
  smtp_security:
    description:
      - V(starttls) if the connection is encrypted with the command STARTTLS, V(tls) if it is encrypted from the start. The task fails if the
        server does not offer the encryption.
      - V(none) for a mail server on this machine. It cannot be combined with O(smtp_username).
      - The certificate is checked against O(ca_path), else against the authorities of the system, unless O(validate_certs) is V(false).
    type: str
    choices: [starttls, tls, none]
    default: starttls
  smtp_username:
    description: The user name of the login. Not set for a server without a login. The login is tried once, with AUTH PLAIN or AUTH LOGIN.
    type: str
  smtp_password:
    description: The password of O(smtp_username).
    type: str
  sender:
    description: The e-mail address of the sender.
    type: str
    required: true
  sender_name:
    description: The name of the sender, also at the end of the text and in the history of the record.
    type: str
  reply_to:
    description: The e-mail address to which the libraries reply with their files. By default O(sender).
    type: str
  reminder_days:
    description:
      - The number of days without an e-mail about the page and without an answer of the library, after which a reminder is sent. V(0) for no reminders.
      - No reminder is sent if all steps on the page were reported as impossible.
    type: int
    default: 0
  again:
    description: Whether pages that were sent before are sent again now, for example because an e-mail was lost.
    type: bool
    default: false
  together:
    description:
      - Other libraries with the same contact, whose pages are sent in the same e-mail. Each is a dictionary of O(library) and those of O(wms_record_dir),
        O(wms_registry_id), O(library_display_name), O(library_contact) and O(worksheet_due_days) that differ. There is one e-mail for all worksheets, one for
        all questionnaires and one for all audits. The record of each library has what was sent of it.
      - Left out, for the task of the library itself, are a page with an error, pages beyond 5 MB, and a library in a rehearsal beside one that is not.
      - The address, the deputy and the sender are those of the first library. If the contacts have different names, the e-mail is addressed to all of them.
    type: list
    elements: dict
    default: []
  joined:
    description: What RV(together) of the task for another library has about this one. It is a part of the result, and is not sent again.
    type: dict
    default: {}
notes:
  - Requires O(wms_record_dir) and O(wms_registry_id). No other system than the mail server is called.
  - O(timeout) is the time for the whole conversation with the mail server about one e-mail, from the resolution of its name to the last reply.
  - Some mail servers remove HTML attachments with scripts. Send a test to yourself first.
seealso:
  - module: reshare.wms.record_info
  - module: reshare.wms.record_import
  - module: reshare.wms.record_questions
"""

EXAMPLES = r"""
---
- name: Send new worksheets, and a reminder after two weeks
  reshare.wms.worksheet_mail:
    smtp_host: mail.example.org
    smtp_username: reshare@example.org
    smtp_password: "{{ vaulted_smtp_password }}"
    sender: reshare@example.org
    sender_name: The ReShare office
    library_display_name: Fairview College Library
    library_contact:
      name: Jane Doe
      email: jane.doe@example.edu
    worksheet_due_days: 21
    reminder_days: 14
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.library
sent:
  description: The e-mails of this task. In check mode, those that would be sent.
  returned: success
  type: list
  elements: dict
  contains:
    page:
      description: V(worksheet), V(questionnaire) or V(audit).
      type: str
    why:
      description:
        - V(new) if the page has steps or questions that were not sent yet, V(sent_back) if a step was sent back since, V(contact) if it was
          sent to another address before, V(reminder), or V(again) because of O(again).
      type: str
    to:
      description: The address.
      type: str
    at:
      description: The time, UTC.
      type: str
    due:
      description: The day on which the page is due. V(null) without O(worksheet_due_days).
      type: str
    steps:
      description: The number of steps or questions.
      type: int
  sample:
    - page: worksheet
      why: new
      to: jane.doe@example.edu
      at: "2026-11-26T09:30:00Z"
      due: "2026-12-17"
      steps: 23
together:
  description: What O(joined) of the other libraries has to be, by library. Without O(together), it is empty.
  returned: success
  type: dict
  sample: {}
diff:
  description: The e-mails in the record by page (address, number of steps, due date, number of reminders). Ansible shows it with C(--diff).
  returned: success
  type: dict
  contains:
    before:
      description: Before the task.
      type: dict
    after:
      description: After the task (in check mode, after the e-mails that would be sent).
      type: dict
"""

from ..module_utils._module_tasks.mail import mail_task

TASK = mail_task

if __name__ == "__main__":
    TASK.main()
