# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens for OCLC's services (oclc-apis.md 1). One per task, in memory only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import methodcaller
from typing import Any

from .._core.errors import CallFailed, TaskError, with_causes
from .._core.json_shape import HEADER, SCALAR
from .._http.authorisation import Authorisation, Headers
from .._http.login_guard import LoginGuard, Verdict
from .._http.response import Response
from .._http.session import Session
from .._http.state_dir import StateDirectory

#: The members with the institution of a token, in the responses of the present and the former server.
_CONTEXT = ("context_institution_id", "contextInstitutionId")

_GRANT = {
    "access_token": (HEADER, None),
    **dict.fromkeys(_CONTEXT, SCALAR),
    # In all responses that were seen, a text with blanks between the scopes.
    **dict.fromkeys(("scope", "scopes"), (*SCALAR, [str])),
}


class OtherInstitution(CallFailed):
    """A token was granted, but for another institution."""


class TokenSource(Authorisation):
    """Gets tokens for one institution. Raises CallFailed if OCLC does not grant a suitable token.

    registry_id: of the institution. If it is empty, OCLC chooses the institution of the WSKey (inferred: oclc-apis.md 1.1). After the login,
    ``institution`` is its registry ID; it is empty if the response does not contain it.

    The client is implemented here because OAuth libraries drop OCLC's error texts or reject its scopes
    (oclc-apis.md 7.1).
    """

    def __init__(
        self,
        session: Session,
        state: StateDirectory,
        *,
        url: str,
        key: str,
        secret: str,
        registry_id: str,
        scopes: Sequence[str],
    ):
        super().__init__()
        self._session = session
        self._url = url
        self._credentials = tuple(map(_utf8, ("wms_key", "wms_secret"), (key, secret)))
        self._registry_id = registry_id
        self.institution = registry_id
        self._scopes = tuple(scopes)
        # One guard for each key, for all institutions and scopes.
        self._guard = LoginGuard(state, _judge, url, key, secret)

    def _log_in(self) -> Headers:
        scope = " ".join([*self._scopes, *([f"context:{self._registry_id}"] if self._registry_id else [])])
        answer = self._session.once(
            "POST",
            self._url,
            guard=self._guard.login,
            auth=self._credentials,
            data={"grant_type": "client_credentials", "scope": scope},
            headers={"Accept": "application/json"},
        )
        if answer.status != 200:
            raise answer.failure(_words, {401: (_REJECTED,), 403: (*key_causes(" or ".join(self._scopes)), _DISABLED)})
        granted = answer.json_object(_GRANT)
        token: str | None = granted.get("access_token")
        if not token:
            raise answer.lacks("an access_token")
        self._refuse_other_institution(granted)
        self._refuse_partial(granted)
        return {"Authorization": f"Bearer {token}"}

    def _refuse_other_institution(self, granted: Mapping[str, Any]) -> None:
        contexts = {str(granted[name]) for name in _CONTEXT if granted.get(name) is not None}
        if not self._registry_id:
            self.institution = contexts.pop() if len(contexts) == 1 else ""
        elif contexts - {self._registry_id}:
            raise OtherInstitution(
                f"the token is for institution {' and '.join(sorted(contexts))}, not for {self._registry_id}; check wms_registry_id, or ask OCLC "
                "to authorise the WSKey for this institution",
                refused=True,
            )

    def _refuse_partial(self, granted: Mapping[str, Any]) -> None:
        """Refuse a token with missing scopes. OCLC may grant fewer scopes than requested, or the parts of a broad one (oclc-apis.md 1.2)."""
        scopes = granted.get("scope") or granted.get("scopes") or ""
        words = scopes if isinstance(scopes, list) else str(scopes).split()
        lacking = [wanted for wanted in self._scopes if not any(grants(word, wanted) for word in words)]
        if words and lacking:
            missing = " ".join(lacking)
            seen = (
                f"the token for institution {self.institution} lacks the scope {missing} (granted: {' '.join(words)})"
            )
            raise CallFailed(with_causes(seen, key_causes(missing)), permission=missing)


def grants(granted: str, wanted: str) -> bool:
    """Whether a granted scope is the wanted one, a broader one, or a part of it."""
    return granted in (wanted, wanted.partition(":")[0]) or granted.startswith(f"{wanted}:")


def _judge(answer: Response) -> Verdict:
    # A wrong secret counts against the key; a rejected scope or institution (403) does not.
    if answer.status == 401:
        return Verdict.REFUSED
    return Verdict.ACCEPTED if answer.status == 200 and answer.error_text("access_token") else Verdict.NEITHER


def _utf8(option: str, text: str) -> bytes:
    # By default, the library requests sends Latin-1, and fails for other characters. The encoding is not documented by OCLC.
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise TaskError(f"option {option} contains half a character (a lone surrogate); correct it") from None


def key_causes(scope: str) -> tuple[str, ...]:
    """The possible causes if OCLC does not allow a request for an institution with a WSKey."""
    or_else = "; if this is impossible, set wms_read_locations to false" if _HOLDING_CODES in scope else ""
    return (
        "wms_key or wms_registry_id is that of another library (OCLC's text can name the institution): compare both with those of the other "
        "libraries and correct them. If they are right, ask OCLC to authorise the WSKey for this institution.",
        f"The WSKey lacks the scope {scope} (OCLC's text can name it): ask OCLC to add it to the WSKey{or_else}.",
    )


#: The end of the scope for locations. Whether every WSKey can get it is not documented by OCLC (oclc-apis.md 4.1).
_HOLDING_CODES = "get_holding_codes"


#: The cause if a service rejects even a new token.
TOKEN_REJECTED = "OCLC rejected a token that it had just issued: check that the URL of the service and wms_token_url are those of the same system."

_DISABLED = "The WSKey is disabled: its page at OCLC shows whether it is enabled."

_REJECTED = (
    "Check wms_key and wms_secret, and on the page of the WSKey at OCLC whether it is enabled: five failed logins in five minutes disable it, "
    "and then the right secret is rejected, too. The login was tried only once; do not start the run again before you know."
)

#: OCLC's error text: not the fields of RFC 6749 (oclc-apis.md 1.3).
_words = methodcaller("error_text", "message")
