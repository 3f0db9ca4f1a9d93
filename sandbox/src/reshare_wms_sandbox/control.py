# SPDX-License-Identifier: GPL-3.0-or-later

"""The control interface for tests and demonstrations. It simulates no system."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import installation, oauth, seed, tenants
from .configuration import store as configuration
from .faults import Fault
from .identity import api as identity
from .moddirectory import events
from .moddirectory import store as directory
from .modrs import settings, tables
from .ncip import circulation, dates
from .sandbox import Conflict

if TYPE_CHECKING:
    from .sandbox import Sandbox


def routes() -> list[BaseRoute]:
    return [
        Route("/libraries", _libraries, methods=["GET"]),
        Route("/libraries", _install, methods=["POST"]),
        Route("/libraries/{registry_id}/state", _state, methods=["GET"]),
        Route("/libraries/{registry_id}/settle", _settle, methods=["POST"]),
        Route("/libraries/{registry_id}/meet", _meet, methods=["POST"]),
        Route("/libraries/{registry_id}/foaf", _foaf, methods=["POST"]),
        Route("/libraries/{registry_id}/reference_data", _reference_data, methods=["POST"]),
        Route("/libraries/{registry_id}/ncip", _ncip, methods=["POST"]),
        Route("/libraries/{registry_id}/contrary", _choose, methods=["POST"]),
        Route("/clock", _clock, methods=["GET"]),
        Route("/clock", _set_clock, methods=["POST"]),
        Route("/clock", _reset_clock, methods=["DELETE"]),
        Route("/counters", _counters, methods=["GET"]),
        Route("/counters/reset", _reset_counters, methods=["POST"]),
        Route("/faults", _faults, methods=["GET"]),
        Route("/faults", _add_fault, methods=["POST"]),
        Route("/faults", _clear_faults, methods=["DELETE"]),
        Route("/contrary", _contrary, methods=["GET"]),
        Route("/keys/{key}/enable", _enable_key, methods=["POST"]),
    ]


def _sandbox(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


def _summary(library: seed.Library) -> dict[str, Any]:
    return {"registry_id": library.registry_id, "name": library.name, "symbol": library.symbol}


def _refused(fault: ValueError) -> Response:
    """The response to a wrong body."""
    text = seed.faults(fault) if isinstance(fault, ValidationError) else str(fault)
    return JSONResponse({"error": text}, 422)


async def _libraries(request: Request) -> Response:
    """List the libraries."""
    return JSONResponse([_summary(library) for library in _sandbox(request).libraries.values()])


async def _install(request: Request) -> Response:
    """Install a library from its seed, or replace the one with its registry ID."""
    try:
        library = seed.Library.model_validate_json(await request.body())
        installation.install(_sandbox(request), library)
    except ValueError as fault:
        return _refused(fault)
    except Conflict as fault:
        return JSONResponse({"error": str(fault)}, 409)
    return JSONResponse(_summary(library), 201)


async def _state(request: Request) -> Response:
    """The whole state of a library, in the format of a seed where it has one."""
    sandbox = _sandbox(request)
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None:
        return JSONResponse({"error": "the library does not exist"}, 404)
    return JSONResponse(report(sandbox, library))


async def _settle(request: Request) -> Response:
    """Deliver all pending events of a library, so that mod-rs's copy of the directory is current."""
    sandbox = _sandbox(request)
    if request.path_params["registry_id"] not in sandbox.libraries:
        return JSONResponse({"error": "the library does not exist"}, 404)
    events.deliver(sandbox.state, request.path_params["registry_id"], until=math.inf)
    return Response(status_code=204)


async def _meet(request: Request) -> Response:
    """Make mod-rs encounter codes of the library's WMS. Returns the tables as they are then."""
    sandbox = _sandbox(request)
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None or library.reshare is None:
        return JSONResponse({"error": "the library has no ReShare tenant"}, 404)
    try:
        met = tables.Met.model_validate_json(await request.body())
    except ValidationError as wrong:
        return _refused(wrong)
    tables.meet(sandbox.state, library.registry_id, met)
    return JSONResponse(tables.export(sandbox.state, library.registry_id))


async def _foaf(request: Request) -> Response:
    """Make mod-directory fetch the entries of its peers. Returns the slugs of the entries that changed."""
    sandbox = _sandbox(request)
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None or library.reshare is None:
        return JSONResponse({"error": "the library has no ReShare tenant"}, 404)
    try:
        given = directory.Refresh.model_validate_json(await request.body() or b"{}")
        changed = directory.refresh(sandbox, library, given)
    except ValueError as wrong:
        return _refused(wrong)
    return JSONResponse({"changed": changed})


async def _reference_data(request: Request) -> Response:
    """Make mod-rs load its reference data, as with an upgrade."""
    sandbox = _sandbox(request)
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None or library.reshare is None:
        return JSONResponse({"error": "the library has no ReShare tenant"}, 404)
    settings.load_reference_data(sandbox.state, library)
    return Response(status_code=204)


class NcipSwitches(BaseModel):
    """The settings of a library's NCIP responses that tests can change."""

    model_config = ConfigDict(extra="forbid")

    due_date_format: dates.Format


async def _ncip(request: Request) -> Response:
    """Set the format of DateDue in the library's responses."""
    sandbox = _sandbox(request)
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None:
        return JSONResponse({"error": "the library does not exist"}, 404)
    try:
        switches = NcipSwitches.model_validate_json(await request.body())
    except ValidationError as wrong:
        return _refused(wrong)
    dates.switch(sandbox.state, library.registry_id, switches.due_date_format)
    return Response(status_code=204)


def report(sandbox: Sandbox, library: seed.Library) -> dict[str, Any]:
    state, id = sandbox.state, library.registry_id
    return {
        **_summary(library),
        "institution_name": library.institution_name,
        "branches": [branch.model_dump() for branch in library.branches],
        "wskeys": [_key(sandbox, key) for key in library.wskeys],
        "configuration": configuration.export(state, id),
        "items": [item.model_dump() for item in library.items],
        "circulation": circulation.export(state, library),
        "patrons": identity.export(state, library),
        "reshare": tenants.export(sandbox, library),
    }


def _key(sandbox: Sandbox, key: seed.WsKey) -> dict[str, Any]:
    enabled = not sandbox.keys.is_locked(oauth.account(key.key))
    return {"key": key.key, "scopes": key.scopes, "contexts": key.contexts, "enabled": enabled}


class ClockSetting(BaseModel):
    """Changes of the clock, applied in this order. stop: stop it now. at: stop it at that moment. advance: seconds to
    advance it."""

    model_config = ConfigDict(extra="forbid")

    stop: bool = False
    at: AwareDatetime | None = None
    advance: float = Field(default=0, ge=0)


async def _clock(request: Request) -> Response:
    """The time in the sandbox."""
    clock = _sandbox(request).state.clock
    return JSONResponse({"now": clock.now().isoformat(), "stopped": clock.stopped})


async def _set_clock(request: Request) -> Response:
    """Set the clock of all libraries."""
    try:
        setting = ClockSetting.model_validate_json(await request.body())
    except ValidationError as wrong:
        return _refused(wrong)
    clock = _sandbox(request).state.clock
    if setting.stop or setting.at is not None:
        clock.stop(setting.at.timestamp() if setting.at else None)
    clock.advance(setting.advance)
    return await _clock(request)


async def _reset_clock(request: Request) -> Response:
    """Return to the machine's clock."""
    _sandbox(request).state.clock.reset()
    return Response(status_code=204)


async def _counters(request: Request) -> Response:
    """The requests since the last reset."""
    asked = request.query_params
    return JSONResponse(_sandbox(request).counters.report(asked.get("library"), with_times="times" in asked))


async def _reset_counters(request: Request) -> Response:
    """Reset the counters."""
    _sandbox(request).counters.reset(request.query_params.get("library"))
    return Response(status_code=204)


async def _faults(request: Request) -> Response:
    """List the active faults."""
    return JSONResponse(_sandbox(request).faults.report(request.query_params.get("library")))


async def _add_fault(request: Request) -> Response:
    """Add a fault."""
    try:
        fault = Fault.model_validate_json(await request.body())
    except ValidationError as wrong:
        return _refused(wrong)
    _sandbox(request).faults.add(fault)
    return Response(status_code=204)


async def _clear_faults(request: Request) -> Response:
    """Remove faults."""
    _sandbox(request).faults.clear(request.query_params.get("library"))
    return Response(status_code=204)


async def _choose(request: Request) -> Response:
    """Make other choices for a library from now on. What it has stays as it is."""
    sandbox = _sandbox(request)
    library = sandbox.libraries.get(request.path_params["registry_id"])
    if library is None:
        return JSONResponse({"error": "the library does not exist"}, 404)
    try:
        chosen = type(library).model_validate({**library.model_dump(), "contrary": await request.json()})
    except ValueError as fault:
        return _refused(fault)
    sandbox.contrary.choose(chosen)
    return Response(status_code=204)


async def _contrary(request: Request) -> Response:
    """How often each choice changed a request, a response or a stored document."""
    return JSONResponse(_sandbox(request).contrary.report(request.query_params.get("library")))


async def _enable_key(request: Request) -> Response:
    """Enable a key again, as a person does on the WSKey pages after a lock-out (oclc-apis.md 1.3)."""
    key = request.path_params["key"]
    if _sandbox(request).library_of_key(key) is None:
        return JSONResponse({"error": "the key does not exist"}, 404)
    _sandbox(request).keys.unlock(oauth.account(key))
    return Response(status_code=204)
