#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: preflight_info
short_description: Check what a library needs before it is changed, and before its link goes live
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Looks at both systems of a library and says of each check whether it passes, fails, or cannot be made, and why. It changes
    nothing.
  - The roles C(reshare.wms.preflight) and C(reshare.wms.enable_reshare) use it. The second also gives what only matters before
    going live, such as O(expected.borrowing).
  - "The checks are C(wms_key), C(wms_institution), C(locations), C(pickup_locations), C(lending_accounts), C(patron_types),
    C(legacy_notifications), C(authorisation_form), C(reshare_login), C(reshare_tenant), C(reshare_version), C(reshare_permissions) and
    C(reshare_settings), and, where the option of each is given, C(nothing_waiting), C(in_place), C(borrowed_items),
    C(lent_items) and C(patron_check)."
  - With O(wms_record_dir), what is configured is what the record has as confirmed.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
  - reshare.wms.attributes.info
options:
  expected:
    description:
      - What is expected of the library.
    type: dict
    suboptions:
      branches:
        description: Registry IDs of branches that have to exist.
        type: list
        elements: str
        default: []
      holding_location:
        description: The holding code of the temporary location, which has to exist.
        type: str
      shelving_location:
        description: Its shelving location. Where it is given, it has to exist, too.
        type: str
      pickup_rows:
        description:
          - Rows of the Hold Pickup Locations Map, as M(reshare.wms.hold_pickup_locations_map) takes them. Their pickup locations have to
            exist, and the map must leave a row for everything else.
        type: list
        elements: dict
        default: []
      accounts:
        description:
          - The lending accounts, each with C(barcode) and C(state). One that does not exist is only a fault with the state
            V(verified), since the roles make the others. One that exists needs the patron type O(expected.lending_patron_type), unless its
            state is V(adopted).
        type: list
        elements: dict
        default: []
      former_accounts:
        description: Accounts of former partners, each with C(barcode) and C(state). One that this collection did not make is a fault.
        type: list
        elements: dict
        default: []
      account_days:
        description: How many days they have to be valid at least.
        type: int
        default: 90
      account_expires:
        description:
          - The day, as C(YYYY-MM-DD), that is declared as their expiration date. A day in the past fails the check. A day in less than
            O(expected.account_days), or before the end of a loan of O(expected.lending_period) that starts today, gives a warning.
        type: str
      lending_period:
        description: The period of loans to them, for example V(56 days). No loan runs past the expiration date.
        type: str
      authorisation_form:
        description: The day on which OCLC got the signed authorisation form, as C(YYYY-MM-DD). If it is blank, the check fails.
        type: str
      settings:
        description: Keys of ReShare settings that have to be there.
        type: list
        elements: str
        default: []
      borrowing:
        description:
          - What borrowed items are to get, with C(holding_location), C(shelving_location), C(loan_policy), and C(loan_period) and
            C(hold_fulfillment_policy) if they matter. It is looked up for every patron type and material format.
          - No fines, no bill for placing a hold, and no hold limit of 0 are expected, too.
        type: dict
      lending:
        description:
          - What lent items are to get, with C(patron_type), C(loan_policy), and C(loan_period) if it matters. No Limit is expected
            everywhere.
        type: dict
      lending_patron_type:
        description: The lending accounts' own patron type, which says nothing about the library's patrons.
        type: str
      lending_former_patron_types:
        description: Patron types that the lending accounts had before. An account that has one of them was made by this collection.
        type: list
        elements: str
        default: []
      patron_check:
        description: Whether ReShare's own patron check is made for each of the accounts.
        type: bool
        default: false
      lacking:
        description: Titles of what is not in place, as a run in check mode found it.
        type: list
        elements: str
      waiting:
        description: Titles of what waits for a person.
        type: list
        elements: str
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
    expected:
      branches:
        - "128850"
      holding_location: LFMM
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
      description: One of V(pass), V(fail), V(unknown) (the check could not be made) and V(waived).
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

from ansible_collections.reshare.wms.plugins.module_utils._task.preflight import preflight_task

TASK = preflight_task()


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
