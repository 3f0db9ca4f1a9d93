#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: ill_settings
short_description: Manage ILL Settings, which enable the link to ReShare
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Manages the page that enables the links of WMS Circulation to interlibrary loan systems, in OCLC Service Configuration at WMS
    Circulation > Integrations > ILL Settings.
  - Saving the page makes ReShare live at once. OCLC's page on ReShare therefore has it as the last step, after all policies and maps, and
    assumes that ReShare is already configured.
  - The two temporary item locations determine which policies and maps apply to borrowed items.
  - The accounts for lending are not set on this page but in ReShare (see C(default_institutional_patron_id) of
    M(reshare.wms.reshare_setting)).
  - The effect of disabling ReShare or changing the locations on existing temporary items is not documented by OCLC.
    Neither is whether several systems can be enabled at the same time.
  - The page always exists, so it cannot be created or removed. Set O(reshare.enable=false) to disable ReShare.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.earlier
  - reshare.wms.attributes
options:
  reshare:
    description:
      - Section "ReShare". Only fields that are set are compared and written. V(null) for the whole section clears it.
    type: dict
    suboptions:
      enable:
        description:
          - Field "Enable". V(true) requires both locations, in the task or already on the page. Whether the screen has the same requirement
            is not documented by OCLC.
        type: bool
      temporary_item_holding_location:
        description:
          - Field "Temporary Item Holding Location". A holding code, for example V(LFMM).
        type: str
      temporary_item_shelving_location:
        description:
          - Field "Temporary Item Shelving Location". One of the shelving locations of that holding code.
        type: str
  relais_d2d:
    description:
      - Section "Relais D2D". Works like O(reshare).
    type: dict
    suboptions:
      enable:
        description:
          - Field "Enable". V(true) requires both locations. It is live when it is saved.
        type: bool
      temporary_item_holding_location:
        description:
          - Field "Temporary Item Holding Location". A holding code, for example V(LFMM).
        type: str
      temporary_item_shelving_location:
        description:
          - Field "Temporary Item Shelving Location". One of the shelving locations of that holding code.
        type: str
  tipasa_and_worldshare_ill:
    description:
      - Section "Tipasa and WorldShare ILL". OCLC's pages describe its fields, but their exact labels are not documented by OCLC. The
        interlibrary loan system has a second switch.
      - Only fields that are set are compared and written. V(null) for the whole section clears it.
    type: dict
    suboptions:
      enable:
        description:
          - Field "Enable".
        type: bool
      borrowing_institution_patron_barcode:
        description:
          - The barcode of the patron account of the borrowing institution.
        type: str
      temporary_item_holding_location:
        description:
          - Field "Temporary Item Holding Location". A holding code, for example V(LFMM).
        type: str
      temporary_item_shelving_location:
        description:
          - Field "Temporary Item Shelving Location". One of the shelving locations of that holding code.
        type: str
      other_settings:
        description:
          - Fields of this section whose labels are not documented by OCLC. A dictionary of labels and scalar values. The label must be
            exactly as on the screen.
          - Only labels that are set are compared and written. A label set to V(null) is cleared.
        type: dict
  zfl_server:
    description:
      - Section "ZFL-Server". According to OCLC's pages, it has settings for host, port and location. The labels are not documented by OCLC.
      - Only fields that are set are compared and written. V(null) for the whole section clears it.
    type: dict
    suboptions:
      host:
        description:
          - The host of the ZFL-Server.
        type: str
      port:
        description:
          - The port of the ZFL-Server.
        type: str
      other_settings:
        description:
          - Fields of this section whose labels are not documented by OCLC. A dictionary of labels and scalar values. The label must be
            exactly as on the screen.
          - Only labels that are set are compared and written. A label set to V(null) is cleared.
        type: dict
  withdrawal:
    description:
      - Whether the library is withdrawn. With O(wms_record_dir), the withdrawal is stored in the library's record. Until it is ended, no
        task enables ReShare for the library. O(reshare.enable=true) then counts as V(false), the other fields of O(reshare) are not
        changed, and the task issues a warning.
      - Without O(wms_record_dir), the withdrawal cannot be stored. Set the variable C(enable_reshare_state) to V(disabled) in the
        inventory.
    type: dict
    suboptions:
      state:
        description:
          - V(present) records the withdrawal. V(absent) ends it.
          - V(removed) records that the configuration of the withdrawn library is removed, so that no playbook creates it again. It is rejected if the
            library is not withdrawn, or its link is not disabled.
        type: str
        choices: [present, absent, removed]
        default: present
      by:
        description: The name of the person who withdraws the library or ends the withdrawal.
        type: str
        required: true
      reason:
        description: The reason. A new reason replaces the recorded reason.
        type: str
      if_live:
        description: V(fail) rejects a withdrawal that is not in the record yet, if the link is live.
        type: str
        choices: [disable, fail]
        default: disable
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.shelving_location
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.hold_fulfillment_policy_map
  - module: reshare.wms.reshare_configuration
  - name: Set up integration (Integration with ReShare)
    description: OCLC's page on setting up a library for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
  - name: ILL Settings
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Integrations/060ILL_Settings
"""

EXAMPLES = r"""
---
# The connection options are omitted here. Set them once with module_defaults (see the examples of reshare.wms.circulation_configuration),
# or with environment variables.

- name: Make ReShare live
  reshare.wms.ill_settings:
    reshare:
      enable: true
      temporary_item_holding_location: LFMM
      temporary_item_shelving_location: ReShare

- name: Disable ReShare and keep the locations
  reshare.wms.ill_settings:
    reshare:
      enable: false

- name: Withdraw from ReShare until the withdrawal is ended
  reshare.wms.ill_settings:
    reshare:
      enable: false
    withdrawal:
      by: Jane Doe
      reason: The library leaves the consortium at the end of the year.

- name: Clear all settings of Relais D2D
  reshare.wms.ill_settings:
    relais_d2d: null

- name: Configure the ZFL-Server
  reshare.wms.ill_settings:
    zfl_server:
      host: zfl.example.org
      port: 9210
"""

RETURN = r"""
---
object:
  description:
    - The page after the task, with the fields that are set.
    - The keys are the options of this module.
  returned: success
  type: dict
  sample:
    reshare:
      enable: true
      temporary_item_holding_location: LFMM
      temporary_item_shelving_location: ReShare
live:
  description:
    - Whether the link to ReShare is live, that is, whether O(reshare.enable) is V(true) on the page after the task. In check mode, before it.
    - With O(wms_record_dir), as confirmed in the record. V(null) if the record does not contain it.
  returned: success
  type: bool
  sample: true
# Generated by `make docs` from tests/tools/returned: outcome, worksheet, record, knowledge, sandbox, failure. Samples in this file are kept.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron account that is
      only verified and cannot exist yet. Changes in ReShare are never pending.
  returned: success, and failure while writing
  type: bool
  sample: false
pending_steps:
  description: Changes of this task that still have to be made by hand; listed on the worksheet.
  returned: success, and failure while writing
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
      description: The date on which the change was first requested, if known.
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
  sample: []
declared:
  description: Number of objects, rows or settings managed by this task, by kind. Other configuration is not touched.
  returned: success, and failure while writing
  type: dict
  sample:
    loan_policy: 1
changes:
  description: The changes in the order in which they were written (in check mode, the changes that would be written).
  returned: success, and failure while writing
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
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, or the shelving locations of a holding code, what is added (after C(+)) and
        removed (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: ill_settings
      name: ""
      identity: {}
      title: ILL Settings
      rows: []
      action: updated
      what:
        - reshare
left_over:
  description:
    - Objects that are no longer referenced after the changes of this task, as far as other objects are known. They are not removed.
    - Contains only policies, notices, templates and bills, which have no effect unless another object refers to them; accounts of
      former partners; and accounts with the mark of this library that ReShare has at a partner that is not declared, or had there before this task,
      with the institutional patron IDs that still name them.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name of the object.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample: []
diff:
  description: The changed fields before and after, by kind and name. Ansible shows them with C(--diff). Secrets are masked.
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: The values before.
      type: dict
    after:
      description: The values after the task (in check mode, the values that it would write).
      type: dict
worksheet:
  description: The path of the library's worksheet. V(null) if no step is pending.
  returned: success, with O(wms_record_dir)
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
read_back:
  description: Pending steps that the OCLC API shows as done. They are no longer pending.
  returned: success, with O(wms_record_dir)
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
withdrawn:
  description:
    - Who withdrew the library, when and why, according to the record of the library. V(null) if it is not withdrawn.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    by:
      description: The person who withdrew it.
      type: str
    at:
      description: The time, UTC.
      type: str
    reason:
      description: The reason. V(null) if none was given.
      type: str
    removed:
      description: The person (C(by)) who removed its configuration, and the time (C(at)). Only if it was removed.
      type: dict
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
knowledge:
  description:
    - How the fields of the objects of this task were learnt, and when. A field that is declared and not known is a pending step, and not
      part of it.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    fields:
      description:
        - Number of fields by source. V(read) are read from OCLC by this task, V(capture) were seen on the screen, V(report) are shown by a
          report file of OCLC, and V(answer) are stated by a person.
      type: dict
    oldest:
      description: The object with the oldest field, as in RV(knowledge.objects). V(null) without any object.
      type: dict
    stale:
      description: The objects with a field that is older than O(wms_knowledge_days), or of an unknown age, as in RV(knowledge.objects), the
        oldest first.
      type: list
      elements: dict
    stated:
      description: The objects of which at least one field is only stated by a person, as in RV(knowledge.objects).
      type: list
      elements: dict
    objects:
      description: All objects, each with its oldest field.
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
        fields:
          description: Number of fields of the object by source.
          type: dict
        field:
          description: The option name of the oldest field. V(null) if the object has no other field than its name, or does not exist.
          type: str
        how:
          description: The source of the oldest field, V(read), V(capture), V(report) or V(answer).
          type: str
        by:
          description: The person.
          type: str
        at:
          description: The time, UTC.
          type: str
        days:
          description: The age in days. V(null) if the time cannot be read, or is in the future.
          type: int
        stale:
          description: Whether the field is older than O(wms_knowledge_days), or of an unknown age.
          type: bool
  sample:
    fields:
      read: 0
      capture: 5
      report: 0
      answer: 0
    oldest:
      kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      fields:
        read: 0
        capture: 5
        report: 0
        answer: 0
      field: loan_period
      how: capture
      by: Jane Doe
      at: "2026-11-25T09:30:00Z"
      days: 1
      stale: false
    stale: []
    stated: []
    objects:
      - kind: loan_policy
        name: ReShare borrowing
        identity:
          name: ReShare borrowing
        title: Loan Policy 'ReShare borrowing'
        fields:
          read: 0
          capture: 5
          report: 0
          answer: 0
        field: loan_period
        how: capture
        by: Jane Doe
        at: "2026-11-25T09:30:00Z"
        days: 1
        stale: false
sandbox:
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library belongs to a rehearsal.
  returned: success
  type: bool
  sample: false
failure:
  description: The failure as data, for use in playbooks. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) if options or variables are wrong, V(unknown_reference) if a name does not exist, V(in_use) if other objects refer to
          the object, V(differs) if a verified object differs from the task, V(not_owned) if the object was not created by this collection,
          V(not_approved) if the changes are not those of the plan that is applied, V(conflict) for a concurrent change, V(other_library) if a
          tenant, record or file belongs to another library or to a rehearsal, V(no_record) if the record of a library that was configured
          before is missing, V(damaged) for a record that cannot be read, V(file_error) if a file cannot be read or written, V(locked) if
          another task uses it, V(rejected_file) for a received file that was not imported, V(unreachable) if a system did not respond or
          returned a server error, V(refused) if a system rejected the credentials or they lack a permission, V(unexpected_response) for any
          other response of a system, V(bug) for an error in this collection, and V(error) for all other failures.
      type: str
    object:
      description: The object that failed. V(null) if the failure concerns several objects, or if the object is not known.
      type: str
    fields:
      description:
        - The names of the fields or options that are wrong, missing or not stored, as far as they are known. A field in a section has the form
          C(section.field).
      type: list
      elements: str
    candidates:
      description: Existing names that are similar to the unknown name, the most similar first, or the full names of an ambiguous one.
      type: list
      elements: str
    parts:
      description: The single errors, if there are several.
      type: list
      elements: dict
      contains:
        code:
          description: As above.
          type: str
        object:
          description: As above.
          type: str
        fields:
          description: As above.
          type: list
          elements: str
        candidates:
          description: As above.
          type: list
          elements: str
    permission:
      description: The permission or scope that the account or the WSKey lacks, or seems to lack. V(null) if it is not known.
      type: str
    status:
      description: The HTTP status of the response. V(null) if there was no response.
      type: int
    no_answer:
      description: Whether a system did not respond or returned a server error, so that a later run can succeed.
      type: bool
  sample:
    code: refused
    object:
    candidates: []
    status: 401
    no_answer: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._jobs.wms import ill_settings_task

TASK = ill_settings_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
