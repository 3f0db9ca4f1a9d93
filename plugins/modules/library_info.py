#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: library_info
short_description: Show the branches, holding codes and directory entries of a library
version_added: 1.0.0
description:
  - Returns what OCLC and the ReShare directory contain about a library, before it is configured. These are the holding codes with their
    branches and shelving locations from OCLC's Metadata API, and the library's own entries in the directory of its ReShare tenant.
  - The playbook C(reshare.wms.add_library) writes the variables of a new library from this result, with
    M(reshare.wms.library_variables).
extends_documentation_fragment: reshare.wms.library.info
notes:
  - Requires O(wms_key), O(wms_secret), O(reshare_url), O(reshare_tenant), O(reshare_username) and O(reshare_password).
  - Without O(wms_registry_id), the institution is that for which OCLC issues a token of the WSKey (inferred, its own).
  - The WSKey needs the scope C(WorldCatMetadataAPI:get_holding_codes). Whether the WSKey of every WMS library can get it is not documented
    by OCLC. The ReShare account needs the permission C(directory.entry.collection.get).
  - The task does not fail if one of these is missing. See RV(refused). It fails if a system rejects a login, does not respond, or returns
    data that may be incomplete.
  - A managed entry of the directory belongs to the tenant itself. Pickup locations are entries with the tag C(pickup).
seealso:
  - module: reshare.wms.library_variables
  - module: reshare.wms.preflight_info
"""

EXAMPLES = r"""
---
- name: Show the branches, holding codes and directory entries of the library
  reshare.wms.library_info:
    wms_registry_id: "128807"
    wms_key: "{{ wms_key }}"
    wms_secret: "{{ wms_secret }}"
    reshare_url: https://okapi.example.org
    reshare_tenant: fairview
    reshare_username: configuration
    reshare_password: "{{ reshare_password }}"
  register: fairview
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.library
institution_name:
  description: The name of the institution at OCLC. V(null) if the holding codes were not read, or OCLC returns no name.
  returned: success
  type: str
  sample: Fairview College
holding_codes:
  description:
    - The rows of the Holding Codes Translation Table. V(null) if they were not read; RV(refused) has the reason. Empty if OCLC returns no
      branch of the library.
  returned: success
  type: list
  elements: dict
  contains:
    holding_code:
      description: The holding code.
      type: str
    default_symbol:
      description: The OCLC symbol of the branch.
      type: str
    branch_name:
      description: The name of the branch.
      type: str
    branch_registry_id:
      description: The Registry ID of the branch.
      type: str
    shelving_locations:
      description: The names of the shelving locations of this holding code.
      type: list
      elements: str
  sample:
    - holding_code: LFMM
      default_symbol: LFM
      branch_name: Main Library
      branch_registry_id: "128808"
      shelving_locations: [Stacks, Reference]
directory:
  description:
    - What the tenant's directory has. V(null) if they were not read; RV(refused) has the reason.
  returned: success
  type: dict
  contains:
    institutions:
      description: The managed entries of the type institution, usually one; without any, all of this type.
      type: list
      elements: dict
      contains:
        slug:
          description: The slug of the entry.
          type: str
        name:
          description: The name of the entry.
          type: str
        symbols:
          description: The symbols, with their authorities.
          type: list
          elements: str
        managed:
          description: Whether the entry belongs to the tenant itself.
          type: bool
    pickup_locations:
      description: The entries with the tag C(pickup).
      type: list
      elements: dict
      contains:
        slug:
          description: The slug of the entry.
          type: str
        name:
          description: The name of the entry.
          type: str
        lms_location_code:
          description: The Registry ID of the WMS branch, if the entry has one.
          type: str
  sample:
    institutions:
      - slug: fairview
        name: Fairview College
        symbols: [RESHARE:FAIR]
        managed: true
    pickup_locations:
      - slug: fairview-main
        name: Main Library
        lms_location_code:
refused:
  description:
    - The reason, if C(wms_registry_id), C(holding_codes) or C(directory) was not read, by this name. The credentials lack a permission, or
      O(wms_read_locations) is false.
  returned: success
  type: dict
  sample:
    holding_codes: wms_read_locations is false
"""

from ..module_utils._module_tasks.library import info_task

TASK = info_task

if __name__ == "__main__":
    TASK.main()
