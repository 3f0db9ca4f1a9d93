#!/usr/bin/python
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

DOCUMENTATION = r"""
module: patron_account
short_description: Manage an institutional patron account
version_added: 1.0.0
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
    C(reshare.wms 128807 RESHARE:ADM 1a2b3c4d5e6f7a8b), with O(wms_registry_id), O(reshare_symbol), and two digests of barcode, names and e-mail address.
    The fields of this section are documented by OCLC for institution-specific information. That the API stores this field in each request is
    inferred from published code, and the task fails if it is not stored.
  - An existing account is changed, blocked or removed only if its mark names this institution and symbol (or one of the O(former_symbols)), and fits
    its barcode, names and e-mail address, so that a copied mark proves nothing. A patron type proves nothing. It must also have no data of a person,
    which are a second e-mail address, a phone number, a postal address, a date of birth, a gender, a middle name, prefix or suffix, and an ID at a
    source system. For any other account, the task fails, also in check mode, unless O(state=adopted) is set for this account.
  - Texts are compared in one form, with composed characters, single spaces and decoded HTML entities, because it is not documented whether OCLC returns
    them as they were sent. The first digest also ignores upper and lower case. The second one is of the texts as they were sent, so names that OCLC
    stores in capitals are as declared, and another spelling in the inventory is written. The barcode is always exact,
    and so are the names in an account that does not have the mark of this library.
  - Without O(reshare_symbol), accounts get no mark, and an existing account is changed only with O(state=adopted).
  - A request that creates an account is not sent twice. If it fails, the task searches for the account and reports the result.
  - The account is read again after writing, and the task fails if OCLC did not store the changes.
extends_documentation_fragment: reshare.wms.library
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
extends_documentation_fragment: reshare.wms.record
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
# The documentation refers to these values, and ansible-test does not look for them in fragments.
left_over: {}
"""

from ..module_utils._module_tasks.wms import object_task
from ..module_utils._wms.objects.patrons import PATRON_ACCOUNT

TASK = object_task(PATRON_ACCOUNT)

if __name__ == "__main__":
    TASK.main()
