#!/usr/bin/python
# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: patron_account
short_description: Manage an institutional patron account
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Makes, changes, checks or removes a patron account of WMS through OCLC's Identity Management API. It is meant for
    the accounts to which a library checks out what it lends through ReShare, one for all partners or one for each.
  - The same account is made by hand in WorldShare at Admin > User Management > New User. OCLC's page on ReShare asks
    for "Barcode", "Patron Type" and "Home Branch".
  - An account is found by its barcode. OCLC's search also finds other identifiers of an account, so only an exact match
    of the barcode counts. A barcode that differs from an existing one only in upper and lower case is refused, since
    WMS tells them apart and staff do not.
  - The whole record is read, changed and sent back with the version that was read. What this module does not know in it
    is kept.
  - An existing account is changed or removed only if it has the declared O(patron_type), by which an account that this collection made is
    recognised, or one of the O(former_patron_types). Any other, which may be a patron's own, is refused in check mode too, unless it is
    declared with O(state=adopted). With O(wms_manual_accounts) nothing is refused, and the task warns.
  - A request to make an account is never sent twice. If it fails, the task searches for the account instead and reports
    what it found.
  - What was written is read back, and the task fails if OCLC did not keep it.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  barcode:
    description:
      - Field "Barcode". It may not contain a double quote or a backslash, whose meaning in a search OCLC does not
        document.
    type: str
    required: true
  patron_type:
    description:
      - Field "Patron Type". The name of the patron type, as in M(reshare.wms.borrower_category).
      - Needed when the account is made, and to change or remove it with O(state=present) and O(state=absent). It is looked up if
        O(wms_configuration_url) is set, and left to OCLC if not. How OCLC answers to an unknown name is not documented.
    type: str
  home_branch:
    description:
      - Field "Home Branch". The Branch Registry ID, for example V(128808), not the branch's name.
      - Needed when the account is made. It is looked up if O(wms_configuration_url) is set, and left to OCLC if not.
    type: str
  family_name:
    description:
      - Field "Last Name". An account needs this or O(given_name).
    type: str
  given_name:
    description:
      - Field "First Name".
    type: str
  email:
    description:
      - Field "Email", where overdue, recall and bill notices for this account go. It is the primary address, or else
        the first. Others are kept.
      - Each account should have an address of its own, or none. A library reports that OCLC refuses a second account
        with the same address, though OCLC does not document it.
      - OCLC's pages do not agree on whether an account needs an address.
    type: str
  expires:
    description:
      - Field "Expiration Date", as C(YYYY-MM-DD). The account ends with that day.
      - Needed when the account is made. Left blank, OCLC would set a date about five years on, and lending would stop
        on that day without anybody noticing, since ReShare takes an expired patron for a blocked one. So V(null) is
        refused.
      - A date in the past is refused. One in less than 90 days gives a warning, since no loan runs past it, which shortens due dates.
    type: str
  blocked:
    description:
      - Whether the account is blocked from circulation (C(isCircBlocked) in the API).
    type: bool
  fine_exempt:
    description:
      - Whether the account is exempt from fines (C(isFineExempt) in the API).
    type: bool
  verified:
    description:
      - Whether the patron's identity counts as verified (C(isVerified) in the API). Hold and renewal limits tell
        verified from unverified patrons.
    type: bool
  store_checkout_history:
    description:
      - Whether a history of checkouts is kept (C(storeCheckoutHistory) in the API).
    type: bool
  state:
    description:
      - V(present) makes the account, or changes the fields that are given.
      - V(absent) removes it. OCLC refuses that for an account with loans or claims.
      - V(verified) only compares. The task fails if the account does not exist or is not as declared, and never writes.
        It is meant for libraries that load their patrons by file.
      - V(existing) changes the fields that are given if the account exists, and never makes it. It is meant for an account that is not
        needed any more, but to which items may still be on loan. As long as the account exists, it is reported as left over.
      - V(adopted) is V(present), and takes over an account that was not made by this collection. Look at the account first.
    type: str
    choices:
      - present
      - absent
      - verified
      - adopted
      - existing
    default: present
  former_patron_types:
    description:
      - Patron types that the accounts of this collection had before, after O(patron_type) was renamed. An account that has one of them is
        changed or removed like one that has O(patron_type).
    type: list
    elements: str
    default: []
notes:
  - Needs O(wms_registry_id), O(wms_key) and O(wms_secret), with a key to which OCLC has given the scope
    O(wms_scim_scope) for this institution. Such keys are issued on request.
  - With O(wms_configuration_url) set, the token is also asked for the scope C(configuration).
  - Only options that are mentioned are compared and written. An option that is not mentioned leaves its field as it is;
    an option that is set to V(null) clears its field.
  - Calls are paced to 120 a minute with one key over all tasks that share O(state_dir), as OCLC allows no more.
  - A record that holds the barcode but has no name gives a warning, since it may be a left-over. It is never removed by
    itself.
  - OCLC's search may lag behind. Never let two runs make the same account at the same time.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.borrower_category
  - module: reshare.wms.patron_type_policy
  - name: Set up integration (Integration with ReShare)
    description: What OCLC asks a library to set up for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
  - name: WorldShare Identity Management API
    description: OCLC's page on the API.
    link: https://developer.api.oclc.org/idm
"""

EXAMPLES = r"""
---
- name: Make the account to which ReShare checks out
  reshare.wms.patron_account:
    wms_registry_id: "128807"
    wms_key: "{{ fairview_wms_key }}"
    wms_secret: "{{ fairview_wms_secret }}"
    barcode: INST-LEND-01
    patron_type: ReShare lending
    home_branch: "128808"
    family_name: ReShare lending
    email: ill@fairview.example.org
    expires: "2035-12-31"

- name: Take its e-mail address away
  reshare.wms.patron_account:
    barcode: INST-LEND-01
    patron_type: ReShare lending
    email: null

- name: Check the account of a library that loads its patrons by file
  reshare.wms.patron_account:
    barcode: INST-LEND-02
    patron_type: ReShare lending
    blocked: false
    state: verified
    wms_scim_scope: SCIM:read_user

- name: Remove the account of a partner that has left
  reshare.wms.patron_account:
    barcode: INST-LEND-09
    patron_type: ReShare lending
    state: absent

- name: Take over an account that the library made by hand
  reshare.wms.patron_account:
    barcode: ILL-01
    patron_type: ReShare lending
    state: adopted
"""

RETURN = r"""
---
object:
  description:
    - The account as it is after the task, with the fields that are set. V(null) where it is gone. One that was just made
      has the fields that were declared, without what OCLC filled in.
    - It has the options of this module.
  returned: success
  type: dict
  sample:
    barcode: INST-LEND-01
    patron_type: ReShare lending
    home_branch: "128808"
    family_name: ReShare lending
    email: ill@fairview.example.org
    expires: "2035-12-31"
    verified: true
# Generated by `make docs` from tests/tools/returned: outcome, worksheet, record, sandbox, failure. A sample stays as it is here.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron
      account that is only verified and cannot exist yet. ReShare carries out every write at once.
  returned: success, and failure while writing
  type: bool
  sample: false
waiting:
  description: Changes of this task that still have to be made by hand; listed on the worksheet.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    title:
      description: The object, for messages.
      type: str
    since:
      description: The day on which the change was first requested, where that is known.
      type: str
    remark:
      description: Why the change could not be made, as a person reported it, or which other change has to be made first.
      type: str
  sample: []
declared:
  description: Number of objects, rows or settings managed by this task, by kind. Other configuration is not touched.
  returned: success, and failure while writing
  type: dict
  sample:
    loan_policy: 1
changes:
  description: The changes in the order in which they were written (in check mode, the changes that would be written).
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or
        a page.
      type: str
    title:
      description: The object, for messages.
      type: str
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, the rows that are added (after C(+)) and removed
        (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: patron_account
      name: INST-LEND-01
      title: Patron Account 'INST-LEND-01'
      action: updated
      what:
        - expires
left_over:
  description:
    - Objects to which nothing refers any longer after the changes of this task, as far as other objects are known. They are not removed.
    - Only policies, notices, templates and bills are reported, which have no effect unless something refers to them, and accounts of former
      partners.
  returned: success, and failure while writing
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name of the object.
      type: str
    title:
      description: The object, for messages.
      type: str
  sample: []
diff:
  description: The changed fields before and after, by kind and name. Ansible shows them with C(--diff). Secrets are masked.
  returned: success, and failure while writing
  type: dict
  contains:
    before:
      description: The values before.
      type: dict
    after:
      description: The values after the task (in check mode, the values that it would write).
      type: dict
worksheet:
  description: The path of the library's worksheet. V(null) if no step is pending.
  returned: success, with O(wms_record_dir)
  type: str
  sample: /srv/consortium/record/worksheets/fairview.html
read_back:
  description: Pending steps that the OCLC API shows as done. They are not pending any longer.
  returned: success, with O(wms_record_dir)
  type: list
  elements: str
  sample: []
withdrawn:
  description:
    - Who withdrew the library, when and why, as the record of the library has it. V(null) if it is not withdrawn.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    by:
      description: The person who withdrew it.
      type: str
    at:
      description: The time, UTC.
      type: str
    reason:
      description: The reason. V(null) if none was given.
      type: str
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
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

from ansible_collections.reshare.wms.plugins.module_utils._jobs.wms import object_task
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_ACCOUNT

TASK = object_task(PATRON_ACCOUNT)


def main() -> None:
    """Run as an ordinary module."""
    TASK.main()


if __name__ == "__main__":
    main()
