# SPDX-License-Identifier: GPL-3.0-or-later

"""With a record, a library is in place as people confirmed it: everything that shows the state has the oldest confirmation beside it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.plugin_utils._account import directors_page, status_page
from ansible_collections.reshare.wms.plugins.plugin_utils._account.alert import alert
from ansible_collections.reshare.wms.plugins.plugin_utils._account.confirmed import as_confirmed, confirmed_at
from ansible_collections.reshare.wms.plugins.plugin_utils._account.lines import states_line
from ansible_collections.reshare.wms.plugins.plugin_utils._account.markdown import markdown
from ansible_collections.reshare.wms.plugins.plugin_utils._account.over_time import over_time
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_page import headline
from ansible_collections.reshare.wms.plugins.plugin_utils._account.status import library_status
from support.account_examples import (
    IN_PLACE,
    LIVE,
    SHORTER,
    account_of,
    command_line,
    html,
    knowledge,
    outcome,
    seen_on,
)
from support.html_outline import Outline


def of_record(how: str, days: int, *changes: Any) -> dict[str, Any]:
    """What a task returned about a library with a record. days: before 26 November 2026."""
    return outcome(*changes, declared=["loan_policy"], knowledge=knowledge("loan_policy", how=how, days=days))


SEEN, STATED = of_record("capture", 268), of_record("answer", 267)
MARCH = ", as confirmed (oldest 3 March 2026)"


def drift(**libraries: Any) -> dict[str, Any]:
    return account_of({name: {"wms": one} for name, one in libraries.items()}, "drift", True)


@pytest.mark.parametrize(
    ("libraries", "line", "title"),
    [
        ({"adams": SEEN}, f"adams: in place{MARCH}.", f"The library is in place{MARCH}"),
        (
            {"adams": STATED},
            "adams: stated, as confirmed (oldest 4 March 2026).",
            "The library is as declared, stated by a person, as confirmed (oldest 4 March 2026)",
        ),
        (
            {"adams": SEEN, "baker": of_record("report", 3)},
            f"2 libraries: 2 in place{MARCH}.",
            f"All 2 libraries are in place{MARCH}",
        ),
        # Of a library without a record, OCLC was read.
        (
            {"adams": SEEN, "baker": IN_PLACE},
            "2 libraries: 2 in place, 1 as confirmed (oldest 3 March 2026).",
            "All 2 libraries are in place, 1 as confirmed (oldest 3 March 2026)",
        ),
        ({"adams": IN_PLACE}, "adams: in place.", "The library is in place"),
        ({"adams": of_record("read", 0)}, "adams: in place.", "The library is in place"),
        ({"adams": of_record("answer", 267, SHORTER)}, "adams: drift.", "The library is not as declared"),
    ],
)
def test_lines_page_and_comment_have_the_oldest_confirmation(libraries, line, title):
    document = drift(**libraries)
    assert (states_line(document), headline(document)) == (line, title)
    assert title in markdown(document)
    assert title in " ".join(Outline(html(document)).texts)


def test_an_alert_has_the_oldest_confirmation_of_what_is_well_again():
    before = alert(drift(adams=of_record("answer", 267, SHORTER)), None)
    text = alert(drift(adams=SEEN), before["memory"])["text"]
    assert f"in place{MARCH}" in text
    assert text.count("as confirmed") == len(text.splitlines())


def test_the_page_of_status_has_it_in_the_headline_the_table_and_the_details_and_that_for_directors_in_the_table():
    run = seen_on(3, adams={"state": "in_place", "link": "live", "confirmed": "2026-03-03T10:00:00Z"})
    before = over_time([run])
    document = account_of({"adams": {"link": LIVE}}, "status", True)
    status = library_status(document, before, command_line("status"))
    texts = Outline(status_page.html(status, [run], [], before, None)).texts
    assert len([text for text in texts if MARCH in text]) >= 3
    page = directors_page.html(document, status, before, {"adams": "Adams College"}, None)
    assert f"in place{MARCH}" in Outline(page).texts


def test_a_confirmation_of_an_unknown_day_is_the_oldest():
    library = {"state": "in_place", "knowledge": knowledge("loan_policy")}
    library["knowledge"]["oldest"] |= {"days": None, "at": ""}
    assert as_confirmed([confirmed_at(library), "2026-03-03T10:00:00Z"]) == ", as confirmed (oldest of an unknown day)"
