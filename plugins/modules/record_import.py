#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: record_import
short_description: Import what people send back
version_added: 1.0.0
description:
  - Imports files of all formats into the record of the library, and confirmations and approvals that are given as options. The playbook
    C(reshare.wms.receive) does this for all libraries.
  - A confirmation of a worksheet changes steps from pending to confirmed. It is rejected if its worksheet differs from the pending steps, with the
    differences; if it contradicts data from OCLC's systems, with both values; or if it confirms that a system was made live while other steps are
    pending. Locations are read from O(wms_metadata_url), and, with O(wms_manual_accounts), patron accounts from Identity Management.
  - Steps that could not be done stay pending with the reason, which is shown in all later results and worksheets.
  - The answers of a questionnaire are recorded as found. An invalid answer is rejected with the field and the expected value. Contradicting answers are
    rejected, too, for example a map that refers to a policy which does not exist according to another answer.
  - Confirmations and answers can have the screens that the assistant read. A reading counts if each of its values follows from what its capture shows and from
    a patch of a known screen (C(screens) in O(wms_record_dir)) that is not revoked. The file is rejected if a reading does not count, if the screens contradict
    it, with both values, or if they do not show what is confirmed as seen on the screen. All other values are stated by a person.
  - New patches of known screens are added to O(wms_record_dir). They count at once, also for other libraries. Whether a value counts as seen on the screen
    or as stated by a person follows from them in each run. O(reviewed) and O(revoked) are about them.
  - A confirmation or answer is rejected if its page was created from another record, that is, the record of another institution, of a rehearsal against
    the sandbox, or a record that has since been replaced. It is rejected if it is dated more than a day in the future.
  - What a screen shows is recorded field by field, with its time and the person, and returned in RV(screens), also of objects without a step. Fields that it
    does not show stay as they are. A step ends if the screens show it as done. Objects that OCLC's systems return are not taken from screens. The pages of
    a map are one look if they count their rows from 1 to the total, within half an hour. The record keeps the digest of a capture, and never the capture.
  - Report files of OCLC are compared with O(configuration). If the existing configuration is known from the record, a finding names the row of the Loan
    Policy Map that applied. The known report files are the Circulation Patron Report (full or of a week), Circulation Events (exported from Report Designer
    or WorldShare Reports in Power BI), the Check Out Item report (OCLC Usage Statistics) and All Checked Out Items. A report file is recognised by the names
    of its columns, in any order. Cells can be separated by C(|), C(;), C(,) or a tab. Circulation Item Inventories are accepted, and nothing is concluded
    from them. RV(not_proven) lists what no report file proves.
  - The record keeps the latest report file of each kind, that is, its name, days and number of rows, the numbers of patrons by patron type, the library's
    own lending accounts, the number of compared loans, and the findings. It keeps nothing about any other patron. An older report file does not replace a
    newer one. A report file without a date (in its rows, or in its name as YYYYMMDD) is compared, but not recorded, and a warning names it.
  - A report file becomes the source of the loan period of a Loan Policy of O(configuration), if all of its loans have this period, and the record has
    the same period already. Nothing else in it changes the confirmed objects or the pending steps. A contradiction is returned in RV(findings), and does not
    fail the task. M(reshare.wms.preflight_info) fails the check C(evidence) because of it, until a newer comparison has no contradiction.
  - Each file is imported as a whole or not at all. Importing the same file again changes nothing. Confirmations and answers are imported in the order of
    their dates, then report files. A confirmed step stays confirmed. Of two answers about an object, or an
    answer and a confirmation, the later one is used, and values in the record that are not older than a screen are kept. Parts without effect are
    returned in RV(without_effect).
  - With O(wms_approval), a confirmed step stays pending until another person approves it (O(approved)) or sends it back (O(sent_back)).
    Impossible and discarded steps, and those that OCLC's systems show as done, need no approval. Names are not authenticated.
  - With O(configuration), a questionnaire about missing values that was written before is written again with the questions that are left, or removed.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.report_files
options:
  files:
    description:
      - Files that people sent, and folders with such files, in any mixture. Each file is imported by its own format.
      - A confirmation of a worksheet, or the answers of a questionnaire (C(*.json)), names its library and the person. Files of other libraries are
        not imported and are returned in RV(other_files), so that the same folder can be used for every library.
      - A file of a person who serves several libraries (C(*.files.json)) has one such file for each. Each is imported as if it had come alone, and archived as
        a file of its own. The whole file stays until those of all libraries are archived.
      - A report file of OCLC (C(*.txt), C(*.csv), C(*.tsv), C(*.zip)) does not name its library. It is of this library if it is in a folder with its name.
        See also O(shared).
      - Hidden files are ignored. A file of another format, or without a library, does not cause a failure, and is returned in RV(unassigned_files).
      - If a file of this library is rejected, the task fails after it has imported all other files.
    type: list
    elements: path
    default: []
  shared:
    description:
      - Whether O(files) are those of several libraries. Files that do not name their library are then imported only from a folder with the name of
        the library. Otherwise those that are directly in a folder are imported too, unless it has such a folder.
    type: bool
    default: false
  archive:
    description:
      - A folder. Imported files of the library are moved there after the record is saved. The folder is created if required, and files in
        it are not overwritten.
      - Rejected files, files of other libraries and report files of OCLC are not moved. The folder itself is not searched for files.
    type: path
  fail_on_rejected:
    description:
      - Whether the task fails if files of the library were rejected. If not, the result has C(msg) and C(failure) nevertheless, and a later task can fail with
        C(msg) alone.
    type: bool
    default: true
  by:
    description:
      - The name of the person who confirms, or who made the report files in O(files), at most 200 characters. Required for O(done),
        O(impossible), O(discard), O(reviewed), O(revoked), and for files that do not name a person.
    type: str
  done:
    description:
      - Steps that were done, by their titles in RV(pending_steps), for example V(Loan Policy 'ReShare borrowing'). V(all) as the only entry
        selects all pending steps.
      - O(done), O(impossible) and O(discard) are mutually exclusive with O(files).
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
  reviewed:
    description:
      - The IDs of patches of known screens with which O(by) agrees. Each has to be of another person. What was read by them counts as seen, even if
        the screen was met only once.
    type: list
    elements: str
    default: []
  revoked:
    description:
      - The IDs of patches of known screens that do not count any more, or the names of persons for all of theirs. Values of any library that were read by them
        are unknown again (RV(reopened)) from its next task on, so a person has to look at the screens again.
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
      - O(approved) and O(sent_back) are mutually exclusive with O(files), O(done), O(impossible) and O(discard).
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
  - Requires O(wms_record_dir) and O(wms_registry_id). With O(wms_read_locations), O(wms_key) and O(wms_secret)
    are also required if a location is pending.
seealso:
  - module: reshare.wms.record_questions
  - module: reshare.wms.policy_resolution_info
  - module: reshare.wms.circulation_configuration
"""

EXAMPLES = r"""
---
- name: Import everything that was received
  reshare.wms.record_import:
    wms_registry_id: "128807"
    wms_key: "{{ fairview_wms_key }}"
    wms_secret: "{{ fairview_wms_secret }}"
    wms_record_dir: record
    files:
      - ../received
    archive: ../received/imported
    by: Jane Doe

- name: Confirm a step, and report a step that could not be done
  reshare.wms.record_import:
    by: Jane Doe
    done:
      - Loan Policy 'ReShare borrowing'
      - Loan Policy Map
    impossible:
      Collection Type Policy 'ReShare borrowing': OCLC is still migrating our Location Policy

- name: Approve the confirmed steps after a look at the screens, except for one
  reshare.wms.record_import:
    approved_by: John Roe
    approved:
      - all
    sent_back:
      Loan Policy 'ReShare borrowing': The loan period is 21 days on my screen

- name: Compare report files of OCLC with the configuration and record the evidence
  reshare.wms.record_import:
    files:
      - /srv/oclc/reports/fairview
    by: Weekly job
    holding_location: FAVM
    shelving_location: Interlibrary Loan
    lending_patron_type: ReShare lending
    configuration: "{{ circulation_configuration }}"

- name: Revoke all that a person has taught about the screens
  reshare.wms.record_import:
    by: John Roe
    revoked:
      - Jane Doe

- name: Discard all pending changes
  reshare.wms.record_import:
    by: Jane Doe
    discard:
      - all
"""

RETURN = r"""
extends_documentation_fragment:
  - reshare.wms.record.pending
  - reshare.wms.record.evidence
  - reshare.wms.report_files
live:
  description: Whether the link to ReShare is live, as confirmed in the record. V(null) if the record does not contain it.
  returned: success
  type: bool
  sample: true
confirmed:
  description: The steps that were confirmed. With O(wms_approval), they are still in RV(pending_steps).
  returned: success
  type: list
  elements: dict
  contains: &object
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
  contains: *object
  sample: []
to_except:
  description: What could not be done, as parts of entries of O(consortium_exceptions).
  returned: success
  type: list
  elements: dict
  contains:
    object:
      description: The title of the object.
      type: str
    field:
      description: The label of the field. V(null) for a map, and for an object that was to be removed.
      type: str
    reason:
      description: Why, in the words of the person.
      type: str
    refused:
      description: Why it cannot be excepted. V(null) if it can.
      type: str
  sample: []
approved:
  description: The steps that were approved.
  returned: success
  type: list
  elements: dict
  contains: *object
  sample: []
sent_back:
  description: The steps that were sent back.
  returned: success
  type: list
  elements: dict
  contains: *object
  sample: []
discarded:
  description: The discarded steps.
  returned: success
  type: list
  elements: dict
  contains: *object
  sample: []
recorded:
  description: The objects that were imported from answers.
  returned: success
  type: list
  elements: dict
  contains: *object
  sample:
    - kind: loan_policy_map
      name: ""
      identity: {}
      title: Loan Policy Map
questions:
  description: The questions about missing values that are left, if a questionnaire about them was written before.
  returned: success
  type: list
  elements: dict
  contains:
    <<: *object
    recorded:
      description: Always false, since the record does not have the values.
      type: bool
  sample: []
questionnaires:
  description: The questionnaire with these questions.
  returned: success
  type: list
  elements: str
  sample: []
pending:
  description: Whether steps are still pending.
  returned: success
pending_steps:
  description: The steps that are still pending.
  returned: success
diff:
  description: The titles of the pending steps, the values that screens changed, and the evidence, before and after. Ansible shows them with C(--diff).
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
  description: The imported files of the library, including those that changed nothing.
  returned: success
  type: list
  elements: str
  sample:
    - /srv/consortium/received/fairview.answers.json
archived_files:
  description: The new paths of imported files. Empty without O(archive) and in check mode.
  returned: success
  type: list
  elements: str
  sample: []
other_files:
  description: Files that were not imported because they belong to another library, and folders of other libraries.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    library:
      description: The library that is named in the file. Of a file that names none, the name of its folder.
      type: str
    format:
      description: The format of the file. V(null) for a folder.
      type: str
    reason:
      description: Why the file was not imported.
      type: str
  sample: []
unassigned_files:
  description: Files of an unknown format, and files that cannot be read. Without O(shared), each of them is also a warning.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    why:
      description: Always V(damaged).
      type: str
    reason:
      description: The problem and its remedy.
      type: str
  sample: []
rejected_files:
  description: Files of the library that were not imported. With O(fail_on_rejected), the task fails if there are any, after it imported all others.
  returned: always
  type: list
  elements: dict
  contains:
    path:
      description: The file. V(null) for answers in options.
      type: str
    why:
      description:
        - V(damaged) if the content is not that of a worksheet, V(other_version) if another version of this collection created it,
          V(other_record) if it is for another institution or record, V(future) if its date is in the future.
        - V(outdated) if it does not match the pending steps, V(contradicted) if OCLC's systems show something else, V(early) if it
          confirms that the library goes live while other steps are pending, V(invalid) if an answer is not valid.
      type: str
    object:
      description: The step or object concerned. V(null) if there are several, or none.
      type: str
    reason:
      description: The problem and its remedy.
      type: str
  sample: []
without_effect:
  description: Parts of imported files that had no effect.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    step:
      description: The object, as named in the file.
      type: str
    reason:
      description: The reason, for example that a later answer is already recorded.
      type: str
    repeated:
      description: Whether this part already had its effect when the same file was imported before.
      type: bool
  sample: []
remarks:
  description: New remarks that people wrote for the operator.
  returned: success
  type: list
  elements: dict
  contains:
    by:
      description: The person.
      type: str
    at:
      description: The time, UTC.
      type: str
    remark:
      description: The remark, or the reason why a step could not be done.
      type: str
    kind:
      description: The kind of the object. V(null) for a remark about the whole file, like the following values.
      type: str
    name:
      description: The name, code, key or barcode of the object.
      type: str
    identity:
      description: The fields that identify the object, with their values.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample:
    - by: Jane Doe
      at: "2026-11-26T10:00:00Z"
      remark: There is a second map for the branch.
      kind: null
      name: null
      identity: null
      title: null
screens:
  description:
    - What the screens in O(files) show, in the order of their times. Check mode returns the same.
    - Values in the record that are not older than a screen are kept, and listed in RV(without_effect).
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    at:
      description: When the screen was read, UTC. V(null) if it shows no object.
      type: str
    screen:
      description: The kind of the object, as the heading of its screen.
      type: str
    object:
      description: The object. V(null) if it is not recorded.
      type: dict
      contains:
        <<: *object
        fields:
          description: The fields that were seen. For a map, its rows.
          type: dict
    differs:
      description: Fields and rows that are not as the record or the declaration wants them.
      type: list
      elements: dict
      contains:
        <<: *object
        label:
          description: The label of the field on the screen; for a row, that of the map.
          type: str
        seen:
          description: The value on the screen. Empty if it is blank.
          type: str
        wanted:
          description: The value that the record or the declaration wants. Empty if it is blank.
          type: str
    open:
      description: What was not recorded.
      type: list
      elements: dict
      contains:
        label:
          description: The label of the field or of the screen.
          type: str
        reason:
          description: Why it was not recorded.
          type: str
  sample:
    - path: /srv/consortium/received/fairview.confirmation.json
      at: "2026-11-26T09:30:00Z"
      screen: Loan Policy
      object:
        kind: loan_policy
        name: ReShare borrowing
        identity:
          name: ReShare borrowing
        title: Loan Policy 'ReShare borrowing'
        fields:
          name: ReShare borrowing
          loan_period: 21 days
      differs:
        - kind: loan_policy
          name: ReShare borrowing
          identity:
            name: ReShare borrowing
          title: Loan Policy 'ReShare borrowing'
          label: Regular Loan Period
          seen: 21 days
          wanted: 28 days
      open: []
reopened:
  description: The values that are unknown again because they were read by patches that were revoked, in sentences for people.
  returned: success
  type: list
  elements: str
  sample: []
known_screens:
  description: The IDs of new patches of known screens, also those of O(reviewed) and O(revoked).
  returned: success
  type: list
  elements: str
  sample:
    - 2026-11-26T09-30-00Z-128807-0b1f6a3c9d2e
findings: {}
not_proven: {}
"""

from ..module_utils._module_tasks.receive import import_task

TASK = import_task

if __name__ == "__main__":
    TASK.main()
