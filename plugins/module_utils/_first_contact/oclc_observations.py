# SPDX-License-Identifier: GPL-3.0-or-later

"""What responses of OCLC's token server, Identity Management and Metadata API show (oclc-apis.md 1, 2, 4.1). The steps: ``token``,
``token for locations``, ``token for NCIP``, ``search``, ``other case``, ``account``, ``locations``."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

from .._core.json_shape import dictionaries
from .._core.texts import normal
from .._wms import metadata
from .._wms.oauth import grants
from .._wms.scim_user import ADDITIONAL, CIRCULATION, CORE, CORRELATION, PERSONA
from .contact import (
    NOTHING,
    Facts,
    FirstContact,
    NotObserved,
    Observations,
    RecordedExchange,
    joined,
    members,
    outline,
    word,
    words,
    yes,
)

OBSERVATIONS = Observations()

#: The steps with a token, by what it is for.
TOKENS = TOKEN, LOCATIONS_TOKEN, NCIP_TOKEN = "token", "token for locations", "token for NCIP"

#: In seconds: the lifetimes of OCLC's tokens that were seen, the shortest one that suffices for a task, and the longest one that is plausible.
_LIFETIMES, _TOO_SHORT, _TOO_LONG = (1199, 3599), 60, 86400
#: The members with the institution of a token.
CONTEXTS = ("context_institution_id", "contextInstitutionId")
#: The members with the granted scopes, and the word for all of them.
_SCOPES, _ALL = ("scope", "scopes"), "as requested"
_FLAGS = ("isCircBlocked", "isVerified", "isFineExempt")
_OCLC, _OWN, _WMS = "urn:mace:oclc:", "urn:mace:oclc:idm:", "urn:mace:oclc:wms"
_CODE, _SHELVES = "branchLocationHoldingCode", "shelvingLocations"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT(00:00:00|23:59:59)Z")


def _tokens(seen: FirstContact) -> list[RecordedExchange]:
    """The exchanges with a token. Raises NotObserved if there is none."""
    granted = [call for call in seen.exchanges if call.step in TOKENS and call.answer.status in (200, 201)]
    if tokens := [call for call in granted if isinstance(call.members.get("access_token"), str)]:
        return tokens
    raise NotObserved


def _institution(value: Any, seen: FirstContact) -> str:
    """The type of the institution's registry ID, or the word for the ID of another institution."""
    return word(value) if value is None or str(value) == seen.registry_id else "another institution"


@OBSERVATIONS.of("oauth-context-member", *TOKENS)
def context_member(seen: FirstContact) -> Facts:
    return {name: words(token.members.get(name) for token in _tokens(seen)) for name in CONTEXTS}


@OBSERVATIONS.of("oauth-foreign-context", *TOKENS)
def foreign_context(seen: FirstContact) -> Facts:
    """Seen only if the token is for another institution than requested."""
    given = [token.members.get(name) for token in _tokens(seen) for name in CONTEXTS]
    named = {_institution(text, seen) for text in given if text is not None}
    if "another institution" in named:
        return {"institution": joined(named)}
    raise NotObserved


@OBSERVATIONS.of("oauth-token-lifetime", *TOKENS)
def token_lifetime(seen: FirstContact) -> Facts:
    """Some responses have the number as a text."""
    tokens = [token.members for token in _tokens(seen)]
    return {
        "expires_in": words(token.get("expires_in") for token in tokens),
        "seconds": joined(_seconds(token.get("expires_in")) for token in tokens),
        "expires_at": words(token.get("expires_at") for token in tokens),
    }


def _seconds(given: Any) -> str:
    if given is None:
        return NOTHING
    seconds = int(str(given)) if re.fullmatch(r"[0-9]{1,5}", str(given)) else 0
    if seconds in _LIFETIMES:
        return str(seconds)
    if 0 < seconds < _TOO_SHORT:
        return f"less than {_TOO_SHORT}"
    return "another number" if 0 < seconds <= _TOO_LONG else "no lifetime"


@OBSERVATIONS.of("oauth-granted-scopes", *TOKENS)
def granted_scopes(seen: FirstContact) -> Facts:
    """A scope also counts as granted if a broader scope, or a part of it, is."""
    tokens = _tokens(seen)
    granted = {_granted(_asked(exchange), exchange.members) for exchange in tokens}
    return {
        **{name: words(token.members.get(name) for token in tokens) for name in _SCOPES},
        # A request for one scope shows neither an order nor a part.
        "granted": joined(granted - {_ALL} or {_ALL}),
    }


def _granted(wanted: Sequence[str], token: dict[str, Any]) -> str:
    given = [token[name] for name in _SCOPES if token.get(name) is not None]
    lists = [value if isinstance(value, list) else str(value).split() for value in given]
    if not lists:
        return NOTHING
    places = [next((at for at, item in enumerate(lists[0]) if grants(str(item), scope)), -1) for scope in wanted]
    if lists[-1] != lists[0]:
        return "not the same in both"
    if -1 not in places:
        return _ALL if places == sorted(places) else "in another order"
    return "the first one" if places[:1] != [-1] and {*places[1:]} == {-1} else "other ones"


def _asked(exchange: RecordedExchange) -> list[str]:
    """The scopes of a token request, without the context."""
    asked = str((exchange.sent.get("data") or {}).get("scope") or "").split()
    return [scope for scope in asked if not scope.startswith("context:")]


@OBSERVATIONS.of("oclc-retry-after")
def retry_after(seen: FirstContact) -> Facts:
    """Each response with 429 is looked at."""
    waits = {_wait(call.answer.headers.get("Retry-After")) for call in seen.exchanges if call.answer.status == 429}
    if not waits:
        raise NotObserved
    return {name: yes(name in waits) for name in ("without Retry-After", "with a date", "with 0", "with another text")}


def _wait(given: str | None) -> str:
    if given is None:
        return "without Retry-After"
    if re.fullmatch(r"[0-9]{1,9}", given.strip()):
        return "with seconds" if int(given) else "with 0"
    return "with a date" if given.strip().endswith("GMT") else "with another text"


# Patron accounts


def _accounts(seen: FirstContact, step: str = "search") -> list[dict[str, Any]]:
    return dictionaries(seen.good(step)[0].members.get("Resources"))


def _account(seen: FirstContact) -> dict[str, Any]:
    return seen.good("account")[0].members


@OBSERVATIONS.of("scim-search-whole", "search")
def search_whole(seen: FirstContact) -> Facts:
    page = seen.good("search")[0].members
    total, listed, accounts = page.get("totalResults"), page.get("Resources"), _accounts(seen)
    ids = {str(account.get("id")) for account in accounts}
    number = int(str(total)) if re.fullmatch(r"[0-9]{1,5}", str(total)) else None
    if number == 0 and isinstance(total, int) and not accounts and listed in (None, []):
        raise NotObserved
    whole = isinstance(listed, list) and len(accounts) == len(listed) and all(account.get("id") for account in accounts)
    return {
        "totalResults": word(total),
        "Resources": "accounts" if whole else "not only accounts" if accounts else word(listed),
        "accounts": _compared({len(accounts), len(ids)}, number),
        "accounts that are returned twice": yes(len(ids) < len(accounts)),
    }


def _compared(counts: set[int], total: int | None) -> str:
    if total is None:
        return "without a total"
    if total in counts:
        return "as many as totalResults"
    return "none, though totalResults is not 0" if counts == {0} else "not as many as totalResults"


@OBSERVATIONS.of("scim-search-complete-records", "search", "account")
def search_complete(seen: FirstContact) -> Facts:
    """Compares the account in the search with the same one, read by its ID."""
    account = _account(seen)
    listed = next((other for other in _accounts(seen) if other.get("id") == account.get("id")), None)
    if listed is None:
        raise NotObserved
    names = {PERSONA: "persona", ADDITIONAL: "custom data", CIRCULATION: "circulation"}
    lacking = {path.partition("/")[2] for path, _word in {*outline(account)} - {*outline(listed)}} - {
        "meta",
        "meta/version",
    }
    extensions = {name for name in names if name in lacking}
    return {
        "missing extensions": joined(names[extension] for extension in extensions),
        "other missing members": yes([name for name in lacking if not name.startswith(tuple(extensions))]),
        "meta.version": word(members(listed, "meta").get("version")),
    }


@OBSERVATIONS.of("scim-search-case", "search", "other case")
def search_case(seen: FirstContact) -> Facts:
    pages = [_accounts(seen, step) for step in ("search", "other case")]
    first, second = ({str(account.get("id")) for account in accounts} for accounts in pages)
    if not first:
        raise NotObserved
    barcodes = {str(members(user, CIRCULATION, "circulationInfo").get("barcode")) for user in (*pages[0], *pages[1])}
    same = {*outline(pages[0])} == {*outline(pages[1])}
    other = "further ones" if first < second else "other ones" if second else "none"
    return {
        "accounts in the other case": "the same ones" if first == second and same else other,
        "barcodes that differ in case only": yes(len({barcode.casefold() for barcode in barcodes}) < len(barcodes)),
    }


@OBSERVATIONS.of("scim-schemas", "account")
def schemas(seen: FirstContact) -> Facts:
    account = _account(seen)
    listed = account.get("schemas")
    urns = listed if isinstance(listed, list) else []
    core = "first" if urns[:1] == [CORE] else "later" if CORE in urns else NOTHING
    unlisted = [name for name in account if name.startswith("urn:") and name not in urns]
    return {"schemas": word(listed), "the core schema": core, "extensions that are not listed": yes(unlisted)}


@OBSERVATIONS.of("scim-patron-type", "account")
def patron_type(seen: FirstContact) -> Facts:
    """A different patron type shows nothing: the account is another patron's."""
    given, wanted = _circulation(seen).get("borrowerCategory"), seen.patron_type
    if wanted is None or (isinstance(given, str) and given.casefold() != wanted.casefold()):
        raise NotObserved
    same = "as on the screen" if given == wanted else "in capitals" if given == wanted.upper() else "in another case"
    return {"borrowerCategory": same if isinstance(given, str) else word(given)}


def _circulation(seen: FirstContact) -> dict[str, Any]:
    return members(_account(seen), CIRCULATION, "circulationInfo")


@OBSERVATIONS.of("scim-own-correlation", "account")
def own_correlation(seen: FirstContact) -> Facts:
    """An account can have entries of the library, too."""
    entries = dictionaries(members(_account(seen), CORRELATION).get("correlationInfo"))
    sources = [str(entry.get("sourceSystem")) for entry in entries]
    if own := [source for source in sources if source.startswith(_OCLC)]:
        return {
            "entries of OCLC": "one" if len(own) == 1 else "several",
            "source system": joined(
                f"{_OWN}…" if source.startswith(_OWN) else source if source == _WMS else "another one" for source in own
            ),
        }
    raise NotObserved


@OBSERVATIONS.of("scim-etag", "account")
def etag(seen: FirstContact) -> Facts:
    """The response to a stale If-Match is not observed: it needs a write."""
    exchange = seen.good("account")[0]
    version = members(exchange.members, "meta").get("version")
    return {"header ETag": yes("ETag" in exchange.answer.headers), "meta.version": word(version)}


@OBSERVATIONS.of("scim-value-types", "account")
def value_types(seen: FirstContact) -> Facts:
    info, expires = _circulation(seen), members(_account(seen), PERSONA).get("oclcExpirationDate")
    match = _TIME.fullmatch(str(expires))
    return {
        "homeBranch": word(info.get("homeBranch")),
        "flags": _flags([info.get(name) for name in _FLAGS]),
        "time of the expiration": NOTHING if expires is None else match[1] if match else "another one",
    }


def _flags(flags: Sequence[Any]) -> str:
    if all(flag is None or flag is True for flag in flags) and None in flags:
        return "nothing for false"
    return words(flags) if {*map(type, flags)} != {str} or {*flags} <= {"true", "false"} else "other texts"


@OBSERVATIONS.of("scim-institution", "account")
def institution(seen: FirstContact) -> Facts:
    return {"institutionId": _institution(members(_account(seen), PERSONA).get("institutionId"), seen)}


@OBSERVATIONS.of("scim-texts", "account")
def names(seen: FirstContact) -> Facts:
    """It is not known what was sent, but a form that people do not write shows that the text was rewritten."""
    texts = [text for text in members(_account(seen), "name").values() if isinstance(text, str) and text.strip()]
    return {"names": _form(texts)}


def _form(texts: Sequence[str]) -> str:
    if not texts:
        return NOTHING
    if not all(unicodedata.is_normalized("NFC", text) for text in texts):
        return "decomposed"
    # An entity without its semicolon is not an entity.
    if any(normal(text.replace(";", "")) != normal(text).replace(";", "") for text in texts):
        return "entities"
    return "capitals" if len("".join(texts)) > 1 and "".join(texts).isupper() else "as people write them"


# Locations


def _branches(seen: FirstContact) -> list[dict[str, Any]]:
    """Raises NotObserved for a library without branches: its response lacks this member."""
    if branches := dictionaries(seen.good("locations")[0].members.get("branchLocations")):
        return branches
    raise NotObserved


@OBSERVATIONS.of("metadata-scope", LOCATIONS_TOKEN, "locations")
def metadata_scope(seen: FirstContact) -> Facts:
    """A token is rejected because of the scope if the message names it, and the token for accounts was granted."""
    seen.good(TOKEN)
    token = seen.of(LOCATIONS_TOKEN)[-1]
    if token.answer.status == 403 and metadata.SCOPE.partition(":")[0] in token.answer.text:
        return {"token": "403"}
    seen.good(LOCATIONS_TOKEN)
    locations = seen.of("locations")[-1]
    status = locations.answer.status
    if token.members.get("access_token") and (status == 403 or (status == 200 and "id" in locations.members)):
        return {"token": "granted", "locations": str(status)}
    raise NotObserved


@OBSERVATIONS.of("metadata-branch-id", "locations")
def branch_id(seen: FirstContact) -> Facts:
    """Compared with the home branch of the test patron."""
    ids = [branch.get("branchLocationId") for branch in _branches(seen)]
    try:
        home = _circulation(seen).get("homeBranch")
    except NotObserved:
        home = None
    there = "not known" if home is None else "one of them" if str(home) in map(str, ids) else "none of them"
    return {"branchLocationId": words(ids), "home branch of the test patron": there}


@OBSERVATIONS.of("metadata-holding-code", "locations")
def holding_code(seen: FirstContact) -> Facts:
    """Compared with the declared holding location, which can be another one."""
    values, wanted = [branch.get(_CODE) for branch in _branches(seen)], seen.holding_location or ""
    codes = [code for code in values if code]
    if codes and wanted.casefold() not in [str(code).casefold() for code in codes]:
        raise NotObserved
    case = "in lower case" if wanted.lower() in codes else "in another case"
    return {
        "holding codes": words(codes),
        "declared one": NOTHING if not codes else "there" if wanted in codes else case,
    }


@OBSERVATIONS.of("metadata-is-table", "locations")
def is_table(seen: FirstContact) -> Facts:
    """Only a change of the table would show whether the data are current."""
    cells = [branch.get(_SHELVES) for branch in _branches(seen)]
    counts = {count for cell in cells if isinstance(cell, list) for count in Counter(map(str, cell)).values()}
    times = "each name once" if counts <= {1} else "each name twice" if counts == {2} else "some names several times"
    return {_SHELVES: words(cells), "names": times}


@OBSERVATIONS.of("metadata-institution", "locations")
def metadata_institution(seen: FirstContact) -> Facts:
    institution = seen.good("locations")[0].members
    problems = institution.get("hasProblems")
    return {
        "id": _institution(institution.get("id"), seen),
        "hasProblems": str(problems).lower() if isinstance(problems, bool) else word(problems),
    }


@OBSERVATIONS.of("metadata-symbols", "locations")
def symbols(seen: FirstContact) -> Facts:
    """A branch can have no symbol."""
    names = ("branchLocationHoldingSymbol", "defaultHoldingSymbol", "shelvingLocationScheme")
    by_name = {name: [branch[name] for branch in _branches(seen) if name in branch] for name in names}
    return {name: joined("null" if text is None else word(text) for text in texts) for name, texts in by_name.items()}
