# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings that mod-rs creates, by version, as a table of the facts in the reference (reshare.md 1.10, 2.2). The
sandbox has exactly these, and the collection accepts exactly these values."""

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.setting_fields import SETTINGS, Vocabulary

VERSIONS = ("2.14.1", "2.18.8", "2.19.0")
DATES = "yyyy-MM-dd[ ]['T']HH:mm[:ss][.SSS][z][XXX][Z]"
CANNOT = "on:_will_supply_and_cannot_supply"
#: Not in the reference.
UNKNOWN = "unknown"
#: Section, key, initial state (init: in the value; def: as the default; None: unset), vocabulary, the first version.
TABLE = [
    ("hostLMSIntegration", "host_lms_integration", "init manual", "HostLMSIntegrationAdapter", "2.14.1"),
    ("hostLMSIntegration", "borrower_check", None, "BorrowerCheckMethod", "2.14.1"),
    ("hostLMSIntegration", "check_out_item", None, "CheckOutMethod", "2.14.1"),
    ("hostLMSIntegration", "check_in_item", None, "CheckInMethod", "2.14.1"),
    ("hostLMSIntegration", "accept_item", None, "AcceptItemMethod", "2.14.1"),
    ("hostLMSIntegration", "use_request_item", None, "RequestItemMethod", "2.18.8"),
    ("hostLMSIntegration", "check_in_on_return", "init off", "CheckInOnReturn", "2.14.1"),
    ("localNCIP", "ncip_server_address", None, None, "2.14.1"),
    ("localNCIP", "ncip_from_agency", "def ", None, "2.14.1"),
    ("localNCIP", "ncip_from_agency_authentication", None, None, "2.14.1"),
    ("localNCIP", "ncip_to_agency", "def ", None, "2.14.1"),
    ("localNCIP", "ncip_app_profile", "def EZBORROW", None, "2.14.1"),
    ("localNCIP", "ncip_use_due_date", "init on", "NCIPDueDate", "2.14.1"),
    ("localNCIP", "ncip_due_date_format", f"def {DATES}", None, "2.14.1"),
    ("localNCIP", "ncip_use_barcode_for_accept_item", "init no", "NCIPAcceptItemUseBarcode", "2.14.1"),
    ("wmsSettings", "wms_api_key", None, None, "2.14.1"),
    ("wmsSettings", "wms_api_secret", None, None, "2.14.1"),
    ("wmsSettings", "wms_lookup_patron_endpoint", None, None, "2.14.1"),
    ("wmsSettings", "wms_registry_id", None, None, "2.14.1"),
    ("wmsSettings", "wms_connector_address", None, None, "2.14.1"),
    ("wmsSettings", "wms_connector_username", None, None, "2.14.1"),
    ("wmsSettings", "wms_connector_password", None, None, "2.14.1"),
    ("requests", "default_institutional_patron_id", None, None, "2.14.1"),
    ("requests", "default_peer_symbol", None, None, "2.19.0"),
    ("requests", "local_symbols", None, None, "2.19.0"),
    ("requests", "free_text_pickup_location", "init no", "YesNo", "2.19.0"),
    ("requests", "directory_api_url", None, None, "2.19.0"),
    ("requests", "default_loan_period", "def 56", None, "2.19.0"),
    ("requests", "suppress_patron_info", "init no", "YesNo", "2.19.0"),
    ("autoResponder", "auto_responder_status", f"init {CANNOT}", UNKNOWN, "2.14.1"),
    ("autoResponder", "auto_responder_cancel", "init on", UNKNOWN, "2.14.1"),
    ("autoResponder", "auto_responder_local", "init off", UNKNOWN, "2.14.1"),
    ("autoResponder", "copy_auto_responder_status", "init off", "AutoResponder_Service_type_copy", "2.14.1"),
    ("autoResponder", "auto_responder_requester_non_ret", "init off", "AutoSupply", "2.14.1"),
    ("autoResponder", "stale_request_rush_hours", None, None, "2.19.0"),
    ("autoResponder", "stale_request_express_hours", None, None, "2.19.0"),
    ("Routing", "routing_adapter", "init foliosharedindex", UNKNOWN, "2.14.1"),
    ("patronStore", "patron_store", "init manual", UNKNOWN, "2.14.1"),
    ("state_action_config", "combine_fill_and_ship", UNKNOWN, UNKNOWN, "2.14.1"),
    ("state_action_config", "combine_returned_by_patron_and_return_ship", UNKNOWN, UNKNOWN, "2.14.1"),
    ("state_model", "state_model_requester", "def PatronRequest", None, "2.14.1"),
    ("state_model", "state_model_responder", "def Responder", None, "2.14.1"),
    ("state_model", "requester_returnables_state_model", "def PatronRequest", None, "2.18.8"),
    ("state_model", "requester_non_returnables_state_model", "def NonreturnableRequester", None, "2.18.8"),
    ("state_model", "requester_digital_returnables_state_model", "def DigitalReturnableRequester", None, "2.18.8"),
    ("state_model", "responder_returnables_state_model", "def Responder", None, "2.18.8"),
    ("state_model", "responder_non_returnables_state_model", "def NonreturnableResponder", None, "2.18.8"),
    ("state_model", "state_model_responder_cdl", "def CDLResponder", None, "2.18.8"),
    ("featureFlags", "wmsSettings.feature_flag", UNKNOWN, "featureFlag", "2.18.8"),
    ("featureFlags", "automaticFees.feature_flag", "init true", "featureFlag", "2.18.8"),
    ("featureFlags", "notices.feature_flag", UNKNOWN, "featureFlag", "2.18.8"),
    ("featureFlags", "pullslipTemplates.feature_flag", UNKNOWN, "featureFlag", "2.18.8"),
]
#: In no version.
NEVER = ("noticeTemplates.feature_flag",)
ADMIN = {"username": "admin", "password": "right"}


@pytest.mark.parametrize("mod_rs", VERSIONS)
def test_a_version_has_exactly_its_settings(make, mod_rs):
    library = make(reshare={"tenant": "t-NN", "users": [ADMIN], "mod_rs": mod_rs})
    found = {row["key"]: row for row in library.get_settings("?filters=hidden&perPage=1000").json()}
    there = [row for row in TABLE if VERSIONS.index(row[-1]) <= VERSIONS.index(mod_rs)]
    for section, key, start, vocabulary, _since in there:
        row = found[key]
        assert row["section"] == section
        assert start in (UNKNOWN, started(row)), key
        assert vocabulary in (UNKNOWN, row.get("vocab")), key
    later = {row[1] for row in TABLE} - {row[1] for row in there}
    assert not {*later, *NEVER} & set(found)


def started(row):
    if "value" in row:
        return f"init {row['value']}"
    return f"def {row['defValue']}" if "defValue" in row else None


def test_the_collection_accepts_exactly_the_values_of_the_vocabularies(make):
    library = make(reshare={"tenant": "t-NN", "users": [ADMIN], "mod_rs": VERSIONS[-1]})
    vocabularies = {
        one["desc"]: {value["value"] for value in one["values"]} for one in library.get_rows("/rs/refdata?perPage=100")
    }
    rows = library.get_settings("?filters=hidden&perPage=1000").json()
    named = {
        row["key"]: row["vocab"] for row in rows if row["key"] in SETTINGS.names and row.get("vocab") in vocabularies
    }
    assert len(named) > 20
    for key, vocabulary in named.items():
        value = SETTINGS[key].value
        assert isinstance(value, Vocabulary), key
        assert set(value.options) == vocabularies[vocabulary], key
