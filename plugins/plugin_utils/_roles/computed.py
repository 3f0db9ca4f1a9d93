# SPDX-License-Identifier: GPL-3.0-or-later

"""The computations of the roles from the variables of a library, as filters. The objects that every library gets are YAML in the roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...module_utils._core.values import Integer
from ...module_utils._wms import notices
from ...module_utils._wms.due_dates import longer
from .merging import Configuration, Objects

# ---------------------------------------------------------------------------------------------------- objects of both roles


def with_settings(configuration: Configuration, kind: str, name: str, settings: Mapping[str, Any]) -> Configuration:
    """The configuration with more fields for the object of a kind (plural) with this name, if there is one."""
    objects = configuration.get(kind) or ()
    return {**configuration, kind: [{**item, **settings} if item.get("name") == name else item for item in objects]}


def with_notices(configuration: Configuration, given: Mapping[str, Any]) -> Configuration:
    """The configuration with the notices. given: the arguments of ``notices.with_notices``."""
    return notices.with_notices(configuration, **given)


def former_notices(names: Iterable[Any], present: Any, texts: Iterable[str]) -> Objects:
    """The notices of policies with former names, which are removed. texts: by the words for the notices."""
    return _removed(notices.title(name, word) for name in _without(names, present) for word in texts)


def former(names: Iterable[Any], present: Any, field: str = "name") -> Objects:
    """Objects with a former name, which are removed. present: the name that is used now. field: the one with the name."""
    return _removed(_without(names, present), field)


def _without(names: Iterable[Any], present: Any) -> list[Any]:
    return [name for name in dict.fromkeys(names) if name != present]


def _removed(names: Iterable[Any], field: str = "name") -> Objects:
    return [{field: name, "state": "absent"} for name in dict.fromkeys(names)]


def longer_period(period: Any, days: Any) -> str:
    """A period with more days. Raises ValueError."""
    try:
        return longer(period, Integer().normalise(days) or 0)
    except ValueError as fault:
        raise ValueError(f"the period or the number of days {fault}") from None


# ---------------------------------------------------------------------------------------------------- borrowing


def hold_limit_policies(limits: Mapping[str, Any], name: str) -> Objects:
    """One policy per patron type, so a changed limit changes the policy."""
    return [
        {
            "name": f"{name} {patron_type}",
            "verified_hold_count_limit": limit,
            "unverified_hold_count_limit": limit,
        }
        for patron_type, limit in limits.items()
    ]


def hold_limit_rows(limits: Mapping[str, Any], name: str) -> Objects:
    """The rows that select the policies of ``hold_limit_policies``."""
    return [{"patron_policy": patron_type, "hold_limit_policy": f"{name} {patron_type}"} for patron_type in limits]


def former_hold_limit_policies(names: Iterable[Any], present: Any, limits: Iterable[str]) -> Objects:
    """The policies of former names, which are removed."""
    return _removed(f"{name} {patron_type}" for name in _without(names, present) for patron_type in limits)


def hold_request_rows(patron_types: Iterable[str], name: str) -> Objects:
    """A row for each patron type."""
    return [{"patron_policy": patron_type, "hold_request_policy": name} for patron_type in patron_types]


def pickup_rows(
    branches: Sequence[str], holding_location: str, shelving_location: str, others: Sequence[str]
) -> Objects:
    """The row of the temporary location, and one for all other items. A row without branches is left out: one in the map is the library's own."""
    location = {"holding_location": holding_location, "shelving_location": shelving_location}
    rows = [{**location, "default_pickup_locations": branches}, {"default_pickup_locations": others}]
    return [row for row in rows if row["default_pickup_locations"]]


# ---------------------------------------------------------------------------------------------------- lending


def of_other_libraries(name: str, groups: Mapping[str, Any], hostvars: Mapping[str, Any], own: str) -> list[Any]:
    """The values of a variable of all other hosts of the inventory that define it."""
    others = (hostvars[host] for host in groups["all"] if host != own)
    return [other[name] for other in others if name in other]


def account_barcodes(symbols: Iterable[Any], pattern: Any, present: Iterable[Any] = ()) -> dict[Any, str]:
    """The barcodes of a pattern, by symbol. A barcode contains the symbol without its authority. present: symbols that are left out."""
    left_out = set(present)
    return {
        symbol: str(pattern).replace("{symbol}", str(symbol).split(":", 1)[-1])
        for symbol in symbols
        if symbol not in left_out
    }


def lending_accounts(barcode: Any, of_partners: Mapping[Any, Any], state: str, adopted: Iterable[Any]) -> Objects:
    """The default account, and those of the partners, each with its state. adopted: barcodes of accounts that existed before."""
    states = {barcode: state, **dict.fromkeys(of_partners.values(), state)}
    if state == "present":
        states |= dict.fromkeys(adopted, "adopted")
    return [{"barcode": barcode, "state": its_state} for barcode, its_state in states.items()]


def patron_accounts(accounts: Iterable[Mapping[str, Any]], defaults: Mapping[str, Any], email: str | None) -> Objects:
    """The accounts with the fields that they have in common. email: managed only if it is set."""
    fields = {**defaults, **({"email": email} if email else {})}
    return [{**fields, **account} for account in accounts]


def former_patron_accounts(
    barcodes_of_partners: Mapping[Any, Any],
    state: str,
    fields: Mapping[str, Any],
    accounts: Iterable[Mapping[str, Any]],
) -> Objects:
    """The accounts of former partners, which are blocked or removed. An account that is still used is not one of them."""
    kept = {"blocked": True, "state": "existing"} if state == "blocked" else {"state": "absent"}
    used = {account["barcode"] for account in accounts} if barcodes_of_partners else set()
    return [
        {**fields, **kept, "barcode": barcode}
        for barcode in dict.fromkeys(barcodes_of_partners.values())
        if barcode not in used
    ]


# ---------------------------------------------------------------------------------------------------- reshare_settings


def patron_search(address: Any, registry_id: Any) -> str:
    """The address at which ReShare looks patrons up. address: of OCLC's Identity Management, with the placeholder ``{registry_id}``."""
    return f"{str(address).replace('{registry_id}', str(registry_id))}/Users/.search"


def directory_entries(codes: Mapping[str, Any]) -> Objects:
    """The pickup locations. codes: by the slug of the entry."""
    return [{"slug": slug, "lms_location_code": code} for slug, code in codes.items()]


def with_former_partners(accounts: Mapping[Any, Any], former_partners: Iterable[Any]) -> dict[Any, Any]:
    """The barcodes of the partners by symbol; null for a former partner."""
    return {**dict.fromkeys(former_partners), **accounts}


def barcodes(accounts: Mapping[Any, Any]) -> list[Any]:
    """The barcodes of accounts by symbol."""
    return list(accounts.values())


#: The filters, by name.
FILTERS = {
    function.__name__: function
    for function in (
        *(with_settings, with_notices, former_notices, former, longer_period),
        *(hold_limit_policies, hold_limit_rows, former_hold_limit_policies, hold_request_rows, pickup_rows),
        *(of_other_libraries, account_barcodes, lending_accounts, patron_accounts, former_patron_accounts),
        *(patron_search, directory_entries, with_former_partners, barcodes),
    )
}
