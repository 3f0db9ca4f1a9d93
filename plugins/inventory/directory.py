# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: directory
short_description: Libraries of a consortium from a ReShare directory
version_added: 1.0.0
author:
  - the reshare.wms authors (@reshare-wms)
description:
  - Creates a host for every member of a consortium in a ReShare directory, and a group for every consortium.
  - The name of a host is the slug of the member's directory entry. The name of a group is the slug of the consortium, in which every
    character other than letters and digits is replaced by C(_).
  - Ansible loads variables, and evaluates the expressions in them, from files that have the name of a host or group. Therefore a slug must
    have at most 100 characters of letters (a-z), digits, C(.), C(_) and C(-), begin with a letter or digit, not be V(all), V(ungrouped) or
    V(localhost), and not end with C(.yml), C(.yaml) or C(.json). Any other slug, and a slug of two entries, causes an error that names the
    entry.
  - A member of a consortium that has no entry in the directory is not in the inventory. A warning names the member. A consortium without
    members also causes a warning.
  - A directory does not contain the tenant, the gateway URL or the WMS Registry ID of a library. These variables are read from a file (see
    O(join)).
  - The file must be named C(reshare_directory.yml) or end with C(.reshare_directory.yml) (or C(.yaml)).
requirements:
  - requests >= 2.32
  - urllib3 >= 2.2
  - defusedxml >= 0.7.1
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
options:
  plugin:
    description: The name of this plugin.
    required: true
    choices:
      - reshare.wms.directory
  reshare_url:
    description: The URL of the gateway (Okapi or Eureka).
    type: str
    required: true
    env:
      - name: RESHARE_WMS_RESHARE_URL
  reshare_tenant:
    description: The tenant whose directory is read. The directory of any member contains all members.
    type: str
    required: true
    env:
      - name: RESHARE_WMS_RESHARE_TENANT
  reshare_username:
    description: The user name of an account of that tenant that has permission to read the directory.
    type: str
    required: true
    env:
      - name: RESHARE_WMS_RESHARE_USERNAME
  reshare_password:
    description: The password of the account. Set it in the environment instead of the file.
    type: str
    required: true
    env:
      - name: RESHARE_WMS_RESHARE_PASSWORD
  consortia:
    description: The slugs of the consortia whose members are added. If not set, the members of all consortia in the directory.
    type: list
    elements: str
    default: []
  join:
    description:
      - A YAML file with the variables that the directory does not contain, by slug or symbol of the member. A path is relative to the
        inventory file.
      - A slug or symbol in the file that no member has is an error. A member that is not in the file gets no additional variables, and
        causes a warning.
      - The file is maintained by the operator. Expressions in it are evaluated. Expressions in texts from the directory are never
        evaluated.
    type: str
  timeout:
    description: Timeout of a request in seconds, from connecting to the end of the response.
    type: float
    default: 30.0
  validate_certs:
    description: Whether the TLS certificate of the gateway is validated.
    type: bool
    default: true
  ca_path:
    description: A bundle of your own CA certificates.
    type: path
    env:
      - name: RESHARE_WMS_CA_PATH
  state_dir:
    description: The directory in which logins are recorded, so that rejected logins are not repeated.
    type: path
    env:
      - name: RESHARE_WMS_STATE_DIR
notes:
  - Each host gets the variables C(reshare_slug), C(reshare_name), C(reshare_symbol) (the first, as C(AUTHORITY:SYMBOL)),
    C(reshare_symbols) and C(reshare_consortia).
  - If O(keyed_groups) or O(groups) use one of these variables, the contents of the directory determine the members of the group. Use a
    prefix for such groups that is not used by any group with variables.
"""

EXAMPLES = r"""
# inventory/reshare_directory.yml
plugin: reshare.wms.directory
reshare_url: https://gateway.reshare.example.org
reshare_tenant: adams
reshare_username: inventory
join: members.yml
# Set reshare_password with RESHARE_WMS_RESHARE_PASSWORD

# Groups by a variable from the joined file, such as library_system_wms
keyed_groups:
  - key: library_system
    prefix: library_system
compose:
  ansible_connection: "'local'"
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: .cache/inventory

# inventory/members.yml, joined by slug or symbol:
#
# adams:
#   library_system: wms
#   reshare_tenant: adams
#   wms_registry_id: "100101"
# ISIL:US-BKR:
#   library_system: wms
#   reshare_tenant: baker
#   wms_registry_id: "100201"
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ..module_utils._core.addresses import credentials
from ..module_utils._core.errors import TaskError, UnknownReference, ValidationError, candidates, quoted, similar
from ..module_utils._core.redaction import FEWEST, Redactor
from ..module_utils._http import session
from ..module_utils._http.state_dir import StateDirectory
from ..module_utils._reshare.gateway import Gateway
from ..module_utils._reshare.members import Member, Membership, membership
from ..plugin_utils._inventory import inventory_sources, names


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Reads the members of consortia, and adds the variables that the directory lacks."""

    NAME = "reshare.wms.directory"

    def verify_file(self, path: str) -> bool:
        """Whether the file is meant for this plugin."""
        name = Path(path).name
        named = any(
            name == f"reshare_directory{end}" or name.endswith(f".reshare_directory{end}") for end in (".yml", ".yaml")
        )
        return super().verify_file(path) and named

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Ansible's entry point."""
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        self.load_cache_plugin()
        try:
            answer = self._cached(self._question(path), cache)
            for warning in answer.warnings():
                self.display.warning(warning)
            members = answer.members
            groups = self._groups(members)
            self._populate(members, groups, self._joined(path, members))
        except TaskError as fault:
            inventory_sources.unread[path] = self._redactor().text(str(fault))
            raise AnsibleParserError(f"{path}: {inventory_sources.unread[path]}") from None
        inventory_sources.unread.pop(path, None)

    def _groups(self, members: list[Member]) -> dict[str, str]:
        """The group of each consortium, by slug. Raises ValidationError if a slug cannot be the name of a host or group."""
        consortia = sorted({slug for member in members for slug in member.consortia})
        groups = {slug: self._sanitize_group_name(slug) for slug in consortia}
        problems = [
            *names.slug_problems("host", ((member.slug, member.described) for member in members)),
            *names.slug_problems("group", ((slug, "of a consortium") for slug in consortia)),
            *names.group_problems(groups),
        ]
        if problems:
            raise ValidationError(*problems)
        return groups

    def _question(self, path: str) -> str:
        """The key of the cached response: the file, and a digest of the request."""
        asked = [self.get_option(name) for name in ("reshare_url", "reshare_tenant", "consortia")]
        return f"{self.get_cache_key(path)}_{hashlib.sha256(repr(asked).encode()).hexdigest()[:12]}"

    def _cached(self, key: str, cache: bool) -> Membership:
        if cache and self.get_option("cache"):
            try:
                kept = self._cache[key]
                return Membership(**{**kept, "members": [Member(**member) for member in kept["members"]]})
            except KeyError:
                pass
        known = membership(self._gateway(), self.get_option("consortia"))
        if self.get_option("cache"):
            self._cache[key] = asdict(known)
        return known

    def _redactor(self) -> Redactor:
        address = self.get_option("reshare_url")
        return Redactor([self.get_option("reshare_password"), *credentials(address)])

    def _gateway(self) -> Gateway:
        password = self.get_option("reshare_password")
        if len(password.strip()) < FEWEST:
            raise TaskError(
                f"reshare_password has fewer than {FEWEST} characters, which is too short to be masked; set a longer one"
            )
        if session.sends_in_clear(self.get_option("reshare_url")):
            self.display.warning(
                "reshare_url is an http URL: the password is sent unencrypted. Set it to an https URL."
            )
        http = session.Session(
            self.get_option("timeout"),
            verify=self.get_option("ca_path") or self.get_option("validate_certs"),
            secrets=self._redactor().secrets,
        )
        return Gateway(
            http,
            StateDirectory(self.get_option("state_dir")),
            url=self.get_option("reshare_url"),
            tenant=self.get_option("reshare_tenant"),
            username=self.get_option("reshare_username"),
            password=password,
        )

    def _joined(self, path: str, members: list[Member]) -> dict[str, Mapping[str, Any]]:
        """The variables of the file, by slug."""
        if not self.get_option("join"):
            return {}
        file = Path(path).parent / self.get_option("join")
        # The operator's own file may have templates in it.
        content = self.loader.load_from_file(str(file), cache="none", trusted_as_template=True) or {}
        if not isinstance(content, Mapping) or not all(isinstance(entry, Mapping) for entry in content.values()):
            problem = f"{file} must be a dictionary of members, each with a dictionary of variables"
            raise ValidationError(problem, fields=["join"])
        joined: dict[str, str] = {}
        for name in content:
            meant = [member for member in members if name in member.names]
            if not meant:
                known = [known for member in members for known in member.names]
                text = f"{file}: '{name}' is not a member of the consortium. {similar(str(name), known)}"
                raise UnknownReference(text, str(name), meant=candidates(str(name), known))
            if len(meant) > 1:
                problem = f"{file}: '{name}' is a symbol of {quoted(m.name for m in meant)}; write AUTHORITY:SYMBOL"
                full = [symbol for member in meant for symbol in member.symbols if symbol.endswith(f":{name}")]
                raise ValidationError(problem, about=str(name), meant=full)
            other = joined.setdefault(meant[0].slug, str(name))
            if other != name:
                problem = f"{file}: {quoted([other, name])} are the same member, {meant[0].name}"
                raise ValidationError(problem, about=meant[0].name)
        lacking = [member.slug for member in members if member.slug not in joined]
        if lacking:
            self.display.warning(f"{file} has no variables for {quoted(lacking)}")
        return {slug: content[name] for slug, name in joined.items()}

    def _populate(
        self, members: list[Member], groups: Mapping[str, str], joined: Mapping[str, Mapping[str, Any]]
    ) -> None:
        strict = self.get_option("strict")
        for member in members:
            host = self.inventory.add_host(member.slug)
            for consortium in member.consortia:
                self.inventory.add_host(host, self.inventory.add_group(groups[consortium]))
            variables = self._variables(member) | dict(joined.get(member.slug, {}))
            for name, value in variables.items():
                self.inventory.set_variable(host, name, value)
            self._set_composite_vars(self.get_option("compose"), variables, host, strict=strict)
            self._add_host_to_composed_groups(self.get_option("groups"), variables, host, strict=strict)
            self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host, strict=strict)

    @staticmethod
    def _variables(member: Member) -> dict[str, Any]:
        variables: dict[str, Any] = {"reshare_slug": member.slug, "reshare_name": member.name}
        variables |= {"reshare_symbols": member.symbols, "reshare_consortia": member.consortia}
        return variables | ({"reshare_symbol": member.symbols[0]} if member.symbols else {})
