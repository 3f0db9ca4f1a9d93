# SPDX-License-Identifier: GPL-3.0-or-later

"""The form in which texts are compared that a system may rewrite."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.texts import normal, same_text

#: Texts of what entities, compositions and foldings are made of, and any texts.
PIECES = st.sampled_from(
    [
        "&",
        ";",
        "#",
        "amp;",
        "&amp;",
        "#38;",
        "&#97;",
        "x26;",
        "&semi;",
        "&Uuml;",
        "&UUML;",
        "&ohm;",
        "&OHM;",
        "&notit;",
        "&#8203;",
        "&#x202e;",
    ]
    + [
        "u",
        "U",
        "\u0308",
        "\u0301",
        "\u0345",
        "\u037e",
        "\u212a",
        "\u1e9e",
        "\u0130",
        "\ufb03",
        "ss",
        " ",
        "\xa0",
        "\u2003",
        "\t",
        "\r",
        "\n",
        "\u200b",
        "<",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=20)
#: What systems make of a text.
REWRITTEN = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "entities": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("\u00fc", "&uuml;"),
    "entities twice": lambda text: text.replace("&", "&amp;amp;"),
    "numbers": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "spaces": lambda text: f" {text} ".replace(" ", "\u00a0 "),
}
SAME = [
    ("a\r\nb ", "a\n b"),
    ("&nbsp;A&#8195;B", "A B"),
    ("A&#x20;&#X26; B", "A & B"),
    ("u&#776;", "\u00fc"),
    ("&&#97;mp;", "&"),
]
OTHERS = [
    ("ReShare lending", "ReShare\u200b lending"),
    ("ReShare", "\u202eReShare"),
    ("ReShare", "&#x202e;ReShare"),
    ("ReShare", "&#8;ReShare"),
    ("ReShare", "&#0;ReShare"),
    ("&#0;", "&#xd800;"),
    ("a b", "ab"),
    ("a\nb", "a b"),
    ("B\u00fccher", "Bucher"),
    ("R&D", "R&amp D"),
    ("\u00acit;", "&notit;"),
    ("ADMM", "\u0410DMM"),
    ("\uff21", "A"),
    ("1", 1),
    ("", None),
]


@given(TEXTS, st.booleans())
def test_the_normal_form_of_a_normal_form_is_itself(text, fold):
    assert normal(normal(text, fold), fold) == normal(text, fold)


@pytest.mark.parametrize("system", REWRITTEN)
@given(st.text(st.sampled_from("Aa\u00fc\u00df&<; \u00e9\u1ec7")))
def test_a_text_that_a_system_rewrites_is_the_same(system, text):
    assert same_text(REWRITTEN[system](text), text)
    assert same_text(REWRITTEN[system](text).upper(), text, fold=True)


@pytest.mark.parametrize("one, other", SAME)
def test_texts_that_are_the_same(one, other):
    assert same_text(one, other)


@pytest.mark.parametrize("one, other", OTHERS)
def test_texts_that_are_not_the_same(one, other):
    assert not same_text(one, other)
    assert not same_text(one, other, fold=True)


def test_case_is_ignored_only_where_a_system_is_known_to_ignore_it():
    assert not same_text("B\u00fccher", "B\u00dcCHER")
    assert same_text("Stra\u00dfe", "STRASSE", fold=True)


def test_the_time_is_not_that_of_the_square_of_the_length():
    assert normal("&" + "amp;" * 200_000) == "&"
    assert normal("&#97;" * 100_000) == "a" * 100_000
