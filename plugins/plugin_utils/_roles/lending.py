# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role lending declares, and its variables that follow from others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...module_utils._core.values import Integer
from ...module_utils._wms.due_dates import longer
from ...module_utils._wms.notices import former_notices, with_notices
from ...module_utils._wms.objects.patrons import without_limits
from .._variables.variable_values import Values
from .merging import Configuration, Objects, absent, former, merged

#: The notices that OCLC's ReShare page lists for lent items.
_NOTICES = ("overdue", "recall", "bill")
#: The kinds of the policies that have the role's name, and of the maps with rows for its patron type.
_NAMED = ("loan_policies", "loan_limit_policies", "hold_limit_policies")
_MAPS = ("loan_policy_map", "loan_limit_matrix", "hold_limit_matrix")


def role_configuration(values: Values) -> Configuration:
    """lending_configuration with the notices, the accounts, the objects that are not needed any more, and lending_more. lending_notices: the texts of
    the notices by the word for each, only set by the playbook remove_library."""
    notices = values.get("lending_notices") or {word: values[f"lending_{word}_notice"] for word in _NOTICES}
    return merged(
        with_notices(
            values["lending_configuration"],
            notices,
            name=values["lending_policy_name"],
            notifications=values["consortium_notifications"],
            patron_types=[values["lending_patron_type"]],
            former=values["consortium_former_notifications"],
        ),
        {"patron_accounts": _accounts(values)},
        _former(values, list(notices)),
        values["lending_more"],
    )


def configuration(values: Values) -> Configuration:
    """The default of lending_configuration: the patron type of the accounts, and the policies that apply to it."""
    name, patron_type = values["lending_policy_name"], values["lending_patron_type"]
    borrower = {"patron_policy": patron_type}
    return {
        "borrower_categories": [
            {"name": patron_type, "description": "Accounts that items lent through ReShare are checked out to"}
        ],
        # A limit cannot be overridden in a checkout by ReShare, so the ReShare page requires No Limit everywhere.
        "patron_type_policies": [{"name": patron_type, **without_limits()}],
        "loan_policies": [
            {
                "name": name,
                "circulates": "always",
                "loan_period": values["lending_loan_period"],
                "automatic_renewal": False,
                "overdue_periodic_bill": values["lending_overdue_bill"],
            }
        ],
        "loan_policy_map": [
            {**borrower, "loan_policy": name, "long_overdue_policy": values["lending_long_overdue_policy"]}
        ],
        "loan_limit_policies": [
            {
                "name": name,
                "loan_count_limit": "No Limit",
                "loan_value_limit": "No Limit",
                "verified_renew_time_limit": "No Limit",
            }
        ],
        "loan_limit_matrix": [{**borrower, "loan_limit_policy": name}],
        "hold_limit_policies": [
            {"name": name, "verified_hold_count_limit": "No Limit", "unverified_hold_count_limit": "No Limit"}
        ],
        "hold_limit_matrix": [{**borrower, "hold_limit_policy": name}],
    }


def loan_period(values: Values) -> str:
    """The default of lending_loan_period: that of the borrowers, and the days in transit."""
    try:
        return longer(values["consortium_loan_period"], Integer().normalise(values["consortium_transit_days"]) or 0)
    except ValueError as fault:
        raise ValueError(f"the period or the number of days {fault}") from None


def partner_symbols(values: Values) -> list[Any]:
    """The default of lending_partner_symbols: those of all other libraries of the inventory."""
    return values.of_others("reshare_symbol")


def partner_accounts(values: Values) -> dict[Any, str]:
    """The default of lending_partner_accounts, made of the pattern. Without a pattern, the variables of the other libraries are not read."""
    pattern = values.get("lending_account_pattern")
    return _made_of(pattern, values["lending_partner_symbols"]) if pattern else {}


def former_partner_accounts(values: Values) -> dict[Any, str]:
    """The default of lending_former_partner_accounts, made of the pattern."""
    pattern, symbols = values.get("lending_account_pattern"), values.get("lending_former_partner_symbols")
    if not pattern or not symbols:
        return {}
    partners = values["lending_partner_symbols"]
    return _made_of(pattern, (symbol for symbol in symbols if symbol not in partners))


def accounts(values: Values) -> Objects:
    """The default of lending_accounts: the default account, and those of the partners."""
    state = values["lending_account_state"]
    states = {
        values["lending_account_barcode"]: state,
        **dict.fromkeys(values["lending_partner_accounts"].values(), state),
    }
    if state == "present":
        states |= dict.fromkeys(values["lending_adopted_accounts"], "adopted")
    return [{"barcode": barcode, "state": one} for barcode, one in states.items()]


def _made_of(pattern: Any, symbols: Iterable[Any]) -> dict[Any, str]:
    """The barcodes of a pattern, by symbol. A barcode contains the symbol without its authority."""
    return {symbol: str(pattern).replace("{symbol}", str(symbol).split(":", 1)[-1]) for symbol in symbols}


def _accounts(values: Values) -> Objects:
    """lending_accounts with the fields that all of them have in common."""
    email = values["lending_account_email"]
    fields = {
        "patron_type": values["lending_patron_type"],
        "former_symbols": values["lending_former_partner_symbols"],
        "home_branch": values["wms_main_branch"],
        "family_name": "ReShare lending",
        # Always set, because a blank date becomes five years, and ReShare treats an expired account as blocked.
        "expires": values["lending_account_expires"],
        "blocked": False,
        **({"email": email} if email else {}),
    }
    return [{**fields, **account} for account in values["lending_accounts"]]


def _former(values: Values, notices: list[str]) -> Configuration:
    """The accounts of former partners, and objects with a former name."""
    names = former(values["lending_former_policy_names"], values["lending_policy_name"])
    types = former(values["lending_former_patron_types"], values["lending_patron_type"])
    return {
        **former_notices(names, notices),
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
