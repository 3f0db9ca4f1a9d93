# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets are masked in every form, and other text is unchanged."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.addresses import credentials, shown
from ansible_collections.reshare.wms.plugins.module_utils._core.redaction import MASK, Redactor, leaves

#: How programs embed a text in another.
ENCODINGS = {
    "plain": lambda text: text,
    "json": lambda text: json.dumps(text)[1:-1],
    "json without \\u": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "json, upper case": lambda text: "".join(f"\\u{ord(one):04X}" if ord(one) < 0x10000 else one for one in text),
    "json with \\/": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "html": html.escape,
    "html, decimal": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "html, hexadecimal": lambda text: "".join(f"&#x{ord(one):X};" for one in text),
    "html, named": lambda text: text.encode("ascii", "xmlcharrefreplace").decode().replace('"', "&quot;"),
    "url": lambda text: quote(text, safe=""),
    "url, lower case": lambda text: quote(text, safe="").replace("%C3", "%c3").replace("%2F", "%2f"),
    "url with +": quote_plus,
    "url, every byte": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "python": lambda text: repr(text)[1:-1],
    "python bytes": lambda text: repr(text.encode())[2:-1],
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal, upper case": lambda text: text.encode().hex().upper(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 of user:password": lambda text: base64.b64encode(f"admin:{text}".encode()).decode(),
    "base64, one byte before": lambda text: base64.b64encode(f"x{text}y".encode()).decode(),
    "base64, two bytes before": lambda text: base64.urlsafe_b64encode(f"xx{text}".encode()).decode(),
    "latin-1 for utf-8": lambda text: text.encode().decode("latin-1"),
    "wrapped": lambda text: "\n    ".join(text.split()),
}

SECRETS = [
    "canary-secret-123",
    "pa\"ss w\\ord é&<>'%41+/x",
    "line one\nline two €uro 😀",
    'a%2Fb&amp;c"d\\n',
    "~~/+/+????>>>>",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_masked_in_every_form(secret, encoding):
    written = ENCODINGS[encoding](secret)
    assert Redactor([secret]).text(f"before <{written}> after") == f"before <{MASK}> after"


#: Encodings that accept any text and keep it separate from the surrounding text.
NESTABLE = ["json", "html", "url", "html, decimal", "url, every byte"]


@given(
    secret=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=7, max_size=20),
    layers=st.lists(st.sampled_from(NESTABLE), max_size=3),
)
def test_a_secret_is_masked_however_often_it_was_escaped(secret, layers):
    written = f" {secret} "
    for layer in layers:
        written = ENCODINGS[layer](written)
    assert Redactor([secret]).text(written).count(MASK) == 1


def test_a_short_secret_is_masked_as_a_whole_word_only():
    redact = Redactor(["fail", "pass12"]).text
    assert redact("It did fail; 'pass12', fail_json failed, failure, xpass12") == (
        f"It did {MASK}; '{MASK}', fail_json failed, failure, xpass12"
    )
    assert redact("%22fail%22 \\nfail\\n &quot;fail&quot;") == f"%22{MASK}%22 \\n{MASK}\\n &quot;{MASK}&quot;"
    assert redact(base64.b64encode(b"fail").decode()) == MASK


def test_a_secret_that_is_too_short_is_not_looked_for():
    assert Redactor(["e", "no", ""]).text("e no") == "e no"


def test_no_character_of_secrets_that_overlap_is_left():
    assert Redactor(["canary-one", "one-and-two", "canary-one-and"]).text("<canary-one-and-two>") == f"<{MASK}>"


def test_numbers_booleans_null_and_words_of_the_program_are_never_changed():
    redactor = Redactor(["False", "1234", "fail", "changed", "None"], words={"changed", "fail"})
    result = {"changed": True, "ready": False, "count": 1234, "reason": None, "status": "fail", "list": [1234, False]}
    assert redactor.data(result) == result
    assert redactor.data({"msg": "fail: False 1234 None"}) == {"msg": f"{MASK}: {MASK} {MASK} {MASK}"}


def test_keys_are_masked_and_none_is_lost():
    redactor = Redactor(["canary-one", "canary-two"])
    assert redactor.data({"canary-one": 1, "canary-two": [{"canary-one": "canary-two"}]}) == {
        MASK: 1,
        f"{MASK} (2)": [{MASK: MASK}],
    }


@pytest.mark.parametrize("length", range(4, 17))
def test_what_is_left_of_a_secret_that_was_cut_is_masked(length):
    secret = "canary-secret-123"
    assert Redactor([secret]).text(f"Who is {secret[:length]}...") == f"Who is {MASK}..."


def test_the_beginning_of_a_text_is_masked_before_it_is_cut():
    secret = "canary-secret-123"
    redactor = Redactor([secret])
    for filler in range(2980, 3001):
        assert "cana" not in redactor.beginning("x " * (filler // 2) + secret, 3000)
    # Masking shortens a text: the part after the examined one must not become visible.
    assert "cana" not in redactor.beginning(secret * 20_000, 3000).replace(MASK, "")


def test_the_texts_in_a_structure_are_found():
    assert sorted(leaves({"a": ["b", 1, None], "c": {"d": ""}})) == ["1", "a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("address", "visible", "hidden"),
    [
        ("https://user:pass-word@host.example/path", "https://host.example/path", ["pass-word"]),
        ("https://user:pa/ss?wo#rd@host.example/path", "https://host.example/path", ["pa/ss?wo#rd"]),
        ("https://user:p%40ss@host.example:8080", "https://host.example:8080", ["p@ss"]),
        ("https://token@host.example/", "https://host.example/", [""]),
        ("https://host.example/x?apikey=abc&page=2#f", "https://host.example/x", ["abc"]),
        ("https://host.example:8080/users/@me", "https://host.example:8080/users/@me", []),
    ],
)
def test_an_address_is_shown_without_what_it_carries(address, visible, hidden):
    assert shown(address) == visible
    assert list(credentials(address)) == hidden
