# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds expressions that can read or run something outside the inventory, without evaluating them.

A lookup runs commands and reads files and environment variables, and so do some filters and tests. The validation of a proposed change must do
none of that, so only plugins that are known to compute their result from their arguments are allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ansible import constants
from ansible.errors import AnsibleError
from ansible.template import is_trusted_as_template
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from .._roles.computed import FILTERS

#: The names by which an expression calls a lookup.
_CALLS = frozenset({"lookup", "query", "q"})
_LOOKUPS = frozenset(
    """
    dict indexed_items items list nested sequence subelements together varnames vars reshare.wms.role_configuration
    """.split()  # noqa: SIM905
)
_FILTERS = frozenset({"reshare.wms.if_set", *(f"reshare.wms.{name}" for name in FILTERS)}) | frozenset(
    """
    abs attr batch capitalize center count d default dictsort e escape filesizeformat first float forceescape format groupby indent int items
    join last length list lower map max min pprint reject rejectattr replace reverse round safe select selectattr slice sort string striptags
    sum title tojson trim truncate unique upper urlencode urlize wordcount wordwrap xmlattr
    b64decode b64encode basename bool checksum combinations combine comment commonpath dict2items difference dirname extract flatten from_json
    from_yaml from_yaml_all hash human_readable human_to_bytes intersect items2dict log mandatory md5 normpath path_join permutations pow
    product quote regex_escape regex_findall regex_replace regex_search rekey_on_member root sha1 split splitext strftime subelements
    symmetric_difference ternary to_datetime to_json to_nice_json to_nice_yaml to_uuid to_yaml type_debug union urldecode win_basename
    win_dirname win_splitdrive zip zip_longest
    """.split()  # noqa: SIM905
)
_TESTS = frozenset(
    """
    != < <= == > >= boolean callable defined divisibleby eq equalto escaped even false filter float ge greaterthan gt in integer iterable le
    lessthan lower lt mapping ne none number odd sameas sequence string test true undefined upper
    all any contains falsy issubset issuperset isnan match nan regex search subset superset truthy uri url urn version version_compare
    """.split()  # noqa: SIM905
)
#: Filters with the name of a filter or test among their arguments: its place, and the allowed names.
_APPLYING = {
    "map": (0, _FILTERS),
    **dict.fromkeys(("select", "reject"), (0, _TESTS)),
    **dict.fromkeys(("selectattr", "rejectattr"), (1, _TESTS)),
}
_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
#: Beginnings of what Jinja evaluates, or ignores.
_DELIMITERS = ("{{", "{%", "{#")


@cache
def outside(text: str) -> tuple[str, ...]:
    """The parts of an expression that are not known to be harmless, such as lookup('pipe'). Empty for a harmless text.

    A text with a syntax error is harmless, since Ansible does not evaluate it.
    """
    if not has_expression(text):
        return ()
    tree = _parsed(text)
    if isinstance(tree, TemplateSyntaxError):
        # It may be correct with Jinja extensions, which could do anything.
        return ("a Jinja extension",) if _environment_is_extended() else ()
    return tuple(dict.fromkeys(_not_allowed(tree)))


def syntax_fault(written: object) -> str | None:
    """The error in the syntax of what is written in a variable, in the words of Ansible. Nothing is evaluated."""
    if not isinstance(written, str) or not is_trusted_as_template(written) or not has_expression(written):
        return None
    tree = _parsed(str(written))
    if not isinstance(tree, TemplateSyntaxError) or _environment_is_extended():
        return None
    return f"Syntax error in template: {tree.message}"


@cache
def _parsed(text: str) -> nodes.Template | TemplateSyntaxError:
    """The parts of an expression, or the error in its syntax."""
    try:
        return _environment().parse(text)
    except TemplateSyntaxError as fault:
        return fault


def has_expression(text: str) -> bool:
    """Whether a text contains anything that Jinja evaluates."""
    return any(mark in text for mark in _DELIMITERS)


@cache
def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(trim_blocks=True)


@cache
def _environment_is_extended() -> bool:
    try:
        return bool(constants.config.get_config_value("DEFAULT_JINJA2_EXTENSIONS"))
    except AnsibleError:
        return False


def _not_allowed(tree: nodes.Template) -> Iterator[str]:
    called = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _CALLS:
            called.add(id(call.node))
            plugin = call.args[0].value if call.args and isinstance(call.args[0], nodes.Const) else "…"
            if _plain(plugin) not in _LOOKUPS:
                yield f"{call.node.name}('{plugin}')"
    for name in tree.find_all(nodes.Name):
        if name.name in {*_CALLS, "self"} and id(name) not in called:
            yield name.name
    for filtered in tree.find_all(nodes.Filter):
        if _plain(filtered.name) not in _FILTERS:
            yield f"the filter {filtered.name}"
        yield from _applied(filtered)
    for tested in tree.find_all(nodes.Test):
        if _plain(tested.name) not in _TESTS:
            yield f"the test {tested.name}"
    for statement in tree.find_all(_FILES):
        yield f"the statement {type(statement).__name__.lower()}"
    # Ansible evaluates expressions in the constants of some expressions.
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str) and has_expression(constant.value):
            yield "an expression inside a text"


def _applied(node: nodes.Filter) -> Iterator[str]:
    """The filter or test that a filter gets by name as an argument, unless it is allowed."""
    position, allowed = _APPLYING.get(_plain(node.name), (0, None))
    if allowed is None:
        return
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        yield f"the arguments of {node.name}"
    for name in node.args[position : position + 1]:
        if not isinstance(name, nodes.Const):
            yield f"the arguments of {node.name}"
        elif _plain(name.value) not in allowed:
            yield f"'{name.value}' with {node.name}"


def _plain(name: object) -> str:
    """The name of a plugin as in the lists."""
    return str(name).removeprefix("ansible.builtin.").removeprefix("ansible.legacy.")
