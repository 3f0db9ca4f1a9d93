# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings of mod-rs, and their pitfalls (reshare.md 2.1, 3.2, 3.3)."""

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.setting_fields import SETTINGS, Vocabulary

APP = "/rs/settings/appSettings"
ADMIN = {"username": "admin", "password": "right"}


def keys(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["key"] for row in answer.json()]


def row(library, key: str) -> dict:
    (found,) = [one for one in library.get_settings("?filters=hidden&perPage=1000").json() if one["key"] == key]
    return found


def with_reshare(make, **members):
    return make(reshare={"tenant": "t-NN", "users": [ADMIN], **members})


def test_a_page_has_ten_rows_by_default(library):
    assert len(keys(library.get_settings())) == 10
    everything = keys(library.get_settings("?perPage=1000&sort=key;asc"))
    paged = [key for page in range(1, 12) for key in keys(library.get_settings(f"?page={page}&sort=key;asc"))]
    assert paged == everything == sorted(everything)
    # The server converts an offset into the page that contains it; an explicit page has priority.
    assert keys(library.get_settings("?offset=5&perPage=3&sort=key;asc")) == everything[3:6]
    assert keys(library.get_settings("?offset=5&page=1&max=3&sort=key;asc")) == everything[:3]


def test_pages_without_an_order_repeat_and_omit_rows(library):
    """The same request has the same response, so a test that depends on the order fails every time."""
    everything = keys(library.get_settings("?perPage=1000"))
    paged, again = (
        [key for page in range(1, 12) for key in keys(library.get_settings(f"?page={page}"))] for _time in range(2)
    )
    assert paged == again
    assert len(paged) == len(everything)
    assert len(set(paged)) < len(everything)


def test_hidden_rows_are_listed_only_if_requested(library):
    assert "wmsSettings.feature_flag" not in keys(library.get_settings("?perPage=1000"))
    assert "wmsSettings.feature_flag" in keys(library.get_settings("?perPage=1000&filters=hidden"))
    assert keys(library.get_settings("?filters=hidden==true%26%26key==wmsSettings.feature_flag")) == [
        "wmsSettings.feature_flag"
    ]
    assert keys(library.get_settings("?filters=key==wmsSettings.feature_flag")) == []
    # With the other spelling it has no effect, and with another filter the two are joined by a line break.
    assert "wmsSettings.feature_flag" not in keys(library.get_settings("?perPage=1000&filters[]=hidden"))
    assert library.get_settings("?filters=hidden&filters=key==wms_api_key").status_code == 500
    assert keys(library.get_settings("?filters=key==wms_api_key&filters=hidden")) == []


def test_filters_select_settings(library):
    assert keys(library.get_settings("?filters=key==wms_api_key")) == ["wms_api_key"]
    either = keys(library.get_settings("?filters=key==wms_api_key||key==wms_api_secret&sort=key;desc"))
    assert either == ["wms_api_secret", "wms_api_key"]
    both = keys(library.get_settings("?filters=section==wmsSettings&filters=key=~API_&perPage=100&sort=key;asc"))
    assert both == ["wms_api_key", "wms_api_secret"]
    assert "ncip_to_agency" in keys(library.get_settings("?filters=section==localNCIP%26%26value isNotSet&perPage=100"))
    assert keys(library.get_settings("?term=LOOKUP&match=key")) == ["wms_lookup_patron_endpoint"]


def test_feature_flags_shorten_pages(make):
    library = with_reshare(
        make, settings={"wmsSettings.feature_flag": "false", "localNCIP.ncip_to_agency.feature_flag": "false"}
    )
    everything = keys(library.get_settings("?perPage=1000"))
    assert "wms_api_key" not in everything and "ncip_to_agency" not in everything and "ncip_from_agency" in everything
    # The rows were removed after paging: the page is short, although more pages follow.
    sizes = [len(keys(library.get_settings(f"?page={page}&sort=key;desc"))) for page in (1, 2, 3)]
    assert min(sizes) < 10 and sizes[2] == 10


def test_section_permissions_restrict_the_list(make):
    sections = ["rs.settings.getsection.hostlmsintegration", "rs.settings.getsection.requests"]
    users = [
        ADMIN,
        {"username": "none", "password": "right", "permissions": ["rs.settings.get"]},
        {"username": "some", "password": "right", "permissions": ["rs.settings.get", *sections]},
        {"username": "reader", "password": "right", "permissions": ["rs.settings.read"]},
    ]
    library = with_reshare(make, mod_rs="2.19.0", users=users)
    assert (
        len(keys(library.get_settings("?perPage=1000")))
        == len(keys(library.get_settings("?perPage=1000", "reader")))
        > 50
    )
    assert keys(library.get_settings("?perPage=1000", "none")) == []
    assert {one["section"] for one in library.get_settings("?perPage=1000", "some").json()} == {
        "hostLMSIntegration",
        "requests",
    }
    found = row(library, "default_loan_period")
    answer = library.gateway("GET", f"{APP}/{found['id']}", headers=library.okapi("none"))
    assert answer.text.endswith("requires permission: rs.settings.item.get")
    older = with_reshare(make, mod_rs="2.18.8", users=users)
    assert len(keys(older.get_settings("?perPage=1000", "none"))) > 50


# The settings that mod-rs creates, by version, as a table of the facts in the reference (reshare.md 1.10, 2.2). The
# sandbox has exactly these, and the collection accepts exactly these values


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
