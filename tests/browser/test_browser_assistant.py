# SPDX-License-Identifier: GPL-3.0-or-later

"""The assistant as a person has it: the extension in Chromium, opened by its button, on the sandbox's screens."""

from __future__ import annotations

import json
import re

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._pages.page import worksheet_html
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import now
from support import axe
from support.assistant_browser import Panel, assistant_browser
from support.file_schemas import conforming
from support.page_browser import PageBrowser, assert_accessible
from support.screen_examples import READY
from support.screen_librarian import MOST, ScreenLibrarian, act, fill
from support.waiting import wait_until
from support.worksheet_examples import BEFORE, RecordedLibrary, library_going_live, steps_of

ADAMS, BAKER = "100101", "100201"
NO_PAGE = "not a worksheet or questionnaire"
DECLARED = {
    "borrower_categories": [{"name": "Visiting scholars", "description": "Guests for a year"}],
    "hold_limit_policies": [
        {"name": "Two holds", "verified_hold_count_limit": 2, "unverified_hold_count_limit": "No Limit"}
    ],
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with assistant_browser(tmp_path_factory.mktemp("assistant")) as browser:
        yield browser


@pytest.fixture
def panel(assistant, sandbox):
    """The panel, beside the list of borrower categories; without a worksheet afterwards."""
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories")
    opened = assistant.open_panel()
    opened.until("document.getElementById('choose').checkVisibility()")
    opened.script("(() => { document.getElementById('refused').textContent = ''; })()")
    yield opened
    opened.script(_FORGET_ALL)
    opened.until("document.getElementById('choose').checkVisibility()")


#: Also what a test that failed has left.
_FORGET_ALL = """(() => {
  localStorage.clear();
  indexedDB.open("reshare.wms", 2).onsuccess = ({ target: { result } }) => {
    const work = result.transaction("kept", "readwrite");
    work.objectStore("kept").clear();
    work.oncomplete = () => location.reload();
  };
})()"""


def sheet(declared=None, **more):
    """A worksheet that allows filling."""
    library = RecordedLibrary()
    library.declare(declared or DECLARED)
    return {**library.sheet(), "display_name": "Adams College", "assignee": None, "due": None, "fills": True, **more}


def open_sheet(panel, data):
    panel.paste(worksheet_html(data))
    panel.until(
        "document.querySelector('.step') && document.querySelector('#tab-actions button') && !document.querySelector('.tab').hasAttribute('aria-busy')"
    )


#: Selects a library in the panel, by its text.
_CHOOSE = """(() => {{
  const list = document.getElementById("library");
  list.value = [...list.options].find((one) => one.text === "{}").value;
  list.dispatchEvent(new Event("change"));
}})()"""
_WRITE_NAME = """(() => {
  const name = document.getElementById("name");
  name.value = "Jane Doe";
  name.dispatchEvent(new Event("input"));
})()"""


def tab_result(panel):
    return panel.text("#tab-result")


def assert_usable(panel):
    """The present state of the panel, in light and dark colours; axe-core comes from npm."""
    for scheme in ("light", "dark") if axe.SCRIPT.exists() else ():
        panel.prefer(scheme)
        assert axe.violations(panel.script) == [], scheme


def focused(panel):
    """The text of what has the focus."""
    return panel.script("document.activeElement.innerText.trim()")


@pytest.mark.parametrize("markup", ["frames", *(pytest.param(one, marks=pytest.mark.long) for one in ("aria", "app"))])
def test_a_worksheet_is_followed_by_clicks_and_nothing_is_typed(
    assistant, panel, sandbox, tmp_path, monkeypatch, markup
):
    """Each step: open the screen, open the form, Fill, Save, open, Read. The file is one that the import accepts, with evidence of every step."""
    # The screens are read now. The sandbox has those of the other tests.
    monkeypatch.setattr("support.worksheet_examples.NOW", now())
    declared = {
        plural: [{**one, "name": f"{one['name']} {markup}"} for one in those] for plural, those in DECLARED.items()
    }
    library = RecordedLibrary()
    library.declare(declared)
    worksheet = tmp_path / "adams.html"
    worksheet.write_text(worksheet_html(sheet(declared)), encoding="utf-8")
    effort = ScreenLibrarian(assistant, sandbox, markup).follow(worksheet, "Jane Doe", tmp_path)
    # Two clicks more teach the form, and the screen.
    assert effort.typed == 0 and max(effort.of_steps().values()) <= MOST + 2, effort
    file = tmp_path / "adams.confirmation.json"
    content = json.loads(file.read_text())
    assert {one["step"]: (one["answer"], one["source"]) for one in content["steps"]} == {
        step.key: ("done", "capture") for step in library.steps()
    }
    library.confirm(file)
    assert library.steps() == []


def test_keys_of_a_person_are_counted_and_those_of_filling_are_not(assistant, panel, sandbox):
    open_sheet(panel, sheet())
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories?new=1")
    before = assistant.keys
    assert fill(panel, "Fill 2 fields of step 1") == "filled"
    assert assistant.keys == before
    assistant.driver.find_element("name", "description").send_keys("ab")
    assert assistant.keys == before + 2


def begin(panel):
    """Fill step 1 without waiting for the result."""
    assert act(panel, "Fill 2 fields of step 1", "#step-1") == "proposed"
    panel.click(panel.text("#fill-it"), "#learn")


_BEGIN_ANEW = """chrome.tabs.query({ active: true, currentWindow: true }).then(([{ id }]) =>
  chrome.scripting.executeScript({ target: { tabId: id }, func: () => { delete globalThis.reshareWms; } })).then(() => null)"""


def test_a_filled_form_proves_nothing_until_it_was_loaded_again(assistant, panel, sandbox):
    data = sheet({"borrower_categories": [{"name": "Proof", "description": "Of nothing"}]})
    open_sheet(panel, data)
    (step,) = steps_of(data)
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories?new=1")
    assert fill(panel, "Fill 2 fields of step 1") == "filled"
    assert panel.text("#step-1 .proof").startswith("Filled, not proven")
    # The result is read out, and the next button is one key away.
    assert focused(panel) == tab_result(panel)
    assert_usable(panel)
    assert act(panel, "Read this screen", "#tab-actions") == "reload"
    assert not panel.script("document.querySelector('#step-1 [data-done]').checked")
    assert act(panel, "Undo", "#tab-actions") == "restored"
    assert assistant.driver.execute_script("return document.querySelector('[name=name]').value") == ""
    assert not panel.script("document.querySelector('#step-1 .proof').checkVisibility()")
    # The panel is closed while it fills.
    panel.script("localStorage.clear()")
    panel.click("Fill 2 fields of step 1", "#step-1")
    wait_until(lambda: assistant.driver.execute_script("return document.querySelector('[name=name]').value"))
    panel.script("void location.reload()")
    panel.until("document.querySelector('#step-1 .proof').checkVisibility()")
    panel.until(
        "document.querySelector('#tab-actions button') && !document.querySelector('.tab').hasAttribute('aria-busy')"
    )
    # An update of the extension begins anew in the same document.
    panel.script(_BEGIN_ANEW)
    assert act(panel, "Read this screen", "#tab-actions") == "reload"


def test_the_worksheet_of_another_library_is_refused(assistant, panel, sandbox):
    open_sheet(panel, sheet())
    assistant.driver.get(f"{sandbox}/screens/{BAKER}/borrower_categories?new=1")
    assert fill(panel, "Fill 2 fields of step 1") == "another_institution"
    assert assistant.driver.execute_script("return document.querySelector('[name=name]').value") == ""


def test_what_does_not_fit_is_listed_with_its_value(assistant, panel, sandbox):
    open_sheet(panel, sheet())
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/hold_limit_policies?new=1")
    assert fill(panel, "Fill 2 fields of step 1") == "not_this_screen"
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories")
    assert fill(panel, "Fill 2 fields of step 1") == "field_missing"
    assert "Visiting scholars" in panel.text("#tab-fields") and panel.script(
        "document.querySelectorAll('#tab-fields .copy').length"
    )
    assert_usable(panel)


#: From now on, other tabs than the present one do not answer the panel, and it waits no time for them.
_OTHERS_ARE_SILENT = """(async () => {
  const [{ id }] = await chrome.tabs.query({ active: true, currentWindow: true });
  const { executeScript } = chrome.scripting;
  chrome.scripting.executeScript = (given) => (given.target.tabId === id ? executeScript.call(chrome.scripting, given) : new Promise(() => {}));
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (act) => setTimeout(act, 0);
})()"""


#: Moves the form into a part of the page that only the browser's functions for extensions reach.
_CLOSED = """const form = document.querySelector("form");
const host = form.parentElement.insertBefore(document.createElement("div"), form);
host.attachShadow({ mode: "closed" }).append(form);
window.form = form;"""


def test_a_form_in_a_closed_part_is_filled(assistant, panel, sandbox):
    open_sheet(panel, sheet())
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories?new=1")
    assistant.driver.execute_script(_CLOSED)
    assert fill(panel, "Fill 2 fields of step 1") == "filled"
    values = "return [...new FormData(form).values()]"
    assert {"Visiting scholars", "Guests for a year"} <= {*assistant.driver.execute_script(values)}


def test_an_object_that_is_open_in_another_tab_is_not_filled(assistant, panel, sandbox):
    """The other tab is asked when the form is filled: what the panel knew of it before does not count."""
    known = RecordedLibrary(found={"borrower_categories": [{"name": "Student", "description": "Enrolled students"}]})
    known.declare({"borrower_categories": [{"name": "Student", "description": "Everybody"}]})
    open_sheet(panel, {**sheet(), **known.sheet(), "fills": True})
    driver, screen = assistant.driver, f"{sandbox}/screens/{ADAMS}/borrower_categories?name=Student"
    first = driver.current_window_handle
    driver.switch_to.new_window("tab")
    try:
        driver.get(f"{screen}&markup=cells")
        second = driver.current_window_handle
        assistant.open_panel()
        for other, code in ((f"{screen}&markup=aria", "open_elsewhere"), (screen.partition("?")[0], "filled")):
            driver.switch_to.window(first)
            driver.get(other)
            wait_until(lambda: driver.execute_script(READY))
            # An object counts as open also if it does not count as seen.
            driver.execute_script(
                "document.querySelector('main h1, main h2, main [role=heading]').insertAdjacentHTML('afterend', '<p>Training copy</p>')"
            )
            driver.switch_to.window(second)
            assert fill(panel, "Fill 1 field of step 1") == code
        panel.script(_OTHERS_ARE_SILENT)
        assert fill(panel, "Fill 1 field of step 1") == "other_tab_silent"
    finally:
        driver.close()
        driver.switch_to.window(first)


#: Shows a map on the page: its columns, and its rows.
_SHOW_MAP = """
const [names, rows] = arguments;
const cells = (tag, texts) => `<tr>${texts.map((text) => `<${tag}>${text}</${tag}>`).join("")}</tr>`;
document.querySelector("main").innerHTML = `<h1>Loan Policy Map</h1><table>${cells("th", names)}${rows.map((row) => cells("td", row)).join("")}</table>`;
"""


def test_the_panel_shows_where_a_row_of_a_map_belongs(assistant, panel, sandbox):
    """A new row, above one that is changed only later."""
    library = RecordedLibrary(found=BEFORE)
    new = {"patron_policy": "Faculty", "material_format": "Scores", "loan_policy": "One year"}
    library.declare({"loan_policy_map": [new, {"patron_policy": "Faculty", "loan_policy": "Four weeks"}]})
    data = {**sheet(), **library.sheet(), "fills": True}
    (step,) = steps_of(data)
    columns, above = step["table"]["columns"], step["table"]["rows"][1]["before"]
    open_sheet(panel, data)
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/loan_policy_map")
    for rows, code in ([above], "place_marked"), ([above, above], "place_not_shown"):
        assistant.driver.execute_script(_SHOW_MAP, columns, rows)
        assert act(panel, "Show its place", "#step-1") == code


def test_only_the_panel_that_was_opened_last_works(assistant, panel, sandbox):
    """Another one, as in a second window, would write over what this one has stored since. What becomes of a form that is being filled is still shown."""
    open_sheet(panel, sheet())
    driver, first = assistant.driver, assistant.driver.current_window_handle
    driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories?new=1")
    panel.until("!document.querySelector('.tab').hasAttribute('aria-busy')")
    begin(panel)
    wait_until(lambda: driver.execute_script("return document.querySelector('[name=name]').value"))
    driver.switch_to.new_window("tab")
    try:
        driver.get(assistant.panel_address)
        wait_until(lambda: driver.find_elements("class name", "step"))
        panel.until("document.getElementById('sheet-view').inert")
        # Stopped, because its tab cannot be seen any more, unless it came to its end before.
        panel.until("['filled', 'stopped'].includes(document.getElementById('tab-result').dataset.code)")
        assert_usable(panel)
        paste = "new ClipboardEvent('paste', { cancelable: true, clipboardData: new DataTransfer() })"
        assert panel.script(f"dispatchEvent({paste})") is False
    finally:
        driver.close()
        driver.switch_to.window(first)
    panel.click("Use it here")
    panel.until("!document.getElementById('sheet-view').inert && document.querySelectorAll('.step').length")


#: The browser does not ask: the permission is granted at once. asked: what it was asked for.
_GRANT = """(() => {
  const granted = new Set();
  globalThis.asked = [];
  Object.assign(chrome.permissions, {
    contains: async ({ origins: [one] }) => granted.has(one),
    request: async ({ origins: [one] }) => { asked.push(one); granted.add(one); },
    remove: async ({ origins: [one] }) => { granted.delete(one); },
  });
})()"""


def test_the_site_is_allowed_within_the_click_and_revoked_by_another_one(assistant, panel, sandbox):
    """Firefox asks a person only within the click, and knows no ports."""
    open_sheet(panel, sheet())
    panel.script(_GRANT)
    press = "[...document.querySelectorAll('#tab-actions button')].at(-1).click()"
    site, other = "This is that library's site", "Do not look at this site any more"
    panel.click("Read this screen", "#tab-actions")
    for text, expected in (site, ["http://127.0.0.1/*"]), (other, []):
        panel.until(f"[...document.querySelectorAll('#tab-actions button')].at(-1)?.innerText === {json.dumps(text)}")
        assert panel.script(f"(asked.length = 0, {press}, [...asked])") == expected
    panel.until(f"[...document.querySelectorAll('#tab-actions button')].at(-1)?.innerText === {json.dumps(site)}")


def test_a_person_of_several_libraries_has_all_worksheets_at_once_and_sends_one_file(
    assistant, panel, sandbox, tmp_path
):
    """The tab decides which library is open; without its ID on the screen, the site on which it was seen, or the person."""
    libraries = [RecordedLibrary(), RecordedLibrary("baker", registry_id=BAKER)]
    for one in libraries:
        one.content.token = f"{one.content.library:x<32}"
        one.declare({"borrower_categories": DECLARED["borrower_categories"]})
        name = one.content.library.title()
        data = {**sheet(), **one.sheet(), "display_name": f"{name} College", "fills": True}
        (tmp_path / f"{name}.html").write_text(worksheet_html(data), encoding="utf-8")
    panel.choose(tmp_path / "Adams.html", tmp_path / "Baker.html")
    panel.until("document.getElementById('title').innerText === 'Changes for Adams College'")
    for name, registry_id in (("Baker", BAKER), ("Adams", ADAMS)):
        assistant.driver.get(f"{sandbox}/screens/{registry_id}/borrower_categories")
        panel.until(f"document.getElementById('title').innerText === 'Changes for {name} College'")
        panel.until("document.querySelector('#step-1 [data-done]')?.checkVisibility()")
        panel.script("document.querySelector('#step-1 [data-done]').click()")
    assert_usable(panel)
    panel.script(_CHOOSE.format("Baker College, worksheet"))
    panel.until("document.getElementById('title').innerText === 'Changes for Baker College'")
    panel.until("document.querySelector('#step-1 [data-done]')?.checked")
    panel.script(_WRITE_NAME)
    assistant.download_into(tmp_path)
    panel.click("Download confirmation")
    file = tmp_path / "libraries.files.json"
    wait_until(file.exists)
    assert "the answers for 2 libraries" in panel.text("#message")
    conforming("files", json.loads(file.read_text()))
    for one in libraries:
        one.confirm(file)
        assert one.steps() == []
    # The page of the other library is still there.
    panel.click("Remove this page from the assistant")
    panel.until("document.getElementById('title').innerText === 'Changes for Adams College'")


#: Thirty-one days pass.
_AGE = """(() => {
  const { now } = Date;
  const later = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  return later(indexedDB.open("reshare.wms", 2)).then(async (database) => {
    const store = () => database.transaction("kept", "readwrite").objectStore("kept");
    const pages = await later(store().get("pages"));
    await later(store().put(pages.map((one) => ({ ...one, used: now() - 31 * 24 * 3600 * 1000 })), "pages"));
  }).then(() => null);
})()"""


def test_what_the_panel_keeps_ends_after_a_month_without_use(panel):
    open_sheet(panel, sheet())
    panel.script("document.querySelector('#step-1 [data-done]').click()")
    panel.until("Object.keys(localStorage).some((key) => key.includes('step'))")
    panel.script(_AGE)
    panel.script("void location.reload()")
    panel.until("document.getElementById('choose').checkVisibility()")
    assert panel.script("Object.keys(localStorage).filter((key) => JSON.parse(key).length > 2)") == []


#: Whether the panel has looked at the tab.
_LOOKED = """chrome.tabs.query({ active: true, currentWindow: true }).then(([{ id }]) =>
  chrome.scripting.executeScript({ target: { tabId: id }, func: () => globalThis.reshareWms?.look().document })).then(([{ result }]) => result)"""


def test_changes_in_other_fields_are_named_before_the_form_is_filled(assistant, panel, sandbox):
    """Save would save them, too."""
    data = sheet({"borrower_categories": [{"name": "Other changes"}]})
    open_sheet(panel, data)
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories?new=1")
    panel.until(_LOOKED)
    assistant.driver.find_element("name", "description").send_keys("By hand")
    assert fill(panel, "Fill 1 field of step 1") == "unsaved"
    assert "Description" in panel.text("#tab-fields")
    assert act(panel, "Fill it nevertheless", "#tab-actions") == "filled"


def test_without_wms_fill_nothing_can_be_filled(panel):
    open_sheet(panel, sheet(fills=False))
    buttons = "[...document.querySelectorAll('button')].map((one) => one.innerText).join('|')"
    panel.until(f"{buttons}.includes('Read this screen')")
    assert "Fill" not in panel.script(buttons)


def test_ill_settings_are_filled_only_after_a_question(assistant, panel, sandbox):
    data = {**sheet(), **library_going_live().sheet(), "fills": True}
    open_sheet(panel, data)
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/ill_settings")
    (step,) = steps_of(data)
    number = len(step["lines"])
    assert act(panel, f"Fill {number} fields of step 1", "#step-1") == "asked"
    assert "the link is live" in tab_result(panel) and focused(panel) == "Yes, fill the page"
    assert_usable(panel)
    chosen = "return [...document.querySelectorAll('input:checked')].map((one) => one.value)"
    before = assistant.driver.execute_script(chosen)
    panel.click("No", "#tab-actions")
    panel.until("document.activeElement.id === 'tab-result'")
    assert assistant.driver.execute_script(chosen) == before


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param("", id="empty"),
        pytest.param("<p>Hello</p>", id="another page"),
        pytest.param('<script type="application/json" id="sheet">{"library":</script>', id="cut off"),
        pytest.param('<script type="application/json" id="sheet">[1]</script>', id="another shape"),
    ],
)
def test_a_file_that_is_no_worksheet_is_refused(panel, spoilt):
    panel.paste(spoilt or " ")
    assert NO_PAGE in panel.until("document.getElementById('refused').textContent")
    if not spoilt:
        assert_usable(panel)


@pytest.mark.parametrize("way", [Panel.choose, Panel.drop], ids=["chosen", "dropped"])
def test_a_file_is_chosen_or_dropped_onto_the_panel(panel, tmp_path, way):
    other, worksheet = tmp_path / "other.html", tmp_path / "adams.html"
    other.write_text("<p>Hello</p>", encoding="utf-8")
    worksheet.write_text(worksheet_html(sheet()), encoding="utf-8")
    way(panel, other)
    assert NO_PAGE in panel.until("document.getElementById('refused').textContent")
    way(panel, worksheet)
    assert panel.until("document.querySelectorAll('.step').length") == 2


@pytest.mark.long
def test_a_worksheet_of_200_steps_is_filled(assistant, panel, sandbox):
    names = [f"Category {number:03}" for number in range(1, 201)]
    open_sheet(panel, sheet({"borrower_categories": [{"name": one, "description": one} for one in names]}))
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories?new=1")
    assert fill(panel, "Fill 2 fields of step 150", "#step-150") == "filled"
    assert assistant.driver.execute_script("return document.querySelector('[name=name]').value") == "Category 150"


def test_texts_of_a_worksheet_are_never_markup(panel):
    hostile = "<img src=x onerror=\"document.title=1\"><b id='title'>&amp;"
    data = sheet({"borrower_categories": [{"name": "A", "description": hostile}]}, display_name=hostile)
    open_sheet(panel, data)
    assert hostile in panel.text("h1") and panel.script("document.querySelectorAll('img, b').length") == 0
    panel.script("document.querySelectorAll('#steps details').forEach((one) => { one.open = true; })")
    assert hostile in panel.text("#step-1")
    # At a zoom of 200 %, nothing is wider than the panel.
    panel.be_narrow(200)
    assert panel.script("document.documentElement.scrollWidth") == 200
    panel.be_narrow(0)


@pytest.mark.parametrize("member", ["registry_id", "groups", "screens", "fills", "library"])
def test_a_worksheet_with_a_member_of_another_type_is_refused(panel, member):
    page = worksheet_html(sheet())
    spoilt = re.sub(rf'"{member}":(?=.)', f'"{member}":7,"other":', page, count=1)
    panel.paste(spoilt)
    assert NO_PAGE in panel.until("document.getElementById('refused').textContent")


def page_for(version):
    """A worksheet for this version of the assistant, given as JSON."""
    return re.sub(r'"assistant":"[^"]*"', f'"assistant":{version}', worksheet_html(sheet()), count=1)


@pytest.mark.parametrize(("needed", "own"), [("99.0.0", "1.0.0"), ("1.10.0", "1.9.9")])
def test_a_worksheet_for_a_newer_assistant_is_refused_with_both_versions(panel, needed, own):
    panel.script(f"chrome.runtime.getManifest = () => ({{ version: '{own}' }})")
    panel.paste(page_for(f'"{needed}"'))
    message = panel.until("document.getElementById('refused').textContent")
    assert f"needs version {needed}" in message and f"this is version {own}. Update the assistant" in message


def test_a_worksheet_for_an_older_assistant_is_followed(panel):
    panel.paste(page_for('"0.10"'))
    assert panel.until("document.querySelectorAll('.step').length") == 2


@pytest.mark.parametrize("version", ["7", '""', '"1.x"', '["1.0.0"]', '"1.0.0.0.0"'])
def test_a_worksheet_for_an_assistant_of_no_version_is_refused(panel, version):
    panel.paste(page_for(version))
    assert "damaged" in panel.until("document.getElementById('refused').textContent")


def test_a_worksheet_with_more_than_anybody_can_do_is_refused(panel):
    panel.paste(worksheet_html(sheet(locked=["ILL Settings"] * 2001)))
    assert "damaged" in panel.until("document.getElementById('refused').textContent")


def test_a_worksheet_at_which_the_panel_fails_is_named(panel, assistant, sandbox):
    """Its members have the right types, and contradict each other: at the beginning, or when the step is filled."""
    failed = "document.getElementById('tab-result').dataset.code === 'failed'"
    data = sheet()
    steps_of(data)[0]["lines"][0]["name"] = "nothing"
    panel.paste(worksheet_html(data))
    panel.until(failed)
    assert "failed at this page" in tab_result(panel)
    panel.script("document.getElementById('forget').click()")
    data = sheet()
    steps_of(data)[0]["declares"] = {}
    open_sheet(panel, data)
    assert fill(panel, "Fill 2 fields of step 1") == "failed"


def test_the_panel_is_used_with_the_keyboard_alone(assistant, panel, tmp_path):
    open_sheet(panel, sheet())
    panel.script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert_usable(panel)
    controls = "[...document.querySelectorAll('button, input, textarea, summary, a[href]')].filter((one) => one.checkVisibility())"
    count = panel.script(f"(globalThis.reached = new Set(), {controls}.length)")
    for _number in range(count + 1):
        panel.press("Tab")
        panel.script("void reached.add(document.activeElement)")
    assert panel.script(f"{controls}.filter((one) => !reached.has(one)).map((one) => one.outerHTML)") == []
    page = PageBrowser(assistant.driver, tmp_path)
    page.browser.get(assistant.panel_address)
    assert_accessible(page)


def test_escape_in_the_panel_stops_and_restores(assistant, panel, sandbox):
    open_sheet(panel, sheet())
    assistant.driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories?new=1")
    panel.until("!document.querySelector('.tab').hasAttribute('aria-busy')")
    begin(panel)
    name = "return document.querySelector('[name=name]').value"
    wait_until(lambda: assistant.driver.execute_script(name))
    panel.press("Escape")
    panel.until("document.getElementById('tab-result').dataset.code === 'stopped'")
    assert assistant.driver.execute_script(name) == ""


_SAVES_HIDDEN = "document.addEventListener('visibilitychange', () => navigator.sendBeacon('/nowhere', 'draft'))"


@pytest.mark.parametrize(
    ("script", "code"), [("", "stopped"), pytest.param(_SAVES_HIDDEN, "saves_itself", marks=pytest.mark.long)]
)
def test_another_tab_stops_and_restores(assistant, panel, sandbox, script, code):
    """A page that saves what is in the form at that moment is named."""
    open_sheet(panel, sheet())
    driver, first = assistant.driver, assistant.driver.current_window_handle
    driver.get(f"{sandbox}/screens/{ADAMS}/borrower_categories?new=1")
    driver.execute_script(script)
    panel.until("!document.querySelector('.tab').hasAttribute('aria-busy')")
    begin(panel)
    name = "return document.querySelector('[name=name]').value"
    wait_until(lambda: driver.execute_script(name))
    driver.switch_to.new_window("tab")
    try:
        panel.until(f"document.getElementById('tab-result').dataset.code === '{code}'")
    finally:
        driver.close()
        driver.switch_to.window(first)
    assert driver.execute_script(name) == ""
