#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: preflight_info
short_description: Check the preconditions of a library
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Looks at both systems of a library and says of each check whether it passes, fails, or cannot be made, and why. It changes
    nothing.
  - The configuration of both systems is planned as M(reshare.wms.circulation_configuration) and
    M(reshare.wms.reshare_configuration) plan it in check mode, so that everything for which they would be refused is found.
  - The roles C(reshare.wms.preflight) and C(reshare.wms.enable_reshare) use it.
  - "The checks are C(wms_key), C(wms_institution), C(locations), C(circulation_plan), C(lending_accounts), C(patron_types),
    C(legacy_notifications), C(authorisation_form), C(reshare_login), C(reshare_tenant), C(reshare_version), C(reshare_permissions) and
    C(reshare_plan); where the stage is V(applied), C(nothing_waiting) and C(in_place); and, where the option of each is given,
    C(borrowed_items), C(lent_items) and C(patron_check)."
  - "C(borrowed_items) passes if, for every patron type and material format, the maps pick at the temporary location what the rows
    of O(circulation_configuration) alone would pick, and the policies have the fields that it declares. Of a policy that a declared
    row names but that is not declared itself, only the name is compared. Where no declared row matches, no policy is expected, but
    a bill for a hold fails the check. A hold limit of 0 or a rule without holds fails it, too, unless it is declared."
  - C(lent_items) does the same for the patron type of the lending accounts, at each location that a declared row names for it and
    anywhere else. No limit is expected for it besides those that are declared.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
options:
  circulation_configuration:
    description:
      - What is declared for WMS, as O(reshare.wms.circulation_configuration#module:configuration) takes it. The lending accounts are
        its C(patron_accounts).
    type: dict
    default: {}
  reshare_configuration:
    description:
      - What is declared for the ReShare tenant, as O(reshare.wms.reshare_configuration#module:configuration) takes it.
    type: dict
    default: {}
  expected:
    description:
      - What is expected of the library.
    type: dict
    suboptions:
      stage:
        description:
          - How far the library is.
          - V(planned) means that the configuration will be applied. The accounts and maps are judged as they will be then.
          - V(applied) means that it was applied. The library is judged as it is (with O(wms_record_dir), as confirmed), and whatever
            would still change fails the check C(in_place) or C(nothing_waiting).
          - V(live) judges the library as it is, and leaves it to others to report differences to the configuration.
        type: str
        choices: [planned, applied, live]
        default: planned
      holding_location:
        description: The holding code of the temporary location. If set, the check C(borrowed_items) is made.
        type: str
      shelving_location:
        description: Its shelving location.
        type: str
      lending_patron_type:
        description:
          - The lending accounts' own patron type, which says nothing about the library's patrons. If set, the check C(lent_items) is
            made.
        type: str
      account_days:
        description: How many days the lending accounts have to be valid at least.
        type: int
        default: 90
      authorisation_form:
        description: The day on which OCLC got the signed authorisation form, as C(YYYY-MM-DD). If it is blank, the check fails.
        type: str
      patron_check:
        description:
          - Whether ReShare's own patron check is made for each of the accounts. At the stage V(planned) it has the status V(later)
            unless everything is in place.
        type: bool
        default: false
  waivers:
    description:
      - Checks that need not pass, by name, each with the reason.
    type: dict
    default: {}
seealso:
  - module: reshare.wms.policy_resolution_info
  - module: reshare.wms.reshare_info
"""

EXAMPLES = r"""
---
# How the library is reached is left out here. Set it once with module_defaults (see the examples of
# reshare.wms.circulation_configuration), or with environment variables.

- name: Check the preconditions
  reshare.wms.preflight_info:
    circulation_configuration: "{{ circulation_configuration }}"
    reshare_configuration: "{{ reshare_configuration }}"
    expected:
      holding_location: LFMM
      shelving_location: Interlibrary Loan
      lending_patron_type: ReShare lending
      authorisation_form: "2026-09-01"
    waivers:
      legacy_notifications: We move to Next-Generation Notifications in May
  register: preflight

- name: Say what is missing
  ansible.builtin.debug:
    msg: "{{ preflight.checks | selectattr('status', 'in', ['fail', 'unknown']) | map(attribute='title') | list }}"
"""

RETURN = r"""
---
ready:
  description: Whether every check passed or was waived.
  returned: success
  type: bool
  sample: true
# Generated by `make docs` from tests/tools/returned: checks, sandbox, failure. A sample stays as it is here.
checks:
  description: All checks, in the order in which they were made.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the check, for example for a waiver.
      type: str
    title:
      description: What is true if the check passes.
      type: str
    status:
      description: One of V(pass), V(fail), V(unknown) (the check could not be made), V(waived) and V(later) (the check can only be made
        once the configuration was applied).
      type: str
    detail:
      description: What was found, or why the check could not be made.
      type: str
    remedy:
      description: What to do.
      type: str
    reason:
      description: Why the check was waived.
      type: str
  sample:
    - name: authorisation_form
      title: OCLC has the signed authorisation form for ReShare
      status: pass
      detail: "declared: 2026-09-01"
      remedy: ""
      reason: null
failed_checks:
  description: Number of failed checks. Use it in conditions rather than a text, which can be masked.
  returned: success
  type: int
  sample: 0
unknown_checks:
  description: Number of checks that could not be made.
  returned: success
  type: int
  sample: 0
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.preflight import preflight_task

TASK = preflight_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
