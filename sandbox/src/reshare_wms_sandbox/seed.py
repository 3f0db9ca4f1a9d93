# SPDX-License-Identifier: GPL-3.0-or-later

"""The seed format: the initial state of a library, for files and for the control interface."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from . import contrary as choices
from .refusal import Refused, first_of, reason

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

#: The maximum number of characters of a wrong value in a message.
_LONGEST = 60
#: The most values in a seed.
_MOST_VALUES = 10_000_000

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Version = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+")]


class _SeedPart(BaseModel):
    # An unknown member of a seed is an error, so that a misspelling is not ignored.
    model_config = ConfigDict(extra="forbid")


class Branch(_SeedPart):
    """A branch with its row in the Holding Codes Translation Table (wms-circulation.md 6.1, 6.2)."""

    name: str
    registry_id: str
    holding_code: str
    default_symbol: str = ""
    shelving_locations: str = ""


class WsKey(_SeedPart):
    """An OCLC key (oclc-apis.md 1). contexts: registry IDs for which it is valid; its own library if empty. partial: it
    grants the requested scopes that it has, instead of rejecting the request."""

    key: str
    secret: str
    scopes: list[str] = ["SCIM", "configuration", "WorldCatMetadataAPI:get_holding_codes"]
    contexts: list[str] = []
    partial: bool = False
    token_lifetime: Seconds | None = None


class Item(_SeedPart):
    """A physical item of the library. material_format: of its WorldCat record. A temporary location replaces the
    permanent one (wms-circulation.md 2.2)."""

    barcode: str
    title: str = ""
    holding_location: str
    shelving_location: str
    material_format: str = "Book"
    temporary_holding_location: str | None = None
    temporary_shelving_location: str | None = None


class IdentityOptions(_SeedPart):
    """Behaviour of Identity Management that is not documented by OCLC, and therefore configurable (oclc-apis.md 2.5,
    2.6, 8)."""

    duplicate_barcode_status: Literal[409, 500] = 409
    search_delay: Seconds = 0
    rate_limit: bool = True
    retry_after: bool = True
    delete_status: Literal[200, 204] = 200
    create_messages: list[Any] = []


class TenantUser(_SeedPart):
    """A user of the library's ReShare tenant. permissions: all of them if none are given."""

    username: str
    password: str
    permissions: list[str] | None = None


class Logins(_SeedPart):
    """The ways to log in that the gateway offers (reshare.md 3.1)."""

    with_expiry: bool = True
    legacy: bool = True


class Setting(_SeedPart):
    """A stored setting that differs from a fresh tenant's."""

    value: str | None = None
    section: str | None = None
    settingType: str | None = None
    vocab: str | None = None
    defValue: str | None = None
    hidden: bool | None = None


class _Row(_SeedPart):
    """A row of a lending table (reshare.md 2.3). in_use: something refers to it, so it can only be hidden."""

    code: str
    name: str | None = None
    hidden: bool | None = None
    in_use: bool | None = None


class ShelvingLocation(_Row):
    """A shelving location; the code is the text that WMS shows."""

    supplyPreference: int | None = None


class HoldingLocation(ShelvingLocation):
    """A building; the code is the holding code of WMS."""

    icalRrule: str | None = None


class Site(_SeedPart):
    """A shelving location at a location, each by its code."""

    location: str
    shelving_location: str
    supplyPreference: int | None = None


class PatronProfile(_Row):
    """A patron profile."""

    canCreateRequests: bool | None = None


class ItemLoanPolicy(_Row):
    """An item loan policy."""

    lendable: bool | None = None


class Entry(_SeedPart):
    """A directory entry (reshare.md 4.1). symbols: with their authority, as RESHARE:ADM. parent, members: slugs; a
    member can be missing from the directory. custom_properties: names with their values; several values of one name
    are a fault that occurs. in_use: whether a request in mod-rs refers to it."""

    slug: str
    name: str
    type: str = "Institution"
    status: str = "Reference"
    description: str | None = None
    symbols: list[str] = []
    parent: str | None = None
    tags: list[str] = []
    lmsLocationCode: str | None = None
    foafUrl: str | None = None
    members: list[str] = []
    custom_properties: dict[str, list[str]] = {}
    in_use: bool = False


class ReShare(_SeedPart):
    """The library's ReShare tenant (reshare.md 0). mod_directory: its version, null if the tenant has none. mod_login:
    its version. directory_delay: seconds until mod-rs receives a change in mod-directory; the default is the command
    line's."""

    tenant: str
    mod_rs: Version = "2.18.8"
    mod_directory: Version | None = "2.11.1"
    mod_login: Version = "7.11.1"
    logins: Logins = Logins()
    users: list[TenantUser] = []
    settings: dict[str, Setting | str | None] = {}
    token_lifetime: Seconds = 600
    locations: list[HoldingLocation] = []
    shelving_locations: list[ShelvingLocation] = []
    sites: list[Site] = []
    patron_profiles: list[PatronProfile] = []
    item_loan_policies: list[ItemLoanPolicy] = []
    directory: list[Entry] = []
    directory_delay: Seconds | None = None


class Library(_SeedPart):
    """One library. contrary: other choices where the behaviour of a system is not known, by assumption."""

    name: str
    registry_id: str = Field(pattern=r"^[0-9A-Za-z-]+$")
    symbol: str = ""
    institution_name: str = ""
    branches: list[Branch] = []
    wskeys: list[WsKey] = []
    configuration: dict[str, Any] = {}
    items: list[Item] = []
    patrons: list[dict[str, Any]] = []
    identity: IdentityOptions = IdentityOptions()
    reshare: ReShare | None = None
    contrary: dict[str, str] = {}

    @field_validator("items")
    @classmethod
    def barcodes_differ(cls, items: list[Item]) -> list[Item]:
        if len({item.barcode for item in items}) < len(items):
            raise ValueError("two items have the same barcode")
        return items

    @field_validator("contrary")
    @classmethod
    def choices_exist(cls, contrary: dict[str, str]) -> dict[str, str]:
        choices.check(contrary)
        return contrary


class Seed(_SeedPart):
    """A seed file."""

    libraries: list[Library]

    @field_validator("libraries")
    @classmethod
    def registry_ids_differ(cls, libraries: list[Library]) -> list[Library]:
        for registry_id, count in Counter(library.registry_id for library in libraries).items():
            if count > 1:
                raise ValueError(f"{count} libraries have the registry_id {registry_id}")
        return libraries


class _Loader(yaml.SafeLoader):
    """Rejects a duplicate key (YAML would use its last value), values that JSON does not have (documents are stored as JSON), and aliases that
    repeat more than anybody would write."""

    def __init__(self, stream: Any):
        super().__init__(stream)
        #: The number of values in each node, those of its aliases included.
        self._sizes: dict[yaml.Node, int] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        node = super().compose_node(parent, index)
        if isinstance(node, yaml.CollectionNode):
            parts = (part for one in node.value for part in (one if isinstance(one, tuple) else (one,)))
            size = self._sizes[node] = 1 + sum(self._sizes.get(part, 1) for part in parts)
            if size > _MOST_VALUES:
                raise yaml.MarkedYAMLError(
                    problem=f"its aliases stand for more than {_MOST_VALUES:,} values", problem_mark=node.start_mark
                )
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        known: set[tuple[str, str]] = set()
        for key in (one for one, _value in node.value if isinstance(one, yaml.ScalarNode)):
            if (key.tag, key.value) in known:
                raise yaml.MarkedYAMLError(problem=f"'{key.value}' is written twice", problem_mark=key.start_mark)
            known.add((key.tag, key.value))
        return super().construct_mapping(node, deep)

    def construct_number(self, node: yaml.ScalarNode) -> float:
        number: float = self.construct_yaml_float(node)
        return number if math.isfinite(number) else self.refuse(node)

    def refuse(self, node: yaml.Node) -> NoReturn:
        kind = node.tag.rpartition(":")[2]
        raise yaml.MarkedYAMLError(
            problem=f"this {kind} cannot be stored; write a text, in quotes", problem_mark=node.start_mark
        )


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_number)
for _kind in ("binary", "omap", "pairs", "set", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _Loader.refuse)


def read(path: str | Path) -> Seed:
    """Read the seed in a YAML file. Raises Refused."""
    try:
        with open(path, encoding="utf-8") as file:
            return Seed.model_validate(yaml.load(file, _Loader))  # noqa: S506  # a SafeLoader
    except OSError as fault:
        raise Refused(f"The seed {path} cannot be read: {reason(fault)}.") from None
    except UnicodeDecodeError:
        raise Refused(f"The seed {path} is not a text in UTF-8.") from None
    except yaml.MarkedYAMLError as fault:
        place = f", line {fault.problem_mark.line + 1}" if fault.problem_mark else ""
        raise Refused(f"The seed {path} is wrong{place}: {fault.problem}.") from None
    except (yaml.YAMLError, RecursionError):
        raise Refused(f"The seed {path} is not YAML.") from None
    except ValidationError as fault:
        raise Refused(f"The seed {path} is wrong: {faults(fault)}.") from None
    except ValueError as fault:
        raise Refused(f"The seed {path} has a value that cannot be read: {fault}.") from None


def faults(found: ValidationError) -> str:
    """What is wrong, with the places of the members."""
    return first_of([f"{_place(one['loc'])} {_wrong(one)}" for one in found.errors()])


def _place(path: tuple[int | str, ...]) -> str:
    """The place of a member, such as libraries[0].wskeys[1].key."""
    text = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return text.removeprefix(".") or "the content"


#: What is wrong with a member, by the types of pydantic's errors.
_WRONG = {
    "missing": "is missing",
    "extra_forbidden": "is not known; look for a misspelling",
    "json_invalid": "is not JSON",
    "invalid_key": "is not known; its name has to be a text",
}
#: What a member has to be, by the beginning of the types of other errors.
_NEEDED = {
    "model": "a mapping",
    "dict": "a mapping",
    "list": "a list",
    "string": "a text, in quotes if it is a number",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "greater": "0 or more",
}


def _wrong(error: ErrorDetails) -> str:
    if error["type"] in _WRONG:
        return _WRONG[error["type"]]
    if error["type"] == "value_error":
        return f"is wrong: {error['ctx']['error']}"
    if error["type"] == "literal_error":
        needed = f"one of {error['ctx']['expected']}"
    elif error["type"] == "string_pattern_mismatch":
        needed = f"a text that matches {error['ctx']['pattern']}"
    else:
        needed = _NEEDED.get(error["type"].partition("_")[0], error["type"].replace("_", " "))
    return f"is {_shown(error['input'])}; it has to be {needed}"


def _shown(given: Any) -> str:
    text = repr(given)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def bundled(name: str = "consortium.yml") -> Path:
    """The path of the seed that is included in the package."""
    return Path(__file__).with_name("seeds") / name
