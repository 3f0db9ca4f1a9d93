#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: policy_resolution_info
short_description: Show which circulation policies apply to a patron type and item
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - For patron types, material formats and a location, tells which loan policy, long overdue policy, limits, hold request and hold
    fulfillment policy, collection type rule and pickup locations apply, by which row of which map, and which rows came close.
  - In the maps the first row that matches decides; in the matrices every row that matches counts, and of their limits the
    strictest; of the collection type rules the most specific. That the first match decides in the Hold Request Policy Map and the
    Hold Pickup Locations Map, and how collection type rules without a holding location rank, is not confirmed by OCLC.
  - It also tells what is wrong with the maps themselves, which are rows that can never apply, maps without a row for everything
    else, and rows between which only their order decides.
  - With O(wms_record_dir), what is looked at is what the record has as confirmed. With O(configuration), it is what there would
    be after a run that declares it.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
options:
  patron_types:
    description: The patron types to look up. If not set, all that have a Patron Type Policy.
    type: list
    elements: str
  material_formats:
    description:
      - The material formats to look up. If not set, every one that a map names, and once any other (V(null) in the result).
    type: list
    elements: str
  holding_location:
    description: The holding location of the item. If not set, one that no row names.
    type: str
  shelving_location:
    description: The shelving location of the item. If not set, one that no row names.
    type: str
  configuration:
    description:
      - What a run would declare, as O(reshare.wms.circulation_configuration#module:configuration) takes it.
    type: dict
notes:
  - Needs O(wms_registry_id), and O(wms_configuration_url) with O(wms_key) and O(wms_secret), or O(wms_record_dir).
seealso:
  - module: reshare.wms.loan_policy_map
  - module: reshare.wms.circulation_configuration
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: See what faculty get on borrowed books
  reshare.wms.policy_resolution_info:
    patron_types:
      - Faculty
    holding_location: LFMM
    shelving_location: Interlibrary Loan
  register: found

- name: Refuse anything but the declared policy
  ansible.builtin.assert:
    that: item.loan_policy.name == 'ReShare borrowing'
  loop: "{{ found.resolutions }}"
  loop_control:
    label: "{{ item.patron_type }}"
"""

RETURN = r"""
---
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
      description: The material format. V(null) stands for any that no map names.
      type: str
    holding_location:
      description: As asked for.
      type: str
    shelving_location:
      description: As asked for.
      type: str
    loan_policy:
      description: The C(name) of the policy, the C(row) that picks it, and its C(fields). V(null) where no row matches.
      type: dict
    long_overdue_policy:
      description: The same for the Long Overdue and Lost Policy.
      type: dict
    loan_limit_policies:
      description: The same for every Loan Limit Policy that counts.
      type: list
      elements: dict
    loan_limits:
      description: The strictest of their limits.
      type: dict
    hold_limit_policies:
      description: The same for every Hold Limit Policy that counts.
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
      description: The C(name) of the rule, and which C(location) of it fits.
      type: dict
    pickup_locations:
      description: The C(row) of the Hold Pickup Locations Map, and what it allows.
      type: dict
    near:
      description: Rows that came close, each with its C(map), C(row), what it C(says), and C(why) it did not decide.
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
      near:
        - map: loan_policy_map
          row: 2
          says: Patron Policy Faculty -> Loan Policy One year
          why: matches too, but row 1 stands above it
problems:
  description: What is wrong with the maps, whatever is looked up.
  returned: success
  type: list
  elements: str
  sample: []
# Generated by `make docs` from tests/tools/returned: sandbox, failure. A sample stays as it is here.
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.policy_resolution import resolution_task

TASK = resolution_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
