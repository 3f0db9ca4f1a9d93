# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads both systems of a library once, and compares the responses, and files of people, with the assumptions. Without transactions, nothing
is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from .._core.errors import CallFailed, TaskError, ValidationError
from .._core.json_shape import ID, ShapeError, dictionaries, fit
from .._first_contact.contact import FirstContact, NotObserved, RecordedExchange
from .._first_contact.observed import observed
from .._first_contact.oclc_observations import LOCATIONS_TOKEN, NCIP_TOKEN, TOKEN, TOKENS
from .._first_contact.reshare_observations import LOGIN, ROW_SHAPES
from .._http.login_guard import LoginWithheld
from .._http.response import Response
from .._reshare import directory, patron_check
from .._reshare.objects.settings import SETTING
from .._reshare.settings_store import AppSettings
from .._reshare.tables_store import PATHS
from .._task.arguments import CREDENTIALS, RESHARE, WMS
from .._task.task import Call, Result, task
from .._wms import metadata, ncip
from .._wms.ncip_problems import NcipProblem
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import contact_files
from .clients import Clients, account_scope
from .verification import generated_barcode

#: The name of a step, and the function that sends its requests.
_Step = tuple[str, Callable[[], object]]

#: Why a request shows nothing, if the reason is not an HTTP status.
_NO_RESPONSE = "The system did not respond, or the response was too large, compressed or a redirect."
_WITHHELD = "The system rejected a login with these credentials before, so it was not repeated."
_NOT_USABLE = "The response was not in the format of the service; perhaps a proxy or a sign-in page responded."


@task(
    {
        "patron_barcode": {"type": "str"},
        "patron_type": {"type": "str"},
        "transactions": {"type": "bool", "default": False},
        "files": {"type": "list", "elements": "path", "default": []},
    }
)
def first_contact_task(call: Call) -> Result:
    """The work of first_contact."""
    call.require(
        *CREDENTIALS[WMS], *CREDENTIALS[RESHARE], *(("wms_main_branch",) if call.params["transactions"] else ())
    )
    run = _Run(call)
    contact_files.read_contact_files(call, run.seen)
    for steps in run.groups():
        run.play(steps)
    return {"observed": [*observed(run.seen)], "unanswered": run.unanswered, "sandbox": run.sandbox}


class _Run:
    """The requests of a first contact, one after the other. A step that fails does not stop the others, unless it is a login."""

    def __init__(self, call: Call):
        self._call = call
        self._step = ""
        self._made: list[Clients] = []
        #: The steps without a usable response, with the reason.
        self.unanswered: dict[str, str] = {}
        self._barcode = _barcode(call.params["patron_barcode"])
        params = call.params
        self.seen = FirstContact(params["wms_registry_id"], params["patron_type"], params["borrowing_holding_location"])

    @property
    def sandbox(self) -> bool:
        """Whether a response came from the sandbox."""
        return any(clients.session.sandbox for clients in self._made)

    def groups(self) -> Iterator[Iterator[_Step]]:
        """The steps, in groups that share a login."""
        params, scope = self._call.params, account_scope(self._call)
        transactions = params["transactions"] and not self._call.check_mode
        yield _of_accounts(self._clients([scope]), self.seen, self._barcode)
        if params["wms_read_locations"]:
            # Locations are read with a separate token: OCLC can reject their scope, and the token for accounts has to be observed nevertheless.
            yield _of_locations(self._clients([scope, metadata.SCOPE]))
        if transactions:
            yield _of_ncip(self._clients([ncip.SCOPE]), params["wms_main_branch"])
        of_tenant = self._clients([])
        yield _of_tenant(of_tenant)
        if transactions and self._barcode is not None:
            yield _of_patron_check(of_tenant, self.seen, self._barcode)

    def play(self, steps: Iterator[_Step]) -> None:
        """Send the requests of a group."""
        for step, send in steps:
            self._step = step
            try:
                send()
            except NotObserved:
                continue
            except TaskError as fault:
                self._call.warn(str(fault))
                if reason := _reason(fault):
                    self.unanswered[step] = reason
                if step in (*TOKENS, LOGIN):
                    return

    def _clients(self, scopes: Sequence[str]) -> Clients:
        clients = Clients(self._call, scopes)
        clients.check_options()
        clients.session.on_exchange = self._note
        self._made.append(clients)
        return clients

    def _note(self, method: str, url: str, sent: Mapping[str, Any], answer: Response) -> None:
        """Record an exchange. A login is always a separate step, even if another step causes it."""
        step = self._step
        if url == self._call.params["wms_token_url"] and step not in TOKENS:
            step = TOKEN
        elif "/authn/login" in url:
            step = LOGIN
        self.seen.exchanges.append(RecordedExchange(step, url, sent, answer))


def _barcode(given: str | None) -> str | None:
    """The canonical barcode. Raises ValidationError."""
    try:
        barcode: str | None = PATRON_ACCOUNT.schema["barcode"].value.normalise(given)
    except ValueError as fault:
        raise ValidationError(f"option 'patron_barcode': {fault}", fields=["patron_barcode"]) from None
    return barcode


def _reason(fault: TaskError) -> str:
    """Why a step has no usable response; empty if it has one."""
    if isinstance(fault, LoginWithheld):
        return _WITHHELD
    if fault.status is not None and fault.status >= 400:
        return f"The system returned HTTP {fault.status}."
    if fault.no_answer or 300 <= (fault.status or 0) < 400:
        return _NO_RESPONSE
    return _NOT_USABLE if isinstance(fault, CallFailed) else ""


def _of_accounts(clients: Clients, seen: FirstContact, barcode: str | None) -> Iterator[_Step]:
    """The token, and the account of the test patron."""
    yield TOKEN, clients.log_in_at_oclc
    if barcode is None:
        return
    yield "search", partial(clients.accounts.search, barcode)
    if barcode.swapcase() != barcode:
        yield "other case", partial(clients.accounts.search, barcode.swapcase())
    yield "account", lambda: clients.accounts.single(_account(seen, barcode))


def _account(seen: FirstContact, barcode: str) -> str:
    """The id of the account that was found first."""
    accounts = dictionaries(seen.good("search")[0].members.get("Resources"))
    try:
        fit(accounts, [{"id": ID}])
    except ShapeError:
        raise NotObserved from None
    if not accounts:
        raise TaskError(f"The search for {PATRON_ACCOUNT.describe(barcode)} has no result; check the barcode", barcode)
    return str(accounts[0]["id"])


def _of_locations(clients: Clients) -> Iterator[_Step]:
    """The branches with their holding codes."""
    yield LOCATIONS_TOKEN, clients.log_in_at_oclc
    yield "locations", lambda: clients.locations.read(HOLDING_CODE, [])


def _of_ncip(clients: Clients, branch: str) -> Iterator[_Step]:
    """The probe, with the branch as both agencies."""
    yield NCIP_TOKEN, clients.log_in_at_oclc
    yield "probe", lambda: _check_in(clients.ncip_between(branch, branch))


def _check_in(client: ncip.Ncip) -> None:
    """Send the probe. Problems are ignored: the observations are about the response, which contains them."""
    with suppress(NcipProblem):
        client.check_in(generated_barcode("PROBE"))


def _of_tenant(clients: Clients) -> Iterator[_Step]:
    """Every list of the tenant that the collection uses."""
    gateway = clients.gateway
    yield LOGIN, gateway.log_in
    yield "modules", lambda: gateway.modules
    yield "settings", lambda: AppSettings(gateway).read(SETTING, [])
    for name, path in PATHS.items():
        yield name, partial(gateway.rows, path, ROW_SHAPES[name])
    yield "directory", partial(gateway.rows, directory.PATH, directory.ENTRY, [], directory.PAGE)
    yield (
        "full directory",
        partial(gateway.rows, directory.PATH, directory.ENTRY, [("fullEntry", "true")], directory.PAGE),
    )
    yield "copy", partial(gateway.rows, directory.COPY, directory.COPIED, [("full", "true")], directory.COPY_PAGE)


def _of_patron_check(clients: Clients, seen: FirstContact, barcode: str) -> Iterator[_Step]:
    """ReShare's check of the test patron."""
    yield "patron check", lambda: _check_patron(clients, seen, barcode)


def _check_patron(clients: Clients, seen: FirstContact, barcode: str) -> None:
    settings = {str(row.get("key")): row.get("value") for row in seen.rows("settings")}
    key, secret = (str(settings.get(name) or "") for name in ("wms_api_key", "wms_api_secret"))
    if not key:
        # ReShare cannot log in at OCLC yet.
        raise NotObserved
    guard, pace = clients.login_guard(patron_check.judge_response, key, secret), clients.identity_pace(key)
    list(patron_check.problems(clients.gateway, guard, pace.slot, [barcode]))
