# SPDX-License-Identifier: GPL-3.0-or-later

"""What the assistant and the recognition make of the screens that component libraries draw: figures for each library, screen and state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.wait import WebDriverWait

from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import Capture, parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.grid import Open, cell
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import value_at, value_of
from ansible_collections.reshare.wms.plugins.module_utils._screens.joining import joined
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels
from ansible_collections.reshare.wms.plugins.module_utils._screens.recognition import recognise
from ansible_collections.reshare.wms.plugins.module_utils._screens.screen import Reading
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.captures import NoCapture, capture
from support.page_browser import PageBrowser
from support.widget_screens import NAMES, Screen, screens

LABELS = ScreenLabels(DECLARABLE).knowing(NAMES)
#: The control with a label.
_COMBOBOX = """
const label = [...document.querySelectorAll("label")].find((one) => one.textContent.trim().startsWith(arguments[0]));
return document.getElementById(label.htmlFor) ?? label.parentElement.querySelector("[role=combobox], input");
"""
#: The states in which a map is not whole, or not in its own order.
PARTIAL = {"sorted", "filtered", "virtual", "struck"}
#: Whether a row of a table has these texts.
_SHOWN = """
return [...document.querySelectorAll("tr, [role=row]")].some((row) => arguments[0].every((text) => row.textContent.includes(text)));
"""


@dataclass(frozen=True)
class Library:
    """A component library. title: for people. lacks: the screens, or states of the map, that it cannot draw. is_quick: whether `make test` has it."""

    name: str
    title: str
    lacks: frozenset[str] = frozenset()
    is_quick: bool = False

    def __str__(self) -> str:
        return self.name


LIBRARIES = (
    Library("bootstrap", "Bootstrap 5", frozenset({"virtual", "typed"}), is_quick=True),
    Library("mui", "Material UI 9", is_quick=True),
    Library("antd", "Ant Design 6"),
    Library("primereact", "PrimeReact 10"),
    Library(
        "reactselect",
        "React Select 5",
        frozenset({"limits", "view", "invalid", "covered", "paged", "sorted", "filtered", "virtual", "struck"}),
        is_quick=True,
    ),
    Library("angular", "Angular Material 22", frozenset({"virtual", "typed"})),
    Library("jquery", "select2 and DataTables", frozenset({"readonly", "covered", "typed"})),
    Library("dojo17", "Dojo 1.7"),
    Library("dojo", "Dojo 1.17"),
    Library("extjs", "ExtJS 6.2"),
)


@dataclass
class Figures:
    """readable: values or rows that a person can read. recognised: those that the capture alone is enough for. wrong: descriptions. questions: reasons."""

    readable: int = 0
    recognised: int = 0
    wrong: list[str] = field(default_factory=list)
    questions: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        """The figures in the table of the documentation; in bold if they are not good enough."""
        asked = f" ({len(self.questions)})" if self.questions else ""
        shown = f"{self.recognised}/{self.readable}" if self.readable else "open"
        return f"{shown}{asked}" if self.is_enough else f"**{shown}{asked}**"

    @property
    def is_enough(self) -> bool:
        """Whether nothing is wrong, nearly all is recognised, and few questions are asked."""
        return not self.wrong and self.recognised >= 0.9 * self.readable and len(self.questions) <= 2


def screens_of(library: Library) -> Iterator[tuple[str, Screen]]:
    """The screens that a library can draw, with their names."""
    return ((name, screen) for name, screen in screens() if not library.lacks & {name, screen.state})


def show(page: PageBrowser, library: Library, screen: Screen) -> None:
    """Draw a screen."""
    page.open(screen.page(library.name), f"{library.name}.html")
    _wait(page, lambda: page.script("return document.documentElement.dataset.ready"))


def _type(page: PageBrowser) -> None:
    """Type into the list of names with this label, without choosing one."""
    control = page.script(_COMBOBOX, "Recall billing structure")
    page.script("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", control)
    ActionChains(page.browser).move_to_element(control).click().send_keys("Dai").perform()


def measure(page: PageBrowser, library: Library, screen: Screen) -> Figures:
    """Draw a screen, capture it, and compare what is recognised with what it shows."""
    show(page, library, screen)
    if screen.state == "typed":
        _type(page)
    try:
        first = capture(page.browser)
    except NoCapture as nothing:
        return _form(screen, Reading(open=[Open("", str(nothing))]))
    if screen.data["table"]:
        return _map(screen, [first, *further(page, screen)])
    return _form(screen, _read(screen, parse(first)))


def _wait(page: PageBrowser, is_drawn: Callable[[], Any]) -> None:
    WebDriverWait(page.browser, 30, poll_frequency=0.02).until(lambda _browser: is_drawn())


def _read(screen: Screen, seen: Capture) -> Reading:
    return recognise(seen, DECLARABLE, LABELS, {screen.kind.name: [screen.body]})


def _form(screen: Screen, reading: Reading) -> Figures:
    found = Figures(questions={one.reason for one in reading.open})
    fields: dict[str, Any] = {}
    for one in reading.objects:
        if one.kind is screen.kind and one.identity == screen.kind.identify(screen.body):
            fields = one.fields
        else:
            found.wrong.append(one.title)
    shown = {one["name"] for one in screen.data["fields"]}
    for one in screen.kind.schema.inputs([]):
        if one.name not in shown:
            continue
        mine, theirs = value_at(fields, one.name), value_of(one, screen.body)
        # A list in which a text is typed can still show the chosen value elsewhere.
        may_be_right = one.name not in screen.unread or screen.state == "typed"
        is_right = may_be_right and one.value.same(mine, theirs)
        found.readable += one.name not in screen.unread
        found.recognised += mine is not ... and is_right and one.name not in screen.unread
        found.wrong += [] if mine is ... or is_right else [f"{one.title}: {mine!r}, not {theirs!r}"]
    return found


def further(page: PageBrowser, screen: Screen) -> Iterator[dict[str, Any]]:
    """Captures of the other pages of a map."""
    size = screen.data["table"]["paged"]
    for number in range(1, -(-len(screen.data["table"]["rows"]) // size) if size else 1):
        page.click(page.script("return window.NEXT"))
        first = screen.data["table"]["rows"][number * size]
        _wait(page, partial(page.script, _SHOWN, first))
        yield capture(page.browser)


def _map(screen: Screen, seen: Sequence[dict[str, Any]]) -> Figures:
    captures = [parse(one) for one in seen]
    whole = joined(captures)
    readings = [_read(screen, one.capture) for one in whole]
    found = Figures(questions={one.reason for reading in readings for one in reading.open})
    stated = [_read(screen, parse(_stated(one))) for one in seen]
    # A part that would be recorded as the whole map, at once or after a careless click.
    parts = [*readings, *stated] if screen.state in PARTIAL else stated if screen.state == "paged" else []
    found.wrong += [f"{len(one.fields['rows'])} rows as the map" for part in parts for one in part.objects]
    if screen.state in PARTIAL:
        return found
    rows = [
        row
        for reading in (readings if screen.state == "paged" else stated)
        for one in reading.objects
        for row in one.fields["rows"]
    ]
    found.readable = len(screen.body["rows"])
    for number, (mine, theirs) in (
        enumerate(zip_longest(rows, screen.body["rows"], fillvalue={}), start=1) if rows else ()
    ):
        same = all(cell(mine, column) == cell(theirs, column) for column in screen.kind.columns)
        found.recognised += same
        found.wrong += [] if same else [f"row {number}: {mine}, not {theirs}"]
    return found


def _stated(seen: dict[str, Any]) -> dict[str, Any]:
    """A capture after a person has stated that the rows of its tables are all that there are."""
    return {
        **seen,
        "items": [{**item, "all_rows": True} if item["type"] == "table" else item for item in seen["items"]],
    }
