# SPDX-License-Identifier: GPL-3.0-or-later

"""What responses of ReShare's gateway, mod-rs and mod-directory show (reshare.md 2 to 4). The steps: ``login``, ``modules``, ``settings``, the lending
tables by the names of their modules, ``directory``, ``full directory``, ``copy`` and ``patron check``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from .._core.json_shape import Shape, dictionaries
from .._reshare.directory import COPIED, ENTRY, PATRON_ID, refdata
from .._reshare.directory import PAGE as DIRECTORY_PAGE
from .._reshare.objects.lending_tables import ITEM_LOAN_POLICY, LOCATION, PATRON_PROFILE, SHELVING_LOCATION, SITE
from .._reshare.objects.settings import ALWAYS_THERE, ALWAYS_USED
from .._reshare.settings_store import PAGE as SETTINGS_PAGE
from .._reshare.settings_store import ROW
from .._reshare.tables_store import PATHS, row_shape
from .contact import (
    NOTHING,
    Facts,
    FirstContact,
    NotObserved,
    Observations,
    RecordedExchange,
    joined,
    members,
    word,
    words,
    yes,
)

OBSERVATIONS = Observations()

LOGIN = "login"
#: Seconds that a token has to be valid for a task.
_TOO_SHORT = 60
_MOD_RS = re.compile(r"mod-rs-\d\S*")
#: Properties with a vocabulary.
_VOCABULARY = ("policy.ill.loan_policy", "policy.ill.returns", "policy.ill.last_resort")
#: The shapes of the rows of lists, by step, as the collection reads them.
ROW_SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "settings": ROW,
    **{kind.name: row_shape(kind) for kind in (LOCATION, SHELVING_LOCATION, SITE, PATRON_PROFILE, ITEM_LOAN_POLICY)},
    **dict.fromkeys(("directory", "full directory"), ENTRY),
    "copy": COPIED,
}
#: The lists whose order and total are observed.
_LISTS = (*PATHS, "directory", "full directory")


@OBSERVATIONS.of("gateway-login", LOGIN)
def login(seen: FirstContact) -> Facts:
    """How a login is rejected is not tested."""
    exchange = seen.good(LOGIN)[0]
    answer = exchange.answer
    places = {"cookie": answer.cookies.get("folioAccessToken"), "header": answer.headers.get("x-okapi-token")}
    if not any(places.values()):
        raise NotObserved
    return {
        "address": "login-with-expiry" if exchange.url.endswith("login-with-expiry") else "login",
        "token": joined(name for name, token in places.items() if token),
        "okapiToken": word(members(exchange.body).get("okapiToken")),
        "seconds": _lifetime(members(exchange.body), answer.headers.get("Date")),
    }


def _lifetime(body: dict[str, Any], now: str | None) -> str:
    """For how long a token is valid. A time without a zone cannot be compared."""
    with suppress(TypeError, ValueError, OverflowError):
        expires = datetime.fromisoformat(str(body.get("accessTokenExpiration")))
        seconds = (expires - parsedate_to_datetime(str(now))).total_seconds()
        return f"less than {_TOO_SHORT}" if seconds < _TOO_SHORT else "enough"
    return "not known"


@OBSERVATIONS.of("gateway-modules", "modules")
def modules(seen: FirstContact) -> Facts:
    status = seen.of("modules")[-1].answer.status
    if status != 200:
        return {"status": str(status)}
    count = sum(bool(_MOD_RS.fullmatch(str(row.get("id")))) for page in seen.good("modules") for row in page.rows)
    return {"modules named mod-rs": "several" if count > 1 else "one" if count else NOTHING}


@OBSERVATIONS.of("modrs-list-order", "settings", *_LISTS)
def list_order(seen: FirstContact) -> Facts:
    lists = [rows for rows in seen.lists(_LISTS).values() if len(rows) > 1]
    ascending = all(_ascending([row.get("id") for row in rows]) for rows in lists)
    return {
        "rows": ("in their order" if ascending else "in another order") if lists else NOTHING,
        "pages": _pages(seen.good("settings"), SETTINGS_PAGE),
    }


def _pages(pages: Sequence[RecordedExchange], size: int) -> str:
    """Whether the first page is full, if there are others."""
    return "short" if len(pages[0].rows) < size and any(page.rows for page in pages[1:]) else "full"


def _ascending(ids: list[Any]) -> bool:
    if all(isinstance(number, int) for number in ids):
        return ids == sorted(ids)
    texts = [str(number) for number in ids]
    return texts == sorted(texts)


@OBSERVATIONS.of("modrs-list-total", *_LISTS)
def list_total(seen: FirstContact) -> Facts:
    tables, directories = ([step for step in _LISTS if (step in PATHS) is in_paths] for in_paths in (True, False))
    return {
        "lending tables": joined(_total(seen, step) for step in tables),
        "directory": joined(_total(seen, step) for step in directories),
    }


def _total(seen: FirstContact, step: str) -> str:
    """The total of a list, compared with the number of its rows."""
    pages = seen.good(step)
    page, count = members(pages[0].body), sum(len(exchange.rows) for exchange in pages)
    totals = [page[name] for name in ("totalRecords", "total") if page.get(name) is not None]
    if totals and all(total == count and isinstance(total, int) and not isinstance(total, bool) for total in totals):
        return "as many as totalRecords" if "totalRecords" in page else "as many as total"
    return "one less than the total" if totals and all(total == count + 1 for total in totals) else "otherwise"


@OBSERVATIONS.of("modrs-settings-there", "settings")
def settings_there(seen: FirstContact) -> Facts:
    rows = seen.rows("settings")
    values = {str(row.get("key")): str(row.get("value")) for row in rows}
    if not any(key in values for key in ALWAYS_THERE):
        raise NotObserved
    different = {(str(row.get("key")), str(row.get("value"))) for row in rows}
    lacking = [key for key in ALWAYS_USED if key not in values]
    of_wms = [key for key in ALWAYS_USED if key not in ALWAYS_THERE]
    return {
        "missing settings": "none" if not lacking else "the section wmsSettings" if lacking == of_wms else "others",
        "repeated keys": ("with different values" if len(different) > len(values) else yes(len(rows) > len(values))),
    }


@OBSERVATIONS.of("reshare-auto-responder", "settings")
def auto_responder(seen: FirstContact) -> Facts:
    """Only a request would show what the auto-responder does."""
    keys = {row.get("key") for row in seen.rows("settings") if isinstance(row.get("key"), str)}
    if not keys & set(ALWAYS_THERE):
        raise NotObserved
    return {"auto_responder_status": yes("auto_responder_status" in keys)}


def _tables(seen: FirstContact) -> list[dict[str, Any]]:
    """The rows of all lending tables."""
    return [row for rows in seen.lists(tuple(PATHS)).values() for row in rows]


@OBSERVATIONS.of("modrs-hidden-rows", *PATHS)
def hidden_rows(seen: FirstContact) -> Facts:
    """A list does not show whether there are hidden rows at all."""
    hidden = [row.get("hidden") for row in _tables(seen)]
    return {"hidden": "true" if True in hidden else words(code for code in hidden if code is not None)}


@OBSERVATIONS.of("reshare-boolean-texts", *PATHS)
def boolean_texts(seen: FirstContact) -> Facts:
    """Only a write would show what a text becomes, and a missing boolean may be null as well."""
    rows = _tables(seen)
    nulls = {name for row in rows for name, value in row.items() if value is None}
    numbers = [row["supplyPreference"] for row in rows if row.get("supplyPreference") is not None]
    return {
        "supplyPreference": words(numbers),
        "null values": "of codes" if nulls & {"id", "code"} else yes(nulls),
    }


@OBSERVATIONS.of("modrs-sites", SITE.name, LOCATION.name)
def sites(seen: FirstContact) -> Facts:
    rows = seen.rows(SITE.name)
    return {
        **{name: joined(_whole(members(row, name)) for row in rows) for name in ("location", "shelvingLocation")},
        "locations with sites": yes(any(dictionaries(row.get("sites")) for row in seen.rows(LOCATION.name))),
    }


def _whole(row: dict[str, Any]) -> str:
    return "complete" if {"id", "code"} <= {*row} else "id" if {*row} == {"id"} else "other members"


@OBSERVATIONS.of("reshare-status-profile", PATRON_PROFILE.name)
def status_profile(seen: FirstContact) -> Facts:
    """mod-rs adds STATUS when it checks the first patron, and a person can add other profiles."""
    if [row.get("code") for row in seen.rows(PATRON_PROFILE.name)] != ["STATUS"]:
        raise NotObserved
    return {"profiles": "STATUS"}


@OBSERVATIONS.of("reshare-no-loan-policies", ITEM_LOAN_POLICY.name)
def no_loan_policies(seen: FirstContact) -> Facts:
    """Existing rows show nothing: a person can have added them."""
    if any(page.rows for page in seen.good(ITEM_LOAN_POLICY.name)):
        raise NotObserved
    return {"rows": NOTHING}


# The directory


@OBSERVATIONS.of("directory-copy-shape", "copy")
def copy_shape(seen: FirstContact) -> Facts:
    rows = seen.rows("copy")
    lists = [dictionaries(members(row, "customProperties").get(PATRON_ID)) for row in rows]
    values = [copy.get("value") for copies in lists for copy in copies]
    return {"customProperties": words(row.get("customProperties") for row in rows), "patron IDs": words(values)}


def _values(properties: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for values in (value for part in properties if isinstance(part, dict) for value in part.values()):
        yield from dictionaries(values)


@OBSERVATIONS.of("directory-permissions", "directory")
def directory_permissions(seen: FirstContact) -> Facts:
    """Every tenant has at least its own entry."""
    return {"entries": yes(any(page.rows for page in seen.good("directory")))}


@OBSERVATIONS.of("directory-values", "full directory")
def directory_values(seen: FirstContact) -> Facts:
    held = [row.get("customProperties") for row in seen.rows("full directory")]
    vocabulary = [
        value.get("value") for row in held for name in _VOCABULARY for value in dictionaries(members(row).get(name))
    ]
    return {
        "customProperties": words(held),
        "ids of values": words(value.get("id") for value in _values(held)),
        "values of a vocabulary": words(vocabulary),
    }


@OBSERVATIONS.of("directory-entry-shape", "directory")
def entry_shape(seen: FirstContact) -> Facts:
    rows = seen.rows("directory")
    symbols = [symbol for row in rows for symbol in dictionaries(row.get("symbols"))]
    kinds = [row.get(name) for row in rows for name in ("type", "status") if row.get(name) is not None]
    lower = [str(symbol.get("symbol")).islower() for symbol in symbols]
    return {
        "type and status": joined(
            "value and label" if {"value", "label"} <= {*members(kind)} else word(kind) for kind in kinds
        ),
        "symbols": joined(
            "with authority" if "symbol" in members(symbol, "authority") else "without authority" for symbol in symbols
        ),
        "symbols in lower case": yes(lower and all(lower)),
        "repeated names": yes(_repeats_own_name(rows)),
        "pages": _pages(seen.good("directory"), DIRECTORY_PAGE),
    }


def _repeats_own_name(rows: list[dict[str, Any]]) -> bool:
    """Whether the name of an institution that this tenant manages is on another entry, too. Branches of two partners can have the same name."""
    names = Counter(str(row.get("name")) for row in rows)
    own = [row for row in rows if (refdata(row.get("type")), refdata(row.get("status"))) == ("institution", "managed")]
    return any(names[str(row.get("name"))] > 1 for row in own)


# The patron check


@OBSERVATIONS.of("reshare-patron-check", "patron check")
def patron_check(seen: FirstContact) -> Facts:
    """Only wrong settings would show whether the check uses the stored ones."""
    answer = seen.of("patron check")[-1]
    if answer.answer.status not in (200, 201):
        return {"status": str(answer.answer.status)}
    return {name: word(answer.members.get(name)) for name in ("patronValid", "problems")}
