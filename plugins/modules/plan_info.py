#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: plan_info
short_description: Plan the changes of a library, or compare them with a reviewed plan
version_added: 1.0.0
description:
  - Returns the changes that the role C(reshare.wms.onboard) would make at a library, in both systems. Nothing is changed.
  - The changes are those of M(reshare.wms.circulation_configuration), M(reshare.wms.reshare_configuration) and M(reshare.wms.ill_settings) in
    check mode, planned in this order, each in the state after the one before. If one of them would fail, this module fails with the same
    message.
  - With O(plan), the changes are compared with those of a plan. The module fails with the code V(not_approved) unless every change is in the
    plan, with the same values before and after. Changes of the plan that are not needed any more are allowed, so an interrupted run can
    continue.
  - The role C(reshare.wms.plan) uses it. docs/changes.md#plans describes the workflow.
extends_documentation_fragment:
  - reshare.wms.library.info
  - reshare.wms.record.withdrawal
options:
  circulation_configuration:
    description:
      - The configuration of WMS, in the format of O(reshare.wms.circulation_configuration#module:configuration).
    type: dict
    default: {}
  reshare_configuration:
    description:
      - The configuration of the ReShare tenant, in the format of O(reshare.wms.reshare_configuration#module:configuration).
    type: dict
    default: {}
  ill_settings:
    description:
      - ILL Settings, with the options of M(reshare.wms.ill_settings), such as C(reshare). They are planned after the other objects. If they
        enable ReShare, and steps of the worksheet are pending, they are left out, because the link is then enabled in a later run.
    type: dict
    default: {}
  withdrawal:
    description:
      - The withdrawal that the run would store or end, see O(reshare.wms.ill_settings#module:withdrawal). Here nothing is stored.
  plan:
    description:
      - The path of a plan, the account of a run of the playbook C(reshare.wms.onboard) in check mode (C(run_file), with C(plan_by)). A file that is
        damaged, was edited, or has another version is rejected before the first request, and so is a plan without this library, or with another
        Registry ID or tenant.
    type: path
  approved_by:
    description:
      - The name of the person who approved O(plan); only for the result.
    type: str
  valid_days:
    description:
      - The number of days for which O(plan) is valid. An older plan is rejected with the code V(not_approved).
    type: int
    default: 14
notes:
  - Texts are masked before the fingerprint is computed. A plan shows that a secret changes, but not its value, and a fingerprint does not
    depend on it.
seealso:
  - module: reshare.wms.preflight_info
  - module: reshare.wms.run_summary
"""

EXAMPLES = r"""
---
- name: Plan the changes
  reshare.wms.plan_info:
    circulation_configuration: "{{ circulation_configuration }}"
    reshare_configuration: "{{ reshare_configuration }}"
  register: found

- name: Fail if the changes are not those of the plan
  reshare.wms.plan_info:
    circulation_configuration: "{{ circulation_configuration }}"
    reshare_configuration: "{{ reshare_configuration }}"
    plan: plan.json
    approved_by: Jane Doe
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.library
planned:
  description: The changes of the library now, as in a plan.
  returned: success
  type: dict
  contains:
    changes:
      description:
        - The changes in the order in which they are written. Each has C(system) (V(wms) or V(reshare)), the values of a change in
          C(changes) of M(reshare.wms.circulation_configuration), and C(before) and C(after), the managed fields (V(null) without an object).
      type: list
      elements: dict
    pending_steps:
      description:
        - The pending steps, including those that the changes would add, as in C(pending_steps) of M(reshare.wms.circulation_configuration), each
          with C(system).
      type: list
      elements: dict
  sample:
    changes:
      - system: wms
        kind: loan_policy
        name: ReShare borrowing
        title: Loan Policy 'ReShare borrowing'
        action: updated
        what: [loan_period]
        before:
          loan_period: 14 days
        after:
          loan_period: 28 days
    pending_steps: []
plan:
  description: The comparison with the plan. V(null) if O(plan) is not set.
  returned: if the changes could be planned
  type: dict
  contains:
    fingerprint:
      description: The fingerprint of the whole plan.
      type: str
    made:
      description: The time, UTC, at which the plan was made.
      type: str
    by:
      description: The person who made it.
      type: str
    approved_by:
      description: The person who approved it, from O(approved_by).
      type: str
    applies:
      description: Whether every change is in the plan.
      type: bool
    new:
      description: Changes of objects that the plan does not change.
      type: list
      elements: dict
    different:
      description: Objects that the plan changes in another way.
      type: list
      elements: dict
      contains:
        planned:
          description: The change in the plan.
          type: dict
        now:
          description: The change now.
          type: dict
    done:
      description: Objects of the plan that need no change any more, each with C(system), C(kind), C(name) and C(title).
      type: list
      elements: dict
  sample:
    fingerprint: 0d1c2b3a4f5e6d7c8b9a0f1e2d3c4b5a6f7e8d9c0b1a2f3e4d5c6b7a8f9e0d1c
    made: "2026-11-26T09:30:00Z"
    by: john
    approved_by: Jane Doe
    applies: true
    new: []
    different: []
    done: []
"""

from ..module_utils._module_tasks.review import plan_task

TASK = plan_task

if __name__ == "__main__":
    TASK.main()
