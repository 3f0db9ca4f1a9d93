# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings that mod-rs creates for a tenant when it is enabled (reshare.md 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STRING, REFDATA, PASSWORD, TEMPLATE = "String", "Refdata", "Password", "Template"
YES_NO = "YesNo"
FLAG = "featureFlag"
#: In no release up to 2.18.8 (1.10).
LATER = "2.19"
DUE_DATE_FORMAT = "yyyy-MM-dd[ ]['T']HH:mm[:ss][.SSS][z][XXX][Z]"


@dataclass(frozen=True)
class Preset:
    """A setting of a fresh tenant. since: the first mod-rs that has it."""

    section: str
    key: str
    type: str = STRING
    vocab: str | None = None
    default: str | None = None
    value: str | None = None
    hidden: bool = False
    since: str = "0"

    def body(self) -> dict[str, Any]:
        """The row as it is stored; null values are omitted."""
        fields = {
            "section": self.section,
            "key": self.key,
            "settingType": self.type,
            "vocab": self.vocab,
            "defValue": self.default,
            "value": self.value,
            "hidden": self.hidden,
        }
        return {name: value for name, value in fields.items() if value is not None}


def _choice(section: str, key: str, vocab: str, value: str | None = None, **more: Any) -> Preset:
    return Preset(section, key, REFDATA, vocab, value=value, **more)


def _flag(name: str, value: str | None = None) -> Preset:
    return Preset("featureFlags", f"{name}.feature_flag", STRING, FLAG, value=value, hidden=True, since="2.18")


def _model(key: str, model: str, since: str = "0") -> Preset:
    return Preset("state_model", key, default=model, hidden=True, since=since)


#: The setting that each load of the reference data deletes and creates again (2.2).
RECREATED = _flag("automaticFees", "true")


def _logging(key: str, since: str = "0") -> tuple[Preset, Preset]:
    return _choice("logging", key, YES_NO, "no", since=since), Preset(
        "logging", f"{key}Days", default="30", since=since
    )


CATALOGUE = (
    Preset("z3950", "z3950_server_address"),
    Preset("z3950", "z3950_proxy_address", default="http://z3950-proxy.example:9000"),
    Preset("localNCIP", "ncip_server_address"),
    Preset("localNCIP", "ncip_from_agency", default=""),
    Preset("localNCIP", "ncip_from_agency_authentication", PASSWORD, since="2.12"),
    Preset("localNCIP", "ncip_to_agency", default=""),
    Preset("localNCIP", "ncip_app_profile", default="EZBORROW"),
    _choice("localNCIP", "ncip_use_due_date", "NCIPDueDate", "on", since="2.5"),
    Preset("localNCIP", "ncip_due_date_format", default=DUE_DATE_FORMAT, since="2.5"),
    _choice("localNCIP", "ncip_use_barcode_for_accept_item", "NCIPAcceptItemUseBarcode", "no", since="2.14"),
    Preset("localNCIP", "ncip_request_item_pickup_location", default="", since="2.15"),
    _choice("localNCIP", "ncip_use_title_request_type", "NCIPRequestItemUseTitle", "no", since="2.15"),
    Preset("wmsSettings", "wms_api_key"),
    Preset("wmsSettings", "wms_api_secret"),
    Preset("wmsSettings", "wms_lookup_patron_endpoint"),
    Preset("wmsSettings", "wms_registry_id"),
    Preset("wmsSettings", "wms_connector_address"),
    Preset("wmsSettings", "wms_connector_username"),
    Preset("wmsSettings", "wms_connector_password"),
    Preset("voyagerSettings", "voyager_item_api_address"),
    Preset("pullslipTemplateConfig", "pull_slip_template_id", TEMPLATE, "pullslipTemplate"),
    Preset("pullslipConfiguration", "pull_slip_report_id"),
    Preset("pullslipConfiguration", "pull_slip_logo_id"),
    Preset("pullslipConfiguration", "pull_slip_max_items", default="500", hidden=True),
    Preset("pullslipConfiguration", "pull_slip_max_items_manual", default="500", hidden=True),
    _choice("hostLMSIntegration", "borrower_check", "BorrowerCheckMethod"),
    _choice("hostLMSIntegration", "check_out_item", "CheckOutMethod"),
    _choice("hostLMSIntegration", "check_in_item", "CheckInMethod"),
    _choice("hostLMSIntegration", "check_in_on_return", "CheckInOnReturn", "off", since="2.7"),
    _choice("hostLMSIntegration", "accept_item", "AcceptItemMethod"),
    _choice("hostLMSIntegration", "host_lms_integration", "HostLMSIntegrationAdapter", "manual"),
    _choice("hostLMSIntegration", "use_request_item", "RequestItemMethod", since="2.15"),
    Preset("requests", "request_id_prefix"),
    Preset("requests", "default_request_symbol"),
    Preset("requests", "last_resort_lenders", default=""),
    Preset("requests", "max_requests"),
    Preset("requests", "default_institutional_patron_id"),
    Preset("requests", "local_symbols", since="2.19"),
    Preset("requests", "default_peer_symbol", since=LATER),
    _choice("requests", "free_text_pickup_location", YES_NO, "no", since=LATER),
    Preset("requests", "directory_api_url", since=LATER),
    Preset("requests", "default_loan_period", default="56", since="2.19"),
    Preset("requests", "minimum_cost", since="2.19"),
    _choice("requests", "suppress_patron_info", YES_NO, "no", since="2.19"),
    _choice("sharedIndex", "shared_index_integration", "SharedIndexAdapter", "folio"),
    Preset("sharedIndex", "shared_index_base_url", default="http://shared-index.example:9130"),
    Preset("sharedIndex", "shared_index_user", default="diku_admin"),
    Preset("sharedIndex", "shared_index_pass", PASSWORD, default=""),
    Preset("sharedIndex", "shared_index_tenant", default="diku"),
    _choice("patronStore", "patron_store", "PatronStoreAdapter", "manual"),
    Preset("patronStore", "patron_store_base_url", default="http://127.0.0.1:9130"),
    Preset("patronStore", "patron_store_tenant", default="diku"),
    Preset("patronStore", "patron_store_user", default="diku_admin"),
    Preset("patronStore", "patron_store_pass", PASSWORD, default=""),
    Preset("patronStore", "patron_store_group", default="bdc2b6d4-5ceb-4a12-ab46-249b9a68473e"),
    _choice("autoResponder", "auto_responder_status", "AutoResponder", "on:_will_supply_and_cannot_supply"),
    _choice("autoResponder", "auto_responder_cancel", "AutoResponder_Cancel", "on"),
    _choice("autoResponder", "auto_responder_local", "AutoResponder_Local", "off"),
    _choice("autoResponder", "copy_auto_responder_status", "AutoResponder_Service_type_copy", "off"),
    _choice("autoResponder", "auto_responder_requester_non_ret", "AutoSupply", "off"),
    _choice("autoResponder", "stale_request_1_enabled", YES_NO, "no"),
    Preset("autoResponder", "stale_request_2_days", default="3"),
    _choice("autoResponder", "stale_request_3_exclude_weekend", YES_NO, "yes"),
    Preset("autoResponder", "stale_request_rush_hours", since=LATER),
    Preset("autoResponder", "stale_request_express_hours", since=LATER),
    Preset("autoResponder", "check_duplicate_time", default="0"),
    _choice("autoResponder", "auto_rerequest", YES_NO, "no"),
    _choice("chat", "chat_auto_read", "ChatAutoRead", default="on"),
    _choice("Routing", "routing_adapter", "RequestRoutingAdapter", "foliosharedindex"),
    Preset("Routing", "static_routes"),
    _choice("state_action_config", "combine_fill_and_ship", YES_NO, default="no"),
    _choice("state_action_config", "combine_returned_by_patron_and_return_ship", YES_NO, default="no"),
    Preset("network", "network_maximum_send_attempts", default="3"),
    Preset("network", "network_retry_period", default="10"),
    Preset("network", "network_timeout_period", default="30"),
    Preset("network", "iso18626_gateway_address"),
    _model("state_model_requester", "PatronRequest"),
    _model("state_model_responder", "Responder"),
    _model("requester_returnables_state_model", "PatronRequest", "2.18.8"),
    _model("requester_non_returnables_state_model", "NonreturnableRequester", "2.18.8"),
    _model("requester_digital_returnables_state_model", "DigitalReturnableRequester", "2.18.8"),
    _model("responder_returnables_state_model", "Responder", "2.18.8"),
    _model("responder_non_returnables_state_model", "NonreturnableResponder", "2.18.8"),
    _model("state_model_responder_cdl", "CDLResponder", "2.18.8"),
    Preset("fileStorage", "storageEngine", default="S3"),
    Preset("fileStorage", "S3Endpoint"),
    Preset("fileStorage", "S3AccessKey", PASSWORD),
    Preset("fileStorage", "S3SecretKey", PASSWORD),
    Preset("fileStorage", "S3BucketName"),
    Preset("fileStorage", "S3BucketRegion"),
    Preset("fileStorage", "S3ObjectPrefix", default="reshare-"),
    *_logging("loggingISO18626"),
    *_logging("loggingNCIP", since="2.13"),
    *_logging("loggingZ3950Requester"),
    *_logging("loggingZ3950Responder"),
    _choice("other", "default_copyright_type", "copyrightType"),
    _choice("other", "default_service_level", "ServiceLevels", since=LATER),
    Preset("other", "displayed_service_levels", since=LATER),
    _choice("automaticFees", "request_service_type", "serviceType"),
    RECREATED,
    *map(
        _flag,
        (
            "chat",
            "fileStorage",
            "patronStore",
            "Routing",
            "sharedIndex",
            "voyagerSettings",
            "wmsSettings",
            "z3950",
            "hostLMSLocations",
            "hostLMSPatronProfiles",
            "hostLMSItemLoanPolicies",
            "hostLMSShelvingLocations",
            "noticePolicies",
            "notices",
            "pullslipNotifications",
            "pullslipTemplates",
            "state_action_config.combine_fill_and_ship",
        ),
    ),
)


def version(text: str) -> tuple[int, ...]:
    """The numbers of a version such as ``2.18.8``, without a suffix after a dash."""
    return tuple(int(part) for part in text.split("-")[0].split(".") if part.isdigit())
