# SPDX-License-Identifier: GPL-3.0-or-later

"""What responses of OCLC's token server, Identity Management and Metadata API show (oclc-apis.md 1, 2, 4.1). The steps: ``token``, ``search``,
``other_case``, ``account``, ``locations``."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

from .._core.json_shape import dictionaries
from .._core.texts import normal
from .._wms import metadata
from .._wms.oauth import grants
from .._wms.scim_user import ADDITIONAL, CIRCULATION, CORE, CORRELATION, PERSONA
from .contact import (
    FITS,
    NOTHING,
    ContactFinding,
    FirstContact,
    NotObserved,
    Observations,
    RecordedExchange,
    Shown,
    confirmed,
    contradicted,
    members,
    word,
)

OBSERVATIONS = Observations()

#: The lifetime of OCLC's tokens in seconds, and one that is too short for a task.
_LIFETIME, _TOO_SHORT = 1199, 60
_CONTEXT, _OLD_CONTEXT = "context_institution_id", "contextInstitutionId"
_FLAGS = ("isCircBlocked", "isVerified", "isFineExempt")
_OCLC, _OWN = "urn:mace:oclc:", "urn:mace:oclc:idm:"
_CODE, _SHELVES = "branchLocationHoldingCode", "shelvingLocations"


def _tokens(seen: FirstContact) -> list[RecordedExchange]:
    """The exchanges with a token. Raises NotObserved if there is none."""
    if found := [one for one in seen.good("token") if isinstance(one.members.get("access_token"), str)]:
        return found
    raise NotObserved(NOTHING)


def _token(seen: FirstContact) -> dict[str, Any]:
    return _tokens(seen)[0].members


@OBSERVATIONS.of("oauth-context-member")
def context_member(seen: FirstContact) -> ContactFinding:
    token = _token(seen)
    shown: Shown = {
        "context_institution_id": word(token.get(_CONTEXT)),
        "contextInstitutionId": word(token.get(_OLD_CONTEXT)),
    }
    if token.get(_CONTEXT) is None:
        return contradicted("missing" if token.get(_OLD_CONTEXT) is None else "renamed", shown)
    if str(token[_CONTEXT]) != seen.registry_id:
        raise NotObserved(NOTHING, shown)
    return confirmed(shown) if isinstance(token[_CONTEXT], str) else contradicted("type", shown)


@OBSERVATIONS.of("oauth-foreign-context")
def foreign_context(seen: FirstContact) -> ContactFinding:
    """Seen only if the token is for another institution than requested."""
    token = _token(seen)
    named = {str(token[name]) for name in (_CONTEXT, _OLD_CONTEXT) if token.get(name) is not None}
    if named - {seen.registry_id}:
        return contradicted("ignored", {"institution": "another one than requested"})
    raise NotObserved("It is seen only if the WSKey is not for the institution.")


@OBSERVATIONS.of("oauth-token-lifetime")
def token_lifetime(seen: FirstContact) -> ContactFinding:
    """Some responses have the number as a text."""
    all_given = [one.members.get("expires_in") for one in _tokens(seen)]
    given, types = all_given[0], ", ".join(sorted({word(one) for one in all_given}))
    if given is None:
        return contradicted(None if _token(seen).get("expires_at") else "missing", {"expires_in": types})
    seconds = int(given) if re.fullmatch(r"\d{1,6}", str(given)) else None
    shown: Shown = {"expires_in": types, "seconds": -1 if seconds is None else seconds}
    if seconds == _LIFETIME:
        return confirmed(shown)
    if seconds is not None and seconds < _TOO_SHORT:
        return contradicted("unit", shown)
    if isinstance(given, str):
        return contradicted("type", shown)
    return contradicted(None if seconds is None else "default", shown)


@OBSERVATIONS.of("oauth-granted-scopes")
def granted_scopes(seen: FirstContact) -> ContactFinding:
    """Of the request with the most scopes. A scope counts as granted by its parts, too."""
    exchange = max(_tokens(seen), key=lambda one: len(_asked(one)))
    wanted, given = _asked(exchange), [exchange.members.get(name) for name in ("scope", "scopes")]
    shown: Shown = {"requested": len(wanted), "scope": word(given[0]), "scopes": word(given[1])}
    if any(isinstance(one, list) for one in given):
        return contradicted("type", shown)
    texts = [str(one) for one in given if one is not None]
    if len(texts) < len(given):
        return contradicted("missing" if not texts else "renamed" if given[0] is None else None, shown)
    places = [_position(one, texts[0].split()) for one in wanted]
    if None in places:
        return contradicted("refused", shown)
    in_order = places == sorted(one for one in places if one is not None)
    return confirmed(shown) if in_order else contradicted("order", shown)


def _asked(exchange: RecordedExchange) -> list[str]:
    """The scopes of a token request, without the context."""
    words = str((exchange.sent.get("data") or {}).get("scope") or "").split()
    return [one for one in words if not one.startswith("context:")]


def _position(wanted: str, granted: list[str]) -> int | None:
    return next((at for at, one in enumerate(granted) if grants(one, wanted)), None)


@OBSERVATIONS.of("oclc-retry-after")
def retry_after(seen: FirstContact) -> ContactFinding:
    limited = [one.answer.headers.get("Retry-After") for one in seen.exchanges if one.answer.status == 429]
    if not limited:
        raise NotObserved("No response had the status 429.")
    shown: Shown = {"responses with 429": len(limited), "with Retry-After": len([one for one in limited if one])}
    if None in limited:
        return contradicted("missing", shown)
    if not all(str(one).strip().isdigit() for one in limited):
        return contradicted("type", shown)
    return contradicted("unit", shown) if any(int(str(one)) == 0 for one in limited) else confirmed(shown)


# Patron accounts


def _accounts(seen: FirstContact, step: str = "search") -> list[dict[str, Any]]:
    return dictionaries(seen.good(step)[0].members.get("Resources"))


def _account(seen: FirstContact) -> dict[str, Any]:
    return seen.good("account")[0].members


@OBSERVATIONS.of("scim-search-whole")
def search_whole(seen: FirstContact) -> ContactFinding:
    total, found = seen.good("search")[0].members.get("totalResults"), _accounts(seen)
    ids = {str(one.get("id")) for one in found}
    shown: Shown = {"totalResults": word(total), "accounts": len(found), "different accounts": len(ids)}
    if total is None:
        return contradicted("missing", shown)
    if not isinstance(total, int):
        return contradicted("type" if isinstance(total, str) else None, shown)
    if len(ids) < len(found):
        return contradicted("doubled", shown)
    if total != len(found):
        return contradicted("paged", shown)
    if not found:
        raise NotObserved(NOTHING, shown)
    return confirmed(shown)


@OBSERVATIONS.of("scim-search-complete-records")
def search_complete(seen: FirstContact) -> ContactFinding:
    """The account of the search and the same one, read by its id."""
    account, found = _account(seen), _accounts(seen)
    listed = next((one for one in found if one.get("id") == account.get("id")), None)
    if listed is None:
        raise NotObserved(NOTHING, {"accounts": len(found)})
    lacking = set(account) - set(listed)
    shown: Shown = {"missing members": len(lacking), "meta.version": word(members(listed, "meta").get("version"))}
    if lacking:
        return contradicted("missing" if lacking & {PERSONA, ADDITIONAL, CIRCULATION} else None, shown)
    return contradicted("default", shown) if "version" in members(listed, "meta") else confirmed(shown)


@OBSERVATIONS.of("scim-search-case")
def search_case(seen: FirstContact) -> ContactFinding:
    first, second = ({str(one.get("id")) for one in _accounts(seen, step)} for step in ("search", "other_case"))
    shown: Shown = {"accounts": len(first), "accounts in the other case": len(second)}
    if not first:
        raise NotObserved(NOTHING, shown)
    if first == second:
        return confirmed(shown)
    return contradicted("doubled" if first < second else None, shown)


@OBSERVATIONS.of("scim-schemas")
def schemas(seen: FirstContact) -> ContactFinding:
    """A response cannot prove that the order has no meaning."""
    account = _account(seen)
    listed = account.get("schemas")
    used = [name for name in account if name.startswith("urn:")]
    if not isinstance(listed, list) or not listed:
        return contradicted("missing", {"schemas": word(listed)})
    shown: Shown = {"schemas": len(listed), "extensions": len(used)}
    if listed[0] != CORE and CORE in listed:
        return contradicted("order", shown)
    raise NotObserved(FITS, shown)


@OBSERVATIONS.of("scim-patron-type")
def patron_type(seen: FirstContact) -> ContactFinding:
    """Whether an unknown type is rejected needs a write."""
    given = _circulation(seen).get("borrowerCategory")
    wanted = seen.patron_type or ""
    if given == wanted:
        raise NotObserved(FITS)
    if isinstance(given, str) and given == wanted.upper():
        return contradicted("normalised", {"borrowerCategory": "in upper case"})
    raise NotObserved(NOTHING, {"borrowerCategory": word(given)})


def _circulation(seen: FirstContact) -> dict[str, Any]:
    return members(_account(seen), CIRCULATION, "circulationInfo")


@OBSERVATIONS.of("scim-own-correlation")
def own_correlation(seen: FirstContact) -> ContactFinding:
    """An account can have entries of the library, too."""
    entries = dictionaries(members(_account(seen), CORRELATION).get("correlationInfo"))
    sources = [str(one.get("sourceSystem")) for one in entries]
    shown: Shown = {"entries": len(entries), "of OCLC": len([one for one in sources if one.startswith(_OCLC)])}
    if not shown["of OCLC"]:
        raise NotObserved(NOTHING, shown)
    own = len([one for one in sources if one.startswith(_OWN)])
    return confirmed(shown) if own == 1 else contradicted(None if own else "renamed", shown)


@OBSERVATIONS.of("scim-etag")
def etag(seen: FirstContact) -> ContactFinding:
    """The response to a stale If-Match needs a write."""
    exchange = seen.good("account")[0]
    version = members(exchange.members, "meta").get("version")
    shown: Shown = {"header ETag": "ETag" in exchange.answer.headers, "meta.version": word(version)}
    if shown["header ETag"]:
        raise NotObserved(FITS, shown)
    return contradicted("missing" if version is None else "renamed", shown)


@OBSERVATIONS.of("scim-value-types")
def value_types(seen: FirstContact) -> ContactFinding:
    info, expires = _circulation(seen), members(_account(seen), PERSONA).get("oclcExpirationDate")
    flags = {name: word(info.get(name)) for name in _FLAGS}
    time = "nothing" if expires is None else "00:00:00" if "T00:00:00Z" in str(expires) else "another time"
    shown: Shown = {"homeBranch": word(info.get("homeBranch")), **flags, "time of the expiration": time}
    if not info:
        raise NotObserved(NOTHING, shown)
    if shown["homeBranch"] == "number":
        return contradicted("type", shown)
    if "text" in flags.values():
        return contradicted("normalised", shown)
    if "nothing" in flags.values():
        return contradicted("missing", shown)
    if time == "another time":
        return contradicted("unit" if "T23:59:59" in str(expires) else None, shown)
    if time == "nothing" or shown["homeBranch"] == "nothing":
        raise NotObserved(FITS, shown)
    return confirmed(shown)


@OBSERVATIONS.of("scim-texts")
def names(seen: FirstContact) -> ContactFinding:
    """What was sent is not known, so a form that people do not write shows that it was rewritten."""
    texts = [one for one in members(_account(seen), "name").values() if isinstance(one, str) and one.strip()]
    shown: Shown = {"names": len(texts)}
    if not texts:
        raise NotObserved(NOTHING, shown)
    if not all(unicodedata.is_normalized("NFC", one) for one in texts):
        return contradicted("decomposed", shown)
    # Without its semicolon, an entity is none.
    if any(normal(one.replace(";", "")) != normal(one).replace(";", "") for one in texts):
        return contradicted("entities", shown)
    if len("".join(texts)) > 1 and "".join(texts).isupper():
        return contradicted("capitals", shown)
    raise NotObserved(FITS, shown)


@OBSERVATIONS.of("scim-institution")
def institution(seen: FirstContact) -> ContactFinding:
    given = members(_account(seen), PERSONA).get("institutionId")
    if given is None:
        return contradicted("missing", {"institutionId": "nothing"})
    if str(given) != seen.registry_id:
        raise NotObserved(NOTHING, {"institutionId": word(given)})
    shown: Shown = {"institutionId": word(given)}
    return confirmed(shown) if isinstance(given, str) else contradicted("type", shown)


# Locations


def _branches(seen: FirstContact) -> list[dict[str, Any]]:
    if found := dictionaries(seen.good("locations")[0].members.get("branchLocations")):
        return found
    raise NotObserved(NOTHING, {"branches": 0})


@OBSERVATIONS.of("metadata-scope")
def metadata_scope(seen: FirstContact) -> ContactFinding:
    branches = _branches(seen)
    if any(metadata.SCOPE in _asked(one) for one in _tokens(seen)):
        return confirmed({"branches": len(branches)})
    raise NotObserved(NOTHING)


@OBSERVATIONS.of("metadata-branch-id")
def branch_id(seen: FirstContact) -> ContactFinding:
    """Compared with the home branch of the test patron."""
    ids = [one.get("branchLocationId") for one in _branches(seen)]
    shown: Shown = {"branches": len(ids), "branchLocationId": ", ".join(sorted({word(one) for one in ids}))}
    if any(isinstance(one, int) for one in ids):
        return contradicted("type", shown)
    home = _circulation(seen).get("homeBranch")
    if home is None:
        raise NotObserved(NOTHING, shown)
    return confirmed(shown) if str(home) in map(str, ids) else contradicted("renamed", shown)


@OBSERVATIONS.of("metadata-holding-code")
def holding_code(seen: FirstContact) -> ContactFinding:
    """Compared with the declared holding location."""
    codes = [str(one[_CODE]) for one in _branches(seen) if one.get(_CODE)]
    shown: Shown = {"branches": len(_branches(seen)), "holding codes": len(codes)}
    wanted = seen.holding_location or ""
    if not codes:
        return contradicted("missing", shown)
    if wanted in codes:
        return confirmed(shown)
    if wanted.casefold() in map(str.casefold, codes):
        return contradicted("normalised", shown)
    raise NotObserved(NOTHING, shown)


@OBSERVATIONS.of("metadata-is-table")
def is_table(seen: FirstContact) -> ContactFinding:
    """Whether the data are current needs a change of the table."""
    branches = _branches(seen)
    shown: Shown = {
        "branches": len(branches),
        "with shelving locations": len([one for one in branches if one.get(_SHELVES)]),
    }
    if any(_SHELVES not in one for one in branches):
        return contradicted("missing", shown)
    cells = [Counter(map(str, one[_SHELVES])) for one in branches if isinstance(one[_SHELVES], list)]
    if any(count > 1 for cell in cells for count in cell.values()):
        return contradicted("doubled", shown)
    raise NotObserved(FITS, shown)


@OBSERVATIONS.of("metadata-institution")
def metadata_institution(seen: FirstContact) -> ContactFinding:
    found = seen.good("locations")[0].members
    id, problems = found.get("id"), found.get("hasProblems")
    shown: Shown = {
        "id": word(id),
        "hasProblems": word(problems) if not isinstance(problems, bool) else str(problems).lower(),
    }
    if str(id) != seen.registry_id:
        raise NotObserved(NOTHING, shown)
    if not isinstance(id, str):
        return contradicted("type", shown)
    if problems is not False:
        return contradicted("missing" if problems is None else "default" if problems is True else None, shown)
    return confirmed(shown)


@OBSERVATIONS.of("metadata-symbols")
def symbols(seen: FirstContact) -> ContactFinding:
    """A branch can have no symbol."""
    names = *of_symbols, scheme = "branchLocationHoldingSymbol", "defaultHoldingSymbol", "shelvingLocationScheme"
    branches = _branches(seen)
    counts = {name: len([one for one in branches if name in one]) for name in names}
    shown: Shown = {"branches": len(branches), **counts}
    if not counts[scheme]:
        return contradicted("missing", shown)
    if any(one[name] is None for one in branches for name in names if name in one):
        return contradicted("default", shown)
    if not all(counts[name] for name in of_symbols):
        raise NotObserved(NOTHING, shown)
    return confirmed(shown)
