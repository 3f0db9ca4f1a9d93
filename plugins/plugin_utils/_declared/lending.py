# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The declarations of the role lending."""

from __future__ import annotations

from ansible_collections.reshare.wms.plugins.module_utils._wms.notices import with_notices
from ansible_collections.reshare.wms.plugins.plugin_utils._values import Values

from .objects import Configuration, Objects, absent, former, merged

#: The kinds of the policies that have the role's name, and of the maps with rows for its patron type.
_NAMED = ("loan_policies", "loan_limit_policies", "hold_limit_policies")
_MAPS = ("loan_policy_map", "loan_limit_matrix", "hold_limit_matrix")


def declared(values: Values) -> Configuration:
    """lending_configuration with the notices, the accounts, the objects that are not needed any more, and lending_more."""
    notices = values["lending_notices"]
    return merged(
        with_notices(
            values["lending_configuration"],
            notices,
            name=values["lending_policy_name"],
            notifications=values["lending_notifications"],
            patron_types=[values["lending_patron_type"]],
            former=values["consortium_former_notifications"],
        ),
        {"patron_accounts": _accounts(values)},
        _former(values, list(notices)),
        values["lending_more"],
    )


def _accounts(values: Values) -> Objects:
    email = values["lending_account_email"]
    fields = {**values["lending_account_defaults"], **({"email": email} if email else {})}
    return [{**fields, **account} for account in values["lending_accounts"]]


def _former(values: Values, notices: list[str]) -> Configuration:
    """The accounts of former partners, and objects with a former name."""
    names = former(values["lending_former_policy_names"], values["lending_policy_name"])
    types = former(values["lending_former_patron_types"], values["lending_patron_type"])
    titles = absent(f"{name} {notice.replace('_', ' ')}" for name in names for notice in notices)
    return {
        "notification_policies": titles,
        "notification_templates": titles,
        "borrower_categories": absent(types),
        "patron_type_policies": absent(types),
        "patron_accounts": _former_accounts(values),
        **{kind: absent(names) for kind in _NAMED},
        **{kind: absent(types, "patron_policy") for kind in _MAPS},
    }


def _former_accounts(values: Values) -> Objects:
    """An account that is still used is not that of a former partner. Accounts that are loaded by file have to be blocked by the
    library."""
    former_accounts = values["lending_former_partner_accounts"]
    if not former_accounts or values["lending_account_state"] != "present":
        return []
    blocked = values["lending_former_account_state"] == "blocked"
    fields = {
        "patron_type": values["lending_patron_type"],
        "former_symbols": values["lending_former_partner_symbols"],
        **({"blocked": True} if blocked else {}),
        "state": "existing" if blocked else "absent",
    }
    used = {account["barcode"] for account in values["lending_accounts"]}
    return [
        {**fields, "barcode": barcode} for barcode in dict.fromkeys(former_accounts.values()) if barcode not in used
    ]
