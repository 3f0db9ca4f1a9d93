# SPDX-License-Identifier: GPL-3.0-or-later

"""The gateway in front of a ReShare tenant, Okapi or Eureka (reshare.md 3.1, 3.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any

from .._core.errors import CallFailed, TaskError
from .._core.json_shape import SCALAR, Shape
from .._http.authorisation import Authorisation, Headers
from .._http.login_guard import LoginGuard, Verdict
from .._http.response import Pages, Response
from .._http.session import Guard, Session
from .._http.state_dir import StateDirectory


class Gateway(Authorisation):
    """Sends requests to a tenant's modules as one user."""

    def __init__(self, session: Session, state: StateDirectory, *, url: str, tenant: str, username: str, password: str):
        super().__init__()
        self._session = session
        self.at_once = session.at_once
        self._url = url.rstrip("/")
        self._tenant = tenant
        self._credentials = {"username": username, "password": password}
        self._guard = LoginGuard(state, _judge, url, tenant, username, password)

    @cached_property
    def modules(self) -> dict[str, str]:
        """The enabled modules of the tenant and their versions. Raises CallFailed if the gateway does not return them."""
        answer = self.read(f"/_/proxy/tenants/{self._tenant}/modules")
        names = [_NAME_AND_VERSION.fullmatch(str(entry.get("id"))) for entry in answer.json([{"id": SCALAR}])]
        if versions := {name[1]: name[2] for name in names if name is not None}:
            return versions
        raise answer.lacks("the modules of the tenant, which uses several")

    def read(self, path: str, params: Any = None) -> Response:
        """The response to a GET. Raises CallFailed unless the status is 200."""
        return self._read(self._session.read, path, params=params)

    def read_once(self, path: str, guard: Guard) -> Response:
        """Like ``read``, for a GET that makes ReShare log in at another system. It is not repeated."""
        return self._read(self._session.once, path, guard=guard)

    def single(self, path: str, shape: Mapping[str, Shape]) -> Mapping[str, Any] | None:
        """One object, by its ID; None if there is none."""
        try:
            return self.read(path).json_object(shape)
        except CallFailed as fault:
            if fault.status != 404:
                raise
            return None

    def read_page(self, path: str, page: int, size: int, params: Sequence[tuple[str, Any]] = ()) -> Response:
        """A page of a list; the first is 1. The rows are sorted, because otherwise some are lost or doubled between pages (reshare.md 3.3)."""
        return self.read(path, [*params, ("sort", "id;asc"), ("perPage", size), ("page", page)])

    def pages(self, path: str, size: int, params: Sequence[tuple[str, Any]]) -> Iterator[Response]:
        """The pages of a list, without an end: the caller determines which one is the last."""
        seen = Pages()
        for page in count(1):
            answer = self.read_page(path, page, size, params)
            seen.add(answer)
            yield answer

    def rows(
        self, path: str, shape: Mapping[str, Shape], params: Sequence[tuple[str, Any]] = (), page_size: int = 1000
    ) -> list[dict[str, Any]]:
        """All rows of a list with a total, page by page (reshare.md 3.3). shape: of a row."""
        rows: list[dict[str, Any]] = []
        total: int | None = None
        pages = self.pages(path, page_size, [*params, ("stats", "true")])
        while True:
            answer = next(pages)
            page = answer.json_object({"results": [shape], "totalRecords": (int, None), "total": (int, None)})
            rows += page["results"]
            total = page.get("total") if page.get("totalRecords") is None else page["totalRecords"]
            if not page["results"] or (total is not None and len(rows) >= total):
                break
        if total not in (None, len(rows)):
            raise CallFailed(
                f"{answer.call} returned a list of {len(rows)} that names a total of {total}, so it is incomplete: retry, and ask the hosting "
                "provider if the problem persists",
                answer.status,
            )
        return rows

    def partial_list(
        self, path: str, params: Sequence[tuple[str, Any]], count: int, lacks: str, permission: str
    ) -> CallFailed:
        """The error for a list of *count* rows that lacks what every tenant has. A request without a page number shows whether the server numbers pages
        from 0, or a permission is missing."""
        answer = self.read(path, params)
        seen = f"{answer.call}: page 1 lacks {lacks}, which every tenant has"
        listed = answer.json(([{}], {"results": ([{}], None)}))
        if len(listed if isinstance(listed, list) else listed.get("results") or ()) > count:
            problem = "but there are more rows if no page is requested: this server seems to count pages from 0, so its lists cannot be read"
            return CallFailed(f"{seen}, {problem}. Report this to the hosting provider", answer.status)
        problem = f"and so does the list if no page is requested: the account seems to lack the permission {permission}"
        return CallFailed(f"{seen}, {problem}. Ask the hosting provider for it", permission=permission)

    def write(self, method: str, path: str, body: Any = None) -> Response:
        """The successful response to a PUT, POST or DELETE. Raises CallFailed or WriteConflict."""
        options = {} if body is None else {"json": body}
        answer = self.authorised(self._session.write, method, self._url + path, **options)
        if answer.status not in (200, 201, 204):
            raise _with_permission(answer.write_failure(explain, _CAUSES), answer)
        return answer

    def _read(self, send: Callable[..., Response], path: str, **options: Any) -> Response:
        answer = self.authorised(send, "GET", self._url + path, **options)
        if answer.status != 200:
            raise _with_permission(answer.failure(explain, _CAUSES), answer)
        return answer

    def _log_in(self) -> Headers:
        answer = self._post_login("/authn/login-with-expiry")
        if answer.status == 404:
            # This gateway is older than expiring tokens.
            answer = self._post_login("/authn/login")
        if answer.status not in (200, 201):
            raise answer.failure(explain, _LOGIN_CAUSES, _REFUSALS)
        token = _token(answer)
        if not token:
            raise answer.lacks("a token")
        # The token is sent in its own header: the cookie is marked Secure and would not be sent over http.
        return {"X-Okapi-Tenant": self._tenant, "X-Okapi-Token": token, "Accept": "application/json"}

    def _post_login(self, path: str) -> Response:
        return self._session.once(
            "POST",
            self._url + path,
            guard=self._guard.login,
            json=self._credentials,
            headers={"X-Okapi-Tenant": self._tenant, "Accept": "application/json"},
        )


_NAME_AND_VERSION = re.compile(r"(.+?)-(\d.*)")


def _token(answer: Response) -> str | None:
    return answer.cookies.get("folioAccessToken") or answer.headers.get("x-okapi-token")


def _judge(answer: Response) -> Verdict:
    if answer.status in _REFUSALS:
        return Verdict.REFUSED
    return Verdict.ACCEPTED if answer.status in (200, 201) and _token(answer) else Verdict.NEITHER


def explain(answer: Response) -> str | None:
    """The error text of a gateway or module: plain text, or JSON in one of several shapes (reshare.md 3.4)."""
    try:
        body = answer.json_object({**_ERRORS, "_embedded": (_ERRORS, None), "message": SCALAR})
    except CallFailed:
        return None
    errors = body.get("errors") or (body.get("_embedded") or {}).get("errors") or [body]
    words = [str(error.get("message") or "") for error in errors]
    return "; ".join(word.rstrip(".") for word in words if word) or None


def _with_permission(fault: TaskError, answer: Response) -> TaskError:
    """The error with the missing permission, which a gateway names only in its text (reshare.md 3.4)."""
    lacking = _LACKS.search(answer.text) if answer.status == 403 else None
    fault.permission = lacking[1] if lacking else None
    return fault


_LACKS = re.compile(r"requires permission: ([\w.-]+)")

_ERRORS = {"errors": ([{"message": SCALAR}], None)}


_CAUSES = {
    401: ("The tenant rejected the token that its own login had just returned: ask the hosting provider.",),
    403: ("The account reshare_username lacks a permission for this request: ask the hosting provider to grant it.",),
    404: (
        "reshare_url or reshare_tenant is wrong: correct it.",
        "The module is not enabled for the tenant, or too old: ask the hosting provider.",
    ),
}

#: The status with which gateways reject a login.
_REFUSALS = (400, 401, 403, 422)

_LOGIN_REFUSED = (
    "Check reshare_username, reshare_password and reshare_tenant. The login was tried only once, because five failed logins lock the account.",
)
_LOGIN_CAUSES = {
    **dict.fromkeys(_REFUSALS, _LOGIN_REFUSED),
    404: ("Check reshare_url and reshare_tenant.",),
}
