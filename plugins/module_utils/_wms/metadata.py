# SPDX-License-Identifier: GPL-3.0-or-later

"""Holding codes, branches and shelving locations over OCLC's WorldCat Metadata API (oclc-apis.md 4.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import methodcaller
from typing import Any

from .._core.errors import CallFailed
from .._core.objects import CurrentObject, Identity, Kind
from .._core.store import Store
from .._core.texts import normal
from .._core.values import join_names
from .._http.session import Session
from .oauth import TOKEN_REJECTED, TokenSource, key_causes
from .objects.locations import HOLDING_CODE

#: The scope for reading locations (oclc-apis.md 4.1).
SCOPE = "WorldCatMetadataAPI:get_holding_codes"

_PATH = "/worldcat/manage/institution-config/branch-shelving-locations"
_SEPARATOR = ";"


class BranchLocations(Store):
    """The holding codes of one institution with their branches and shelving locations, which can only be read.

    The token determines the institution: the request has no parameter for it (oclc-apis.md 4.1).
    """

    def __init__(self, session: Session, tokens: TokenSource, url: str, registry_id: str):
        self._session = session
        self._tokens = tokens
        self._url = url.rstrip("/") + _PATH
        self._registry_id = registry_id
        #: The name of the institution, after a read. None if OCLC returns none.
        self.institution_name: str | None = None

    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        """Every holding code, with the fields of HOLDING_CODE that are not blank. The code is also the ID.

        Raises CallFailed for any response that may be incomplete.
        """
        params, headers = {"includeShelvingLocations": "true"}, {"Accept": "application/json"}
        answer = self._tokens.authorised(self._session.read, "GET", self._url, headers, params=params)
        if answer.status != 200:
            raise answer.failure(_words, _CAUSES)
        institution = answer.json_object()
        try:
            _refuse_unusable(institution, self._registry_id)
            name = institution.get("institutionName")
            self.institution_name = name if isinstance(name, str) else None
            if "branchLocations" not in institution:
                raise _misshapen("it has no branchLocations")
            rows = [_fields(location) for location in _list(institution, "branchLocations")]
            if rows and not any(rows):
                raise _misshapen("none of its branchLocations has a holding code")
        except ValueError as wrong:
            raise CallFailed(f"{answer.call} returned HTTP {answer.status} with {wrong}", answer.status) from None
        return [CurrentObject(fields["holding_code"], None, fields) for fields in rows if fields]


# The following functions raise ValueError with what the response contains.


def _refuse_unusable(data: Mapping[str, Any], registry_id: str) -> None:
    """Refuse data that OCLC marks as faulty, and data of another institution."""
    problems = data.get("hasProblems", False)
    if problems is True:
        raise ValueError(
            "problems with the locations of this institution (hasProblems), so some may be missing or wrong; retry later, and "
            "ask OCLC if the problem persists"
        )
    if problems is not False:
        raise _misshapen("hasProblems is neither true nor false")
    institution = _registry_id(data, "id")
    if institution is None:
        raise _misshapen("it has no id")
    if institution != registry_id:
        raise ValueError(
            f"institution {institution} instead of {registry_id}; check wms_registry_id, or ask OCLC to authorise the "
            "WSKey for this institution"
        )


def _fields(location: Any) -> dict[str, str]:
    """The fields of HOLDING_CODE in one of the branchLocations; empty if it has no holding code."""
    if not isinstance(location, dict):
        raise _misshapen("one of its branchLocations is not an object")
    code = _text(location, "branchLocationHoldingCode")
    if code is None:
        return {}
    fields = {
        "holding_code": code,
        "branch_name": normal(_text(location, "branchLocationName") or "") or None,
        "branch_registry_id": _registry_id(location, "branchLocationId"),
        "default_symbol": _text(location, "branchLocationHoldingSymbol"),
        "shelving_locations": _cell(code, location),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _cell(code: str, location: Mapping[str, Any]) -> str | None:
    """The shelving locations as in the cell of the Holding Codes Translation Table; None if there are none.

    A missing list counts as an empty list: OCLC omits empty lists elsewhere, and a person checks the consequences of a
    missing location.
    """
    names = _list(location, "shelvingLocations")
    for name in names:
        if not isinstance(name, str):
            raise _misshapen(f"a shelving location of {code} is not a text")
        if _SEPARATOR in normal(name):
            raise ValueError(
                f"the shelving location '{name}' of {HOLDING_CODE.describe(code)}; a name with a semicolon cannot be distinguished "
                f"from two names: give it another name ({HOLDING_CODE.screen})"
            )
    # A blank name can come from a stray semicolon in OCLC's own cell; it is not a shelving location.
    kept = [normal(name.strip()) for name in names if name.strip()]
    return join_names(kept) or None


def _list(members: Mapping[str, Any], name: str) -> list[Any]:
    value = members.get(name, [])
    if not isinstance(value, list):
        raise _misshapen(f"{name} is not a list")
    return value


def _text(members: Mapping[str, Any], name: str) -> str | None:
    """A text without leading and trailing blanks; None if it is missing, null or blank."""
    value = members.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _misshapen(f"{name} is not a text")
    return value.strip() or None


def _registry_id(members: Mapping[str, Any], name: str) -> str | None:
    """A registry ID as a text: it is a number in OCLC's schema, but a text in its responses (oclc-apis.md 4.1)."""
    value = members.get(name)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole else _text(members, name)


def _misshapen(what: str) -> ValueError:
    return ValueError(
        f"an unexpected JSON structure ({what}); check wms_metadata_url, or set wms_read_locations to false"
    )


_CAUSES = {
    401: (TOKEN_REJECTED,),
    403: key_causes(SCOPE),
    404: ("Check wms_metadata_url.",),
}

#: OCLC's error text: a message, or a problem in the style of RFC 7807 (oclc-apis.md 4.1).
_words = methodcaller("error_text", "detail", "title", "message")
