#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: ncip_probe
short_description: Prove that NCIP takes a library's key and agencies
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Sends one NCIP message as ReShare's WMS2 client sends it, a CheckInItem for a barcode that no item has. If WMS answers that it
    does not know the item, then the address, the token, its scope and the agency IDs are right. Nothing is changed.
  - That WMS answers so is inferred from OCLC's samples, not documented. Any other answer fails the check, and is quoted with what
    to change.
  - The module itself does not fail where the check does. Look at RV(checks), or use the role C(reshare.wms.verify).
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
attributes:
  check_mode:
    support: partial
    details:
      - A CheckInItem is a transaction, so nothing is sent in check mode. The check has the status V(unknown) then, with that reason.
  diff_mode:
    support: none
  idempotent:
    support: full
requirements:
  - defusedxml
options:
  from_agency:
    description:
      - What ReShare sends as its agency (its setting C(ncip_from_agency)). ReShare's page on WMS wants the Registry ID of the main
        branch, while ReShare's client labels it as the ID of an institution. Where WMS does not take it, ask OCLC.
    type: str
    required: true
  to_agency:
    description:
      - What ReShare sends as the agency of WMS (its setting C(ncip_to_agency)). As O(from_agency).
    type: str
    required: true
  barcode:
    description:
      - The barcode to send. If not set, one is made up that begins with C(ZZ-PROBE-).
      - Never give one of an item that is on loan, because it would be checked in.
    type: str
notes:
  - Needs O(wms_registry_id), O(wms_key) and O(wms_secret). The key needs the scope C(WMS_NCIP).
  - Which address is right for the WMS2 adapter was not seen in public. See O(wms_ncip_url).
seealso:
  - module: reshare.wms.ncip_verification
  - module: reshare.wms.preflight_info
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Ask WMS for an item that can't exist
  reshare.wms.ncip_probe:
    from_agency: "128850"
    to_agency: "128850"
  register: probe

- name: Refuse a library that WMS does not answer
  ansible.builtin.assert:
    that: probe.checks[0].status == 'pass'
    fail_msg: "{{ probe.checks[0].detail }}"
  when: not ansible_check_mode
"""

RETURN = r"""
---
checks:
  description: One check, as M(reshare.wms.preflight_info) has them.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: C(ncip_probe).
      type: str
    title:
      description: What holds if it passes.
      type: str
    status:
      description: One of V(pass), V(fail) and V(unknown) (nothing was sent).
      type: str
    detail:
      description: What WMS answered, or why nothing was sent.
      type: str
    remedy:
      description: What to do.
      type: str
    reason:
      description: Always V(null), since nothing is waived here.
      type: str
  sample:
    - name: ncip_probe
      title: NCIP takes the library's key and agencies
      status: pass
      detail: WMS does not know the item 'ZZ-PROBE-1F0A9C3E', as expected
      remedy: ""
      reason: null
failed_checks:
  description: How many checks failed. A condition of a playbook is better on this than on a text, which can be masked.
  returned: success
  type: int
  sample: 0
unknown_checks:
  description: How many checks could not be made.
  returned: success
  type: int
  sample: 0
answered:
  description:
    - The type of the problem with which WMS answered, in its own words. V(checked in), where it says that it checked the item in.
      V(null), where it did not answer, or not with NCIP.
  returned: success
  type: str
  sample: Unknown Item
failure:
  description:
    - What went wrong, for programs. The text is in C(msg).
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
sandbox:
  description:
    - Whether a system that this task spoke to is the rehearsal sandbox rather than OCLC's. There is a warning then,
      too.
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.reshare.wms.plugins.module_utils._task.verification import probe_task

TASK = probe_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
