# SPDX-License-Identifier: GPL-3.0-or-later

"""The component libraries that draw screens, and what each cannot draw."""

from __future__ import annotations

from dataclasses import dataclass

from selenium.webdriver.support.wait import WebDriverWait

from support.page_browser import PageBrowser
from support.widget_screens import Screen


@dataclass(frozen=True)
class Library:
    """A component library. title: for people. lacks: the screens, or states of the map, that it cannot draw. is_quick: whether `make test` has it. filled: the
    minimum share of the fields of a form that are filled at once; the others are named, or filling is refused, and a person assigns them."""

    name: str
    title: str
    lacks: frozenset[str] = frozenset()
    is_quick: bool = False
    filled: float = 0.85

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
    Library("dojo17", "Dojo 1.7", filled=0.55),
    Library("dojo", "Dojo 1.17", filled=0.55),
    Library("extjs", "ExtJS 6.2"),
)
#: Looks that no library draws, for filling.
_EDITED = frozenset({"view", "readonly", "invalid", "typed", "covered", "disabled"})
LOOKS = (
    # Its lists have no blank entry, so nothing that was chosen can be cleared.
    Library("lightning", "nested shadow roots, as Lightning has them", _EDITED, filled=0.8),
    Library("vaadin", "boxes, slots and lazy lists, as Vaadin and GWT have them", _EDITED),
    Library("frames", "layout tables in frames of frames", _EDITED),
)


def show(page: PageBrowser, library: Library, screen: Screen) -> None:
    """Draw a screen."""
    page.open(screen.page(library.name), f"{library.name}.html")
    drawn = "return document.documentElement.dataset.ready"
    WebDriverWait(page.browser, 30, poll_frequency=0.02).until(lambda _browser: page.script(drawn))
