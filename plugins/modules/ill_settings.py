#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: ill_settings
short_description: Manage ILL Settings, which enable the link to ReShare
version_added: 1.0.0
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
  - reshare.wms.changes.earlier
  - reshare.wms.record.withdrawal
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
      temporary_item_holding_location: &holding_location
        description:
          - Field "Temporary Item Holding Location". A holding code, for example V(LFMM).
        type: str
      temporary_item_shelving_location: &shelving_location
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
      temporary_item_holding_location: *holding_location
      temporary_item_shelving_location: *shelving_location
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
      temporary_item_holding_location: *holding_location
      temporary_item_shelving_location: *shelving_location
      other_settings: &other_settings
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
      other_settings: *other_settings
  withdrawal:
    description:
      - Whether the library is withdrawn. With O(wms_record_dir), the withdrawal is stored in the library's record. Until it is ended, no
        task enables ReShare for the library. O(reshare.enable=true) then counts as V(false), the other fields of O(reshare) are not
        changed, and the task issues a warning.
      - Without O(wms_record_dir), the withdrawal cannot be stored. Set the variable C(enable_reshare_state) to V(disabled) in the
        inventory.
seealso:
  - module: reshare.wms.shelving_location
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.hold_fulfillment_policy_map
  - module: reshare.wms.reshare_configuration
  - name: ILL Settings
    description: OCLC's page on this screen.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/OCLC_Service_Configuration_-_WMS_Circulation/Integrations/060ILL_Settings
"""

EXAMPLES = r"""
---
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
extends_documentation_fragment: reshare.wms.record
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
"""

from ..module_utils._module_tasks.wms import ill_settings_task

TASK = ill_settings_task()

if __name__ == "__main__":
    TASK.main()
