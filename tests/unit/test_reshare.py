# SPDX-License-Identifier: GPL-3.0-or-later

"""Valid declarations for a ReShare tenant, and their plans."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._checks import crosslink
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import (
    CallFailed,
    TaskError,
    UnknownReference,
    ValidationError,
)
from ansible_collections.reshare.wms.plugins.module_utils._core.kinds import ObjectKind
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._reshare import directory, ownership, tables_store
from ansible_collections.reshare.wms.plugins.module_utils._reshare.directory import PATRON_ID, _replacing
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.lending_tables import (
    LOCATION,
    PATRON_PROFILE,
    SHELVING_LOCATION,
    SITE,
)
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.patron_ids import PATRON_IDS
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.settings import SETTING, refuse_pretence
from ansible_collections.reshare.wms.plugins.module_utils._reshare.versions import wms2_lacks
from support.memory_store import MemoryStore

TABLES = (LOCATION, SHELVING_LOCATION, SITE)


def row(key, value=None, default=None, handle="1"):
    return SETTING.received(handle, None, {"key": key, "value": value, "defValue": default})


ROWS = (
    row("host_lms_integration", "manual"),
    row("ncip_server_address"),
    row("accept_item"),
    row("wms_api_secret", "old"),
)


def plan_settings(settings, rows=ROWS):
    return SETTING.plan(rows, SETTING.declare(settings))


def entry(slug, *symbols, ids=(), managed=False, institution=True):
    fields = {"slug": slug, "name": slug.title(), "symbols": list(symbols), "patron_ids": list(ids)}
    return CurrentObject(f"id-{slug}", None, {**fields, "managed": managed, "institution": institution})


DIRECTORY = [
    entry("adams", "RESHARE:ADM", "ISIL:US-ADM", managed=True),
    entry("baker", "RESHARE:BKR", ids=["B1", "B2"]),
    entry("curie", "RESHARE:CUR", ids=["C1"]),
    entry("twin-1", "RESHARE:TWN"),
    entry("twin-2", "ISIL:TWN"),
    entry("adams-main", "RESHARE:X", institution=False),
]


def plan_ids(partners, purge=False):
    return PATRON_IDS.plan(DIRECTORY, PATRON_IDS.declare({"partners": partners, "purge": purge}))


@pytest.mark.parametrize(
    "key, wrong, right",
    [
        ("accept_item", "NCIP", "ncip"),
        ("host_lms_integration", "wms3", "wms2"),
        ("ncip_server_address", "circ.example.org", "https://circ.example.org"),
        ("max_requests", "many", "3"),
        ("max_requests", True, 3),
        ("request_id_prefix", False, "false"),
        ("host_lms_integration", False, "alma"),
        ("wms_api_secret", True, "true"),
        ("patron_store", "Folio", "folio"),
    ],
)
def test_a_wrong_setting_is_refused_before_any_call(key, wrong, right):
    with pytest.raises(ValidationError) as refused:
        SETTING.declare({key: wrong})
    assert (refused.value.object, refused.value.fields) == (f"ReShare setting '{key}'", (key,))
    SETTING.declare({key: right})


def test_an_unknown_setting_is_refused_with_similar_ones():
    with pytest.raises(ValidationError) as refused:
        SETTING.declare({"acept_item": "ncip"})
    assert (refused.value.fields, refused.value.candidates[0]) == (("acept_item",), "accept_item")


@pytest.mark.parametrize("value", [None, "", "none", " none "])
def test_a_method_that_mod_rs_would_only_pretend_is_refused(value):
    with pytest.raises(ValidationError) as refused:
        refuse_pretence({SETTING.name: SETTING.declare({"accept_item": value})})
    assert refused.value.fields == ("accept_item",)


def test_a_boolean_for_a_text_is_refused_in_the_words_of_yaml():
    with pytest.raises(ValidationError, match="request_id_prefix is the boolean false; write the text"):
        SETTING.declare({"request_id_prefix": False})


@pytest.mark.parametrize(
    "key, written, meant",
    [
        ("ncip_use_due_date", True, "on"),
        ("ncip_use_due_date", False, "off"),
        ("ncip_use_due_date", "on", "on"),
        ("combine_fill_and_ship", True, "yes"),
        ("combine_returned_by_patron_and_return_ship", False, "no"),
    ],
)
def test_yaml_may_read_on_and_off_as_booleans(key, written, meant):
    (item,) = SETTING.declare({key: written}).items
    assert item.fields["value"] == meant


def test_only_what_differs_is_written_and_secrets_are_never_shown():
    plan = plan_settings({"host_lms_integration": "manual", "accept_item": "ncip", "wms_api_secret": "new"})
    assert [(change.name, change.after["value"]) for change in plan.changes] == [
        ("accept_item", "ncip"),
        ("wms_api_secret", "new"),
    ]
    shown = repr([(change.before_view, change.after_view) for change in plan.changes])
    assert "old" not in shown and "new" not in shown


def test_a_default_counts_except_where_mod_rs_ignores_it():
    rows = [*ROWS, row("ncip_app_profile", None, "EZBORROW"), row("check_in_on_return", None, "on")]
    changes = plan_settings({"ncip_app_profile": "EZBORROW", "check_in_on_return": "on"}, rows).changes
    assert [change.name for change in changes] == ["check_in_on_return"]


def test_a_text_for_people_may_be_stored_in_another_form_and_one_for_programs_not():
    rows = [
        *ROWS,
        row("request_id_prefix", "Bu\u0308cher &amp; Co"),
        row("wms_connector_address", "https://x/?a=1&amp;b=2"),
    ]
    wanted = {
        "request_id_prefix": "B\u00fccher & Co",
        "wms_connector_address": "https://x/?a=1&b=2",
        "wms_api_secret": "ol&#100;",
    }
    assert [change.name for change in plan_settings(wanted, rows).changes] == [
        "wms_api_secret",
        "wms_connector_address",
    ]
    there = [CurrentObject("1", None, {"code": "TSTM", "name": "Bu\u0308cher &amp; Co"})]
    assert LOCATION.plan(there, LOCATION.declare([{"code": "TSTM", "name": "B\u00fccher & Co"}])).changes == []


@pytest.mark.parametrize("stored", ["Bu\u0308cher", "B&uuml;cher", "B\u00dcCHER"])
def test_a_row_whose_code_is_stored_in_another_form_is_not_created_again(stored):
    there = [CurrentObject("1", None, {"code": stored, "name": stored})]
    with pytest.raises(ValidationError, match="which differs only in"):
        SHELVING_LOCATION.plan(there, SHELVING_LOCATION.declare([{"code": "B\u00fccher"}]))


@pytest.mark.parametrize(
    ("held", "same"), [("RESHARE:bu\u0308", True), ("RESHARE:B\u00dc ", True), ("RESHARE:BU", False)]
)
def test_the_symbol_of_a_tenant_is_recognised_in_another_form(held, same):
    owner = ownership.TenantOwner("RESHARE:B\u00dc", frozenset())
    assert (list(ownership.other_tenant(owner, [], [entry("own", held, managed=True)])) == []) is same


@pytest.mark.parametrize("shown", ["********", "secr***", "•••"])
def test_a_masked_secret_is_neither_compared_nor_said_not_to_be_stored(shown):
    with pytest.raises(
        CallFailed, match="'wms_api_key': ReShare returns a text with .* in place of the secret"
    ) as refused:
        plan_settings({"wms_api_key": "declared"}, [*ROWS, row("wms_api_key", shown)])
    assert (refused.value.code, refused.value.object) == ("unexpected_response", "ReShare setting 'wms_api_key'")
    assert "secr" not in str(refused.value).replace("secret", "")
    assert not plan_settings({"wms_api_key": shown}, [*ROWS, row("wms_api_key", shown)]).changes


def test_a_missing_setting_is_never_made():
    with pytest.raises(UnknownReference) as refused:
        plan_settings({"borrower_check": "ncip"})
    assert refused.value.object == "ReShare setting 'borrower_check'"
    with pytest.raises(UnknownReference) as refused:
        plan_settings({"borrower_check": "ncip", "wms_api_key": "x"})
    assert refused.value.object is None


@pytest.mark.parametrize(
    "settings, rows, message",
    [
        ({"borrower_check": "ncip"}, ROWS, "ReShare has no setting 'borrower_check'.*older mod-rs"),
        (
            {"wms_api_key": "x"},
            [*ROWS, row("wmsSettings.feature_flag", "false")],
            r"Switched off by 'wmsSettings\.feature_flag'",
        ),
        (
            {"accept_item": "ncip"},
            [*ROWS, row("accept_item", "ncip", handle="2")],
            r"'accept_item' exists 2 times \(ids '1', '2'\)",
        ),
    ],
    ids=["missing", "hidden section", "twice"],
)
def test_the_message_about_missing_rows_of_settings_says_why(settings, rows, message):
    with pytest.raises(TaskError, match=message):
        plan_settings(settings, rows)


def test_partners_are_named_with_and_without_authority():
    plan = plan_ids({"RESHARE:CUR": "C9", "bkr": "B1"})
    assert {change.name: change.after["patron_ids"] for change in plan.changes} == {
        "RESHARE:CUR": ["C9"],
        "bkr": ["B1"],
    }


def test_planning_is_linear_in_the_number_of_rows(monkeypatch):
    """Real lists have thousands of rows; a linear search for each of them took a minute."""
    names, asked = [f"Shelf {number}" for number in range(300)], Counter()
    for name in ("identify", "identities"):
        counted(monkeypatch, asked, name)
    rows = [CurrentObject(name, None, {"code": name}) for name in names]
    store = MemoryStore({"shelving_locations": [one.fields for one in rows], "locations": [{"code": "TSTM"}]})
    sites = [{"location": "TSTM", "shelving_location": name, "supply_preference": 1} for name in names]
    wanted = {
        SHELVING_LOCATION.name: SHELVING_LOCATION.declare([{"code": name, "name": "New"} for name in names]),
        SITE.name: SITE.declare(sites),
    }
    assert len(Reconciler(TABLES, lambda _kind: store).run(wanted, check_mode=True).changes) == 600
    gone = {SHELVING_LOCATION.name: SHELVING_LOCATION.declare([{"code": name, "state": "absent"} for name in names])}
    assert len(Reconciler(TABLES, lambda _kind: store).run(gone, check_mode=True).changes) == 300
    assert asked["identify"] <= 10 * len(names)
    assert asked["identities"] <= 10


def counted(monkeypatch, asked, name):
    original = getattr(ObjectKind, name)

    def counting(self, *arguments):
        asked[name] += 1
        return original(self, *arguments)

    monkeypatch.setattr(ObjectKind, name, counting)


def test_repeated_values_are_corrected():
    assert [change.after["patron_ids"] for change in plan_ids({"BKR": "B1"}).changes] == [["B1"]]


def test_values_as_declared_are_not_written_and_null_removes_them():
    assert plan_ids({"CUR": "C1"}).changes == []
    (change,) = plan_ids({"CUR": None}).changes
    assert change.after["patron_ids"] == []


def test_purge_takes_away_what_is_not_declared_and_never_with_nothing_declared():
    assert [change.name for change in plan_ids({"CUR": "C1"}, purge=True).changes] == ["baker"]
    with pytest.raises(ValidationError) as refused:
        plan_ids({}, purge=True)
    assert refused.value.fields == ("purge",)


@pytest.mark.parametrize(
    "partners, message",
    [
        ({"DRW": "D1"}, "no entry of ReShare's directory has the symbol 'DRW'"),
        ({"RESHARE:BKS": "B1"}, "Similar: 'RESHARE:BKR'"),
        ({"ADM": "A1"}, "'ADM' is the library itself, not a partner"),
        ({"TWN": "T1"}, "on several entries of ReShare's directory: 'Twin-1', 'Twin-2'; write AUTHORITY:SYMBOL"),
        ({"CUR": "C1", "RESHARE:CUR": "C2"}, "'CUR', 'RESHARE:CUR' are the same partner, Curie"),
        # The symbol of a branch.
        ({"RESHARE:X": "X"}, "no entry of ReShare's directory has the symbol 'RESHARE:X'"),
    ],
)
def test_the_message_about_an_invalid_partner_says_why(partners, message):
    with pytest.raises(ValidationError, match=message):
        plan_ids(partners)


@pytest.mark.parametrize(
    ("authority", "name"),
    [({"symbol": "ISIL"}, "ISIL:ADM"), ("ISIL", "ISIL:ADM"), ({}, "ADM"), ("", "ADM"), (None, "ADM")],
)
def test_a_symbol_has_the_name_of_its_authority_if_there_is_one(authority, name):
    assert directory.symbol_name({"authority": authority, "symbol": "ADM"}) == name


def test_symbols_without_authority_are_suggested_too():
    with pytest.raises(ValidationError) as refused:
        PATRON_IDS.plan([entry("darwin", "DARWIN")], PATRON_IDS.declare({"partners": {"X:DARWIN": "D1"}}))
    assert refused.value.candidates == ("DARWIN",)


@given(st.lists(st.text(min_size=1), max_size=4), st.lists(st.text(min_size=1), max_size=2))
def test_what_is_sent_leaves_exactly_the_wanted_values(there, wanted):
    held = {str(number): value for number, value in enumerate(there)}
    sent = _replacing(
        {"customProperties": {PATRON_ID: [{"id": key, "value": value} for key, value in held.items()]}},
        PATRON_ID,
        wanted,
    )
    # The server's data binding: reshare.md 4.3.
    for number, value in enumerate(sent):
        if value.get("_delete"):
            del held[value["id"]]
        else:
            held[value.get("id", f"new {number}")] = value["value"]
    assert list(held.values()) == wanted


def test_blocking_the_one_profile_of_wms_tenants_is_a_warning_text():
    plan = PATRON_PROFILE.plan([], PATRON_PROFILE.declare([{"code": "STATUS", "can_create_requests": False}]))
    assert "no patron can create a request" in plan.warnings[0]
    there = [CurrentObject("1", None, {"code": "STATUS", "name": "STATUS"})]
    assert (
        PATRON_PROFILE.plan(there, PATRON_PROFILE.declare([{"code": "STATUS", "can_create_requests": True}])).changes
        == []
    )


class RecordingGateway:
    """A gateway that stores every row and keeps what was sent."""

    def __init__(self):
        self.sent = []

    def write(self, method, path, body=None):
        self.sent.append(body)
        return SimpleNamespace(json_object=lambda shape=None: {"id": "1", **body})


def test_booleans_are_sent_as_json_booleans():
    """mod-rs converts some texts to booleans, but deletes a value for the boolean only (reshare.md 3.2, 4.3)."""
    gateway = RecordingGateway()
    (profile,) = PATRON_PROFILE.declare([{"code": "STATUS", "can_create_requests": "yes"}]).items
    tables_store.Tables(gateway).create(PATRON_PROFILE, profile.fields)
    assert gateway.sent[0]["canCreateRequests"] is True


class SlowGateway:
    """A gateway with responses so slow that mod-rs's copy is current before the second request."""

    def __init__(self, clock):
        self._clock, self._values = clock, []

    def rows(self, *arguments, **options):
        values, self._values = self._values, [{"value": "LEND-1"}]
        self._clock.now += 60
        return [{"slug": "adams", "customProperties": {PATRON_ID: values}}]


def test_a_slow_answer_is_not_taken_for_a_copy_that_does_not_follow(waiting_clock):
    assert directory.Directory(SlowGateway(waiting_clock)).not_followed({"adams": "LEND-1"}) == []
    assert directory.Directory(SlowGateway(waiting_clock)).not_followed({"adams": "LEND-2"}) == ["adams"]


@pytest.mark.parametrize(
    "modules, lacks",
    [
        ({"mod-rs": "2.18.8"}, None),
        ({"mod-rs": "2.11.0"}, None),
        ({"mod-rs": "2.10.7"}, "mod-rs is 2.10.7; WMS2 needs 2.11.0 or newer"),
        ({"mod-rs": "2.9.1"}, "2.9.1"),
        ({}, "not enabled"),
    ],
)
def test_the_text_about_wms2_depends_on_the_version(modules, lacks):
    found = wms2_lacks(modules)
    assert found == "" if lacks is None else lacks in found


# The rules of CrossLink's export, one by one (reshare.md 5.6)


NCIP = {"ncip_server_address": "https://ncip.example.org", "ncip_from_agency": "128807"}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, []),
        ({"host_lms_integration": "manual", "ncip_app_profile": "EZBORROW"}, []),
        ({"host_lms_integration": "alma", **NCIP}, []),
        ({"host_lms_integration": "wms", **NCIP}, [("unsupported", "host_lms_integration")]),
        ({"host_lms_integration": "wms2", **NCIP}, [("unsupported", "host_lms_integration")]),
        ({**NCIP, "ncip_from_agency": " "}, [("invalid", "ncip_from_agency")]),
        ({"ncip_from_agency": "128807"}, [("invalid", "ncip_server_address")]),
        ({"accept_item": "ncip"}, [("invalid", "ncip_server_address"), ("invalid", "ncip_from_agency")]),
        ({"accept_item": "none", "ncip_to_agency": None}, []),
    ],
)
def test_settings_that_would_be_rejected(values, found):
    rows = [{"key": key, "value": value} for key, value in values.items()]
    problems = list(crosslink.settings(lambda kind: rows))
    assert [(one.code, one.object) for one in problems] == [(code, f"ReShare setting '{key}'") for code, key in found]


def test_a_default_counts_as_a_value():
    rows = [
        {"key": "ncip_server_address", "value": "https://ncip.example.org"},
        {"key": "ncip_from_agency", "defValue": "1"},
    ]
    assert list(crosslink.settings(lambda kind: rows)) == []


@pytest.mark.parametrize("preference", [None, -1, 0, 10_000, 10_001])
def test_preferences_over_the_limit_would_be_rejected(preference):
    rows: dict[str, list[dict[str, Any]]] = {
        LOCATION.name: [{"code": "TSTM", "supply_preference": preference}],
        SITE.name: [{"location": "TSTM", "shelving_location": "Stacks", "supply_preference": preference}],
    }
    problems = list(crosslink.preferences(lambda kind: rows.get(kind.name, [])))
    expected = ["ReShare location 'TSTM'", SITE.describe(SITE.title(rows[SITE.name][0]))]
    assert [one.object for one in problems] == (expected if preference == 10_001 else [])
