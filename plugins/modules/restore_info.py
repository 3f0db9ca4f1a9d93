#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: restore_info
short_description: Show what was in place at libraries at the end of a day
version_added: 1.0.0
description:
  - Returns what was changed at each library since that day, with the values that were in place then, as a configuration. Applied with
    M(reshare.wms.circulation_configuration) and M(reshare.wms.reshare_configuration), it leads back. The playbook C(reshare.wms.restore) does it.
  - The record, in the directory of the variable C(wms_record_dir), has what people confirmed, and what each confirmed object was before it changed.
    Reports of P(reshare.wms.report#callback) have what runs replaced in ReShare and at a configuration service. What was changed by other means, or by a run
    without a report, is not known.
  - A field of which nothing was known on that day is not part of the result. Objects that are left alone are returned with the reason.
  - Nothing is sent to any system.
options:
  day:
    description: The day, C(YYYY-MM-DD) in UTC. It has to be over.
    type: str
    required: true
  libraries:
    description: The names of the hosts. The reports are read once for all of them, so run the task once.
    type: list
    elements: str
    required: true
  reports:
    description:
      - The directory with reports. All files C(*.json) in it and in its subdirectories are read, except hidden ones. For each library, one of them has to be
        about it and not later than O(day). Required for libraries without a record.
    type: path
extends_documentation_fragment: reshare.wms.controller.info
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.reshare_configuration
"""

EXAMPLES = r"""
---
- name: Find what was in place on the day
  reshare.wms.restore_info:
    day: "2026-11-27"
    reports: reports
    libraries: "{{ ansible_play_hosts }}"
  run_once: true
  register: restore_read
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.controller
day:
  description: The day.
  returned: success
  type: str
  sample: "2026-11-27"
libraries:
  description: The values of each library, by the name of its host.
  returned: success
  type: dict
  contains:
    problem:
      description: Why nothing is known of that day at this library. V(null) if something is.
      type: str
    circulation_configuration:
      description: The earlier values in WMS, in the format of O(reshare.wms.circulation_configuration#module:configuration).
      type: dict
      sample:
        loan_policies:
          - name: ReShare borrowing
            loan_period: 14 days
    reshare_configuration:
      description: The earlier values in the ReShare tenant, in the format of O(reshare.wms.reshare_configuration#module:configuration).
      type: dict
      sample:
        settings:
          max_requests: 5
    left_alone:
      description: The objects that were changed since, but are not restored.
      type: list
      elements: dict
      contains:
        kind:
          description: The kind of the object, which is also the name of its module.
          type: str
        name:
          description: The name of the object. Empty for kinds with only one object.
          type: str
        identity:
          description: The fields that identify the object.
          type: dict
        title:
          description: The object, as used in messages.
          type: str
        reason:
          description: The reason.
          type: str
      sample:
        - kind: loan_policy
          name: ReShare pilot
          identity:
            name: ReShare pilot
          title: Loan Policy 'ReShare pilot'
          reason: it did not exist on that day; nothing is removed without its name
    sandbox:
      description: Whether the record and the reports are those of a rehearsal against the sandbox. V(null) if it is not known.
      type: bool
      sample: false
left_out:
  description: The files in O(reports) that were not used.
  returned: success
  type: list
  elements: dict
  contains:
    file:
      description: The path of the file in O(reports).
      type: str
    reason:
      description: The reason.
      type: str
  sample: []
"""
