#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: policy_resolution_info
short_description: Show which circulation policies apply to a patron type and item
version_added: 1.0.0
description:
  - For patron types, material formats and a location, returns the applicable loan policy, long overdue policy, limits, hold request policy,
    hold fulfillment policy, collection type rule and pickup locations, the rows of the maps that select them, and the nearest other rows.
  - In maps, the first matching row applies. In matrices, every matching row applies, and the strictest limits are used. Of the collection
    type rules, the most specific rule applies. That the first matching row applies in the Hold Request Policy Map and the Hold Pickup
    Locations Map, and the rank of collection type rules without a holding location, is not documented by OCLC.
  - Also returns problems of the maps, that is, rows that can never apply, maps without a row for everything else, and rows for which only their
    order decides.
  - With O(wms_record_dir), the confirmed configuration in the record is used. With O(configuration), the result is that after a run with
    this configuration.
extends_documentation_fragment: reshare.wms.library.info
options:
  patron_types:
    description: The patron types to look up. If not set, all patron types that have a Patron Type Policy.
    type: list
    elements: str
  material_formats:
    description:
      - The material formats to look up. If not set, every material format in a map, and once any other format (V(null) in the result).
    type: list
    elements: str
  holding_location:
    description: The holding location of the item. If not set, a location that is not in any row.
    type: str
  shelving_location:
    description: The shelving location of the item. If not set, a location that is not in any row.
    type: str
  configuration:
    description:
      - The configuration that a run would apply, in the format of O(reshare.wms.circulation_configuration#module:configuration).
    type: dict
  truth_table:
    description:
      - Whether to return RV(expectations). O(holding_location) and O(shelving_location) are then the temporary location of borrowed items.
      - The playbook C(reshare.wms.truth_table) writes it to files.
    type: bool
    default: false
notes:
  - Requires O(wms_registry_id), and either O(wms_record_dir), or O(wms_configuration_url) with O(wms_key) and O(wms_secret).
seealso:
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.circulation_configuration
"""

EXAMPLES = r"""
---
- name: Show the policies of faculty for borrowed books
  reshare.wms.policy_resolution_info:
    patron_types:
      - Faculty
    holding_location: LFMM
    shelving_location: Interlibrary Loan
  register: found

- name: Fail if another policy applies
  ansible.builtin.assert:
    that: item.loan_policy.name == 'ReShare borrowing'
  loop: "{{ found.resolutions }}"
  loop_control:
    label: "{{ item.patron_type }}"
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.library
resolutions:
  description: One entry per patron type and material format.
  returned: success
  type: list
  elements: dict
  contains:
    patron_type:
      description: The patron type.
      type: str
    material_format:
      description: The material format. V(null) represents any format that is not in a map.
      type: str
    holding_location:
      description: As set in the task.
      type: str
    shelving_location:
      description: As set in the task.
      type: str
    loan_policy:
      description: The C(name) of the policy, the C(row) that selects it, and its C(fields). V(null) if no row matches.
      type: dict
    long_overdue_policy:
      description: The same for the Long Overdue and Lost Policy.
      type: dict
    loan_limit_policies:
      description: The same for every Loan Limit Policy that applies.
      type: list
      elements: dict
    loan_limits:
      description: The strictest of their limits.
      type: dict
    hold_limit_policies:
      description: The same for every Hold Limit Policy that applies.
      type: list
      elements: dict
    hold_limits:
      description: The strictest of their limits.
      type: dict
    hold_request_policy:
      description: The Hold Request Policy.
      type: dict
    hold_fulfillment_policy:
      description: The Hold Fulfillment Policy.
      type: dict
    collection_type_rule:
      description: The C(name) of the rule, and its matching C(location).
      type: dict
    pickup_locations:
      description: The C(row) of the Hold Pickup Locations Map, and the pickup locations that it allows.
      type: dict
    matched:
      description: Every row that matches, in order, of each map. Of a map, the first one applies; of a matrix, every one.
      type: list
      elements: dict
      contains:
        map:
          description: The kind of the map.
          type: str
        row:
          description: The number of the row, from 1.
          type: int
        says:
          description: The conditions of the row, and its result.
          type: str
        applies:
          description: Whether the row applies.
          type: bool
    near:
      description: The nearest other rows, each with its C(map), C(row), its result (C(says)), and the reason why it does not apply
        (C(why)).
      type: list
      elements: dict
  sample:
    - patron_type: Faculty
      material_format: null
      holding_location: LFMM
      shelving_location: Interlibrary Loan
      loan_policy:
        name: ReShare borrowing
        row: 1
        fields:
          name: ReShare borrowing
          loan_period: 28 days
      matched:
        - map: loan_policy_map
          row: 1
          says: Holding Location LFMM, Shelving Location Interlibrary Loan -> Loan Policy ReShare borrowing
          applies: true
        - map: loan_policy_map
          row: 2
          says: Patron Policy Faculty -> Loan Policy One year
          applies: false
      near:
        - map: loan_policy_map
          row: 2
          says: Patron Policy Faculty -> Loan Policy One year
          why: also matches, but row 1 is above it
expectations:
  description:
    - The present truth table of the library, in the form of O(reshare.wms.preflight_info#module:expectations). There is a case for each
      patron type and each location in the maps, and for any other location. If the values depend on the material format, there is a case per
      format. Values that are not known are left out.
  returned: if O(truth_table=true)
  type: list
  elements: dict
  sample:
    - patron_type: Faculty
      location: temporary
      loan_policy: ReShare borrowing
      loan_period: 28 days
      fine:
problems:
  description: Problems of the maps, for all patron types and items.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ..module_utils._module_tasks.policy_resolution import resolution_task

TASK = resolution_task

if __name__ == "__main__":
    TASK.main()
