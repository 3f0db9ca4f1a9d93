#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
---
module: record_confirmation
short_description: Import confirmations of manual steps
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Imports confirmation files from worksheets, or confirmations given as options, and changes steps in the library's record from pending to
    confirmed. The playbook C(reshare.wms.confirm) does this for all libraries.
  - A confirmation is imported as a whole or not at all. It is rejected if its worksheet differs from the pending steps. The message lists
    the differences.
  - It is rejected if its worksheet was created from another record, that is, the record of another institution, of a rehearsal against the
    sandbox, or a record that was replaced since. It is rejected if it is dated more than a day in the future.
  - It is rejected, with both values, if it contradicts data from OCLC's systems. Locations are read from O(wms_metadata_url), and, with
    O(wms_manual_accounts), patron accounts from Identity Management.
  - It is rejected, with both values, if it contains captures of screens that contradict a confirmed step, or do not show a step that is
    confirmed as seen on the screen. Values that the captures show are recorded as seen on the screen, and all others as stated by a person.
  - It is rejected if it confirms that a system was made live while other steps are pending.
  - Steps that could not be done stay pending with the reason, which is shown in all later results and worksheets.
  - Importing the same file again changes nothing. Files are imported in the order of their dates. A confirmed step stays confirmed. If
    there are two reasons why a step could not be done, the later one is used. Parts without effect are returned in RV(without_effect).
  - With O(wms_approval), a confirmed step stays pending until another person approves it (O(approved)) or sends it back (O(sent_back)).
    Impossible and discarded steps, and those that OCLC's systems show as done, need no approval. Names are not authenticated.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  files:
    description:
      - Confirmation files, or folders with such files (C(*.json)). Files of other libraries, and answers of an adoption, are not imported
        and are returned in RV(other_files), so that the same list can be used for every library.
      - If a file of this library is rejected, the task fails after it has imported all other files. A file that does not name a library
        does not cause a failure, and is returned in RV(unassigned_files).
    type: list
    elements: path
    default: []
  archive:
    description:
      - A folder. Imported files of the library are moved there after the record is saved. The folder is created if required, and files in
        it are not overwritten.
      - Rejected files and files of other libraries are not moved.
    type: path
  captures:
    description:
      - Captures of screens of this library, or folders with such files (C(*.json)). A file has one capture, or a list of captures. Captures
        do not name their library.
      - What a capture shows is recorded as seen on the screen, field by field, with its time and O(by), and returned in RV(captures). Fields that a
        capture does not show stay as they are. Ambiguous values are not recorded. A step ends
        if the captures show it as done.
      - Objects that OCLC's systems return are not taken from captures.
      - Values in the record that are not older than a capture are kept. Importing the same capture again changes nothing.
      - A damaged file is rejected. The task then fails after it has imported all other files.
      - Mutually exclusive with O(done), O(impossible) and O(discard).
    type: list
    elements: path
    default: []
  by:
    description:
      - The name of the person who confirms, or who made O(captures), at most 200 characters. Required for O(done), O(impossible), O(discard)
        and O(captures). Confirmation files contain the name of the person.
    type: str
  done:
    description:
      - Steps that were done, by their titles in RV(pending_steps), for example V(Loan Policy 'ReShare borrowing'). V(all) as the only entry
        selects all pending steps.
    type: list
    elements: str
    default: []
  impossible:
    description:
      - Steps that could not be done, as a dictionary of titles and reasons of at most 2000 characters.
    type: dict
    default: {}
  discard:
    description:
      - Pending changes that are no longer required, for example after an object was renamed in the inventory, by their titles. V(all) as
        the only entry selects all pending changes.
      - They are removed from the record. The next run requests those again that are still declared.
    type: list
    elements: str
    default: []
  remark:
    description:
      - A remark of at most 2000 characters that is stored in the history with the steps in O(done).
    type: str
  approved_by:
    description:
      - The name of the person who approves steps, or sends them back, at most 200 characters. Required for O(approved) and O(sent_back).
    type: str
  approved:
    description:
      - Confirmed steps that wait for approval and are approved, by their titles in RV(pending_steps). V(all) as the only entry selects all of
        them that are not in O(sent_back).
      - The task fails, and approves nothing, if O(approved_by) is the name of the person who confirmed one of the steps, in whatever case and
        with whatever spaces, or if a step is not confirmed yet.
      - Steps that wait for approval can also be approved when O(wms_approval) is not set any more.
      - O(approved) and O(sent_back) are mutually exclusive with O(files), O(captures), O(done), O(impossible) and O(discard).
    type: list
    elements: str
    default: []
  sent_back:
    description:
      - Confirmed steps that wait for approval and are not approved, as a dictionary of titles and reasons of at most 2000 characters.
      - Their confirmations end. They are requested again, with the reason, and M(reshare.wms.worksheet_mail) sends the worksheet again.
    type: dict
    default: {}
notes:
  - Requires O(wms_record_dir) and O(wms_registry_id). With O(wms_read_locations), O(wms_key) and O(wms_secret) are also required if a
    location is pending.
seealso:
  - module: reshare.wms.record_adoption
  - module: reshare.wms.circulation_configuration
"""

EXAMPLES = r"""
---
- name: Import confirmations received by e-mail
  reshare.wms.record_confirmation:
    wms_registry_id: "128807"
    wms_key: "{{ fairview_wms_key }}"
    wms_secret: "{{ fairview_wms_secret }}"
    wms_record_dir: record
    files:
      - ../received
    archive: ../received/imported

# The connection options are omitted in the following examples. Set them once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Confirm a step, and report a step that could not be done
  reshare.wms.record_confirmation:
    by: Jane Doe
    done:
      - Loan Policy 'ReShare borrowing'
      - Loan Policy Map
    impossible:
      Collection Type Policy 'ReShare borrowing': OCLC is still migrating our Location Policy

- name: Approve the confirmed steps after a look at the screens, except for one
  reshare.wms.record_confirmation:
    approved_by: John Roe
    approved:
      - all
    sent_back:
      Loan Policy 'ReShare borrowing': The loan period is 21 days on my screen

- name: Import captures of screens
  reshare.wms.record_confirmation:
    by: Jane Doe
    captures:
      - ../captures/fairview

- name: Discard all pending changes
  reshare.wms.record_confirmation:
    by: Jane Doe
    discard:
      - all
"""

RETURN = r"""
---
extends_documentation_fragment:
  - reshare.wms.record
  - reshare.wms.record.knowledge
  - reshare.wms.received
  - reshare.wms.received.captures
  - reshare.wms.library
  - reshare.wms.failure
confirmed:
  description: The steps that were confirmed. With O(wms_approval), they are still in RV(pending_steps).
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample:
    - kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
impossible:
  description: The steps that could not be done, if this is new.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample: []
discarded:
  description: The discarded steps.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample: []
approved:
  description: The steps that were approved.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample: []
sent_back:
  description: The steps that were sent back.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample: []
pending:
  description: Whether steps are still pending.
  returned: success
  type: bool
  sample: true
pending_steps:
  description: The steps that are still pending.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
    rows:
      description: For a map, the conditions of each row that is added, changed, moved or removed, by option name. Empty for other kinds.
      type: list
      elements: dict
    since:
      description: The date on which the change was first requested.
      type: str
    remark:
      description: The reason why the change could not be made, as reported by a person, or the other change that has to be made first.
      type: str
    waits_for:
      description: The object that a person has to create first, as used in messages. V(null) if there is none.
      type: str
    confirmed:
      description:
        - Who confirmed the step (C(by)), when (C(at)), and how (C(how), V(capture) or V(answer)), if it waits for the approval of a second
          person (O(wms_approval)). V(null) otherwise.
      type: dict
  sample:
    - kind: loan_policy_map
      name: ""
      identity: {}
      title: Loan Policy Map
      rows:
        - patron_policy: All
          material_format: All
          holding_location: FAVM
          shelving_location: Interlibrary Loan
      since: "2026-11-25"
      remark: null
      waits_for: null
      confirmed: null
worksheet:
  description: The current worksheet. V(null) if no step is pending.
  returned: success
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
diff:
  description: The titles of the pending steps, and the values that captures changed, before and after. Ansible shows them with C(--diff).
  returned: success
  type: dict
  contains:
    before:
      description: The pending steps before the task.
      type: dict
    after:
      description: The pending steps after the task (in check mode, the steps that would be pending).
      type: dict
imported_files:
  sample:
    - /srv/consortium/received/fairview.confirmation.json
# The documentation refers to these values, and ansible-test does not look for them in fragments.
other_files: {}
unassigned_files: {}
without_effect: {}
captures: {}
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.worksheets import confirmation_task

TASK = confirmation_task()

if __name__ == "__main__":
    TASK.main()
