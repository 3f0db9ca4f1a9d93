# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role reshare_settings declares, and its variables that follow from others."""

from __future__ import annotations

from typing import Any

from .._variables.variable_values import Values
from .merging import Configuration, merged


def role_configuration(values: Values) -> Configuration:
    """reshare_settings_configuration with the settings of the connector, the pickup locations and the accounts of the partners, and
    reshare_settings_more."""
    connector = values["reshare_settings_connector"]
    places, former = values["reshare_settings_pickup_entries"], values.get("lending_former_partner_accounts", {})
    return merged(
        {
            "settings": {
                **{f"wms_connector_{part}": connector.get(part) for part in ("address", "username", "password")},
                "auto_responder_status": connector.get("auto_responder_status", "off"),
            }
        },
        values["reshare_settings_configuration"],
        {
            "directory_entries": [{"slug": slug, "lms_location_code": code} for slug, code in places.items()],
            "institutional_patron_ids": {
                "partners": {**dict.fromkeys(former), **values["reshare_settings_partner_accounts"]},
                "former": list(former.values()),
            },
        },
        values["reshare_settings_more"],
    )


def configuration(values: Values) -> Configuration:
    """The default of reshare_settings_configuration."""
    # Borrowed items belong to a partner and are never lent. This collection's choice.
    shelving = values.get("borrowing_shelving_location", "Interlibrary Loan")
    return {"settings": _settings(values), "shelving_locations": [{"code": shelving, "supply_preference": -1}]}


def _settings(values: Values) -> dict[str, Any]:
    """The values for a WMS2 library are from ReShare's WMS page and its source code."""
    # ReShare's WMS page requires the main branch's Registry ID for both.
    agency = values["wms_main_branch"]
    return {
        "host_lms_integration": "wms2",
        "borrower_check": "ncip",
        "check_out_item": "ncip",
        "check_in_item": "ncip",
        "accept_item": "ncip",
        # The WMS adapters do not implement RequestItem.
        "use_request_item": "none",
        # ReShare checks in the temporary item when staff mark it as returned. This collection's choice.
        "check_in_on_return": "on",
        "ncip_server_address": values["reshare_settings_ncip_address"],
        "ncip_from_agency": agency,
        "ncip_to_agency": agency,
        "ncip_use_due_date": "on",
        "wms_api_key": values["reshare_settings_wms_key"],
        "wms_api_secret": values["reshare_settings_wms_secret"],
        # The institution's, not a branch's (inferred).
        "wms_registry_id": values["wms_registry_id"],
        "wms_lookup_patron_endpoint": values["reshare_settings_patron_search"],
        "default_institutional_patron_id": values["lending_account_barcode"],
    }


def patron_search(values: Values) -> str:
    """The default of reshare_settings_patron_search."""
    address = values.get("wms_identity_url", "https://{registry_id}.share.worldcat.org/idaas/scim/v2")
    return str(address).replace("{registry_id}", str(values["wms_registry_id"])) + "/Users/.search"


def partner_accounts(values: Values) -> dict[Any, Any]:
    """The default of reshare_settings_partner_accounts: the lending accounts of the partners."""
    return dict(values.get("lending_partner_accounts", {}))
