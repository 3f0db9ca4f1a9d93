# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts a SCIM user of OCLC's Identity Management into fields and back (oclc-apis.md 2)."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .._core.json_shape import HEADER, ID, SCALAR, Shape
from .._core.texts import normal
from .account_marks import MARK, PERSONAL, TEXTS
from .objects.patrons import PATRON_ACCOUNT

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
PERSONA = "urn:mace:oclc.org:eidm:schema:persona:persona:20180305"
CIRCULATION = "urn:mace:oclc.org:eidm:schema:persona:wmscircpatroninfo:20180101"
ADDITIONAL = "urn:mace:oclc.org:eidm:schema:persona:additionalinfo:20180501"
CORRELATION = "urn:mace:oclc.org:eidm:schema:persona:correlationinfo:20180101"
MESSAGES = "urn:mace:oclc.org:eidm:schema:persona:messages:20180305"

#: The position of each field in a SCIM user. The e-mail addresses and the custom data are lists and are handled separately.
FIELD_PATHS = {
    "barcode": (CIRCULATION, "circulationInfo", "barcode"),
    "patron_type": (CIRCULATION, "circulationInfo", "borrowerCategory"),
    "home_branch": (CIRCULATION, "circulationInfo", "homeBranch"),
    "blocked": (CIRCULATION, "circulationInfo", "isCircBlocked"),
    "fine_exempt": (CIRCULATION, "circulationInfo", "isFineExempt"),
    "verified": (CIRCULATION, "circulationInfo", "isVerified"),
    "store_checkout_history": (CIRCULATION, "circulationInfo", "storeCheckoutHistory"),
    "family_name": ("name", "familyName"),
    "given_name": ("name", "givenName"),
    "expires": (PERSONA, "oclcExpirationDate"),
}

#: The entry of the custom data that has the mark.
_MARKED = {"businessContext": "Circulation_Info", "key": "customdata4"}

_CIRCULATION_INFO = {path[-1]: SCALAR for path in FIELD_PATHS.values() if path[0] == CIRCULATION}

#: The shape of a SCIM user, as far as it is read and changed here.
SCIM_USER: dict[str, Shape] = {
    "id": ID,
    "schemas": ([str], None),
    "name": ({"familyName": SCALAR, "givenName": SCALAR}, None),
    "emails": ([{"value": SCALAR, "primary": SCALAR}], None),
    PERSONA: ({"oclcExpirationDate": SCALAR, "institutionId": SCALAR}, None),
    CIRCULATION: ({"circulationInfo": (_CIRCULATION_INFO, None)}, None),
    ADDITIONAL: ({"oclcKeyValuePairs": ([dict.fromkeys((*_MARKED, "value"), SCALAR)], None)}, None),
    MESSAGES: ({"messages": (list, None)}, None),
    "meta": ({"version": (HEADER, None)}, None),
}

#: The members of addresses, numbers and entries that are not data about a person.
_SILENT = ("type", "primary", "country", "sourceSystem")

#: The correlation entry that OCLC adds itself.
_OWN_ENTRY = re.compile(r"urn:mace:oclc:idm:\S* [0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def flat(user: Mapping[str, Any]) -> dict[str, Any]:
    """The canonical fields of an account."""
    fields = {name: _at(user, path) for name, path in FIELD_PATHS.items()}
    fields["email"] = (_chosen_email(user.get("emails") or []) or {}).get("value")
    fields[MARK] = (_marked(user) or {}).get("value")
    theirs = personal(user)
    return {**PATRON_ACCOUNT.canonical(fields), **({PERSONAL: theirs} if theirs else {})}


def personal(user: Mapping[str, Any]) -> list[str]:
    """The labels, without any value, of the data in a SCIM user that persons have and that this collection never writes."""
    name, persona = (user.get(path) or {} for path in ("name", PERSONA))
    chosen = _chosen_email(user.get("emails") or [])
    values = {
        "Prefix": name.get("honorificPrefix"),
        "Middle Name": name.get("middleName"),
        "Suffix": name.get("honorificSuffix"),
        "Date of Birth": persona.get("dateOfBirth"),
        "Gender": None if persona.get("gender") == "UNKNOWN" else persona.get("gender"),
        "another Email": [email for email in user.get("emails") or () if email is not chosen],
        "Phone": user.get("phoneNumbers"),
        "Address": user.get("addresses"),
        "User ID at Source": _ids_at_source(user),
    }
    return [label for label, value in values.items() if _says(value)]


def _ids_at_source(user: Mapping[str, Any]) -> Any:
    """The correlation entries, without the entry that OCLC adds itself (oclc-apis.md 2.3)."""
    held = user.get(CORRELATION)
    entries = held.get("correlationInfo") if isinstance(held, Mapping) else held
    if not isinstance(entries, list):
        return entries
    return [entry for entry in entries if not (isinstance(entry, Mapping) and _OWN_ENTRY.fullmatch(_pair(entry)))]


def _pair(entry: Mapping[str, Any]) -> str:
    return f"{entry.get('sourceSystem')} {entry.get('idAtSource')}"


def _says(value: Any) -> bool:
    """Whether a part of a SCIM user, of any shape, has a text about a person."""
    left = [value]
    while left:
        node = left.pop()
        if isinstance(node, Mapping):
            left += [inner for name, inner in node.items() if name not in _SILENT]
        elif isinstance(node, list):
            left += node
        elif node is not None and not isinstance(node, bool) and str(node).strip():
            return True
    return False


def laid_over(user: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The SCIM user updated with the fields, and with all schemas that they use."""
    changed = copy.deepcopy(dict(user))
    for name, path in FIELD_PATHS.items():
        value = fields.get(name)
        if _at(changed, path) == value:
            continue
        put(changed, path, f"{value}T00:00:00Z" if name == "expires" and value else value)
    _put_email(changed, fields.get("email"))
    used = {
        path[0] for name, path in FIELD_PATHS.items() if fields.get(name) is not None and path[0].startswith("urn:")
    }
    if fields.get(MARK) is not None:
        _put_mark(changed, fields[MARK])
        used.add(ADDITIONAL)
    # A response can lack the schemas, and an extension that is not listed there is ignored (oclc-apis.md 2.3).
    schemas = changed.get("schemas") or [CORE, *(name for name in changed if name.startswith("urn:"))]
    changed["schemas"] = [*schemas, *sorted(used - set(schemas))]
    return changed


def comparable(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The written fields in the form in which they are compared after a write. A server may store texts in another form; the mark, and the texts in its
    digests, also in upper or lower case. A barcode is compared exactly."""
    written = {name: value for name, value in fields.items() if name in (*FIELD_PATHS, MARK, "email")}
    return {
        name: normal(value, fold=name in (*TEXTS, MARK)) if isinstance(value, str) and name != "barcode" else value
        for name, value in {"email": None, **written}.items()
    }


def _at(user: Mapping[str, Any], path: Sequence[str]) -> Any:
    node: Any = user
    for member in path:
        if not isinstance(node, Mapping):
            return None
        node = node.get(member)
    return node


def put(user: dict[str, Any], path: Sequence[str], value: Any) -> None:
    *outer, last = path
    for member in outer:
        if user.get(member) is None:
            user[member] = {}
        user = user[member]
    if value is None:
        user.pop(last, None)
    else:
        user[last] = value


def _chosen_email(emails: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The primary e-mail address; without one, the first."""
    return next((email for email in emails if email.get("primary")), emails[0] if emails else None)


def _put_email(user: dict[str, Any], wanted: str | None) -> None:
    emails = user.get("emails") or []
    chosen = _chosen_email(emails)
    if wanted is None:
        user["emails"] = [email for email in emails if email is not chosen]
    elif chosen is None:
        user["emails"] = [{"value": wanted, "primary": True}]
    else:
        chosen["value"] = wanted
    if not user.get("emails"):
        user.pop("emails", None)


def _marked(user: Mapping[str, Any]) -> dict[str, Any] | None:
    """The entry of the custom data for the mark."""
    entries = (user.get(ADDITIONAL) or {}).get("oclcKeyValuePairs") or []
    return next((entry for entry in entries if entry.get("key") == _MARKED["key"]), None)


def _put_mark(user: dict[str, Any], mark: str) -> None:
    entry = _marked(user)
    if entry is not None:
        entry["value"] = mark
        return
    if user.get(ADDITIONAL) is None:
        user[ADDITIONAL] = {}
    user[ADDITIONAL]["oclcKeyValuePairs"] = [
        *(user[ADDITIONAL].get("oclcKeyValuePairs") or ()),
        {**_MARKED, "value": mark},
    ]
