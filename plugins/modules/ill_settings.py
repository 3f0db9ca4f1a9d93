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
  - The page that enables WMS Circulation's links to interlibrary loan systems, in OCLC Service Configuration at WMS
    Circulation > Integrations > ILL Settings.
  - Saving it makes ReShare live at once. OCLC's page on ReShare therefore puts it last, after all policies and maps,
    and takes for granted that ReShare itself is already configured.
  - The pair of temporary item locations decides which policies and maps apply to borrowed items.
  - The accounts to which a library lends are not set here but in ReShare (see C(default_institutional_patron_id) of
    M(reshare.wms.reshare_setting)).
  - What disabling ReShare, or changing the pair, does to temporary items that exist is not documented, nor whether
    several systems may be enabled together.
  - The page always exists, so there is no state. Set O(reshare.enable=false) to withdraw.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.screen
  - reshare.wms.attributes
options:
  reshare:
    description:
      - Section "ReShare". Only the fields that are given are compared and written. V(null) for the whole section clears
        it.
    type: dict
    suboptions:
      enable:
        description:
          - Field "Enable". Refused as V(true) without both locations, whether given here or there already. Whether the
            screen does that too is not documented.
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
      - Section "Relais D2D". Works as O(reshare).
    type: dict
    suboptions:
      enable:
        description:
          - Field "Enable". Refused as V(true) without both locations. Live as soon as it is saved.
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
      - Section "Tipasa and WorldShare ILL". OCLC's pages describe its fields, but their exact labels could not be seen.
        A second switch is on the side of the interlibrary loan system.
      - Only the fields that are given are compared and written. V(null) for the whole section clears it.
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
          - Fields of this section whose labels could not be seen in OCLC's public pages. A dictionary of the label
            exactly as the screen has it, and one plain value.
          - Only the labels that are given are compared and written. A label that is set to V(null) is cleared.
        type: dict
  zfl_server:
    description:
      - Section "ZFL-Server". OCLC's pages say that it has host, port and location settings. The labels could not be
        seen.
      - Only the fields that are given are compared and written. V(null) for the whole section clears it.
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
          - Fields of this section whose labels could not be seen in OCLC's public pages. A dictionary of the label
            exactly as the screen has it, and one plain value.
          - Only the labels that are given are compared and written. A label that is set to V(null) is cleared.
        type: dict
  withdrawal:
    description:
      - Whether the library is withdrawn. With O(wms_record_dir), its record keeps the withdrawal, and until that is ended no task enables ReShare
        there. O(reshare.enable=true) counts as V(false) then, the rest of O(reshare) is left as it is, and there is a warning.
      - Without O(wms_record_dir), there is no place to keep it. Set the variable C(enable_reshare_state) to V(withdrawn) in the inventory.
    type: dict
    suboptions:
      state:
        description: V(present) to note it, V(absent) to end it.
        type: str
        choices: [present, absent]
        default: present
      by:
        description: The name of the person who withdraws the library, or ends that.
        type: str
        required: true
      reason:
        description: Why. A new reason replaces the noted one.
        type: str
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.shelving_location
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.hold_fulfillment_policy_map
  - module: reshare.wms.reshare_configuration
  - name: Set up integration (Integration with ReShare)
    description: What OCLC asks a library to set up for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
  - name: ILL Settings
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Integrations/060ILL_Settings
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Make ReShare live
  reshare.wms.ill_settings:
    reshare:
      enable: true
      temporary_item_holding_location: LFMM
      temporary_item_shelving_location: ReShare

- name: Withdraw from ReShare, and keep the locations
  reshare.wms.ill_settings:
    reshare:
      enable: false

- name: Withdraw from ReShare until somebody ends that
  reshare.wms.ill_settings:
    reshare:
      enable: false
    withdrawal:
      by: Jane Doe
      reason: The library leaves the consortium at the end of the year.

- name: Clear all that is set for Relais D2D
  reshare.wms.ill_settings:
    relais_d2d: null

- name: Point to the ZFL-Server
  reshare.wms.ill_settings:
    zfl_server:
      host: zfl.example.org
      port: 9210
"""

RETURN = r"""
---
object:
  description:
    - The page as it is after the task, with the fields that are set.
    - It has the options of this module.
  returned: success
  type: dict
  sample:
    reshare:
      enable: true
      temporary_item_holding_location: LFMM
      temporary_item_shelving_location: ReShare
# Generated by `make docs` from tests/tools/returned: outcome, worksheet, record, sandbox, failure. A sample stays as it is here.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron
      account that is only verified and cannot exist yet. ReShare carries out every write at once.
  returned: success, and failure while writing
  type: bool
  sample: false
waiting:
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
    title:
      description: The object, for messages.
      type: str
    since:
      description: The day on which the change was first requested, where that is known.
      type: str
    remark:
      description: Why the change could not be made, as a person reported it, or which other change has to be made first.
      type: str
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
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or
        a page.
      type: str
    title:
      description: The object, for messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, the rows that are added (after C(+)) and removed
        (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: ill_settings
      name: ""
      title: ILL Settings
      action: updated
      what:
        - reshare
left_over:
  description:
    - Objects to which nothing refers any longer after the changes of this task, as far as other objects are known. They are not removed.
    - Only policies, notices, templates and bills are reported, which have no effect unless something refers to them, and accounts of former
      partners.
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
    title:
      description: The object, for messages.
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
  description: Pending steps that the OCLC API shows as done. They are not pending any longer.
  returned: success, with O(wms_record_dir)
  type: list
  elements: str
  sample: []
withdrawn:
  description:
    - Who withdrew the library, when and why, as the record of the library has it. V(null) if it is not withdrawn.
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
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
sandbox:
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library is that of a rehearsal.
  returned: success
  type: bool
  sample: false
failure:
  description: What went wrong, as data for playbooks. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) for options or variables that are wrong, V(unknown_reference) for a name that does not exist, V(in_use) for an object that
          others name, V(differs) for one that is not as verified, V(not_owned) for one that somebody else made, V(conflict) for a concurrent
          change, V(unreachable) for a system without a response or with a server error, V(refused) for credentials that a system refuses or
          that lack a permission, V(unexpected_response) for any other response of a system, V(bug) for a fault of this collection, and
          V(error) for everything else.
      type: str
    object:
      description: The object that it is about. V(null) where that is not one object, or not known.
      type: str
    candidates:
      description: The names that may have been meant instead, the closest first.
      type: list
      elements: str
    status:
      description: The HTTP status of the response. V(null) where there was none.
      type: int
    no_answer:
      description: Whether a system gave no response or had an error of its own, so that a later run can succeed.
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
