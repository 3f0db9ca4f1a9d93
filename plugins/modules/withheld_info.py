#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: withheld_info
short_description: Show which declared fields wait for partners, and which libraries for an earlier wave
version_added: 1.0.0
description:
  - Compares the declared loan periods of all libraries of the inventory with those in their records, and returns the fields that would break the agreement
    of a link that is live, if they were confirmed before those of a partner. The tasks of the play then leave these fields as they are.
  - A record has the confirmed value of a period, and the one on the worksheet, which can be made on the screen at any time. A change waits until it fits with
    both. It never waits for a partner with which the declared periods do not fit either, or that has no record; such partners are in a warning.
  - A library that is not live does not go live while its declared periods do not fit with those in the record of a live partner.
  - Use it with C(run_once), and register the result as C(reshare_wms_withheld). The playbooks C(reshare.wms.onboard), C(reshare.wms.advance) and
    C(reshare.wms.drift) do so. C(reshare.wms.apply) and single roles do not.
options:
  libraries:
    description: The hosts of the run, in their order.
    type: list
    elements: str
    required: true
  waves:
    description: The sizes of the waves, as C(onboard_waves).
    type: list
    elements: str
    default: []
extends_documentation_fragment: reshare.wms.controller.info
seealso:
  - module: reshare.wms.validate_inventory
"""

EXAMPLES = r"""
---
- name: Find what libraries wait for
  reshare.wms.withheld_info:
    libraries: "{{ ansible_play_hosts_all }}"
  run_once: true
  register: reshare_wms_withheld
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.controller
withheld:
  description: By library, the fields that it withholds.
  returned: success
  type: dict
  contains:
    kind:
      description: The kind of the object, which is the name of its module.
      type: str
    identity:
      description: The fields that identify the object, with their values.
      type: dict
    field:
      description: The name of the field.
      type: str
    title:
      description: The object and the field, for people.
      type: str
    code:
      description: V(waits), because partners have to confirm theirs first.
      type: str
    waits_for:
      description: By field, for people, the libraries that have to confirm it first.
      type: dict
  sample:
    adams:
      - kind: loan_policy
        identity:
          name: ReShare lending
        field: loan_period
        title: Loan Policy 'ReShare lending', Regular Loan Period
        code: waits
        waits_for:
          Loan Policy 'ReShare borrowing', Regular Loan Period: [baker]
waiting:
  description: The libraries whose wave has not started, because a library of an earlier one has open steps.
  returned: success
  type: list
  elements: str
  sample: [curie]
"""
