# SPDX-License-Identifier: GPL-3.0-or-later

"""Creates the clients of a library's systems from a task's parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from .._core.errors import Faults
from .._core.objects import CurrentObject
from .._http.login_guard import LoginGuard, Verdict
from .._http.rate_limit import RateLimiter
from .._http.response import Response
from .._http.session import Session, sends_in_clear
from .._http.state_dir import StateDirectory
from .._reshare.gateway import Gateway
from .._reshare.objects.settings import ALWAYS_USED, SETTING
from .._reshare.settings_store import AppSettings
from .._task.task import Call
from .._wms import identity, metadata, ncip, service
from .._wms.oauth import TokenSource


def account_scope(call: Call) -> str:
    """The scope that a token needs for patron accounts."""
    scope: str = call.params["wms_scim_scope"] or identity.SCOPE
    return scope


class Clients:
    """The clients of one library's systems, each created when first used, all over one HTTP session.

    scopes: all scopes of the task, so that it needs only one token; without any, that of patron accounts, because a token needs one.
    """

    def __init__(self, call: Call, scopes: Sequence[str] = ()):
        self._call = call
        self._scopes = tuple(scopes) or (account_scope(call),)

    def check_options(self) -> None:
        """Raise a TaskError for options with which no client can be made."""
        faults = Faults()
        for make in (lambda: self.session, lambda: self._state):
            with faults.noted():
                make()
        faults.report()

    @cached_property
    def session(self) -> Session:
        """The HTTP session."""
        params = self._call.params
        verify = params["ca_path"] or params["validate_certs"]
        session = Session(
            params["timeout"], params["retries"], verify, self._call.redactor.secrets, params["parallel_requests"]
        )
        session.on_write = self._call.count_write
        return session

    @cached_property
    def configuration(self) -> service.ConfigurationService:
        """The configuration store."""
        url, registry_id = self._require("wms_configuration_url", "wms_registry_id")
        return service.ConfigurationService(self.session, self._tokens, url, registry_id)

    @cached_property
    def locations(self) -> metadata.BranchLocations:
        """Holding codes and shelving locations from OCLC's Metadata API."""
        url, registry_id = self._require("wms_metadata_url", "wms_registry_id")
        return metadata.BranchLocations(self.session, self._tokens, url, registry_id)

    @cached_property
    def accounts(self) -> identity.IdentityManagement:
        """The patron accounts."""
        url, registry_id, key = self._require("wms_identity_url", "wms_registry_id", "wms_key")
        return identity.IdentityManagement(
            self.session,
            self._tokens,
            self.identity_pace(key),
            url.replace("{registry_id}", registry_id).rstrip("/"),
            registry_id,
            self._call.warn,
        )

    def identity_pace(self, key: str) -> RateLimiter:
        """The rate limit of Identity Management for a WSKey, whichever system sends the requests."""
        host = self._require("wms_identity_url")[0].partition("//")[2].partition("/")[0]
        return RateLimiter(self._state, host, key)

    def ncip_between(self, from_agency: str, to_agency: str) -> ncip.Ncip:
        """NCIP with these agencies."""
        url, registry_id = self._require("wms_ncip_url", "wms_registry_id")
        return ncip.Ncip(self.session, self._tokens, url, from_agency, to_agency, registry_id)

    @cached_property
    def ncip(self) -> ncip.Ncip:
        """NCIP, for tasks with the options from_agency and to_agency."""
        return self.ncip_between(self._call.params["from_agency"], self._call.params["to_agency"])

    @cached_property
    def gateway(self) -> Gateway:
        """The gateway of the ReShare tenant."""
        url, tenant, username, password = self._require(
            "reshare_url", "reshare_tenant", "reshare_username", "reshare_password"
        )
        return Gateway(self.session, self._state, url=url, tenant=tenant, username=username, password=password)

    @cached_property
    def tenant_settings(self) -> list[CurrentObject]:
        """The settings of the ReShare tenant."""
        return AppSettings(self.gateway).read(SETTING, [(name,) for name in ALWAYS_USED])

    def login_guard(self, judge: Callable[[Response], Verdict], key: str, secret: str) -> LoginGuard:
        """The guard for logins at OCLC with a WSKey, from any system."""
        return LoginGuard(self._state, judge, self._call.params["wms_token_url"], key, secret)

    def log_in_at_oclc(self) -> None:
        """Get the token of this task now. Raises a TaskError if OCLC rejects it."""
        self._tokens.log_in()

    def institution_of_key(self) -> str:
        """The registry ID of the institution for which OCLC issues tokens of the WSKey if the request names none; empty if OCLC does not return it."""
        source = self._token_source("", (account_scope(self._call),))
        source.log_in()
        return source.institution

    def result(self) -> dict[str, Any]:
        """The values about the systems in every result."""
        identities = {name: self._call.params[name] for name in ("wms_registry_id", "reshare_tenant")}
        return {"sandbox": self.session.sandbox, **identities}

    def _require(self, *names: str) -> list[Any]:
        """The values of connection options, with a warning for a URL that is not encrypted."""
        values = self._call.require(*names)
        for name, value in zip(names, values):
            if name.endswith("_url") and sends_in_clear(value):
                # The same text for every library, so that Ansible shows it once.
                self._call.warnings.append(
                    f"{name} is an http URL: secrets and tokens are sent unencrypted. Set it to an https URL."
                )
        return values

    @cached_property
    def _tokens(self) -> TokenSource:
        return self._token_source(self._require("wms_registry_id")[0], self._scopes)

    def _token_source(self, registry_id: str, scopes: Sequence[str]) -> TokenSource:
        url, key, secret = self._require("wms_token_url", "wms_key", "wms_secret")
        return TokenSource(
            self.session, self._state, url=url, key=key, secret=secret, registry_id=registry_id, scopes=scopes
        )

    @cached_property
    def _state(self) -> StateDirectory:
        return StateDirectory(self._call.params["state_dir"], self._call.params["slices"])
