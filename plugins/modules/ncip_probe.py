#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: ncip_probe
short_description: Probe NCIP with a library's key and agencies
version_added: 1.0.0
description:
  - Sends one NCIP message in the format of ReShare's WMS2 client, a CheckInItem for a barcode that no item has. If WMS responds that the
    item is unknown, the URL, the token, its scope and the agency IDs are correct. Nothing is changed.
  - This response is inferred from OCLC's samples. It is not documented by OCLC. Any other response fails the check. The check then contains
    the response and the remedy.
  - The module does not fail if the check fails. Use RV(checks) or the role C(reshare.wms.verify).
extends_documentation_fragment: reshare.wms.library
attributes:
  check_mode:
    support: partial
    details:
      - A CheckInItem is a transaction, so nothing is sent in check mode. The check then has the status V(unknown) and this reason.
  diff_mode:
    support: none
  idempotent:
    support: full
options:
  from_agency:
    description:
      - The agency that ReShare sends as its own (setting C(ncip_from_agency)). According to ReShare's page on WMS, this is the Registry ID
        of the main branch. ReShare's client labels it as the ID of an institution. If WMS rejects it, ask OCLC.
    type: str
    required: true
  to_agency:
    description:
      - The agency that ReShare sends for WMS (setting C(ncip_to_agency)). The remarks on O(from_agency) also apply.
    type: str
    required: true
  barcode:
    description:
      - The barcode to send. If not set, a barcode that begins with C(ZZ-PROBE-) is generated.
      - Do not use the barcode of an item that is on loan, because the item would be checked in.
    type: str
notes:
  - Requires O(wms_registry_id), O(wms_key) and O(wms_secret). The key requires the scope C(WMS_NCIP).
  - The URL for the WMS2 adapter is not documented by OCLC. See O(wms_ncip_url).
seealso:
  - module: reshare.wms.ncip_verification
  - module: reshare.wms.preflight_info
"""

EXAMPLES = r"""
---
- name: Probe WMS with the barcode of an item that does not exist
  reshare.wms.ncip_probe:
    from_agency: "128850"
    to_agency: "128850"
  register: probe

- name: Fail if the NCIP probe did not pass
  ansible.builtin.assert:
    that: probe.checks[0].status == 'pass'
    fail_msg: "{{ probe.checks[0].detail }}"
  when: not ansible_check_mode
"""

RETURN = r"""
extends_documentation_fragment: reshare.wms.checks
answered:
  description:
    - The type of the problem that WMS returned. V(checked in) if WMS reported that it checked the item in. V(null) if WMS did not respond,
      or not with NCIP.
  returned: success
  type: str
  sample: Unknown Item
checks:
  sample:
    - name: ncip_probe
      title: NCIP accepts the library's WSKey and agencies
      status: pass
      detail: WMS reports the item 'ZZ-PROBE-1F0A9C3E' as unknown, as expected
      remedy: ""
      reason: null
"""

from ..module_utils._module_tasks.verification import probe_task

TASK = probe_task

if __name__ == "__main__":
    TASK.main()
