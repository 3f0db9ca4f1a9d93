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
  - Creates, changes, verifies or removes a patron account of WMS with OCLC's Identity Management API. Use it for the accounts to which a
    library checks out items that it lends through ReShare, either one account for all partners or one for each partner.
  - On the screens, such an account is created in WorldShare at Admin > User Management > New User. OCLC's page on ReShare requires
    "Barcode", "Patron Type" and "Home Branch".
  - An account is identified by its barcode. OCLC's search also matches other identifiers of an account, so only an exact match of the
    barcode is used. The task fails if the barcode differs from an existing one only in case, because WMS distinguishes them and staff do
    not.
  - The complete account is read, changed and sent back with the version that was read. Attributes that this module does not manage are
    preserved.
  - An account that this module creates gets a mark in the fourth field of the section "Custom Data" (C(customdata4)). It has the form
    C(reshare.wms 128807 RESHARE:ADM 1a2b3c4d), with O(wms_registry_id), O(reshare_symbol), and a digest of barcode, names and e-mail address.
    The fields of this section are documented by OCLC for institution-specific information. That the API stores this field in each request is
    inferred from published code, and the task fails if it is not stored.
  - An existing account is changed, blocked or removed only if its mark names this institution and symbol (or one of the O(former_symbols)), and fits
    its barcode, names and e-mail address, so that a copied mark proves nothing. A patron type proves nothing. It must also have no data of a person,
    which are a second e-mail address, a phone number, a postal address, a date of birth, a gender, a middle name, prefix or suffix, and an ID at a
    source system. For any other account, the task fails, also in check mode, unless O(state=adopted) is set for this account.
  - Without O(reshare_symbol), accounts get no mark, and an existing account is changed only with O(state=adopted).
  - A request that creates an account is not sent twice. If it fails, the task searches for the account and reports the result.
  - The account is read again after writing, and the task fails if OCLC did not store the changes.
extends_documentation_fragment:
  - reshare.wms.library
  - reshare.wms.attributes
options:
  barcode:
    description:
      - Field "Barcode". A barcode that an account had before stays at that account as "Deprecated", and cannot be used again until it is
        released in the section Diagnostics of the account.
      - It must not contain a double quote or a backslash, because their meaning in a search is not documented by OCLC.
    type: str
    required: true
  patron_type:
    description:
      - Field "Patron Type". The name of the patron type, as in M(reshare.wms.borrower_category).
      - Required to create the account. The value is looked up if O(wms_configuration_url) is set. Otherwise it is not checked before it is sent
        to OCLC. The response to an unknown name is not documented by OCLC.
    type: str
  home_branch:
    description:
      - Field "Home Branch". The Branch Registry ID, for example V(128808), not the branch's name.
      - Required to create the account. The value is looked up if O(wms_configuration_url) is set. Otherwise it is not checked before it is
        sent to OCLC.
    type: str
  family_name:
    description:
      - Field "Last Name". An account requires this field or O(given_name).
    type: str
  given_name:
    description:
      - Field "First Name".
    type: str
  email:
    description:
      - Field "Email", the address for overdue, recall and bill notices of this account. This is the primary address, or else the first
        address. Other addresses are preserved.
      - Each account should have its own address, or none. A library reports that OCLC rejects a second account with the same address. This
        is not documented by OCLC.
      - OCLC's pages contradict each other on whether an account requires an address.
    type: str
  expires:
    description:
      - Field "Expiration Date", as C(YYYY-MM-DD). The account expires at the end of that day.
      - Required to create the account. If it is blank, OCLC sets a date about five years ahead. Lending then stops on that day without
        notice, because ReShare treats an expired patron as a blocked patron. Therefore V(null) is rejected.
      - A date in the past is rejected. A date in less than 90 days, or before the end of a loan that starts today, causes a warning,
        because no loan can be due after it, which shortens due dates.
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
      - Whether the patron's identity is verified (C(isVerified) in the API). Hold and renewal limits distinguish verified from unverified
        patrons.
    type: bool
  store_checkout_history:
    description:
      - Whether the checkout history is stored (C(storeCheckoutHistory) in the API).
    type: bool
  state:
    description:
      - V(present) creates the account, or changes the fields that are set.
      - V(absent) removes it. OCLC rejects this for an account with loans or claims.
      - V(verified) only compares, and never writes. The task fails if the account does not exist or differs from the task. Use it for
        libraries that load their patrons by file.
      - V(existing) changes the fields that are set if the account exists, and never creates it. Use it for an account that is no longer
        required, but may still have loans. While the account exists, it is returned in RV(left_over).
      - V(adopted) works like V(present), and also changes an account that was not created by this collection, or that has data of a person, with a
        warning that names what is overwritten. The account gets the mark. Check the account first, and set V(present) afterwards.
    type: str
    choices:
      - present
      - absent
      - verified
      - adopted
      - existing
    default: present
  former_symbols:
    description:
      - Symbols that the library had before O(reshare_symbol). An account whose mark has one of them is changed or removed like one with the present
        symbol, and gets a mark with the present one.
    type: list
    elements: str
    default: []
notes:
  - Requires O(wms_registry_id), O(wms_key) and O(wms_secret). The key requires the scope O(wms_scim_scope) for this institution. OCLC
    issues such keys on request.
  - With O(wms_configuration_url), the token is also requested for the scope C(configuration).
  - Only options that are set are compared and written. An option that is not set leaves its field unchanged. An option set to V(null)
    clears its field.
  - Requests are limited to 120 per minute and key over all tasks that share O(state_dir), which is OCLC's rate limit. With several state
    directories, it is divided by O(slices).
  - An account with this barcode but without a name causes a warning, because it may be a remnant. It is never removed automatically.
  - OCLC's search may be delayed. Do not create the same account in two runs at the same time.
seealso:
  - module: reshare.wms.circulation_configuration
  - module: reshare.wms.borrower_category
  - module: reshare.wms.patron_type_policy
  - name: Set up integration (Integration with ReShare)
    description: OCLC's page on setting up a library for ReShare.
    link: https://help.oclc.org/Library_Management/WorldShare_Circulation/Integrations_with_WorldShare_Circulation/Integration_with_ReShare/Set_up_integration
  - name: WorldShare Identity Management API
    description: OCLC's page on the API.
    link: https://developer.api.oclc.org/idm
"""

EXAMPLES = r"""
---
- name: Create the account to which ReShare checks out
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

- name: Clear the e-mail address
  reshare.wms.patron_account:
    barcode: INST-LEND-01
    patron_type: ReShare lending
    email: null

- name: Verify the account of a library that loads its patrons by file
  reshare.wms.patron_account:
    barcode: INST-LEND-02
    patron_type: ReShare lending
    blocked: false
    state: verified
    wms_scim_scope: SCIM:read_user

- name: Remove the account of a former partner
  reshare.wms.patron_account:
    barcode: INST-LEND-09
    patron_type: ReShare lending
    state: absent

- name: Manage an account that the library created by hand
  reshare.wms.patron_account:
    barcode: ILL-01
    patron_type: ReShare lending
    state: adopted
"""

RETURN = r"""
---
object:
  description:
    - The account after the task, with the fields that are set. V(null) if it was removed. A new account has the fields of the task, without
      values that OCLC added.
    - The keys are the options of this module.
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
# Generated by `make docs` from tests/tools/returned: outcome, worksheet, record, knowledge, sandbox, failure. Samples in this file are kept.
pending:
  description:
    - Whether changes of this task still have to be made by hand.
    - This is possible only for a library with a record, whose changes a person makes on OCLC's screens, and for a patron account that is
      only verified and cannot exist yet. Changes in ReShare are never pending.
  returned: success, and failure while writing
  type: bool
  sample: false
pending_steps:
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
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
    rows:
      description: For a map, the conditions of each row that is added, changed, moved or removed, by option name. Empty for other kinds.
      type: list
      elements: dict
    since:
      description: The date on which the change was first requested, if known.
      type: str
    remark:
      description: The reason why the change could not be made, as reported by a person, or the other change that has to be made first.
      type: str
    waits_for:
      description: The object that a person has to create first, as used in messages. V(null) if there is none.
      type: str
    confirmed:
      description:
        - Who confirmed the step (C(by)), when (C(at)), and how (C(how), V(capture) or V(answer)), if it waits for the approval of a second
          person (O(wms_approval)). V(null) otherwise.
      type: dict
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
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
    rows:
      description: For a map, the conditions of each row that is added, changed, moved or removed, by option name. Empty for other kinds.
      type: list
      elements: dict
    action:
      description: One of V(created), V(updated) and V(removed).
      type: str
    what:
      description: The changed fields, by option name. For a map, or the shelving locations of a holding code, what is added (after C(+)) and
        removed (after C(-)), or V(order of rows).
      type: list
      elements: str
  sample:
    - kind: patron_account
      name: INST-LEND-01
      identity:
        barcode: INST-LEND-01
      title: Patron Account 'INST-LEND-01'
      rows: []
      action: updated
      what:
        - expires
left_over:
  description:
    - Objects that are no longer referenced after the changes of this task, as far as other objects are known. They are not removed.
    - Contains only policies, notices, templates and bills, which have no effect unless another object refers to them; accounts of
      former partners; and accounts with the mark of this library that ReShare has at a partner that is not declared, or had there before this task,
      with the institutional patron IDs that still name them.
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
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
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
  description: Pending steps that the OCLC API shows as done. They are no longer pending.
  returned: success, with O(wms_record_dir)
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object, which is also the name of its module.
      type: str
    name:
      description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
      type: str
    identity:
      description: The fields that identify the object, with their values. Empty for kinds with only one object.
      type: dict
    title:
      description: The object, as used in messages.
      type: str
  sample: []
withdrawn:
  description:
    - Who withdrew the library, when and why, according to the record of the library. V(null) if it is not withdrawn.
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
    removed:
      description: The person (C(by)) who removed its configuration, and the time (C(at)). Only if it was removed.
      type: dict
  sample:
    by: Jane Doe
    at: "2026-11-25T09:30:00Z"
    reason: The library leaves the consortium at the end of the year.
knowledge:
  description:
    - How the fields of the objects of this task were learnt, and when. A field that is declared and not known is a pending step, and not
      part of it.
  returned: success, with O(wms_record_dir)
  type: dict
  contains:
    fields:
      description:
        - Number of fields by source. V(read) are read from OCLC by this task, V(capture) were seen on the screen, V(report) are shown by a
          report file of OCLC, and V(answer) are stated by a person.
      type: dict
    oldest:
      description: The object with the oldest field, as in RV(knowledge.objects). V(null) without any object.
      type: dict
    stale:
      description: The objects with a field that is older than O(wms_knowledge_days), or of an unknown age, as in RV(knowledge.objects), the
        oldest first.
      type: list
      elements: dict
    stated:
      description: The objects of which at least one field is only stated by a person, as in RV(knowledge.objects).
      type: list
      elements: dict
    objects:
      description: All objects, each with its oldest field.
      type: list
      elements: dict
      contains:
        kind:
          description: The kind of the object, which is also the name of its module.
          type: str
        name:
          description: The name, code, key or barcode of the object. Empty for kinds with only one object, such as a map or a page.
          type: str
        identity:
          description: The fields that identify the object, with their values. Empty for kinds with only one object.
          type: dict
        title:
          description: The object, as used in messages.
          type: str
        fields:
          description: Number of fields of the object by source.
          type: dict
        field:
          description: The option name of the oldest field. V(null) if the object has no other field than its name, or does not exist.
          type: str
        how:
          description: The source of the oldest field, V(read), V(capture), V(report) or V(answer).
          type: str
        by:
          description: The person.
          type: str
        at:
          description: The time, UTC.
          type: str
        days:
          description: The age in days. V(null) if the time cannot be read, or is in the future.
          type: int
        stale:
          description: Whether the field is older than O(wms_knowledge_days), or of an unknown age.
          type: bool
  sample:
    fields:
      read: 0
      capture: 5
      report: 0
      answer: 0
    oldest:
      kind: loan_policy
      name: ReShare borrowing
      identity:
        name: ReShare borrowing
      title: Loan Policy 'ReShare borrowing'
      fields:
        read: 0
        capture: 5
        report: 0
        answer: 0
      field: loan_period
      how: capture
      by: Jane Doe
      at: "2026-11-25T09:30:00Z"
      days: 1
      stale: false
    stale: []
    stated: []
    objects:
      - kind: loan_policy
        name: ReShare borrowing
        identity:
          name: ReShare borrowing
        title: Loan Policy 'ReShare borrowing'
        fields:
          read: 0
          capture: 5
          report: 0
          answer: 0
        field: loan_period
        how: capture
        by: Jane Doe
        at: "2026-11-25T09:30:00Z"
        days: 1
        stale: false
sandbox:
  description: Whether one of the systems was the rehearsal sandbox, or the record of the library belongs to a rehearsal.
  returned: success
  type: bool
  sample: false
failure:
  description: The failure as data, for use in playbooks. The text is in C(msg).
  returned: failure
  type: dict
  contains:
    code:
      description:
        - V(invalid) if options or variables are wrong, V(unknown_reference) if a name does not exist, V(in_use) if other objects refer to
          the object, V(differs) if a verified object differs from the task, V(not_owned) if the object was not created by this collection,
          V(not_approved) if the changes are not those of the plan that is applied, V(conflict) for a concurrent change, V(other_library) if a
          tenant, record or file belongs to another library or to a rehearsal, V(no_record) if the record of a library that was configured
          before is missing, V(damaged) for a record that cannot be read, V(file_error) if a file cannot be read or written, V(locked) if
          another task uses it, V(rejected_file) for a received file that was not imported, V(unreachable) if a system did not respond or
          returned a server error, V(refused) if a system rejected the credentials or they lack a permission, V(unexpected_response) for any
          other response of a system, V(bug) for an error in this collection, and V(error) for all other failures.
      type: str
    object:
      description: The object that failed. V(null) if the failure concerns several objects, or if the object is not known.
      type: str
    fields:
      description:
        - The names of the fields or options that are wrong, missing or not stored, as far as they are known. A field in a section has the form
          C(section.field).
      type: list
      elements: str
    candidates:
      description: Existing names that are similar to the unknown name, the most similar first, or the full names of an ambiguous one.
      type: list
      elements: str
    parts:
      description: The single errors, if there are several.
      type: list
      elements: dict
      contains:
        code:
          description: As above.
          type: str
        object:
          description: As above.
          type: str
        fields:
          description: As above.
          type: list
          elements: str
        candidates:
          description: As above.
          type: list
          elements: str
    permission:
      description: The permission or scope that the account or the WSKey lacks, or seems to lack. V(null) if it is not known.
      type: str
    status:
      description: The HTTP status of the response. V(null) if there was no response.
      type: int
    no_answer:
      description: Whether a system did not respond or returned a server error, so that a later run can succeed.
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
