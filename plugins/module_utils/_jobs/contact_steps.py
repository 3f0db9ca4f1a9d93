# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests of a first contact. A step has a name, by which the observations find its responses; the first step of a system logs in there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from .._core.errors import TaskError
from .._core.json_shape import ID, ShapeError, dictionaries, fit
from .._first_contact.contact import NOTHING, FirstContact, NotObserved
from .._reshare import directory, patron_check
from .._reshare.objects.settings import SETTING
from .._reshare.settings_store import AppSettings
from .._reshare.tables_store import PATHS
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT
from .clients import Clients
from .verification import generated_barcode

#: The name of a step, and what sends its requests.
Step = tuple[str, Callable[[], object]]

LOGINS = TOKEN, LOGIN = "token", "login"


def of_accounts(clients: Clients, seen: FirstContact, barcode: str | None) -> Iterator[Step]:
    """The token, and the account of the test patron."""
    yield TOKEN, clients.log_in_at_oclc
    if barcode is None:
        return
    yield "search", partial(clients.accounts.search, barcode)
    if barcode.swapcase() != barcode:
        yield "other_case", partial(clients.accounts.search, barcode.swapcase())
    yield "account", lambda: clients.accounts.single(_account(seen, barcode))


def _account(seen: FirstContact, barcode: str) -> str:
    """The id of the account that was found first."""
    found = dictionaries(seen.good("search")[0].members.get("Resources"))
    try:
        fit(found, [{"id": ID}])
    except ShapeError:
        raise NotObserved(NOTHING) from None
    if not found:
        raise TaskError(f"The search for {PATRON_ACCOUNT.describe(barcode)} has no result; check the barcode", barcode)
    return str(found[0]["id"])


def of_locations(clients: Clients) -> Iterator[Step]:
    """The branches with their holding codes."""
    yield "locations", lambda: clients.locations.read(HOLDING_CODE, [])


def of_ncip(clients: Clients, branch: str) -> Iterator[Step]:
    """The probe, with the branch as both agencies."""
    yield "probe", lambda: clients.ncip_between(branch, branch).check_in(generated_barcode("PROBE"))


def of_tenant(clients: Clients) -> Iterator[Step]:
    """Every list of the tenant that the collection uses."""
    gateway = clients.gateway
    yield LOGIN, gateway.log_in
    yield "modules", lambda: gateway.modules
    yield "settings", lambda: AppSettings(gateway).read(SETTING, [])
    for name, path in PATHS.items():
        yield name, partial(gateway.rows, path, {})
    yield "directory", partial(gateway.rows, directory.PATH, {}, [], directory.PAGE)
    yield "full directory", partial(gateway.rows, directory.PATH, {}, [("fullEntry", "true")], directory.PAGE)
    yield "copy", partial(gateway.rows, directory.COPY, {}, [("full", "true")], directory.COPY_PAGE)


def of_patron_check(clients: Clients, seen: FirstContact, barcode: str) -> Iterator[Step]:
    """ReShare's check of the test patron."""
    yield "patron check", lambda: _check_patron(clients, seen, barcode)


def _check_patron(clients: Clients, seen: FirstContact, barcode: str) -> None:
    settings = {str(row.get("key")): row.get("value") for row in seen.rows("settings")}
    key, secret = (str(settings.get(name) or "") for name in ("wms_api_key", "wms_api_secret"))
    if not key:
        raise NotObserved("ReShare's settings have no WSKey yet, so ReShare cannot log in at OCLC.")
    guard, pace = clients.login_guard(patron_check.judge, key, secret), clients.identity_pace(key)
    list(patron_check.problems(clients.gateway, guard, pace.slot, [barcode]))
