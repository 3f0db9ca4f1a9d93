# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings of mod-rs, and their allowed values (reshare.md 1.1, 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..._core.fields import Field, Schema
from ..._core.redaction import sounds_secret
from ..._core.values import FieldType, Text, WebAddress, YesNo

NOW, DECLARED = "(secret, as it is)", "(secret, as declared)"


@dataclass(frozen=True)
class Vocabulary(Text):
    """Reference data. mod-rs stores any text and compares exactly, so only the exact spelling has an effect."""

    options: tuple[str, ...] = ()

    exact = True

    def normalise(self, given: Any) -> str | None:
        if isinstance(given, bool):
            # YAML reads on, off, yes and no as booleans.
            given = next((option for option in self.options if YesNo.written(option) is given), str(given))
        text = super().normalise(given)
        if text is None or text in self.options:
            return text
        raise ValueError(f"is '{text}'; write exactly one of {', '.join(self.options)}")


@dataclass(frozen=True)
class Secret(Text):
    """A text that is never shown: a diff shows only that it changes, and errors do not contain it."""

    exact = True

    def normalise(self, given: Any) -> str | None:
        try:
            return super().normalise(given)
        except ValueError:
            raise ValueError("must be a text") from None

    def show(self, canonical: Any) -> Any:
        return None if canonical is None else DECLARED


class Number(Text):
    """A whole number, which mod-rs stores as text."""

    def normalise(self, given: Any) -> str | None:
        text = super().normalise(given)
        if text is not None and not text.isdigit():
            raise ValueError(f"is '{text}'; write a whole number of 0 or more")
        return text


#: The settings that select whether mod-rs calls the library system, or only reports success.
METHODS = ("borrower_check", "check_out_item", "check_in_item", "accept_item")

#: If this is yes, mod-rs logs URLs that contain the WSKey and its secret (reshare.md 1.8).
LOGS_SECRETS = "loggingZ3950Responder"

#: Settings whose default in the row has no effect (reshare.md 2.1).
VALUE_ONLY = (
    "host_lms_integration",
    "default_institutional_patron_id",
    "auto_responder_status",
    "check_in_on_return",
)

_NCIP = ("none", "ncip")
_ON_OFF = ("off", "on")
_YES_NO = ("no", "yes")
_ADAPTERS = (
    "alma",
    "aleph",
    "evergreen",
    "folio",
    "horizon",
    "koha",
    "manual",
    "millennium",
    "ncsu",
    "polaris",
    "sierra",
    "symphony",
    "tlc",
    "voyager",
    "wms",
    "wms2",
)


#: The protocols that can be logged.
_LOGGED = ("ISO18626", "NCIP", "Z3950Requester", LOGS_SECRETS.removeprefix("logging"))

_FLAGGED = (
    "wmsSettings",
    "z3950",
    "hostLMSLocations",
    "hostLMSPatronProfiles",
    "hostLMSItemLoanPolicies",
    "hostLMSShelvingLocations",
    "automaticFees",
)

#: The setting that mod-rs deletes and creates again whenever its reference data is loaded, and its value then (reshare.md 2.2).
RECREATED = ("automaticFees.feature_flag", "true")


def _setting(key: str, value: FieldType | None = None) -> Field:
    return Field(key, value or Text(), key)


def _vocabulary(key: str, *options: str) -> Field:
    return _setting(key, Vocabulary(options=options))


#: The settings by the section of the screen, as the documentation of reshare_setting lists them.
SECTIONS: dict[str, tuple[Field, ...]] = {
    "Section hostLMSIntegration": (
        _vocabulary("host_lms_integration", *_ADAPTERS),
        *(_vocabulary(key, *_NCIP) for key in METHODS),
        _vocabulary("use_request_item", *_NCIP),
        _vocabulary("check_in_on_return", *_ON_OFF),
    ),
    "Section localNCIP": (
        _setting("ncip_server_address", WebAddress()),
        _setting("ncip_from_agency"),
        _setting("ncip_from_agency_authentication", Secret()),
        _setting("ncip_to_agency"),
        _setting("ncip_app_profile"),
        _vocabulary("ncip_use_due_date", *_ON_OFF),
        _setting("ncip_due_date_format"),
        _vocabulary("ncip_use_barcode_for_accept_item", *_YES_NO),
        _setting("ncip_request_item_pickup_location"),
        _vocabulary("ncip_use_title_request_type", *_YES_NO),
    ),
    "Section wmsSettings": (
        _setting("wms_api_key", Secret()),
        _setting("wms_api_secret", Secret()),
        _setting("wms_lookup_patron_endpoint", WebAddress()),
        _setting("wms_registry_id"),
        _setting("wms_connector_address", WebAddress()),
        _setting("wms_connector_username"),
        _setting("wms_connector_password", Secret()),
    ),
    "Section requests": (
        _setting("default_institutional_patron_id"),
        _setting("request_id_prefix"),
        _setting("default_request_symbol"),
        _setting("default_peer_symbol"),
        _setting("local_symbols"),
        _setting("last_resort_lenders"),
        _setting("max_requests", Number()),
        _vocabulary("free_text_pickup_location", *_YES_NO),
        _setting("directory_api_url", WebAddress()),
        _setting("default_loan_period", Number()),
        _setting("minimum_cost"),
        _vocabulary("suppress_patron_info", *_YES_NO),
    ),
    "Section autoResponder": (
        _vocabulary(
            "auto_responder_status",
            "off",
            "on:_will_supply_only",
            "on:_will_supply_and_cannot_supply",
            "on:_loaned_and_cannot_supply",
        ),
        _vocabulary("auto_responder_cancel", *_ON_OFF),
        _vocabulary("auto_responder_local", *_ON_OFF),
        _vocabulary("copy_auto_responder_status", "off", "on:_loaned_and_cannot_supply"),
        _vocabulary("auto_responder_requester_non_ret", "off", "on:_available", "on:_supplied"),
        _vocabulary("stale_request_1_enabled", *_YES_NO),
        _setting("stale_request_2_days", Number()),
        _vocabulary("stale_request_3_exclude_weekend", *_YES_NO),
        _setting("stale_request_rush_hours", Number()),
        _setting("stale_request_express_hours", Number()),
        _setting("check_duplicate_time", Number()),
        _vocabulary("auto_rerequest", *_YES_NO),
    ),
    "Pull slips": (
        _setting("pull_slip_template_id"),
        _setting("pull_slip_report_id"),
        _setting("pull_slip_logo_id"),
        _setting("pull_slip_max_items", Number()),
        _setting("pull_slip_max_items_manual", Number()),
    ),
    "Routing and network": (
        _vocabulary("routing_adapter", "foliosharedindex", "static", "disabled"),
        _setting("static_routes"),
        _setting("network_maximum_send_attempts", Number()),
        _setting("network_retry_period", Number()),
        _setting("network_timeout_period", Number()),
        _setting("iso18626_gateway_address", WebAddress()),
    ),
    "Other settings": (
        _setting("z3950_server_address"),
        _setting("z3950_proxy_address"),
        _vocabulary("patron_store", "folio", "manual"),
        _setting("request_service_type"),
        _vocabulary("combine_fill_and_ship", *_YES_NO),
        _vocabulary("combine_returned_by_patron_and_return_ship", *_YES_NO),
    ),
    "Logging": (
        *(_vocabulary(f"logging{what}", *_YES_NO) for what in _LOGGED),
        *(_setting(f"logging{what}Days", Number()) for what in _LOGGED),
    ),
    "Feature flags, which are hidden": (
        *(_vocabulary(f"{section}.feature_flag", "true", "false") for section in _FLAGGED),
    ),
}

SETTINGS = Schema(*tuple(field for fields in SECTIONS.values() for field in fields))


def beyond(key: str) -> Field:
    """A setting that is not in the catalogue: a plain text, or a secret if its key looks like the name of one."""
    return _setting(key, Secret() if is_secret(key) else Text())


def is_secret(key: str) -> bool:
    """Whether the value of a setting is never shown."""
    if key in SETTINGS.names:
        return isinstance(SETTINGS[key].value, Secret)
    return sounds_secret(key)


def is_exportable(key: str, value: str) -> bool:
    """Whether a value may be exported: it is not a secret, and contains none."""
    return not is_secret(key) and not SETTINGS[key].value.contains_secret(value)
