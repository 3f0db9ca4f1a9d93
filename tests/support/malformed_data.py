# SPDX-License-Identifier: GPL-3.0-or-later

"""Hypothesis strategies for damaged data: valid documents with random damage, and arbitrary bytes.

A document is plain data (dictionaries, lists, scalars) or XML. One or more nodes at any depth are replaced, removed,
repeated or converted to another type; then the bytes are cut, flipped or repeated.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import LONGEST, TaskError

#: Inserted into a document by name, because no JSON or YAML writer produces them: each is a value at its position.
RAW = MappingProxyType(
    {
        "nan": "NaN",
        "infinite": "-Infinity",
        "overflowing": "1e999",
        "long number": "9" * 5_000,
        "large number": "9" * 400,
        "half a surrogate pair": '"\\ud800"',
        "NUL": '"\\u0000"',
        "control characters": '"\\u001b[2J\\u0085\\u2028\\ufeff"',
        "deep list": "[" * 20_000 + "]" * 20_000,
        "deep object": '{"a":' * 20_000 + "1" + "}" * 20_000,
        "twice": '{"id": 1, "id": {"id": []}, "fields": 1, "fields": {}}',
        "long text": '"' + "x" * 20_000 + '"',
    }
)

#: A list that fills the memory when its aliases are expanded.
_LAUGH = (f"&a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
ALIAS_BOMB = f"[&a0 [x], {', '.join(_LAUGH)}]"

#: For YAML only.
RAW_YAML = {
    **RAW,
    "anchor": "&a [*a]",
    "laughs": ALIAS_BOMB,
    "laughing key": f"{{? {ALIAS_BOMB} : 1}}",
    "merged": "{<<: {library: x}, library: y}",
    "object": "!!python/object/apply:os.system [exit]",
    "no bool": "!!bool maybe",
    "no int": '!!int ""',
    "no float": "!!float x",
    "binary": "!!binary '==='",
    "half a hex number": "0x_",
    "many minutes": "1" + ":1" * 400 + ".5",
    "not a number": ".nan",
    "set": "!!set {a, b}",
    "date": "2026-13-99",
    "time": "2026-11-25T09:30:00Z",
    "old yes": "yes",
    "tag of nothing": "!x y",
}

_MARK = "\ue000"

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(
        [0, -1, 1, 10**18, 1.5, -0.0, 1e308, "", " ", "0", "x", "None", "/", "../..", "%00", "é", "\U0001f4da"]
    ),
    st.integers(),
    st.text(max_size=8),
)
values = st.one_of(
    scalars,
    st.sampled_from([[], {}, [[]], [{}], [None], {"": None}]),
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    ),
    # Copies, so that later changes of a document do not affect later examples.
).map(copy.deepcopy)


def raw_token(known: Mapping[str, str] = RAW) -> st.SearchStrategy[str]:
    """A placeholder for a token that is written without quoting."""
    return st.sampled_from(sorted(known)).map(lambda name: f"{_MARK}{name}{_MARK}")


def json_text(document: Any, known: Mapping[str, str] = RAW, **how: Any) -> str:
    """The JSON of a document with placeholders."""
    text = json.dumps(document, **{"ensure_ascii": False, **how})
    for name, token in known.items():
        text = text.replace(f'"{_MARK}{name}{_MARK}"', token)
    return text


# ------------------------------------------------------------------------------------------------------------ data


@st.composite
def changed_document(draw: st.DrawFn, document: Any, known: Mapping[str, str] = RAW, most: int = 3) -> Any:
    """The document with some nodes changed."""
    holder = [copy.deepcopy(document)]
    for _number in range(draw(st.integers(1, most))):
        nodes = list(_nodes(holder))
        parent, key = nodes[draw(st.integers(0, len(nodes) - 1))]
        node = parent[key]
        change = draw(st.sampled_from(["replace", "raw", "delete", "repeat", "wrap", "retype", "unknown", "move"]))
        if change == "replace":
            parent[key] = draw(values)
        elif change == "raw":
            parent[key] = draw(raw_token(known))
        elif change == "delete" and parent is not holder:
            del parent[key]
        elif change == "repeat" and isinstance(parent, list) and parent is not holder:
            parent.insert(key, copy.deepcopy(node))
        elif change == "wrap":
            parent[key] = draw(st.sampled_from([[node], {"value": node}, [[node], [node]]]))
        elif change == "retype":
            parent[key] = _other_types(node)[draw(st.integers(0, 3))]
        elif change == "unknown" and isinstance(node, dict):
            node[draw(st.text(max_size=5))] = draw(values)
        elif change == "move":
            parent[key] = copy.deepcopy(_at(nodes, draw(st.integers(0, len(nodes) - 1))))
    return holder[0]


def _nodes(parent: Any) -> Iterator[tuple[Any, Any]]:
    """Every node below, as its parent and its key in the parent."""
    for key in range(len(parent)) if isinstance(parent, list) else list(parent):
        yield parent, key
        if isinstance(parent[key], (dict, list)):
            yield from _nodes(parent[key])


def _at(nodes: list[tuple[Any, Any]], number: int) -> Any:
    parent, key = nodes[number]
    return parent[key] if not isinstance(parent, list) or key < len(parent) else None


def _other_types(node: Any) -> list[Any]:
    inside = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else [node]
    return [str(node), inside, {str(number): one for number, one in enumerate(inside)}, len(str(node))]


# ----------------------------------------------------------------------------------------------------------- bytes


@st.composite
def damaged_bytes(draw: st.DrawFn, body: bytes) -> bytes:
    """The bytes, cut, flipped, repeated or with other bytes inserted."""
    start = draw(st.integers(0, len(body)))
    end = draw(st.integers(start, min(len(body), start + 40)))
    return draw(
        st.sampled_from(
            [
                body[:start],
                body[start:],
                body[:start] + bytes(byte ^ 1 << (start % 8) for byte in body[start:end]) + body[end:],
                body[:end] + body[start:end] * 50 + body[end:],
                body[:start] + body[end:],
                b"\xef\xbb\xbf" + body,
            ]
        )
        | st.binary(max_size=6).map(lambda inserted: body[:start] + inserted + body[end:])
    )


@st.composite
def encoded(draw: st.DrawFn, text: str) -> bytes:
    """The text in some encoding, usually the correct one."""
    encoding = draw(st.sampled_from(["utf-8"] * 8 + ["utf-8-sig", "utf-16", "utf-32", "latin-1"]))
    return text.encode(encoding, "replace" if encoding == "latin-1" else "surrogatepass")


@st.composite
def data_bytes(draw: st.DrawFn, document: Any, known: Mapping[str, str] = RAW) -> bytes:
    """The bytes of a JSON document, intact or damaged."""
    node = draw(changed_document(document, known) | changed_document(document, known) | st.just(document) | values)
    body = draw(encoded(json_text(node, known, ensure_ascii=draw(st.booleans()))))
    return draw(st.just(body) | damaged_bytes(body) | st.binary(max_size=40))


# ------------------------------------------------------------------------------------------------------------- XML

_ENTITIES = {
    "laughs": '<!DOCTYPE x [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij"))
    + "]>",
    "external": '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>',
    "none": "<!DOCTYPE x>",
}
_TEXTS = st.sampled_from(
    ["", " ", "x" * 20_000, "2026-12-24", "9999-12-31T23:59:59+14:00", "\x85", "]]>", "&"]
) | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)


@st.composite
def xml_bytes(draw: st.DrawFn, document: str) -> bytes:
    """The bytes of an XML document, intact or damaged."""
    root = ElementTree.fromstring(document)
    for _number in range(draw(st.integers(0, 3))):
        parents = [node for node in root.iter() if len(node)]
        parent = parents[draw(st.integers(0, len(parents) - 1))] if parents else root
        child = parent[draw(st.integers(0, len(parent) - 1))] if len(parent) else root
        change = draw(st.sampled_from(["remove", "repeat", "text", "rename", "move", "attribute", "nest"]))
        if change == "remove" and child is not root:
            parent.remove(child)
        elif change == "repeat":
            parent.append(copy.deepcopy(child))
        elif change == "text":
            child.text = draw(_TEXTS)
        elif change == "rename":
            other = list(root.iter())[draw(st.integers(0, sum(1 for _node in root.iter()) - 1))]
            child.tag = draw(st.sampled_from([other.tag, "x", "{urn:x}y", child.tag.rpartition("}")[2]]))
        elif change == "move" and child is not root:
            parent.remove(child)
            root.append(child)
        elif change == "attribute":
            child.set("Scheme", draw(_TEXTS))
        elif change == "nest":
            child.append(copy.deepcopy(root))
    text = ElementTree.tostring(root, encoding="unicode")
    text = (
        draw(st.sampled_from(["", '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0" encoding="x"?>']))
        + text
    )
    dtd = draw(st.none() | st.sampled_from(sorted(_ENTITIES)))
    if dtd is not None:
        text = _ENTITIES[dtd] + text.replace("I-1", "&j;")
    body = draw(encoded(text))
    return draw(st.just(body) | damaged_bytes(body) | st.binary(max_size=40))


# ------------------------------------------------------------------------------------------------- what must hold


def assert_data_or_error(run: Callable[[], Any], secrets: Collection[str] = ()) -> None:
    """Run a function. It has to return plain data that can be serialised, or raise a TaskError that contains no secret."""
    try:
        found = run()
    except TaskError as fault:
        text = str(fault)
        text.encode()
        assert text.strip() and len(text) <= LONGEST
        assert not [secret for secret in secrets if secret in text]
    else:
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()


#: The strategy for damaging each type of document.
Spoiler = Callable[[Any], st.SearchStrategy[bytes]]
