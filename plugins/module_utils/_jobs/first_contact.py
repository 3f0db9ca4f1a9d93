# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads both systems of a library once, and judges from the responses which assumptions hold. Without transactions, nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from .._core.errors import CallFailed, TaskError
from .._first_contact import assessment
from .._first_contact.contact import FirstContact, NotObserved, RecordedExchange, objects
from .._http.session import Response
from .._reshare import directory, versions
from .._reshare.objects.settings import SETTING
from .._reshare.settings_store import AppSettings
from .._reshare.tables_store import PATHS
from .._task.arguments import Arguments
from .._task.task import Call, Result, Task
from .._wms import metadata, ncip
from .._wms.objects.locations import HOLDING_CODE
from .clients import Clients, account_scope
from .verification import generated_barcode

#: A step of the run, and the requests that belong to it.
Step = tuple[str, Callable[[], object]]

_ARGUMENTS: Arguments = {
    **{
        name: {"type": "str"}
        for name in ("patron_barcode", "patron_type", "holding_location", "from_agency", "to_agency")
    },
    "transactions": {"type": "bool", "default": False},
}


def first_contact_task() -> Task:
    """The work of first_contact."""

    def perform(call: Call) -> Result:
        run = _Run(call)
        run.read()
        return {"document": assessment.document(run.seen, run.sandbox), "sandbox": run.sandbox}

    return Task(_ARGUMENTS, perform)


class _Run:
    """The requests of a first contact. A step that fails does not stop the others."""

    def __init__(self, call: Call):
        self._call = call
        self._step = ""
        self._made: list[Clients] = []
        params = call.params
        self.seen = FirstContact(params["wms_registry_id"] or "", params["patron_type"], params["holding_location"])

    @property
    def sandbox(self) -> bool:
        """Whether a response came from the sandbox."""
        return any(clients.session.sandbox for clients in self._made)

    def read(self) -> None:
        """Send all requests, one after the other."""
        for step, send in self._steps():
            self._step = step
            count = len(self.seen.exchanges)
            try:
                send()
            except (TaskError, NotObserved) as fault:
                if len(self.seen.exchanges) == count and getattr(fault, "no_answer", False):
                    self.seen.unanswered.add(step)

    def _steps(self) -> Iterator[Step]:
        yield from self._of_accounts(self._clients([account_scope(self._call)]))
        if self._call.params["wms_read_locations"]:
            # The scope of locations has a token of its own: OCLC can reject it, and the one of accounts has to be seen nevertheless.
            clients = self._clients([account_scope(self._call), metadata.SCOPE])
            yield "locations", lambda: clients.locations.read(HOLDING_CODE, [])
        if self._call.params["transactions"] and not self._call.check_mode:
            of_ncip = self._clients([ncip.SCOPE])
            yield "probe", lambda: of_ncip.ncip.check_in(generated_barcode("PROBE"))
        yield from self._of_tenant(self._clients([]))

    def _of_accounts(self, clients: Clients) -> Iterator[Step]:
        yield "token", clients.log_in_at_oclc
        barcode = self._call.params["patron_barcode"]
        if not barcode:
            return
        yield "search", lambda: clients.accounts.search(barcode)
        if barcode.swapcase() != barcode:
            yield "other_case", lambda: clients.accounts.search(barcode.swapcase())
        yield "account", lambda: clients.accounts.single(self._account())

    def _account(self) -> str:
        """The id of the test patron's account."""
        found = objects(self.seen.good("search")[0].members.get("Resources"))
        if not found or not isinstance(found[0].get("id"), (str, int)):
            raise CallFailed("the search found no account")
        return str(found[0]["id"])

    def _of_tenant(self, clients: Clients) -> Iterator[Step]:
        yield "login", lambda: clients.gateway.log_in()
        yield "modules", lambda: versions.modules(clients.gateway, self._call.params["reshare_tenant"])
        yield "settings", lambda: AppSettings(clients.gateway).read(SETTING, [])
        for name, path in PATHS.items():
            yield name, partial(self._list, clients, path)
        full = ("fullEntry", "true")
        yield "directory", lambda: clients.gateway.rows(directory.PATH, {}, [], directory.PAGE)
        yield "full directory", lambda: clients.gateway.rows(directory.PATH, {}, [full], directory.PAGE)
        yield "copy", lambda: clients.gateway.rows(directory.COPY, {}, [("full", "true")], directory.COPY_PAGE)

    @staticmethod
    def _list(clients: Clients, path: str) -> None:
        clients.gateway.rows(path, {})

    def _clients(self, scopes: Sequence[str]) -> Clients:
        clients = Clients(self._call, scopes)
        clients.session.on_exchange = self._note
        self._made.append(clients)
        return clients

    def _note(self, method: str, url: str, sent: Mapping[str, Any], answer: Response) -> None:
        """Record an exchange. A login is a step of its own, whenever it comes."""
        of_login = "token" if url == self._call.params["wms_token_url"] else "login" if "/authn/login" in url else None
        self.seen.exchanges.append(RecordedExchange(of_login or self._step, url, sent, answer))
