#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: first_contact
short_description: Compare the systems of a library with the assumptions about OCLC and ReShare
version_added: 1.0.0
description:
  - The collection rests on assumptions about OCLC and ReShare that no public document confirms. This module reads both systems of a library once,
    and returns whether the responses, and the O(files), confirm or contradict them, with a verdict. The playbook C(reshare.wms.first_contact) writes the
    result to a page and a JSON file.
  - Without O(transactions), only logins, searches and lists are requested. Nothing is changed.
  - The result contains no text of a response or file. It has no personal data, no secrets, and no names, symbols or IDs of libraries, accounts or systems,
    only words of this collection. It can be sent to the project as it is. Warnings can have such texts.
  - A contradiction has the name of a known alternative only if the whole response, without IDs and times, equals it. Otherwise it is not known, and
    the collection must not be used for the library before it is settled.
  - A system that does not respond, or that rejects a request, confirms nothing. The task does not fail in this case, but has a warning, and the verdict
    is V(stop).
extends_documentation_fragment: reshare.wms.library
attributes:
  check_mode:
    support: partial
    details:
      - In check mode, no transactions are sent.
  diff_mode:
    support: none
  idempotent:
    support: full
options:
  patron_barcode:
    description:
      - The barcode of a test patron in WMS. The account is searched and read. If not set, nothing is observed of accounts.
    type: str
  patron_type:
    description:
      - The patron type of this account, as it is on the screen.
    type: str
  transactions:
    description:
      - Whether to send the NCIP probe (M(reshare.wms.ncip_probe)), a CheckInItem for a barcode that no item has, with O(wms_main_branch) as both
        agencies; and to let ReShare check O(patron_barcode) with the key in its settings. mod-rs stores the profile of a patron that it checks.
    type: bool
    default: false
  files:
    description:
      - Report files of OCLC (see M(reshare.wms.record_import)), and folders with them. They show assumptions about the reports. What is assumed about the
        screens is shown by the known screens in O(wms_record_dir).
      - A file that is no report fails the task before the first request. A text file without the columns of a known report is a warning.
    type: list
    elements: path
    default: []
notes:
  - Requires O(wms_registry_id), O(wms_key), O(wms_secret), O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password). With
    O(transactions), also O(wms_main_branch).
  - With O(borrowing_holding_location), the holding codes are compared with it.
seealso:
  - module: reshare.wms.preflight_info
  - module: reshare.wms.ncip_verification
"""

EXAMPLES = r"""
---
- name: Compare the systems with the assumptions
  reshare.wms.first_contact:
    patron_barcode: "29990001"
    patron_type: Student
  register: contact

- name: Show the assumptions that are wrong
  ansible.builtin.debug:
    msg: "{{ contact.document.assumptions | selectattr('state', 'eq', 'contradicted') | map(attribute='meaning') | list }}"
"""

RETURN = r"""
---
extends_documentation_fragment: reshare.wms.library
document:
  description: The findings, as the content of a file. Only what was observed is in it.
  returned: success
  type: dict
  contains:
    format:
      description: V(reshare.wms first contact).
      type: str
    version:
      description: The version of the format.
      type: int
    sandbox:
      description: Whether a response came from the sandbox.
      type: bool
    verdict:
      description: V(go_on), V(go_on_with_settings) or V(stop).
      type: str
    stops:
      description: Why the collection must not be used for the library yet.
      type: list
      elements: str
    settings:
      description: What has to be set in the inventory first.
      type: list
      elements: str
    unanswered:
      description: The requests without a usable response, such as a rejected login, unless an assumption has the reason.
      type: list
      elements: dict
      contains:
        step:
          description: The request.
          type: str
        reason:
          description: Why it shows nothing.
          type: str
    not_observed:
      description: The number of other assumptions that a first contact can show.
      type: int
    assumptions:
      description: The assumptions that were observed.
      type: list
      elements: dict
      contains:
        id:
          description: The ID of the assumption in docs/developers/assumptions.md.
          type: str
        statement:
          description: The assumption.
          type: str
        state:
          description: V(confirmed) if the responses show all of it, V(agrees) if they show a part of it, or V(contradicted).
          type: str
        alternatives:
          description: The IDs of the known alternatives that the whole response equals. Empty for a contradiction that is not known.
          type: list
          elements: str
        stops:
          description: Whether the collection must not be used for the library before this is settled. A contradiction that is not known stops.
          type: bool
        meaning:
          description: What a contradiction means, and what to do. Empty for another state.
          type: str
        setting:
          description: What has to be set because of a contradiction. Empty if nothing has to be.
          type: str
        seen:
          description: The responses and files in words of the collection, such as the types of values.
          type: dict
  sample:
    format: reshare.wms first contact
    version: 1
    sandbox: false
    verdict: go_on
    stops: []
    settings: []
    unanswered: []
    not_observed: 32
    assumptions:
      - id: metadata-institution
        statement: The response has the registry ID of the institution as a text in id, and hasProblems false.
        state: contradicted
        alternatives: [type]
        stops: false
        meaning: id is a number, as in OCLC's schema. The collection works with it. Nothing has to be set.
        setting: ""
        seen:
          id: number
          hasProblems: "false"
          rest of the response: as assumed
"""

from ..module_utils._module_tasks.first_contact import first_contact_task

TASK = first_contact_task

if __name__ == "__main__":
    TASK.main()
