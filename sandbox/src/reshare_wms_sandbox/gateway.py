# SPDX-License-Identifier: GPL-3.0-or-later

"""The gateway of ReShare: Okapi with mod-login and mod-authtoken (reshare.md 3.1, 3.4, 3.5)."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from . import seed, tenants
from .clock import written
from .moddirectory import entries as directory
from .moddirectory import lookups
from .modrs import checks
from .modrs.catalogue import version
from .modrs.resources import RESOURCES
from .modrs.rest import ModuleCall, ModuleError, Resource
from .permissions import held
from .vocabulary import Refdata

if TYPE_CHECKING:
    from .sandbox import Sandbox

ACCESS, REFRESH = "folioAccessToken", "folioRefreshToken"
REFRESH_LIFETIME = 7 * 24 * 3600
_NEVER = 10**12
#: The descriptor of the released mod-directory has no route for entriesBySymbols, so no gateway forwards it.
_WITHOUT_SYMBOLS = (2, 11, 1)


class Denied(Exception):
    """An error response of the gateway, in plain text (3.4)."""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status, self.text = status, text


@dataclass(frozen=True)
class Tenant:
    """The tenant of a request."""

    sandbox: Sandbox
    library: seed.Library
    reshare: seed.ReShare

    @property
    def id(self) -> str:
        return self.library.registry_id


async def endpoint(scope: Any, receive: Any, send: Any) -> None:
    """The endpoint for every path of the gateway."""
    request = Request(scope, receive)
    path = scope["path"].removeprefix(scope["root_path"])
    try:
        response = await _serve(request, path)
    except Denied as denied:
        response = PlainTextResponse(denied.text, denied.status)
    except ModuleError as refused:
        response = refused.response(path)
    await response(scope, receive, send)


async def _serve(request: Request, path: str) -> Response:
    if path == "/_/version":
        return PlainTextResponse("6.2.3")
    tenant_name = request.headers.get("x-okapi-tenant", "supertenant")
    if path.startswith("/_/invoke/tenant/"):
        # How a caller without a login names the tenant (3.5).
        tenant_name, _slash, below = path.removeprefix("/_/invoke/tenant/").partition("/")
        path = "/" + below
    tenant = _tenant(request, tenant_name, path)
    match request.method, path.strip("/").split("/"):
        case "POST", ["authn", "login-with-expiry"] if tenant.reshare.logins.with_expiry:
            return await _login(request, tenant, _with_expiry)
        case "POST", ["authn", "login"] if tenant.reshare.logins.legacy:
            return await _login(request, tenant, _legacy)
        case "POST", ["authn", "refresh"] if tenant.reshare.logins.with_expiry:
            return _refresh(request, tenant)
        case "POST", ["authn", "logout"]:
            return _logout(request, tenant)
        case "GET", ["_", "proxy", "tenants", name, "modules"] if name == tenant.reshare.tenant:
            _user(request, tenant, "okapi.proxy.tenants.modules.list")
            return JSONResponse(_modules(tenant.reshare, request))
        case _unused, ["rs", *rest]:
            return await _module(request, tenant, path, RESOURCES, tenant.reshare.mod_rs, rest)
        case "GET", ["directory", "externalApi", "entry", *rest] if tenant.reshare.mod_directory and len(rest) < 2:
            return _open(tenant, tenant.reshare.mod_directory, rest)
        case _unused, ["directory", *rest] if tenant.reshare.mod_directory:
            return await _module(request, tenant, path, lookups.RESOURCES, tenant.reshare.mod_directory, rest)
    raise _no_module(path, tenant.reshare.tenant)


def _tenant(request: Request, name: str, path: str) -> Tenant:
    """The tenant of that name. If none is given, Okapi uses its administrative tenant."""
    sandbox: Sandbox = request.app.state.sandbox
    library = sandbox.library_of_tenant(name)
    if library is None or library.reshare is None:
        raise _no_module(path, name) if name == "supertenant" else Denied(400, f"No such Tenant {name}")
    return Tenant(sandbox, library, library.reshare)


def _no_module(path: str, tenant: str) -> Denied:
    return Denied(404, f"No suitable module found for path {path} for tenant {tenant}")


# Login and logout (3.1)


async def _login(request: Request, tenant: Tenant, answer: Callable[[Tenant, seed.TenantUser], Response]) -> Response:
    try:
        given = json.loads(await request.body())
        username, password = str(given["username"]), str(given["password"])
    except (ValueError, KeyError, TypeError):
        return PlainTextResponse("You must provide a username and a password", 400)
    user = next((user for user in tenant.reshare.users if user.username == username), None)
    if user is None:
        return _refuse_login(tenant, "username.incorrect", username)
    account = tenants.account(tenant.reshare, username)
    lockout = tenant.sandbox.logins
    if lockout.is_locked(account):
        return _refuse_login(tenant, "user.blocked", username)
    if not secrets.compare_digest(password.encode(), user.password.encode()):
        lockout.failed(tenant.id, account)
        blocked = lockout.is_locked(account)
        return _refuse_login(tenant, "password.incorrect.block.user" if blocked else "password.incorrect", username)
    lockout.unlock(account)
    return answer(tenant, user)


#: The reason for a failed login, by the code in the response.
_LOGIN_FAILURES = {
    "username.incorrect": "Error verifying user existence: No user found by username",
    "user.blocked": "User account is blocked",
    "password.incorrect": "Password does not match",
    "password.incorrect.block.user": "Fifth failed attempt: the account is blocked",
}
#: The one code for all reasons, and the first mod-login that uses it.
_ANY_FAILURE = "wrong.username.or.wrong.password.or.account.blocked"
_ONE_CODE_SINCE = (7, 13, 1)


def _refuse_login(tenant: Tenant, code: str, username: str) -> Response:
    message = _LOGIN_FAILURES[code]
    if version(tenant.reshare.mod_login) >= _ONE_CODE_SINCE:
        code, message = _ANY_FAILURE, "Wrong username or wrong password or account blocked"
    parameters = [{"key": "username", "value": username}]
    error = {"message": message, "type": "error", "code": code, "parameters": parameters}
    return JSONResponse({"errors": [error], "total_records": 1}, 422)


def _issue(tenant: Tenant, user: str, use: str, lifetime: float) -> tuple[str, float]:
    token, expires = secrets.token_urlsafe(32), tenant.sandbox.state.clock.time() + lifetime
    tenant.sandbox.state.save_token(
        token, tenant.id, expires, {"tenant": tenant.reshare.tenant, "user": user, "use": use}
    )
    return token, expires


def _with_expiry(tenant: Tenant, user: seed.TenantUser) -> Response:
    access, access_expires = _issue(tenant, user.username, ACCESS, tenant.reshare.token_lifetime)
    refresh, refresh_expires = _issue(tenant, user.username, REFRESH, REFRESH_LIFETIME)
    body = {"accessTokenExpiration": _iso(access_expires), "refreshTokenExpiration": _iso(refresh_expires)}
    response = JSONResponse(body, 201)
    # Marked Secure, so client libraries do not send them over plain HTTP (3.1). An age of 0 would delete them.
    _set_cookie(response, ACCESS, access, "/", max(1, int(tenant.reshare.token_lifetime)))
    _set_cookie(response, REFRESH, refresh, "/authn", REFRESH_LIFETIME)
    return response


def _set_cookie(response: Response, name: str, value: str, path: str, age: int) -> None:
    response.set_cookie(name, value, max_age=age, path=path, secure=True, httponly=True, samesite="none")


def _legacy(tenant: Tenant, user: seed.TenantUser) -> Response:
    # The lifetime of such a token is not documented; this kind is older than the expiry of tokens.
    token, _unused = _issue(tenant, user.username, ACCESS, _NEVER)
    body = {"okapiToken": token, "username": user.username, "tenant": tenant.reshare.tenant}
    return JSONResponse(body, 201, {"x-okapi-token": token})


def _refresh(request: Request, tenant: Tenant) -> Response:
    given = request.cookies.get(REFRESH)
    if given is None:
        return PlainTextResponse("Missing cookie: folioRefreshToken", 400)
    known = tenant.sandbox.state.token(given)
    if known is None or known[0] <= tenant.sandbox.state.clock.time() or known[1].get("use") != REFRESH:
        raise Denied(401, "Invalid token")
    # It can be used once only.
    tenant.sandbox.state.drop_token(given)
    user = next((user for user in tenant.reshare.users if user.username == known[1]["user"]), None)
    if user is None or known[1]["tenant"] != tenant.reshare.tenant:
        raise Denied(401, "Invalid token")
    return _with_expiry(tenant, user)


def _logout(request: Request, tenant: Tenant) -> Response:
    for token in filter(None, (_token(request), request.cookies.get(REFRESH))):
        tenant.sandbox.state.drop_token(token)
    response = Response(status_code=204)
    _set_cookie(response, ACCESS, "", "/", 0)
    _set_cookie(response, REFRESH, "", "/authn", 0)
    return response


def _iso(when: float) -> str:
    return written(datetime.fromtimestamp(when, UTC))


# Authorisation (3.4)


def _token(request: Request) -> str | None:
    header = request.headers.get("x-okapi-token")
    scheme, _unused, bearer = request.headers.get("authorization", "").partition(" ")
    bearer = bearer.strip() if scheme.lower() == "bearer" else ""
    if header and bearer and header != bearer:
        raise Denied(400, "X-Okapi-Token is not equal to Authorization token")
    return header or bearer or request.cookies.get(ACCESS)


def _user(request: Request, tenant: Tenant, permission: str | None) -> frozenset[str]:
    """The permissions of the token's user, who must hold this one. None: any valid token is sufficient. Raises Denied."""
    token = _token(request)
    if not token:
        raise Denied(401, f"Token missing, access requires permission: {permission}" if permission else "")
    known = tenant.sandbox.state.token(token)
    if known is None or known[1].get("use") != ACCESS or known[1]["tenant"] != tenant.reshare.tenant:
        raise Denied(401, "Invalid token")
    if known[0] <= tenant.sandbox.state.clock.time():
        raise Denied(401, "Access token has expired")
    user = next((user for user in tenant.reshare.users if user.username == known[1]["user"]), None)
    if user is None:
        raise Denied(401, "Invalid token")
    permissions = held(user.permissions)
    if permission is not None and permission not in permissions:
        id = uuid.uuid5(uuid.NAMESPACE_URL, f"{tenant.reshare.tenant}/{user.username}")
        raise Denied(403, f"Access for user '{user.username}' ({id}) requires permission: {permission}")
    return permissions


async def _module(
    request: Request, tenant: Tenant, path: str, resources: Mapping[str, Resource], installed: str, rest: list[str]
) -> Response:
    """Routes of a module (3.2, 4.2)."""
    route = _route(request.method, resources, installed, rest)
    if route is None or version(route.resource.since) > version(installed):
        raise _no_module(path, tenant.reshare.tenant)
    permissions = _user(request, tenant, route.resource.permission(tenant.reshare, request.method, route.item))
    return await route.serve(ModuleCall(request, tenant.sandbox, tenant.library, tenant.reshare, permissions))


@dataclass(frozen=True)
class Route:
    """The handler of a request. item: the request is for one row, not for the table."""

    resource: Resource
    item: bool
    serve: Callable[[ModuleCall], Awaitable[Response]]


def _route(method: str, resources: Mapping[str, Resource], installed: str, rest: list[str]) -> Route | None:
    match method, rest:
        case "GET", ["refdata", domain, name]:
            refdata = Refdata("rs" if resources is RESOURCES else "directory")
            return _plain_route(refdata, lambda call: refdata.lookup(call, domain, name))
        case "GET", ["entriesBySymbols"] if resources is lookups.RESOURCES and version(installed) > _WITHOUT_SYMBOLS:
            return _plain_route(resources["entry"], lookups.by_symbols)
        case "GET", ["patron", patron, "canCreateRequest"] if resources is RESOURCES:
            return _plain_route(checks.PATRONS, lambda call: checks.PATRONS.can_create_request(call, patron))
        case "GET", ["testHostLMS", action] if resources is RESOURCES and action in checks.ACTIONS:
            return _plain_route(checks.TESTS, lambda call: checks.TESTS.act(call, action))
    # A table by its path, or one of its rows. PATCH is not supported.
    if (table := resources.get("/".join(rest))) is not None:
        serve = _served(table, method, None)
        return None if serve is None else Route(table, False, serve)
    if (table := resources.get("/".join(rest[:-1]))) is not None:
        serve = _served(table, method, rest[-1])
        return None if serve is None else Route(table, True, serve)
    return None


def _plain_route(resource: Resource, response: Callable[[ModuleCall], Response]) -> Route:
    return Route(resource, False, lambda call: _plainly(lambda: response(call)))


def _open(tenant: Tenant, installed: str, rest: list[str]) -> Response:
    """The part of mod-directory that requires no login (4.3)."""
    view = directory.entries(tenant.sandbox.state, tenant.library)
    return lookups.open_entry(view, rest[0], installed) if rest else lookups.open_index(view, installed)


async def _plainly(response: Callable[[], Response]) -> Response:
    return response()


def _served(resource: Resource, method: str, id: str | None) -> Callable[[ModuleCall], Awaitable[Response]] | None:
    if method not in resource.methods:
        return None
    match method, id:
        case "GET", None:
            return lambda call: _plainly(lambda: resource.list(call))
        case "POST", None:
            return resource.create
        case "GET", str() as row:
            return lambda call: _plainly(lambda: resource.read(call, row))
        case "PUT", str() as row:
            return lambda call: resource.replace(call, row)
        case "DELETE", str() as row:
            return lambda call: _plainly(lambda: resource.delete(call, row))
    return None


# Installed modules (3.5)


def _modules(reshare: seed.ReShare, request: Request) -> list[dict[str, Any]]:
    wanted = request.query_params.get("provide")
    found = [
        {"id": id, "provides": [{"id": provided, "version": number}]}
        for id, provided, number in _installed(reshare)
        if wanted in (None, provided)
    ]
    return found if request.query_params.get("full") == "true" else [{"id": module["id"]} for module in found]


def _installed(reshare: seed.ReShare) -> list[tuple[str, str, str]]:
    """The installed modules: the ID of each, and its interface with version."""
    own = [("mod-rs", reshare.mod_rs, "rs"), ("mod-directory", reshare.mod_directory, "directory")]
    return [
        # The version of the interface is the first two numbers of the module's version (3.5).
        *(
            (f"{name}-{number}", provided, ".".join(number.split("-")[0].split(".")[:2]))
            for name, number, provided in own
            if number
        ),
        (f"mod-login-{reshare.mod_login}", "login", "7.3"),
    ]
