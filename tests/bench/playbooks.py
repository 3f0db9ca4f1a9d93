# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks for comparison: uri loops as operators write them, WMS alone with one bulk task per library (with the
roles' declarations, with the same values without expressions, with nothing), and empty tasks.

The uri playbook is a fair comparison: no fact gathering, one token and one login per library, and writes only on
differences. It reads in one of two ways (bench_way): `each` sends a GET for every object, as operators write it and as
the anchors measured it; `once` sends a GET for every kind of object. Unlike enable_reshare, it runs no checks before it
enables the link.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import yaml

from .libraries import PATRON_ID, Library

#: Entries on a page of the directory.
_PAGE = 100
#: Added to an account by the Identity Management API itself.
_CIRCULATION = "urn:mace:oclc.org:eidm:schema:persona:wmscircpatroninfo:20180101"
_PERSONA = "urn:mace:oclc.org:eidm:schema:persona:persona:20180305"
_IDENTITY = {"holding_codes": "holding_code"}


def desired(library: Library, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The variables of the uri playbook for a library: everything that differs between two of its states."""
    objects, documents = [], []
    for kind, held in after["configuration"].items():
        old = before["configuration"].get(kind)
        path = kind.replace("_", "-")
        if isinstance(held, list):
            by = _IDENTITY.get(kind, "name")
            objects += [
                {"kind": path, "by": by, "name": fields[by], "fields": fields}
                for fields in held
                if fields not in (old or [])
            ]
        elif held != old:
            documents.append({"kind": path, "fields": held})
    settings = {row["key"]: row.get("value") for row in before["reshare"]["settings"]}
    return {
        "bench_objects": objects,
        "bench_documents": documents,
        "bench_reads": [one["kind"] for one in [*objects, *documents]],
        "bench_accounts": [_account(library, patron) for patron in after["patrons"]],
        "bench_settings": {
            row["key"]: row.get("value")
            for row in after["reshare"]["settings"]
            if row.get("value") != settings.get(row["key"])
        },
        "bench_shelving_locations": [
            {key: value for key, value in row.items() if key != "id"} for row in after["reshare"]["shelving_locations"]
        ],
        "bench_places": library.variables["reshare_settings_pickup_entries"],
        "bench_partners": {
            entry["slug"]: entry["custom_properties"][PATRON_ID][0]
            for entry in after["reshare"]["directory"]
            if PATRON_ID in entry["custom_properties"]
        },
        "bench_pages": list(range(1, math.ceil(len(after["reshare"]["directory"]) / _PAGE) + 1)),
    }


def _account(library: Library, patron: dict[str, Any]) -> dict[str, Any]:
    """The declared part of an account."""
    circulation = patron[_CIRCULATION]["circulationInfo"]
    known = ("barcode", "borrowerCategory", "homeBranch", "isCircBlocked")
    expires = patron[_PERSONA]["oclcExpirationDate"]
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", _PERSONA, _CIRCULATION],
        "name": {"familyName": patron["name"]["familyName"]},
        _PERSONA: {"institutionId": library.registry_id, "oclcExpirationDate": expires},
        _CIRCULATION: {"circulationInfo": {key: circulation[key] for key in known}},
    }


def count(variables: dict[str, Any]) -> int:
    """The number of objects of a library, of all kinds, in those variables; a table or page of settings counts as one."""
    kinds = ("objects", "documents", "accounts", "settings", "shelving_locations", "places", "partners")
    return sum(len(variables[f"bench_{kind}"]) for kind in kinds)


def write(folder: Path, pattern: str) -> None:
    """Write the playbooks into the folder."""
    _dump(folder / "uri.yml", _header(tasks=_uri()))
    _dump(folder / "empty.yml", _header(tasks=[{"name": "Do nothing", "ansible.builtin.meta": "noop"}]))
    variables = {"lending_account_pattern": pattern}
    onboard = {"name": "reshare.wms.onboard", "tasks_from": "declared"}
    know = {"name": "Load the declared configuration", "ansible.builtin.import_role": onboard}
    _dump(folder / "wms.yml", _header(vars=variables, tasks=[know, _bulk("{{ enable_reshare_circulation }}")]))
    _dump(folder / "nothing.yml", _header(tasks=[_bulk({})]))
    tell = {
        "name": "Show the declared configuration",
        "ansible.builtin.debug": {"msg": "{{ enable_reshare_circulation }}"},
    }
    _dump(folder / "declared.yml", _header(vars=variables, tasks=[know, tell]))
    _dump(folder / "literal.yml", _header(tasks=[_bulk("{{ bench_circulation }}")]))


def _bulk(configuration: Any) -> dict[str, Any]:
    return {
        "name": "Apply the circulation configuration",
        "reshare.wms.circulation_configuration": {"configuration": configuration},
    }


def write_empty_tasks(folder: Path, count: int) -> None:
    """Write a playbook with that many empty tasks."""
    task = {"name": "Do nothing", "ansible.builtin.debug": {"msg": ""}}
    _dump(folder / "tasks.yml", _header(tasks=[task] * count))


def _dump(path: Path, data: Any) -> None:
    path.write_text(f"---\n{yaml.safe_dump(data, sort_keys=False, width=1000)}", encoding="utf-8")


def _header(**more: Any) -> list[dict[str, Any]]:
    # Hosts as in the collection's own playbooks.
    hosts = "{{ lookup('reshare.wms.libraries') }}"
    return [{"name": "Bench", "hosts": hosts, "connection": "local", "gather_facts": False, **more}]


_SERVICE = "{{ wms_configuration_url }}/institutions/{{ wms_registry_id }}"
_USERS = "{{ wms_identity_url | replace('{registry_id}', wms_registry_id) }}/Users"
_BEARER = "Bearer {{ bench_token.json.access_token }}"
_OKAPI = {"X-Okapi-Tenant": "{{ reshare_tenant }}", "X-Okapi-Token": "{{ bench_login.cookies.folioAccessToken }}"}
_SCIM = {"Authorization": _BEARER, "Content-Type": "application/scim+json", "Accept": "application/scim+json"}


def _task(name: str, tag: str, url: str, body: Any = None, method: str = "GET", **keywords: Any) -> dict[str, Any]:
    """A task with ansible.builtin.uri. The keywords headers and options are passed to the module."""
    module: dict[str, Any] = {"url": url, "method": method, "status_code": [200, 201, 204], "timeout": 60}
    module |= {"headers": keywords.pop("headers", {}), **keywords.pop("options", {})}
    if body is not None:
        module |= {"body": body, "body_format": module.get("body_format", "json")}
    if "loop" in keywords:
        keywords["loop_control"] = {"label": keywords.pop("label", "{{ item }}")}
    return {"name": name, "ansible.builtin.uri": module, **keywords, "tags": [tag]}


def _uri() -> list[dict[str, Any]]:
    return [*_service_tasks(), *_account_tasks(), *_tenant_tasks()]


def _service_tasks() -> list[dict[str, Any]]:
    basic = {"url_username": "{{ wms_key }}", "url_password": "{{ wms_secret }}", "force_basic_auth": True}
    token = {"grant_type": "client_credentials", "scope": "configuration SCIM context:{{ wms_registry_id }}"}
    rows = "bench_found[item.kind]['items'] | selectattr('fields.' ~ item.by, 'eq', item.name)"
    bearer = {"Authorization": _BEARER}
    return [
        _task(
            "Get a token",
            "wms",
            "{{ wms_token_url }}",
            token,
            "POST",
            options={**basic, "body_format": "form-urlencoded"},
            register="bench_token",
        ),
        _task(
            "Read the existing configuration",
            "wms",
            f"{_SERVICE}/{{{{ item }}}}",
            headers=bearer,
            loop="{{ bench_reads if bench_way == 'each' else bench_reads | unique }}",
            register="bench_read",
        ),
        {
            "name": "Group the configuration by kind",
            "ansible.builtin.set_fact": {
                "bench_found": "{{ dict(bench_read.results | map(attribute='item') | zip(bench_read.results | map(attribute='json'))) }}"
            },
            "tags": ["wms"],
        },
        _task(
            "Create or update objects",
            "wms",
            f"{_SERVICE}/{{{{ item.kind }}}}{{{{ '/' ~ bench_stored.id if bench_stored else '' }}}}",
            {"fields": "{{ item.fields }}"},
            "{{ 'PUT' if bench_stored else 'POST' }}",
            headers={**bearer, "If-Match": "{{ bench_stored.etag | default('') }}"},
            vars={"bench_stored": f"{{{{ {rows} | first | default({{}}) }}}}"},
            loop="{{ bench_objects }}",
            label="{{ item.kind }} {{ item.name }}",
            when="bench_stored.fields | default({}) | combine(item.fields) != bench_stored.fields | default({})",
        ),
        _task(
            "Update tables and pages of settings",
            "wms",
            f"{_SERVICE}/{{{{ item.kind }}}}",
            {"fields": "{{ item.fields }}"},
            "PUT",
            headers={**bearer, "If-Match": "{{ bench_found[item.kind].etag }}"},
            loop="{{ bench_documents }}",
            label="{{ item.kind }}",
            when="bench_found[item.kind].fields | combine(item.fields) != bench_found[item.kind].fields",
        ),
    ]


def _account_tasks() -> list[dict[str, Any]]:
    barcode = f"{{{{ item['{_CIRCULATION}'].circulationInfo.barcode }}}}"
    search = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": f'External_ID eq "{barcode}"',
    }
    return [
        _task(
            "Search the lending accounts",
            "wms",
            f"{_USERS}/.search",
            search,
            "POST",
            headers=_SCIM,
            loop="{{ bench_accounts }}",
            label=barcode,
            register="bench_patrons",
        ),
        _task(
            "Create or update the lending accounts",
            "wms",
            f"{_USERS}{{{{ '/' ~ bench_stored.id if bench_stored else '' }}}}",
            "{{ bench_stored | combine(item.item, recursive=true) }}",
            "{{ 'PUT' if bench_stored else 'POST' }}",
            headers=_SCIM,
            vars={"bench_stored": "{{ item.json.Resources | default([]) | first | default({}) }}"},
            loop="{{ bench_patrons.results }}",
            label="{{ item.json.totalResults | default(0) }}",
            when="bench_stored | combine(item.item | dict2items | rejectattr('key', 'eq', 'schemas') | items2dict,"
            " recursive=true) != bench_stored",
        ),
    ]


def _tenant_tasks() -> list[dict[str, Any]]:
    login = {"username": "{{ reshare_username }}", "password": "{{ reshare_password }}"}
    gateway = "{{ reshare_url }}"
    held = f"item.customProperties['{PATRON_ID}'] | default([])"
    row = "bench_rows | selectattr('key', 'eq', item.key) | first"
    return [
        _task(
            "Log in",
            "reshare",
            f"{gateway}/authn/login-with-expiry",
            login,
            "POST",
            headers={"X-Okapi-Tenant": "{{ reshare_tenant }}"},
            register="bench_login",
        ),
        _task(
            "Read the settings",
            "reshare",
            f"{gateway}/rs/settings/appSettings?{{{{ item }}}}&perPage=1000&page=1",
            headers=_OKAPI,
            loop="{{ bench_settings | map('regex_replace', '^', 'filters=key%3D%3D') | list if bench_way == 'each'"
            " else ['filters=hidden'] }}",
            register="bench_read_settings",
        ),
        {
            "name": "Combine the settings",
            "ansible.builtin.set_fact": {
                "bench_rows": "{{ bench_read_settings.results | map(attribute='json') | flatten }}"
            },
            "tags": ["reshare"],
        },
        _task(
            "Change settings",
            "reshare",
            f"{gateway}/rs/settings/appSettings/{{{{ bench_row.id }}}}",
            {"id": "{{ bench_row.id }}", "value": "{{ item.value }}"},
            "PUT",
            headers=_OKAPI,
            vars={"bench_row": f"{{{{ {row} }}}}"},
            loop="{{ bench_settings | dict2items }}",
            label="{{ item.key }}",
            when="bench_row.value | default(none) != item.value",
        ),
        _task(
            "Read the shelving locations",
            "reshare",
            f"{gateway}/rs/shelvingLocations?stats=true&perPage=1000&page=1",
            headers=_OKAPI,
            register="bench_shelves",
        ),
        _task(
            "Create shelving locations",
            "reshare",
            f"{gateway}/rs/shelvingLocations",
            "{{ item }}",
            "POST",
            headers=_OKAPI,
            loop="{{ bench_shelving_locations }}",
            label="{{ item.code }}",
            when="item.code not in bench_shelves.json.results | map(attribute='code')",
        ),
        _task(
            "Read the directory",
            "reshare",
            f"{gateway}/directory/entry?fullEntry=true&stats=true&sort=id;asc&perPage={_PAGE}&page={{{{ item }}}}",
            headers=_OKAPI,
            loop="{{ bench_pages }}",
            register="bench_directory",
        ),
        {
            "name": "Combine the pages of the directory",
            "ansible.builtin.set_fact": {
                "bench_entries": "{{ bench_directory.results | map(attribute='json.results') | flatten }}"
            },
            "tags": ["reshare"],
        },
        _task(
            "Update pickup places",
            "reshare",
            f"{gateway}/directory/entry/{{{{ item.id }}}}",
            {"id": "{{ item.id }}", "lmsLocationCode": "{{ bench_places[item.slug] }}"},
            "PUT",
            headers=_OKAPI,
            loop="{{ bench_entries | selectattr('slug', 'in', bench_places) }}",
            label="{{ item.slug }}",
            when="item.lmsLocationCode | default('') != bench_places[item.slug]",
        ),
        _task(
            "Change partners' accounts",
            "reshare",
            f"{gateway}/directory/entry/{{{{ item.id }}}}",
            {"id": "{{ item.id }}", "customProperties": {PATRON_ID: [{"value": "{{ bench_partners[item.slug] }}"}]}},
            "PUT",
            headers=_OKAPI,
            loop="{{ bench_entries | selectattr('slug', 'in', bench_partners) }}",
            label="{{ item.slug }}",
            when=f"({held} | map(attribute='value') | list) != [bench_partners[item.slug]]",
        ),
    ]
