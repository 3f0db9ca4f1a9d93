# SPDX-License-Identifier: GPL-3.0-or-later

"""The User record: validation of the client's record, and the fields that the server sets (oclc-apis.md 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from ..clock import written

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
_P = "urn:mace:oclc.org:eidm:schema:persona:"
PERSONA = f"{_P}persona:20180305"
CIRCULATION = f"{_P}wmscircpatroninfo:20180101"
CORRELATION = f"{_P}correlationinfo:20180101"
NOTES = f"{_P}notes:20180101"
NEW_NOTES = f"{_P}newnotes:20180101"
MESSAGES = f"{_P}messages:20180305"

_FLAGS = {
    "isCircBlocked": False,
    "isVerified": True,
    "isFineExempt": False,
    "isCollectionExempt": False,
    "storeCheckoutHistory": False,
}
#: Set by the server; values from the client are ignored.
_READ_ONLY = {"id", "externalId", "userName", "meta", "schemas", NOTES, NEW_NOTES, MESSAGES}
_SEED_CIRCULATION = {"barcode", "borrowerCategory", "homeBranch", "circRegistrationDate", *_FLAGS}


class InvalidAccount(Exception):
    """The client's record is invalid. OCLC's response is not documented for most of these cases."""


def check(given: Any, registry_id: str) -> None:
    """Reject a record that lacks a field that a circulating user requires (2.3, the smallest create body)."""
    if not isinstance(given, dict):
        raise InvalidAccount("The body is not an object.")
    schemas = given.get("schemas")
    if not isinstance(schemas, list) or CORE not in schemas:
        raise InvalidAccount(f"schemas must list {CORE}.")
    for problem in (*_core_problems(given), *_persona_problems(given, registry_id), *_circulation_problems(given)):
        raise InvalidAccount(problem)


def _core_problems(given: Mapping[str, Any]) -> Iterator[str]:
    name = given.get("name")
    if not isinstance(name, dict) or not (name.get("familyName") or name.get("givenName")):
        yield "name needs a familyName or a givenName."
    for many in ("emails", "phoneNumbers", "addresses"):
        entries = given.get(many) or []
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            yield f"{many} must be a list of objects."
        elif sum(entry.get("primary") is True for entry in entries) > 1:
            yield f"{many} can have only one primary entry."


def _persona_problems(given: Mapping[str, Any], registry_id: str) -> Iterator[str]:
    persona = _extension(given, PERSONA)
    if persona.get("institutionId") != registry_id:
        yield f"institutionId must be the string {registry_id}."
    if persona.get("oclcExpirationDate") is not None and _day(persona["oclcExpirationDate"]) is None:
        yield "oclcExpirationDate must be YYYY-MM-DDT00:00:00Z."


def _circulation_problems(given: Mapping[str, Any]) -> Iterator[str]:
    info = _extension(given, CIRCULATION).get("circulationInfo")
    if not isinstance(info, dict):
        yield "circulationInfo is missing."
        return
    for name in ("barcode", "borrowerCategory"):
        if not isinstance(info.get(name), str) or not info[name].strip():
            yield f"{name} is missing."
    # One client sent a number on create, which was accepted (2.3).
    if not re.fullmatch(r"\d+", str(info.get("homeBranch", "")), re.ASCII):
        yield "homeBranch must be the registry ID of a branch."
    for name in _FLAGS:
        if not isinstance(info.get(name, False), bool):
            yield f"{name} must be true or false."


def complete(
    given: Mapping[str, Any], registry_id: str, id: str, now: datetime, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The record that is stored. Members that the client left out are removed (2.4); an extension whose URN is not in
    schemas is ignored (2.3)."""
    schemas = [urn for urn in given.get("schemas", ()) if urn not in (NEW_NOTES, MESSAGES)]
    kept = {name: value for name, value in given.items() if name not in _READ_ONLY and _listed(name, schemas)}
    persona = {name: value for name, value in _extension(given, PERSONA).items() if name != "oclcPassword"}
    circulation = _circulation(_extension(given, CIRCULATION).get("circulationInfo") or {}, now.date())
    record = {
        "schemas": schemas,
        "id": id,
        "externalId": circulation.get("barcode"),
        "userName": "NOT SUPPORTED",
        **kept,
        PERSONA: {
            **persona,
            "oclcPPID": id,
            "oclcNamespace": f"urn:oclc:platform:{registry_id}",
            "oclcExpirationDate": f"{_day(persona.get('oclcExpirationDate')) or _five_years_after(now.date())}T00:00:00Z",
        },
        CIRCULATION: {"circulationInfo": circulation},
    }
    _add_notes(record, given, before or {}, now)
    return record


def with_own_correlation(record: dict[str, Any], label: str) -> dict[str, Any]:
    """Add a correlation entry of the server's own to a new record (2.3)."""
    entries = list((record.get(CORRELATION) or {}).get("correlationInfo") or ())
    own = {"sourceSystem": f"urn:mace:oclc:idm:{label}", "idAtSource": record["id"]}
    schemas = record["schemas"] if CORRELATION in record["schemas"] else [*record["schemas"], CORRELATION]
    return {**record, "schemas": schemas, CORRELATION: {"correlationInfo": [*entries, own]}}


def circulation(record: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = record[CIRCULATION]["circulationInfo"]
    return found


def emails(record: Mapping[str, Any]) -> set[str]:
    return {str(entry["value"]).casefold() for entry in record.get("emails") or () if entry.get("value")}


def external_ids(record: Mapping[str, Any]) -> set[str]:
    """The values that a search for External_ID matches: the barcode and every idAtSource (2.2)."""
    entries = (record.get(CORRELATION) or {}).get("correlationInfo") or ()
    return {str(circulation(record).get("barcode")), *(str(entry.get("idAtSource")) for entry in entries)}


def from_seed(patron: Mapping[str, Any], registry_id: str) -> dict[str, Any]:
    """A record as a client would send it, from a patron in a seed. It can be a record that the interface would reject."""
    known = {*_SEED_CIRCULATION, "familyName", "givenName", "email", "expires", "idAtSource", "extensions"}
    unknown = sorted(set(patron) - known)
    if unknown:
        raise ValueError(f"a patron in a seed has no member {', '.join(unknown)}")
    extensions = patron.get("extensions", {})
    record: dict[str, Any] = {
        "schemas": [CORE, PERSONA, CIRCULATION, *extensions],
        "name": {name: patron[name] for name in ("familyName", "givenName") if name in patron},
        PERSONA: {"institutionId": registry_id},
        CIRCULATION: {"circulationInfo": {name: patron[name] for name in _SEED_CIRCULATION if name in patron}},
        **extensions,
    }
    if patron.get("email"):
        record["emails"] = [{"value": patron["email"], "type": "home", "primary": True}]
    if patron.get("expires"):
        record[PERSONA]["oclcExpirationDate"] = f"{patron['expires']}T00:00:00Z"
    if patron.get("idAtSource"):
        entry = {"sourceSystem": "urn:mace:oclc:idm:students", "idAtSource": patron["idAtSource"]}
        record[CORRELATION] = {"correlationInfo": [entry]}
        record["schemas"].append(CORRELATION)
    return record


def _listed(name: str, schemas: list[str]) -> bool:
    return not name.startswith("urn:") or name in schemas


def _extension(given: Mapping[str, Any], urn: str) -> dict[str, Any]:
    value = given.get(urn) if urn in (given.get("schemas") or ()) else None
    return value if isinstance(value, dict) else {}


def _circulation(info: Mapping[str, Any], today: date) -> dict[str, Any]:
    given = {name: value for name, value in info.items() if value is not None}
    return {
        **_FLAGS,
        "circRegistrationDate": today.isoformat(),
        **given,
        # Always a string in responses (2.3).
        "homeBranch": str(given.get("homeBranch", "")),
    }


def _add_notes(record: dict[str, Any], given: Mapping[str, Any], before: Mapping[str, Any], now: datetime) -> None:
    """Add notes. Clients write them to newNotes, which is not returned, and read them from notes (2.3)."""
    notes = list((before.get(NOTES) or {}).get("notes") or ())
    for new in _extension(given, NEW_NOTES).get("newNotes") or ():
        if isinstance(new, dict):
            notes.append({"note": new.get("note"), "authorIdentity": "sandbox", "modifiedDate": written(now)})
    if notes:
        record[NOTES] = {"notes": notes}
        if NOTES not in record["schemas"]:
            record["schemas"].append(NOTES)


def _day(given: Any) -> str | None:
    try:
        return (
            date.fromisoformat(re.split("[T ]", given, maxsplit=1)[0]).isoformat() if isinstance(given, str) else None
        )
    except ValueError:
        return None


def _five_years_after(today: date) -> str:
    # A blank Expiration Date means 60 months after creation (wms-circulation.md 6.7).
    return today.replace(year=today.year + 5, day=min(today.day, 28)).isoformat()
