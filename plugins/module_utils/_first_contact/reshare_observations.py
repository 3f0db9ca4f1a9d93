# SPDX-License-Identifier: GPL-3.0-or-later

"""What responses of ReShare's gateway, mod-rs and mod-directory show (reshare.md 2 to 4). The steps: ``login``, ``modules``, ``settings``, the lending
tables by the names of their modules, ``directory``, ``full directory``, ``copy`` and ``patron check``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from .._core.json_shape import dictionaries
from .._reshare.directory import PAGE as DIRECTORY_PAGE
from .._reshare.directory import PATRON_ID, refdata
from .._reshare.objects.lending_tables import ITEM_LOAN_POLICY, LOCATION, PATRON_PROFILE, SITE
from .._reshare.objects.settings import ALWAYS_THERE, ALWAYS_USED
from .._reshare.settings_store import PAGE as SETTINGS_PAGE
from .._reshare.tables_store import PATHS
from .contact import (
    FITS,
    NOTHING,
    ContactFinding,
    FirstContact,
    NotObserved,
    Observations,
    Shown,
    confirmed,
    contradicted,
    members,
    word,
)

OBSERVATIONS = Observations()

#: Seconds that a token has to be valid for a task.
_TOO_SHORT = 60
_MOD_RS = re.compile(r"mod-rs-\d\S*")
#: Properties with a vocabulary.
_VOCABULARY = ("policy.ill.loan_policy", "policy.ill.returns", "policy.ill.last_resort")
#: The lists with an order, and those with a total.
_LISTS = (*PATHS, "directory", "full directory")


@OBSERVATIONS.of("gateway-login")
def login(seen: FirstContact) -> ContactFinding:
    """A rejected login is not tried on purpose."""
    exchange = seen.good("login")[0]
    has_cookie, has_header = (
        exchange.answer.cookies.get("folioAccessToken"),
        exchange.answer.headers.get("x-okapi-token"),
    )
    shown: Shown = {"token": "cookie" if has_cookie else "header" if has_header else "nothing"}
    if shown["token"] == "nothing":
        raise NotObserved(NOTHING, shown)
    if not exchange.url.endswith("login-with-expiry"):
        return contradicted("missing", shown)
    if shown["token"] == "header":
        return contradicted("renamed", shown)
    if (seconds := _lifetime(exchange.body, exchange.answer.headers.get("Date"))) is not None and seconds < _TOO_SHORT:
        return contradicted("unit", {**shown, "seconds": max(seconds, 0)})
    raise NotObserved(FITS, shown)


def _lifetime(body: Any, now: str | None) -> int | None:
    """The seconds for which a token is valid; None if it is not known."""
    with suppress(TypeError, ValueError):
        expires = datetime.fromisoformat(str(members(body)["accessTokenExpiration"])) if members(body) else None
        return round((expires - parsedate_to_datetime(str(now))).total_seconds()) if expires else None
    return None


@OBSERVATIONS.of("gateway-modules")
def modules(seen: FirstContact) -> ContactFinding:
    rows = seen.rows("modules")
    found = [one for one in rows if _MOD_RS.fullmatch(str(one.get("id")))]
    shown: Shown = {"modules": len(rows), "of mod-rs": len(found)}
    if len(found) > 1:
        return contradicted("default", shown)
    if not found:
        raise NotObserved(NOTHING, shown)
    return confirmed(shown)


@OBSERVATIONS.of("modrs-list-order")
def list_order(seen: FirstContact) -> ContactFinding:
    settings = [len(page.rows) for page in seen.good("settings")]
    if settings[0] < SETTINGS_PAGE and any(settings[1:]):
        return contradicted("paged", {"rows of the first page": settings[0]})
    long = {step: rows for step, rows in seen.lists(_LISTS) if len(rows) > 1}
    shown: Shown = {"lists with several rows": len(long)}
    if not long:
        raise NotObserved(NOTHING, shown)
    if not all(_ascending([one.get("id") for one in rows]) for rows in long.values()):
        return contradicted("order", shown)
    raise NotObserved(FITS, shown)


def _ascending(ids: list[Any]) -> bool:
    if all(isinstance(one, int) for one in ids):
        return ids == sorted(ids)
    texts = [str(one) for one in ids]
    return texts == sorted(texts)


@OBSERVATIONS.of("modrs-list-total")
def list_total(seen: FirstContact) -> ContactFinding:
    totals = {}
    for step, rows in seen.lists(_LISTS):
        page = seen.good(step)[0].body
        if not isinstance(page, dict):
            raise NotObserved(NOTHING)
        if not isinstance(page.get("totalRecords"), int):
            return contradicted(
                "missing", {"totalRecords": word(page.get("totalRecords")), "total": word(page.get("total"))}
            )
        totals[step] = (page["totalRecords"], len(rows))
    shown: Shown = {"lists": len(totals)}
    return confirmed(shown) if all(one == other for one, other in totals.values()) else contradicted("default", shown)


@OBSERVATIONS.of("modrs-settings-there")
def settings_there(seen: FirstContact) -> ContactFinding:
    rows = seen.rows("settings")
    keys = Counter(str(row.get("key")) for row in rows)
    lacking = [key for key in ALWAYS_USED if key not in keys]
    shown: Shown = {
        "settings": len(keys),
        "missing settings": len(lacking),
        "doubled settings": sum(n > 1 for n in keys.values()),
    }
    if shown["doubled settings"]:
        return contradicted("doubled", shown)
    if not any(key in keys for key in ALWAYS_THERE):
        raise NotObserved(NOTHING, shown)
    return contradicted("missing", shown) if lacking else confirmed(shown)


@OBSERVATIONS.of("reshare-auto-responder")
def auto_responder(seen: FirstContact) -> ContactFinding:
    """What the auto-responder does is seen with a request only."""
    keys = {row.get("key") for row in seen.rows("settings")}
    if not keys & set(ALWAYS_THERE):
        raise NotObserved(NOTHING)
    if "auto_responder_status" not in keys:
        return contradicted("missing", {"auto_responder_status": "nothing"})
    raise NotObserved(FITS)


def _tables(seen: FirstContact) -> Iterator[dict[str, Any]]:
    """The rows of all lending tables."""
    for _step, rows in seen.lists(tuple(PATHS)):
        yield from rows


@OBSERVATIONS.of("modrs-hidden-rows")
def hidden_rows(seen: FirstContact) -> ContactFinding:
    """Whether there are hidden rows at all is not seen in a list."""
    hidden = [row.get("hidden") for row in _tables(seen)]
    if True in hidden:
        return contradicted("default", {"rows": len(hidden), "hidden rows": hidden.count(True)})
    raise NotObserved(FITS, {"rows": len(hidden)})


@OBSERVATIONS.of("reshare-boolean-texts")
def boolean_texts(seen: FirstContact) -> ContactFinding:
    """What a text becomes needs a write, and a missing boolean may be null as well."""
    rows = list(_tables(seen))
    shown: Shown = {"rows": len(rows)}
    if any(isinstance(row.get("supplyPreference"), str) for row in rows):
        return contradicted("type", shown)
    if any(value is None for row in rows for value in row.values()):
        return contradicted("default", shown)
    raise NotObserved(FITS, shown)


@OBSERVATIONS.of("modrs-sites")
def sites(seen: FirstContact) -> ContactFinding:
    pairs = [(members(row, "location"), members(row, "shelvingLocation")) for row in seen.rows(SITE.name)]
    with_sites = [row for row in seen.rows(LOCATION.name) if dictionaries(row.get("sites"))]
    shown: Shown = {"sites": len(pairs), "locations with sites": len(with_sites)}
    if all("code" in one and "code" in other for one, other in pairs):
        return contradicted("type", shown)
    if not any("code" in one or "code" in other for one, other in pairs):
        return contradicted("missing", shown)
    if all("code" in other and "code" not in one for one, other in pairs) and with_sites:
        return confirmed(shown)
    return contradicted(None, shown)


@OBSERVATIONS.of("reshare-status-profile")
def status_profile(seen: FirstContact) -> ContactFinding:
    """Mod-rs adds it with the first patron that it checks, and a person can add others."""
    codes = [row.get("code") for row in seen.rows(PATRON_PROFILE.name)]
    raise NotObserved(FITS if codes == ["STATUS"] else NOTHING, {"profiles": len(codes), "STATUS": "STATUS" in codes})


@OBSERVATIONS.of("reshare-no-loan-policies")
def no_loan_policies(seen: FirstContact) -> ContactFinding:
    """A person can have added those that there are."""
    count = sum(len(page.rows) for page in seen.good(ITEM_LOAN_POLICY.name))
    raise NotObserved(NOTHING if count else FITS, {"rows": count})


# The directory


@OBSERVATIONS.of("directory-copy-shape")
def copy_shape(seen: FirstContact) -> ContactFinding:
    rows = seen.rows("copy")
    held = [row["customProperties"] for row in rows if "customProperties" in row]
    shown: Shown = {"entries": len(rows), "with custom properties": len(held)}
    if not held:
        return contradicted("missing", shown)
    if any(isinstance(one.get("value"), dict) for row in held for one in dictionaries(members(row).get(PATRON_ID))):
        return contradicted("type", shown)
    if len(held) == len(rows) and all(isinstance(one, dict) for one in held):
        return confirmed(shown)
    return contradicted(None, shown)


def _values(properties: Any) -> Iterator[dict[str, Any]]:
    for values in properties.values() if isinstance(properties, dict) else ():
        yield from dictionaries(values)


@OBSERVATIONS.of("directory-permissions")
def directory_permissions(seen: FirstContact) -> ContactFinding:
    """Every tenant has at least its own entry."""
    count = sum(len(page.rows) for page in seen.good("directory"))
    if not count:
        return contradicted("missing", {"entries": count})
    raise NotObserved(FITS, {"entries": count})


@OBSERVATIONS.of("directory-values")
def directory_values(seen: FirstContact) -> ContactFinding:
    rows = seen.rows("full directory")
    held = [row.get("customProperties") for row in rows]
    values = [one for properties in held for one in _values(properties)]
    vocabulary = [
        one.get("value") for row in held for name in _VOCABULARY for one in dictionaries(members(row).get(name))
    ]
    shown: Shown = {"entries": len(rows), "values": len(values), "of a vocabulary": len(vocabulary)}
    if None in held:
        return contradicted("missing", shown)
    if any(isinstance(one.get("id"), str) for one in values):
        return contradicted("normalised", shown)
    if any(isinstance(one, str) for one in vocabulary):
        return contradicted("type", shown)
    if not vocabulary:
        raise NotObserved(FITS if values else NOTHING, shown)
    return confirmed(shown)


@OBSERVATIONS.of("directory-entry-shape")
def entry_shape(seen: FirstContact) -> ContactFinding:
    pages = [page.rows for page in seen.good("directory")]
    rows = seen.rows("directory")
    symbols = [one for row in rows for one in dictionaries(row.get("symbols"))]
    kinds = [row.get(name) for row in rows for name in ("type", "status") if row.get(name) is not None]
    shown: Shown = {"entries": len(rows), "symbols": len(symbols), "types and statuses": len(kinds)}
    if len(pages[0]) < DIRECTORY_PAGE and any(pages[1:]):
        return contradicted("paged", {**shown, "rows of the first page": len(pages[0])})
    if any(isinstance(one, str) for one in kinds):
        return contradicted("type", shown)
    if symbols and all(str(one.get("symbol")).islower() for one in symbols):
        return contradicted("normalised", shown)
    if _repeats_own_name(rows):
        return contradicted("doubled", shown)
    complete = all({"value", "label"} <= set(members(one)) for one in kinds)
    if complete and kinds and symbols and all("symbol" in members(one, "authority") for one in symbols):
        return confirmed(shown)
    raise NotObserved(NOTHING, shown)


def _repeats_own_name(rows: list[dict[str, Any]]) -> bool:
    """Whether the name of an institution that this tenant manages is on another entry, too. Branches of two partners can have one name."""
    names = Counter(str(row.get("name")) for row in rows)
    own = [row for row in rows if (refdata(row.get("type")), refdata(row.get("status"))) == ("institution", "managed")]
    return any(names[str(row.get("name"))] > 1 for row in own)


# The patron check


@OBSERVATIONS.of("reshare-patron-check")
def patron_check(seen: FirstContact) -> ContactFinding:
    """Whether it uses the stored settings is seen only if they are wrong."""
    found = seen.good("patron check")[0].members
    shown: Shown = {name: word(found.get(name)) for name in ("patronValid", "problems", "status")}
    if isinstance(found.get("problems"), list):
        return contradicted("type", shown)
    raise NotObserved(FITS if isinstance(found.get("patronValid"), bool) else NOTHING, shown)
