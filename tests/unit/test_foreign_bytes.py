# SPDX-License-Identifier: GPL-3.0-or-later

"""For any bytes in a response, a task gets data or a TaskError: never another exception, an endless loop, or a secret
in the text.

Each conversation consists of a client's calls and correct responses; one of the responses is damaged.
tests/support/fuzzing.py sets the number of examples. To search longer:

    pytest tests/unit/test_foreign_bytes.py --hypothesis-profile=long -n 2
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import TaskError
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.values import UNITS
from ansible_collections.reshare.wms.plugins.module_utils._http.rate_limit import RateLimiter
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Session
from ansible_collections.reshare.wms.plugins.module_utils._http.state_dir import StateDirectory
from ansible_collections.reshare.wms.plugins.module_utils._reshare import (
    directory,
    settings_store,
    tables_store,
    versions,
)
from ansible_collections.reshare.wms.plugins.module_utils._reshare.gateway import Gateway
from ansible_collections.reshare.wms.plugins.module_utils._reshare.members import membership
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.directory_entries import DIRECTORY_ENTRY
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.lending_tables import LOCATION, SITE
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.patron_ids import PATRON_IDS
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.settings import SETTING
from ansible_collections.reshare.wms.plugins.module_utils._wms import identity, ncip, scim_user
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import CONFIGURATION, ILL_SETTINGS
from ansible_collections.reshare.wms.plugins.module_utils._wms.due_dates import judge_due_date, parse_due_date
from ansible_collections.reshare.wms.plugins.module_utils._wms.metadata import BranchLocations
from ansible_collections.reshare.wms.plugins.module_utils._wms.oauth import TokenSource
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import (
    LOAN_LIMIT_MATRIX,
    LOAN_LIMIT_POLICY,
    LOAN_POLICY,
    LOAN_POLICY_MAP,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.locations import HOLDING_CODE
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_ACCOUNT
from ansible_collections.reshare.wms.plugins.module_utils._wms.resolution import KINDS as POLICIES
from ansible_collections.reshare.wms.plugins.module_utils._wms.resolution import Resolver
from ansible_collections.reshare.wms.plugins.module_utils._wms.service import ConfigurationService
from support.fake_http import JSON, Reply, Script, fake_responses
from support.malformed_data import Spoiler, assert_data_or_error, data_bytes, xml_bytes

#: Values that no message may contain, unless a response has them in an unexpected place.
SECRET, PASSWORD, TOKEN, STORED_SECRET = "wskey-secret", "gateway-password", "tk_token", "secret-in-settings"

ID = "91475"


def reply(body: Any = None, status: int = 200, **headers: str) -> Reply:
    return Reply(b"" if body is None else json.dumps(body).encode(), status, {**JSON, **headers})


# ------------------------------------------------------------------------------------------------------- the clients


class Systems:
    """The clients of a library's systems, all of them at https://x."""

    def __init__(self, state: str):
        self.session = Session(retries=0)
        self._state = StateDirectory(state)

    @property
    def tokens(self) -> TokenSource:
        login = {"url": "https://x/token", "key": "key", "secret": SECRET}
        return TokenSource(self.session, self._state, **login, registry_id=ID, scopes=["SCIM"])

    @property
    def gateway(self) -> Gateway:
        login = {"tenant": "tenant", "username": "admin", "password": PASSWORD}
        return Gateway(self.session, self._state, url="https://x", **login)

    @property
    def accounts(self) -> identity.IdentityManagement:
        pace = RateLimiter(self._state, "key")
        return identity.IdentityManagement(self.session, self.tokens, pace, "https://x", ID, lambda text: None)

    @property
    def locations(self) -> BranchLocations:
        return BranchLocations(self.session, self.tokens, "https://x", ID)

    @property
    def configuration(self) -> ConfigurationService:
        return ConfigurationService(self.session, self.tokens, "https://x", ID)

    @property
    def ncip(self) -> ncip.Ncip:
        return ncip.Ncip(self.session, self.tokens, "https://x/ncip", "128850", "128851", ID)


@dataclass(frozen=True)
class Conversation:
    """run: makes the calls and returns the result as plain data. script: correct responses. spoil: damages one of them.
    refused: whether they are rejections."""

    name: str
    run: Callable[[Systems], Any]
    script: Script
    spoil: Spoiler = data_bytes
    refused: bool = False

    def __str__(self) -> str:
        return self.name


# ------------------------------------------------------------------------------------------------------------- OAuth

GRANT = {
    "access_token": TOKEN,
    "token_type": "bearer",
    "expires_in": 1199,
    "expires_at": "2026-11-25 09:28:25Z",
    "scope": "SCIM",
    "scopes": "SCIM",
    "context_institution_id": ID,
    "principalID": "",
}
TOKENS: Script = {"POST /token": [reply(GRANT)]}
OAUTH = Conversation("token", lambda systems: systems.tokens.log_in(), TOKENS)

# -------------------------------------------------------------------------------------------- Identity Management

RECORD = {
    "schemas": [scim_user.CORE, scim_user.PERSONA, scim_user.CIRCULATION],
    "id": "1",
    "externalId": "B-1",
    scim_user.PERSONA: {"institutionId": ID, "oclcExpirationDate": "2030-01-01T00:00:00Z"},
    scim_user.CIRCULATION: {
        "circulationInfo": {
            "isCircBlocked": False,
            "isVerified": True,
            "barcode": "B-1",
            "borrowerCategory": "Student",
            "homeBranch": "911001",
        }
    },
    "name": {"familyName": "Lending"},
    "emails": [{"value": "old@example.org", "primary": True}, {"value": "a@example.org"}],
    "meta": {"resourceType": "User", "version": '"1"'},
}
ACCOUNT = {
    "barcode": "B-1",
    "patron_type": "Student",
    "home_branch": "911001",
    "family_name": "Lending",
    "email": "new@example.org",
    "expires": "2030-01-01",
    "blocked": False,
    "verified": True,
}
CHANGED = {**RECORD, "emails": [{"value": "new@example.org", "primary": True}, {"value": "a@example.org"}]}
STORED_ACCOUNT = CurrentObject("1", None, scim_user.flat(RECORD))


def search(systems: Systems) -> Any:
    found = systems.accounts.read(PATRON_ACCOUNT, [("B-1",)])
    return planned(PATRON_ACCOUNT, found, [{"barcode": "B-1", "patron_type": "Faculty"}])


IDENTITY = (
    Conversation(
        "account searched",
        search,
        {**TOKENS, "POST /Users/.search": [reply({"totalResults": 1, "Resources": [RECORD]})]},
    ),
    Conversation(
        "account made",
        lambda systems: systems.accounts.create(PATRON_ACCOUNT, ACCOUNT),
        {
            **TOKENS,
            "POST /Users": [reply({**CHANGED, scim_user.MESSAGES: {"messages": ["Welcome"]}}, 201)],
            "GET /Users/1": [reply(CHANGED)],
        },
    ),
    Conversation(
        "account changed",
        lambda systems: systems.accounts.replace(PATRON_ACCOUNT, STORED_ACCOUNT, ACCOUNT),
        {**TOKENS, "GET /Users/1": [reply(RECORD), reply(CHANGED)], "PUT /Users/1": [reply(CHANGED)]},
    ),
    Conversation(
        "account not removed",
        lambda systems: systems.accounts.remove(PATRON_ACCOUNT, STORED_ACCOUNT),
        {
            **TOKENS,
            "GET /Users/1": [reply(RECORD)],
            "DELETE /Users/1": [reply({"schemas": ["Error"], "detail": "Resource not found.", "status": "404"}, 404)],
        },
        refused=True,
    ),
)

# ---------------------------------------------------------------------------------------------------------- Metadata

LOCATIONS = {
    "hasProblems": False,
    "id": ID,
    "branchLocations": [
        {
            "branchLocationId": "125571",
            "branchLocationName": "West Branch",
            "branchLocationHoldingCode": "WEST",
            "branchLocationHoldingSymbol": "OCWMS",
            "shelvingLocations": ["Stacks", "Reference"],
        },
        {"branchLocationHoldingCode": "EAST"},
    ],
}
METADATA = Conversation(
    "locations",
    lambda systems: HOLDING_CODE.export(systems.locations.read(HOLDING_CODE, ())),
    {**TOKENS, "GET /worldcat/manage/institution-config/branch-shelving-locations": [reply(LOCATIONS)]},
)

# --------------------------------------------------------------------------------------------- Service Configuration

#: For each sort of field: a kind, an object of it, and a declaration for it.
CONFIGURED: dict[str, tuple[dict[str, Any], Any]] = {
    "shelving_locations": (
        {"holding_code": "WEST", "shelving_locations": "Stacks; Reference;"},
        [{"holding_code": "WEST", "name": "Maps"}],
    ),
    "loan_policies": (
        {
            "name": "A",
            "circulates": "always",
            "loan_period": {"value": 28, "unit": "days"},
            "include_closed_days": False,
            "other_settings": {"Colour": "blue", "Number": 1},
        },
        [{"name": "A", "loan_period": "4 weeks", "include_closed_days": True, "other_settings": {"Colour": "red"}}],
    ),
    "loan_policy_map": (
        {"rows": [{"patron_policy": "Faculty", "loan_policy": "B", "precedence": 1}, {"loan_policy": "A"}]},
        [{"patron_policy": "Student", "loan_policy": "A"}],
    ),
    "loan_limit_matrix": (
        {"rows": [{"holding_location": "WEST", "shelving_location": "Maps", "loan_limit_policy": "L"}]},
        [{"patron_policy": "Student", "loan_limit_policy": "L"}],
    ),
    "loan_limit_policies": (
        {"name": "L", "loan_count_limit": 5, "loan_value_limit": "No Limit"},
        [{"name": "L", "loan_count_limit": "no limit", "loan_value_limit": "1.50"}],
    ),
    "bill_structures": (
        {
            "name": "A",
            "bill_reason": "Fine",
            "bill_type": "Periodic Bill",
            "recurring_amounts": [{"amount": "1.00", "recurrence": "Daily", "duration": "5"}],
        },
        [{"name": "A", "recurring_amounts": [{"amount": "2"}]}],
    ),
    "collection_type_policies": (
        {"name": "A", "locations": [{"holding_location": "WEST"}, {"material_format": "Book"}]},
        [{"name": "A", "locations": [{"holding_location": "EAST"}]}],
    ),
    "notification_settings": (
        {"notification_types": {"Hold Pickup": True}, "other_settings": {"Colour": "blue"}},
        {"notification_types": {"Overdue": True}},
    ),
    "ill_settings": (
        {"reshare": {"enable": False, "temporary_item_holding_location": "WEST"}},
        {"reshare": {"enable": True, "temporary_item_shelving_location": "Maps"}},
    ),
}


def stored(kind: Kind, fields: dict[str, Any], number: int = 1) -> dict[str, Any]:
    """The objects of a kind in a configuration service."""
    one = {"id": str(number), "etag": '"1"', "fields": fields}
    return {"items": [one], "next": None} if kind.listed else one


def planned(kind: Kind, current: list[CurrentObject], declared: Any) -> Any:
    """The export and the plan of a declaration, as plain data."""
    changes = kind.plan(current, kind.declare(declared)).changes
    return [kind.export(current), [(change.title, dict(change.after or {}), change.before_view) for change in changes]]


def collection(kind: Kind) -> str:
    return f"/institutions/{ID}/{kind.collection.replace('_', '-')}"


def configured(kind: Kind) -> Conversation:
    fields, declared = CONFIGURED[kind.plural]
    pages = [stored(kind, fields)]
    if "items" in pages[0]:
        pages = [{**pages[0], "next": "1"}, stored(kind, {kind.schema.fields[0].name: "Z"}, 2)]
    return Conversation(
        kind.plural,
        lambda systems: planned(kind, systems.configuration.read(kind), declared),
        {**TOKENS, f"GET {collection(kind)}": [reply(page) for page in pages]},
    )


def read_at_once(systems: Systems) -> Any:
    """Plans for several kinds, which were read in one call."""
    service = systems.configuration
    service.prefetch(CONFIGURED_KINDS)
    return [planned(kind, service.read(kind), CONFIGURED[kind.plural][1]) for kind in CONFIGURED_KINDS]


def resolved(systems: Systems) -> Any:
    """The policies that apply to an item, from the whole configuration."""
    found = Resolver(lambda kind: [one.fields for one in systems.configuration.read(kind)])
    item = {
        "patron_policy": "Faculty",
        "holding_location": "WEST",
        "shelving_location": "Maps",
        "material_format": "Book",
    }
    picks = [pick.fields for pick in found.picks(LOAN_POLICY_MAP, "loan_policy", item)]
    limits = found.limits(LOAN_LIMIT_MATRIX, "loan_limit_policy", item)
    return [picks, limits, found.rule(item), found.material_formats(), list(found.faults())]


RESOLUTION = Conversation(
    "policies resolved",
    resolved,
    {
        **TOKENS,
        **{
            f"GET {collection(kind)}": [reply(stored(kind, CONFIGURED.get(kind.plural, ({"name": "A"}, None))[0]))]
            for kind in POLICIES
        },
    },
)
PROBLEM = {
    "title": "Conflict",
    "status": 409,
    "detail": "is in use",
    "errors": [{"field": "name", "message": "taken"}],
    "users": [{"kind": "loan_policy", "name": "A"}],
}
STORED_POLICY = CurrentObject("1", '"1"', {"name": "A"})
CONFIGURED_KINDS = [kind for kind in (*CONFIGURATION, ILL_SETTINGS) if kind.plural in CONFIGURED]
SEVERAL = {collection(kind).rpartition("/")[2]: stored(kind, CONFIGURED[kind.plural][0]) for kind in CONFIGURED_KINDS}
SERVICE = (
    *map(configured, CONFIGURED_KINDS),
    Conversation("several kinds", read_at_once, {**TOKENS, f"GET /institutions/{ID}/configuration": [reply(SEVERAL)]}),
    Conversation(
        "policy saved",
        lambda systems: systems.configuration.replace(LOAN_POLICY, STORED_POLICY, {"name": "A"}),
        {**TOKENS, f"PUT {collection(LOAN_POLICY)}/1": [reply({"id": "1", "etag": '"2"', "fields": {"name": "A"}})]},
    ),
    RESOLUTION,
    Conversation(
        "policy not removed",
        lambda systems: systems.configuration.remove(LOAN_POLICY, STORED_POLICY),
        {**TOKENS, f"DELETE {collection(LOAN_POLICY)}/1": [reply(PROBLEM, 409)]},
        refused=True,
    ),
)

# ----------------------------------------------------------------------------------------------------------- ReShare

LOGIN: Script = {
    "POST /authn/login-with-expiry": [reply({"errors": [{"message": "no such path"}]}, 404)],
    "POST /authn/login": [reply({"okapiToken": TOKEN, "tenant": "tenant"}, 201, **{"x-okapi-token": TOKEN})],
}
SETTINGS_ROWS = [
    {"id": "1", "section": "hostLMSIntegration", "key": "host_lms_integration", "value": "manual", "hidden": False},
    {"id": "2", "key": "ncip_server_address", "defValue": "https://ncip.example.org"},
    {"id": "3", "key": "wms_api_secret", "value": STORED_SECRET},
    {"id": "4", "key": "wmsSettings.feature_flag", "value": "true"},
]


def rows(*results: Any) -> Reply:
    return reply({"results": list(results), "pageSize": 10, "page": 1, "meta": {}, "totalRecords": len(results)})


def settings_planned(systems: Systems) -> Any:
    current = settings_store.AppSettings(systems.gateway).read(SETTING)
    list(SETTING.twice(current))
    return planned(SETTING, current, {"host_lms_integration": "wms2", "wms_api_secret": "new"})


SITE_ROW = {
    "id": "7",
    "location": {"id": "5"},
    "shelvingLocation": {"id": "6", "code": "Maps", "name": "Maps"},
    "supplyPreference": 3,
}
LOCATION_ROW = {"id": "5", "code": "WEST", "name": "West", "supplyPreference": None}
SHELVING_ROW = {"id": "6", "code": "Maps", "name": "Maps"}


def sites(systems: Systems) -> Any:
    declared = [{"location": "WEST", "shelving_location": "Maps", "supply_preference": 4}]
    return planned(SITE, tables_store.Tables(systems.gateway).read(SITE), declared)


def site_changed(systems: Systems) -> None:
    there = {"location": "WEST", "shelving_location": "Maps", "supply_preference": 3}
    before = CurrentObject("7", None, there)
    tables_store.Tables(systems.gateway).replace(SITE, before, {**there, "supply_preference": 4})


def site_made(systems: Systems) -> None:
    fields = {"location": "WEST", "shelving_location": "Maps", "supply_preference": 4}
    tables_store.Tables(systems.gateway).create(SITE, fields)


ENTRIES = [
    {
        "id": "e1",
        "slug": "adams",
        "name": "Adams",
        "type": {"id": "t1", "value": "institution", "label": "Institution"},
        "status": {"value": "managed"},
        "symbols": [{"id": "s1", "symbol": "ADM", "authority": {"id": "a1", "symbol": "RESHARE"}}],
        "lmsLocationCode": "125571",
        "customProperties": {
            "policy.ill.loan_policy": [{"id": 1, "value": {"id": "v1", "value": "lending_all_types"}}],
            "policy.ill.returns": [{"id": 2, "value": "yes"}, {"id": 3, "value": "no"}],
        },
    },
    {
        "id": "e2",
        "slug": "baker",
        "name": "Baker",
        "type": "institution",
        "symbols": [{"symbol": "BKR", "authority": "RESHARE"}, {"symbol": "B"}],
        "customProperties": {directory.PATRON_ID: [{"id": 4, "value": "B1"}, {"id": 5, "value": "B2"}]},
    },
    {
        "id": "e3",
        "slug": "consortium",
        "type": {"value": "consortium"},
        "members": [{"id": "m1", "memberOrg": {"id": "e1", "slug": "adams"}}, {"id": "e2"}],
    },
]
BAKER_AFTER = {**ENTRIES[1], "customProperties": {directory.PATRON_ID: [{"id": 4, "value": "B9"}]}}


def entries(kind: Kind, declared: Any) -> Callable[[Systems], Any]:
    return lambda systems: planned(kind, directory.Directory(systems.gateway).read(kind), declared)


def patron_id_changed(systems: Systems) -> Any:
    store = directory.Directory(systems.gateway)
    (before,) = [one for one in store.read(PATRON_IDS) if one.id == "e2"]
    store.replace(PATRON_IDS, before, {**before.fields, "patron_ids": ["B9"]})
    return [one.fields for one in store.read(PATRON_IDS)]


def copied(systems: Systems) -> Any:
    return directory.Directory(systems.gateway).not_followed({"baker": "B1"})


def tenant(systems: Systems) -> Any:
    known = systems.gateway.modules
    return [known, versions.wms2_lacks(known)]


MODULES = "GET /_/proxy/tenants/tenant/modules"
ONE_ENTRY = [{"slug": "adams", "loan_policy": "not_lending", "returns": "yes"}]
RESHARE = (
    Conversation(
        "settings", settings_planned, {**LOGIN, f"GET {settings_store.PATH}": [reply(SETTINGS_ROWS), reply([])]}
    ),
    Conversation(
        "setting changed",
        lambda systems: settings_store.AppSettings(systems.gateway).replace(
            SETTING, CurrentObject("1", None, SETTINGS_ROWS[0]), {"value": "wms2"}
        ),
        {**LOGIN, f"PUT {settings_store.PATH}/1": [reply(SETTINGS_ROWS[0])]},
    ),
    Conversation(
        "sites",
        sites,
        {
            **LOGIN,
            "GET /rs/shelvingLocationSites": [rows(SITE_ROW)],
            "GET /rs/hostLMSLocations": [rows(LOCATION_ROW)],
            "GET /rs/hostLMSLocations/5": [reply(LOCATION_ROW)],
        },
    ),
    Conversation(
        "site changed",
        site_changed,
        {
            **LOGIN,
            "GET /rs/shelvingLocationSites/7": [reply(SITE_ROW)],
            "PUT /rs/shelvingLocationSites/7": [reply({**SITE_ROW, "supplyPreference": 4})],
            "GET /rs/hostLMSLocations": [rows()],
            "GET /rs/hostLMSLocations/5": [reply(LOCATION_ROW)],
        },
    ),
    Conversation(
        "site made",
        site_made,
        {
            **LOGIN,
            "GET /rs/shelvingLocationSites": [rows()],
            "POST /rs/shelvingLocationSites": [reply(SITE_ROW, 201)],
            "GET /rs/hostLMSLocations/5": [reply({**LOCATION_ROW, "sites": [{"shelvingLocation": {"id": "9"}}]})],
            "GET /rs/hostLMSLocations": [rows(LOCATION_ROW)],
            "GET /rs/shelvingLocations": [rows(SHELVING_ROW)],
        },
    ),
    Conversation(
        "hidden row shown again",
        lambda systems: tables_store.Tables(systems.gateway).create(LOCATION, {"code": "WEST", "name": "West"}),
        {
            **LOGIN,
            "POST /rs/hostLMSLocations": [reply({"message": "with value [WEST] must be unique", "path": "code"}, 422)],
            "GET /rs/hostLMSLocations": [rows()],
            "GET /rs/shelvingLocationSites": [rows(SITE_ROW)],
            "GET /rs/hostLMSLocations/5": [reply({**LOCATION_ROW, "hidden": True})],
            "PUT /rs/hostLMSLocations/5": [reply(LOCATION_ROW)],
        },
    ),
    Conversation(
        "directory entries", entries(DIRECTORY_ENTRY, ONE_ENTRY), {**LOGIN, f"GET {directory.PATH}": [rows(*ENTRIES)]}
    ),
    Conversation(
        "patron ids",
        entries(PATRON_IDS, {"partners": {"BKR": "B1", "RESHARE:BKR": "B1"}, "purge": False}),
        {**LOGIN, f"GET {directory.PATH}": [rows(*ENTRIES)]},
        refused=True,
    ),
    Conversation(
        "patron id changed",
        patron_id_changed,
        {
            **LOGIN,
            f"GET {directory.PATH}": [rows(*ENTRIES), rows(ENTRIES[0], BAKER_AFTER, *ENTRIES[2:])],
            f"PUT {directory.PATH}/e2": [reply(BAKER_AFTER)],
        },
    ),
    Conversation("copy of the directory", copied, {**LOGIN, f"GET {directory.COPY}": [rows(*ENTRIES)]}),
    Conversation(
        "members",
        lambda systems: [vars(member) for member in membership(systems.gateway, ["consortium"]).members],
        {**LOGIN, f"GET {directory.PATH}": [rows(*ENTRIES)]},
    ),
    Conversation(
        "versions", tenant, {**LOGIN, MODULES: [reply([{"id": "mod-rs-2.18.8"}, {"id": "mod-directory-2.11.1"}])]}
    ),
    Conversation(
        "what the account may read",
        lambda systems: {name: str(one) for name, one in versions.readable(systems.gateway, {}, probe=True).items()},
        {
            **LOGIN,
            f"GET {settings_store.PATH}": [reply(SETTINGS_ROWS)],
            f"GET {directory.PATH}": [reply(ENTRIES)],
            **{f"GET {path}": [reply([])] for path in tables_store.PATHS.values()},
        },
    ),
)

# -------------------------------------------------------------------------------------------------------------- NCIP

NCIP_NS = 'xmlns:n="http://www.niso.org/2008/ncip"'


def message(content: str) -> Reply:
    text = f'<n:NCIPMessage {NCIP_NS} n:version="http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd">{content}</n:NCIPMessage>'
    return Reply(text.encode(), headers={"Content-Type": "application/xml"})


USER_AND_ITEM = (
    "<n:ItemId><n:AgencyId>91475</n:AgencyId><n:ItemIdentifierValue>I-1</n:ItemIdentifierValue></n:ItemId>"
    "<n:UserId><n:UserIdentifierValue>P-1</n:UserIdentifierValue></n:UserId>"
)
LENT = message(
    f"<n:CheckOutItemResponse>{USER_AND_ITEM}<n:DateDue>2026-12-24T23:59:00Z</n:DateDue></n:CheckOutItemResponse>"
)
REFUSED = message(
    "<n:CheckOutItemResponse><n:Problem><n:ProblemType>Unknown Item</n:ProblemType><n:ProblemDetail>UNKNOWN_ITEM"
    "</n:ProblemDetail><n:ProblemElement>ItemId</n:ProblemElement><n:ProblemValue>I-1</n:ProblemValue></n:Problem>"
    "<n:RequiredFeeAmount><n:CurrencyCode>EUR</n:CurrencyCode><n:MonetaryValue>500</n:MonetaryValue></n:RequiredFeeAmount>"
    "</n:CheckOutItemResponse>"
)


def lent(systems: Systems) -> Any:
    date_due = systems.ncip.check_out("P-1", "I-1", "R-1")
    due = None if date_due is None else parse_due_date(date_due)
    start = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    judged = [judge_due_date({"value": 28, "unit": unit}, [start], due) for unit in UNITS] if due else []
    return [str(due), judged]


NCIP = (
    Conversation("check-out", lent, {**TOKENS, "POST /ncip": [LENT]}, xml_bytes),
    Conversation("check-out refused", lent, {**TOKENS, "POST /ncip": [REFUSED]}, xml_bytes, refused=True),
)

CONVERSATIONS = (OAUTH, *IDENTITY, METADATA, *SERVICE, *RESHARE, *NCIP)


# -------------------------------------------------------------------------------------------------------- the tests


CONTENT_TYPES = ("application/json", "text/plain", "text/html; charset=utf-16", "text/xml; charset=x", "")


@st.composite
def spoilt_scripts(draw: st.DrawFn, conversation: Conversation) -> Script:
    """The script with one response damaged, once or permanently."""
    call = draw(st.sampled_from(sorted(conversation.script)))
    replies = list(conversation.script[call])
    number = draw(st.integers(0, len(replies) - 1))
    good = replies[number]
    document = (
        json.loads(good.body or b"null")
        if conversation.spoil is data_bytes or call == "POST /token"
        else good.body.decode()
    )
    spoil = data_bytes if call == "POST /token" else conversation.spoil
    body = draw(spoil(document))
    status = draw(
        st.sampled_from([good.status] * 6 + [200, 201, 202, 204, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503])
    )
    headers = {
        **good.headers,
        "Content-Type": draw(st.sampled_from([good.headers["Content-Type"]] * 4 + list(CONTENT_TYPES))),
    }
    bad = Reply(body, status, headers)
    note(f"{call} answers {status} {headers} {body[:2000]!r}")
    rest = draw(st.sampled_from([replies[number + 1 :], []]))
    return {**conversation.script, call: [*replies[:number], bad, *rest]}


@pytest.fixture(autouse=True, scope="module")
def hurried():
    """Disable the waiting between retries."""
    with mock.patch("time.sleep"):
        yield


def secrets(script: Script) -> set[str]:
    """The values that no message may contain; not those that a response has in an unexpected place, such as an error."""
    bodies = b"".join(reply.body for replies in script.values() for reply in replies if reply.status < 400)
    places = {TOKEN: f'"access_token": "{TOKEN}', STORED_SECRET: f'"value": "{STORED_SECRET}'}
    return {SECRET, PASSWORD} | {
        secret
        for secret, place in places.items()
        if secret.encode() in bodies and bodies.count(secret.encode()) == bodies.count(place.encode())
    }


def check(conversation: Conversation, script: Script) -> None:
    with tempfile.TemporaryDirectory() as state, fake_responses(script):
        assert_data_or_error(lambda: conversation.run(Systems(state)), secrets(script))


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=str)
def test_correct_responses_are_accepted(conversation):
    refusal = pytest.raises(TaskError) if conversation.refused else nullcontext()
    with tempfile.TemporaryDirectory() as state, fake_responses(conversation.script), refusal:
        conversation.run(Systems(state))


def found(conversation: str, call: str, body: Any, **more: Any) -> Any:
    """A response that once caused another exception. body: as bytes, or as plain data."""
    return pytest.param(
        conversation, call, Reply(body if isinstance(body, bytes) else json.dumps(body).encode(), **more)
    )


SEARCH, BRANCHES = "POST /Users/.search", "GET /worldcat/manage/institution-config/branch-shelving-locations"
AT = {kind: f"GET {collection(kind)}" for kind in (LOAN_POLICY, LOAN_POLICY_MAP, LOAN_LIMIT_POLICY, ILL_SETTINGS)}
DEEP_RECORD = json.dumps({**RECORD, "x": 0})[:-2].encode() + b"[" * 900 + b"]" * 900 + b"}"
WEST = {"temporary_item_holding_location": "WEST"}
WITHOUT_IDS = {**ENTRIES[1], "customProperties": {directory.PATRON_ID: [{"value": "B1"}, {"value": "B2"}]}}


@pytest.mark.parametrize(
    "name, call, answer",
    [
        # Texts that no header or address can contain, and an unpaired surrogate.
        found("locations", "POST /token", {**GRANT, "access_token": "tk_\u20ac"}),
        found("account changed", "GET /Users/1", {**RECORD, "meta": {"version": '"\u20ac"'}}),
        found("hidden row shown again", "GET /rs/shelvingLocationSites", {"results": [{"location": {"id": "\ud800"}}]}),
        # Tokens and passwords in a body that is not JSON, or with another status.
        found("token", "POST /token", json.dumps(GRANT).encode()[:-1]),
        found("token", "POST /token", GRANT, status=202),
        found("settings", f"GET {settings_store.PATH}", json.dumps(SETTINGS_ROWS[2:]).encode()[:-1]),
        # Extreme numbers and nesting.
        found("account searched", SEARCH, b'{"totalResults": 1e999, "Resources": []}'),
        found(
            "loan_policies", AT[LOAN_POLICY], stored(LOAN_POLICY, {"name": "A", "other_settings": {"Colour": math.nan}})
        ),
        found("account changed", "GET /Users/1", DEEP_RECORD),
        found("versions", MODULES, [{"id": f"mod-rs-{'9' * 5_000}"}]),
        # Encodings that are not text encodings.
        found("locations", BRANCHES, b"\xff", headers={"Content-Type": "application/json; charset=idna"}),
        found(
            "locations", BRANCHES, b"\\ud800", status=500, headers={"Content-Type": "text/x; charset=unicode_escape"}
        ),
        # Other types, at some depth.
        found("account searched", SEARCH, {"totalResults": [1], "Resources": []}),
        found("account searched", SEARCH, {"totalResults": 1, "Resources": ["x"]}),
        found("account searched", SEARCH, {"totalResults": 1, "Resources": [{**RECORD, "emails": ["x"]}]}),
        found("account changed", "GET /Users/1", {**RECORD, "meta": "x"}),
        found("account searched", SEARCH, {"totalResults": 1, "Resources": [{**RECORD, scim_user.ADDITIONAL: ["x"]}]}),
        found("account changed", "GET /Users/1", {**RECORD, "schemas": None}),
        found("account made", "POST /Users", {"id": "1", scim_user.MESSAGES: "x"}, status=201),
        found("loan_policies", AT[LOAN_POLICY], stored(LOAN_POLICY, {"name": "A", "loan_period": "28"})),
        found("loan_policy_map", AT[LOAN_POLICY_MAP], stored(LOAN_POLICY_MAP, {"rows": None})),
        found("loan_policy_map", AT[LOAN_POLICY_MAP], stored(LOAN_POLICY_MAP, {"rows": ["x"]})),
        found("loan_policy_map", AT[LOAN_POLICY_MAP], stored(LOAN_POLICY_MAP, {"rows": [{"precedence": "x"}, {}]})),
        found("ill_settings", AT[ILL_SETTINGS], stored(ILL_SETTINGS, {"reshare": {**WEST, "unknown": 1}})),
        found("ill_settings", AT[ILL_SETTINGS], stored(ILL_SETTINGS, {"reshare": "x"})),
        found("policy not removed", f"DELETE {collection(LOAN_POLICY)}/1", {"errors": ["x"]}, status=409),
        found("setting changed", f"PUT {settings_store.PATH}/1", {"_embedded": "x"}, status=403),
        found("sites", "GET /rs/shelvingLocationSites", {"results": [SITE_ROW], "totalRecords": {"x": 1}}),
        found("hidden row shown again", "GET /rs/shelvingLocationSites", {"results": [{"location": "x"}]}),
        found("directory entries", f"GET {directory.PATH}", {"results": [{"id": "1", "customProperties": ["x"]}]}),
        found("patron ids", f"GET {directory.PATH}", {"results": [{"id": "1", "symbols": ["x"]}]}),
        found("patron id changed", f"GET {directory.PATH}", rows(ENTRIES[0], WITHOUT_IDS).body),
        found("members", f"GET {directory.PATH}", rows(*ENTRIES[:2], {**ENTRIES[2], "members": ["x"]}).body),
        found("versions", MODULES, 1),
        found("what the account may read", f"GET {settings_store.PATH}", [{"key": []}]),
        # A limit that is not a number, as a text.
        found(
            "policies resolved",
            AT[LOAN_LIMIT_POLICY],
            stored(LOAN_LIMIT_POLICY, {"name": "L", "loan_count_limit": "x"}),
        ),
        # Endless pages.
        found("settings", f"GET {settings_store.PATH}", SETTINGS_ROWS),
        found("sites", "GET /rs/shelvingLocationSites", {"results": [SITE_ROW], "totalRecords": 10**9}),
        # The same cookie twice.
        found(
            "settings",
            "POST /authn/login-with-expiry",
            {},
            cookies=["folioAccessToken=a; Path=/", "folioAccessToken=b; Path=/authn"],
        ),
    ],
)
def test_former_failures_stay_fixed(name, call, answer):
    conversation = next(one for one in CONVERSATIONS if one.name == name)
    check(conversation, {**conversation.script, call: [answer]})


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=str)
@given(data=st.data())
def test_any_answer_is_data_or_a_fault(conversation, data):
    check(conversation, data.draw(spoilt_scripts(conversation)))
