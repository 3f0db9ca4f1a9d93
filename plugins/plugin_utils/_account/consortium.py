# SPDX-License-Identifier: GPL-3.0-or-later

"""The part of a report about the libraries compared with each other: the findings, and a matrix of lenders and borrowers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._inventory.agreement import pair_words
from .._inventory.findings import Finding, alike, heading

#: The maximum number of rows in a list; the JSON file has all rows.
MOST = 500


def finding_rows(findings: Iterable[Mapping[str, Any]]) -> list[tuple[Finding, str]]:
    """The findings with their libraries; equal findings are combined."""
    return [(finding, heading(libraries)) for finding, libraries in alike(Finding(**finding) for finding in findings)]


def pair_libraries(consortium: Mapping[str, Any]) -> list[str]:
    """The libraries that lend or borrow, in the order of rows and columns."""
    return sorted({pair[role] for pair in consortium["pairs"] for role in ("lender", "borrower")})


def pair_rows(consortium: Mapping[str, Any]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each lender with a cell per borrower: a state of the report, and words."""
    pairs = {(pair["lender"], pair["borrower"]): pair for pair in consortium["pairs"]}
    names = pair_libraries(consortium)
    for lender in names:
        yield lender, [_cell(pairs.get((lender, borrower))) for borrower in names]


def _cell(pair: Mapping[str, Any] | None) -> tuple[str, str]:
    if pair is None:
        return "", ""
    if words := pair_words(pair):
        return "failed", words
    excepted = pair["short_days"] and f"excepted until {pair['excepted_until']}"
    return "in_place", excepted or pair["account"] or "fits"
