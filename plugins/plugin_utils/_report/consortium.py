# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The part of a report about the libraries compared with each other: the findings, and a matrix of lenders and borrowers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: The most rows of a list; the JSON file has them all.
MOST = 500

#: A template for the page, which defines `inventory`. Its classes are those of the page.
INVENTORY = """
{% if inventory %}
<section aria-labelledby="inventory-title">
<h2 id="inventory-title">The libraries compared with each other</h2>
<p>{{ inventory.summary }}</p>
{% if inventory.findings %}
<table class="checks">
<caption>Findings</caption>
<thead><tr><th scope="col">Library</th><th scope="col">Severity</th><th scope="col">What was found</th><th scope="col">What to do</th></tr></thead>
<tbody>
{% for one in inventory.findings[:most] %}
<tr><th scope="row">{{ one.library }}</th><td>{{ one.severity }}</td><td>{{ one.message }}
{% if one.file %}
<p class="path">{{ one.file }}{% if one.line %}:{{ one.line }}{% endif %}</p>
{% endif %}
</td><td>{{ one.remedy }}</td></tr>
{% endfor %}
</tbody>
</table>
{% if inventory.findings | length > most %}
<p>{{ inventory.findings | length - most }} more findings are in the JSON file.</p>
{% endif %}
{% endif %}
{% set pairs = inventory.consortium.pairs %}
{% if pairs and inventory.consortium.complete %}
<p>A row is the library that lends, a column the one that borrows. A pair fits if the lender has an account and an institutional patron ID for
the borrower (or one for all partners), lends for long enough, and the borrower lends to it, too.</p>
<div class="box" role="region" tabindex="0" aria-labelledby="inventory-title">
<table class="matrix">
<thead><tr><th class="name" scope="col">Lender</th>
{% for name in pair_libraries(inventory.consortium) %}
<th class="kind-name" scope="col"><span>{{ name }}</span></th>
{% endfor %}
</tr></thead>
<tbody>
{% for lender, cells in pair_rows(inventory.consortium) %}
<tr><th class="name" scope="row">{{ lender }}</th>
{% for state, words in cells %}
<td class="{{ state }}"><span class="sign" aria-hidden="true">{{ looks[state].sign }}</span> {{ words }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody>
</table>
</div>
{% elif pairs %}
<table class="checks">
<caption>Pairs that do not fit</caption>
<thead><tr><th scope="col">Lender</th><th scope="col">Borrower</th><th scope="col">What does not fit</th></tr></thead>
<tbody>
{% for pair in pairs[:most] %}
<tr><th scope="row">{{ pair.lender }}</th><td>{{ pair.borrower }}</td><td>{{ pair_words(pair) }}</td></tr>
{% endfor %}
</tbody>
</table>
{% if pairs | length > most %}
<p>{{ pairs | length - most }} more pairs are in the JSON file.</p>
{% endif %}
{% endif %}
</section>
{% endif %}
"""


def pair_libraries(consortium: Mapping[str, Any]) -> list[str]:
    """The libraries that lend or borrow, in the order of rows and columns."""
    return sorted({pair[role] for pair in consortium["pairs"] for role in ("lender", "borrower")})


def pair_rows(consortium: Mapping[str, Any]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each lender with a cell per borrower: a state of the report, and words."""
    pairs = {(pair["lender"], pair["borrower"]): pair for pair in consortium["pairs"]}
    names = pair_libraries(consortium)
    for lender in names:
        yield lender, [_cell(pairs.get((lender, borrower))) for borrower in names]


def pair_words(pair: Mapping[str, Any]) -> str:
    """What does not fit between two libraries; empty if all fits."""
    words = {
        "no account": pair["account_missing"],
        "no patron ID": pair["patron_id"] is False,
        f"{pair['short_days']} days short": pair["short_days"],
        "one way": not pair["lends_back"],
    }
    return ", ".join(word for word, holds in words.items() if holds)


def _cell(pair: Mapping[str, Any] | None) -> tuple[str, str]:
    if pair is None:
        return "not_part", ""
    words = pair_words(pair)
    return ("failed", words) if words else ("in_place", pair["account"] or "fits")
