# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of which there are pictures, each as its reader sees it. Their data are the same each time, without the clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markdown_it import MarkdownIt
from reshare_wms_sandbox.testing import running

from ansible_collections.reshare.wms.plugins.module_utils._pages.page import questionnaire_html, worksheet_html
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import CONFIGURATION
from ansible_collections.reshare.wms.plugins.plugin_utils._account.markdown import markdown
from support.account_examples import (
    CREATED,
    MAP,
    SHORTER,
    account_of,
    consortium_account,
    dated,
    html,
    outcome,
    status_html,
)
from support.assistant_browser import Panel, assistant_browser
from support.library import Library
from support.page_browser import PageBrowser
from support.roles import Roles
from support.screen_librarian import act
from support.waiting import wait_until
from support.worksheet_examples import RecordedLibrary, steps_of

WIDTH, HEIGHT = 1200, 900
CONSORTIUM = "Example Consortium"
CAPTURED_AT = "2026-11-26T09:30:00Z"
SHOWN_TO = {"display_name": "Adams College Library", "assignee": "Jane Doe", "due": "2026-12-17"}
TABLE = [
    [
        "Patron Policy",
        "Material Format",
        "Holding Location",
        "Shelving Location",
        "Loan Policy",
        "Long Overdue and Lost Policy",
    ],
    ["Faculty", "All", "All", "All", "One year", ""],
    ["All", "Scores", "MAIN", "All", "Four weeks", ""],
    ["All", "All", "MAIN", "Reference", "Does not circulate", ""],
    ["All", "All", "All", "All", "Four weeks", ""],
]
#: The look of a comment, roughly as GitHub and GitLab have it.
COMMENT = """<!doctype html><meta charset="utf-8"><title>Comment</title><style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 24px; color: #1f2328 }
article { border: 1px solid #d1d9e0; border-radius: 6px; padding: 4px 20px }
table { border-collapse: collapse } td, th { border: 1px solid #d1d9e0; padding: 5px 12px; text-align: left }
code { background: #eff1f3; border-radius: 6px; padding: 2px 5px; font-size: 85% }
</style><article>"""


class Desk(PageBrowser):
    """A browser, and the address of a sandbox."""

    def __init__(self, browser: Any, folder: Path, sandbox: str):
        super().__init__(browser, folder)
        self.sandbox = sandbox

    def top_of(self, selector: str) -> float:
        """The distance of an element from the beginning of the page, with a margin above it."""
        return float(self.script("return arguments[0].getBoundingClientRect().top + scrollY - 16", self.one(selector)))


def declared(library: Library) -> dict[str, Any]:
    """The objects on the screens that the roles declare for a library."""
    found = Roles(library, borrowing_holding_location="ADMM")["enable_reshare_circulation"]
    return {kind.plural: found[kind.plural] for kind in CONFIGURATION if kind.plural in found}


def worksheet(desk: Desk) -> float:
    """One step is ticked by hand."""
    recorded = RecordedLibrary("adams")
    recorded.declare(declared(Library(desk.sandbox, desk.folder / "state")))
    sheet = recorded.sheet() | SHOWN_TO
    first = steps_of(sheet)[0]
    desk.open(worksheet_html(sheet))
    desk.click(f"#step-{first['number']} [data-done]")
    return desk.top_of(f"#step-{first['number']}")


def questionnaire(desk: Desk) -> float:
    """A table is pasted into the question about the Loan Policy Map."""
    sheet = RecordedLibrary("adams").questions(declared(Library(desk.sandbox, desk.folder / "state"))) | SHOWN_TO
    (asked,) = (
        question
        for group in sheet["groups"]
        for question in group["questions"]
        if question["name"] == "loan_policy_map"
    )
    question = f"#question-{asked['number']}"
    desk.open(questionnaire_html(sheet))
    desk.click(f"{question} .add")
    desk.paste(f"{question} [data-column=loan_policy]", plain="\n".join("\t".join(row) for row in TABLE))
    wait_until(lambda: "rows are pasted" in desk.text(f"{question} .pasted"))
    return desk.top_of(question)


def account(desk: Desk) -> float:
    """A run with libraries of every state."""
    desk.open(html(consortium_account(30)))
    return 0


def status(desk: Desk) -> float:
    """Thirty libraries over half a year."""
    desk.open(status_html(30, 26, CONSORTIUM))
    return 0


POLICY = {"name": "ReShare borrowing", "circulates": "always", "loan_period": "28 days", "automatic_renewal": False}


def assistant(desk: Desk) -> float:
    """A form of the sandbox that was filled, with the panel beside it."""
    return _beside(desk, "loan_policies?new=1", lambda panel: act(panel, "Fill 4 fields of step 1", "#step-1"))


def teaching(desk: Desk) -> float:
    """A screen that is not known yet, with the proposal of the panel beside it."""

    def read(panel: Panel) -> None:
        act(panel, "Read this screen", "#tab-actions")
        panel.script("document.getElementById('learn').scrollIntoView()")

    return _beside(desk, "loan_policies?name=Three+weeks", read)


def _beside(desk: Desk, screen: str, work: Callable[[Panel], Any]) -> float:
    """A screen of the sandbox, and the panel with a worksheet after this work in it."""
    library = RecordedLibrary()
    library.declare({"loan_policies": [POLICY]})
    page = worksheet_html({**library.sheet(), **SHOWN_TO, "fills": True})
    with (
        TemporaryDirectory() as folder,
        running("--consortium") as address,
        assistant_browser(Path(folder)) as browser,
    ):
        browser.driver.set_window_size(WIDTH, HEIGHT)
        browser.driver.get(f"{address}/screens/{library.content.registry_id}/{screen}")
        panel = browser.open_panel()
        panel.paste(page)
        panel.until("document.querySelectorAll('#tab-actions button').length")
        work(panel)
        pictures = (browser.driver.get_screenshot_as_base64(), panel.screenshot())
    images = "".join(f'<img alt="" src="data:image/png;base64,{one}">' for one in pictures)
    desk.open(
        f"<!doctype html><title>Assistant</title><style>body {{ margin: 0; display: flex; align-items: start }}</style>{images}"
    )
    return 0


def comment(desk: Desk) -> float:
    """A change of a policy at many libraries, before it is merged."""
    changes = {f"college-{number:02}": [SHORTER] if number <= 38 else [] for number in range(1, 60)}
    changes["adams"] = [CREATED, MAP]
    results = {name: {"wms": outcome(*some, declared=["loan_policy"])} for name, some in changes.items()}
    text = markdown(dated(account_of(results, check=True), CAPTURED_AT))
    desk.open(COMMENT + MarkdownIt().enable("table").render(text))
    return 0


#: The names of the files in docs/pictures; each function opens a page and returns where its picture begins.
PICTURES: dict[str, Callable[[Desk], float]] = {
    show.__name__.replace("_", "-"): show
    for show in (worksheet, questionnaire, account, status, assistant, teaching, comment)
}
