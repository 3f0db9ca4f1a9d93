#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: record_info
short_description: Show the worksheet and the questionnaires of a library that wait for people
version_added: 1.0.0
description:
  - Returns the current worksheet and questionnaires of a library (C(worksheets/) in O(wms_record_dir)), with the number of open steps and the dates,
    the contact, and the latest answer that was imported.
  - The playbooks C(reshare.wms.status) and C(reshare.wms.send_worksheets) show them.
extends_documentation_fragment: reshare.wms.library.info
notes:
  - Requires O(wms_record_dir) and O(wms_registry_id). No system is called.
seealso:
  - module: reshare.wms.worksheet_mail
  - module: reshare.wms.record_import
"""

EXAMPLES = r"""
---
- name: Read the pages that wait for people
  reshare.wms.record_info:
    wms_record_dir: record
    wms_registry_id: "128807"
  register: waiting

- name: Show the pages that are overdue
  ansible.builtin.debug:
    var: waiting.overview.pages | selectattr('overdue')
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.library
overview:
  description: The contact, and the pages that wait for an answer with their dates.
  returned: success
  type: dict
  contains:
    display_name:
      description: The name of the library for people.
      type: str
    contact:
      description: The contact of the library. V(null) if there is none.
      type: dict
      contains:
        name:
          description: The name.
          type: str
        email:
          description: The e-mail address. V(null) if there is none.
          type: str
        deputy:
          description: The deputy, with the same members. V(null) if there is none.
          type: dict
    last_answer:
      description: The person and the time of the latest answer that was imported. V(null) if there is none.
      type: dict
      contains:
        by:
          description: The person.
          type: str
        at:
          description: The time, UTC.
          type: str
    pages:
      description: The pages that wait for the contact.
      type: list
      elements: dict
      contains:
        page:
          description: V(worksheet), V(questionnaire) or V(audit).
          type: str
        path:
          description: The path of the page.
          type: str
        steps:
          description: The number of steps or questions.
          type: int
        open:
          description: The number of those that were not reported as impossible.
          type: int
        waiting_for_approval:
          description: The number of other steps that are confirmed and wait for approval. RV(overview.pages[].steps) does not include them.
          type: int
        sent_back:
          description: The steps that were sent back and were not confirmed again.
          type: list
          elements: dict
          contains:
            title:
              description: The object, as used in messages.
              type: str
            remark:
              description: The reason.
              type: str
            by:
              description: The person who sent it back.
              type: str
            at:
              description: The time, UTC.
              type: str
        since:
          description: The day on which the oldest step was requested. V(null) for a questionnaire.
          type: str
        due:
          description: The day on which the page is due. V(null) if there is none.
          type: str
        overdue:
          description: Whether that day is in the past.
          type: bool
        to:
          description: The address to which the page was sent. V(null) if it was not sent.
          type: str
        first:
          description: The time of the first e-mail about these steps. V(null) if it was not sent.
          type: str
        at:
          description: The time of the latest e-mail. V(null) if it was not sent.
          type: str
        accepted:
          description: Whether the mail server accepted the latest e-mail. V(false) if the outcome is unknown, V(null) if it was not sent.
          type: bool
        reminders:
          description: The number of reminders.
          type: int
        why:
          description:
            - Why M(reshare.wms.worksheet_mail) would send the page now. V(new) if it has steps or questions that were not sent yet, V(sent_back) if a
              step was sent back since, V(contact) if it was sent to another address before. V(null) if it would not, except as a reminder or again.
          type: str
  sample:
    display_name: Fairview College Library
    contact:
      name: Jane Doe
      email: jane.doe@example.edu
    last_answer:
    pages:
      - page: worksheet
        path: /srv/consortium/record/worksheets/fairview.html
        steps: 23
        open: 22
        waiting_for_approval: 0
        sent_back: []
        since: "2026-11-26"
        due: "2026-12-17"
        overdue: false
        to: jane.doe@example.edu
        first: "2026-11-26T09:30:00Z"
        at: "2026-11-26T09:30:00Z"
        accepted: true
        reminders: 0
        why:
"""

from ..module_utils._module_tasks.record_pages import info_task

TASK = info_task

if __name__ == "__main__":
    TASK.main()
