# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The declarations of the role reshare_settings."""

from __future__ import annotations

from ansible_collections.reshare.wms.plugins.plugin_utils._values import Values

from .objects import Configuration, merged


def declared(values: Values) -> Configuration:
    """reshare_settings_configuration with the settings of the connector, the pickup locations and the accounts of the partners, and
    reshare_settings_more."""
    connector = values["reshare_settings_connector"]
    places, former = values["reshare_settings_pickup_entries"], values["reshare_settings_former_partners"]
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
                "partners": {**dict.fromkeys(former), **values["reshare_settings_partner_accounts"]}
            },
        },
        values["reshare_settings_more"],
    )
