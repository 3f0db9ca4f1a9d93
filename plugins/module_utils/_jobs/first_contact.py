# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads both systems of a library once, and judges from the responses, and from files of people, which assumptions hold. Without transactions, nothing
is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core.errors import TaskError, ValidationError
from .._first_contact import assessment
from .._first_contact.contact import NO_RESPONSE, NOT_REQUESTED, WITHHELD, FirstContact, NotObserved, RecordedExchange
from .._http.login_guard import LoginWithheld
from .._http.session import Response
from .._task.arguments import CREDENTIALS, RESHARE, WMS
from .._task.task import Call, Result, task
from .._wms import metadata, ncip
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import contact_files, contact_steps
from .clients import Clients, account_scope


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
    contact_files.read(call, run.seen)
    for steps in run.groups():
        run.play(steps)
    return {"document": assessment.document(run.seen, run.sandbox), "sandbox": run.sandbox}


class _Run:
    """The requests of a first contact, one after the other. A step that fails does not stop the others, unless it is a login."""

    def __init__(self, call: Call):
        self._call = call
        self._step = ""
        self._made: list[Clients] = []
        self._barcode = _barcode(call.params["patron_barcode"])
        params = call.params
        self.seen = FirstContact(params["wms_registry_id"], params["patron_type"], params["borrowing_holding_location"])

    @property
    def sandbox(self) -> bool:
        """Whether a response came from the sandbox."""
        return any(clients.session.sandbox for clients in self._made)

    def groups(self) -> Iterator[Iterator[contact_steps.Step]]:
        """The steps that have one login."""
        params, scope = self._call.params, account_scope(self._call)
        transactions = params["transactions"] and not self._call.check_mode
        yield contact_steps.of_accounts(self._clients([scope]), self.seen, self._barcode)
        if params["wms_read_locations"]:
            # The scope of locations has a token of its own: OCLC can reject it, and the one of accounts has to be seen nevertheless.
            yield contact_steps.of_locations(self._clients([scope, metadata.SCOPE]))
        if transactions:
            yield contact_steps.of_ncip(self._clients([ncip.SCOPE]), params["wms_main_branch"])
        of_tenant = self._clients([])
        yield contact_steps.of_tenant(of_tenant)
        if transactions and self._barcode is not None:
            yield contact_steps.of_patron_check(of_tenant, self.seen, self._barcode)

    def play(self, steps: Iterator[contact_steps.Step]) -> None:
        """Send the requests of a group."""
        for step, send in steps:
            self._step = step
            try:
                send()
            except (TaskError, NotObserved) as fault:
                if isinstance(fault, TaskError):
                    self._call.warn(str(fault))
                if not any(one.step == step for one in self.seen.exchanges):
                    self.seen.unanswered[step] = _reason(fault)
                if step in contact_steps.LOGINS:
                    return

    def _clients(self, scopes: Sequence[str]) -> Clients:
        clients = Clients(self._call, scopes)
        clients.check_options()
        clients.session.on_exchange = self._note
        self._made.append(clients)
        return clients

    def _note(self, method: str, url: str, sent: Mapping[str, Any], answer: Response) -> None:
        """Record an exchange. A login is a step of its own, whenever it comes."""
        step = self._step
        if url == self._call.params["wms_token_url"]:
            step = contact_steps.TOKEN
        elif "/authn/login" in url:
            step = contact_steps.LOGIN
        self.seen.exchanges.append(RecordedExchange(step, url, sent, answer))


def _barcode(given: str | None) -> str | None:
    """The barcode, if it can be searched."""
    try:
        barcode: str | None = PATRON_ACCOUNT.schema["barcode"].value.normalise(given)
    except ValueError as fault:
        raise ValidationError(f"option 'patron_barcode': {fault}", fields=["patron_barcode"]) from None
    return barcode


def _reason(fault: TaskError | NotObserved) -> str:
    """Why a step has no response."""
    if isinstance(fault, NotObserved):
        return fault.reason
    if isinstance(fault, LoginWithheld):
        return WITHHELD
    redirected = 300 <= (fault.status or 0) < 400
    return NO_RESPONSE if redirected or (fault.no_answer and not fault.status) else NOT_REQUESTED
