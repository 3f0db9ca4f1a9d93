# SPDX-License-Identifier: GPL-3.0-or-later

"""A person teaches a screen in the panel, and answers its questions: by hand, text by text."""

from __future__ import annotations

import pytest
from screens.captured import served

from ansible_collections.reshare.wms.plugins.module_utils._pages.page import questionnaire_html, worksheet_html
from support import axe
from support.assistant_browser import assistant_browser
from support.screen_librarian import act
from support.worksheet_examples import RecordedLibrary

SCREEN = """<!doctype html><html lang=de><meta charset=utf-8><title>{title}</title><header>Adams College <span>Angemeldet: Jane Doe</span></header>
<main><h1>Regel</h1><form><p>Name der Regel <input aria-label=Regel value="{name}"></p>
<p>Anzahl <input aria-label=Anzahl value="{count}"></p></form>{note}</main><footer>Version {version}</footer></html>"""
POLICY = {"name": "Two holds", "verified_hold_count_limit": 2}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with assistant_browser(tmp_path_factory.mktemp("assistant")) as browser:
        yield browser


@pytest.fixture
def show(assistant, tmp_path):
    page = {"file": "page.html", "library": "A", "kind": "screen"}
    truth = {"libraries": {"A": {"registry_id": "100101"}}, "pages": [page]}

    def shown(name="Two holds", count="2", version="5.2", note="", title="Regel"):
        (tmp_path / "page.html").write_text(
            SCREEN.format(name=name, count=count, version=version, note=note, title=title), encoding="utf-8"
        )
        assistant.driver.get(f"{address}/100101/screen/1")

    with served(tmp_path, truth) as address:
        yield shown


@pytest.fixture
def panel(assistant, show):
    library = RecordedLibrary()
    library.declare({"hold_limit_policies": [POLICY]})
    show()
    opened = assistant.open_panel()
    opened.until("document.getElementById('choose').checkVisibility()")
    opened.paste(
        worksheet_html(
            {**library.sheet(), "display_name": "Adams College", "assignee": None, "due": None, "fills": True}
        )
    )
    opened.until(
        "document.querySelectorAll('.step').length && !document.querySelector('.tab').hasAttribute('aria-busy')"
    )
    yield opened
    opened.script("document.getElementById('forget').click()")
    opened.until("document.getElementById('choose').checkVisibility()")


def press(panel, label, within="#learn"):
    """Press the button, or tick the box, that screen readers name so."""
    panel.script(
        f"[...document.querySelectorAll('{within} [aria-label]')].find((one) => one.getAttribute('aria-label') === {label!r}).click()"
    )


def is_seen(panel):
    return panel.script("document.getElementById('step-1').classList.contains('by-capture')")


def teach(panel):
    """The labels are in a language that nobody knows here: each is assigned by hand."""
    assert act(panel, "Read this screen", "#tab-actions") == "asked"
    for name, place in (("name", "Name der Regel"), ("verified_hold_count_limit", "Anzahl")):
        panel.script(f"document.querySelector('#learn [data-input={name}] button').click()")
        panel.click(place, "#learn [aria-label=Places]")
    panel.script("document.querySelectorAll('#learn details').forEach((one) => { one.open = true; })")
    press(panel, "It names a person: Angemeldet: Jane Doe")
    panel.click("This is the name", "#learn")
    press(panel, "This number varies: Version 5.2")
    if axe.SCRIPT.exists():
        assert axe.violations(panel.script) == []
    assert act(panel, "Learn this screen", "#learn") == "read"


def test_a_screen_in_another_language_is_taught_by_hand_and_then_read(panel, show):
    teach(panel)
    assert is_seen(panel)
    # Another version, and another number, are no question; another person is one.
    show(count="3", version="6.0")
    assert act(panel, "Read this screen", "#tab-actions") == "read"
    assert not is_seen(panel) and "differs" in panel.text("#tab-result")


#: Keeping a capture computes its digest, which takes until release() is called.
SLOW_DIGEST = """(() => { const digest = SubtleCrypto.prototype.digest;
  SubtleCrypto.prototype.digest = async function (...given) {
    await new Promise((go) => { window.release = () => { SubtleCrypto.prototype.digest = digest; go(); }; });
    return digest.apply(this, given);
  }; })()"""


def test_the_panel_is_busy_until_a_reading_is_kept(panel):
    """So a look at the tab, which begins by itself, does not replace the result."""
    teach(panel)
    panel.script(SLOW_DIGEST)
    panel.click("Read this screen", "#tab-actions")
    panel.until("Boolean(window.release)")
    assert panel.script("document.querySelector('.tab').hasAttribute('aria-busy')")
    panel.script("window.release()")
    panel.until("!document.querySelector('.tab').hasAttribute('aria-busy')")
    assert panel.script("document.getElementById('tab-result').dataset.code") == "read"


def test_the_first_filling_teaches_a_form_in_another_language(assistant, panel, show):
    """Each field is assigned by hand; the next form like it is filled without a question."""
    for version in ("5.2", "6.0"):
        show(name="", count="", version=version)
        code = act(panel, "Fill 2 fields of step 1", "#step-1")
        if version == "5.2":
            assert code == "field_missing"
            for name, place in (("name", "Name der Regel"), ("verified_hold_count_limit", "Anzahl")):
                panel.script(
                    f"document.querySelector('#learn [data-input={name}] button[aria-label^=Elsewhere]').click()"
                )
                panel.click(place, "#learn [aria-label=Places]")
            code = act(panel, "Fill these 2 fields", "#learn")
        assert code == "filled", panel.text(".tab")
        values = "return [...document.querySelectorAll('input')].map((one) => one.value)"
        assert assistant.driver.execute_script(values) == ["Two holds", "2"]


@pytest.mark.parametrize(
    ("change", "answer", "read"),
    [
        ({"note": "<p>Entwurf</p>"}, "Learn these changes", True),
        ({"title": "Vorschlag: Regel"}, "Learn these changes", True),
        ({"count": "zwei"}, None, False),
    ],
    ids=["a note", "a title", "an unknown text"],
)
def test_what_is_new_is_not_read_before_a_person_has_looked_at_it(panel, show, change, answer, read):
    teach(panel)
    panel.click("Remove", "#read")
    panel.until("!document.getElementById('step-1').classList.contains('by-capture')")
    show(**change)
    assert act(panel, "Read this screen", "#tab-actions") == "asked"
    assert not is_seen(panel)
    if answer:
        act(panel, answer, "#learn")
    else:
        assert panel.script(
            "[...document.querySelectorAll('#learn button')].find((one) => one.innerText === 'These are right').disabled"
        )
    assert is_seen(panel) == read


def test_what_was_read_is_kept_until_the_page_is_removed(panel):
    teach(panel)
    panel.script("void location.reload()")
    panel.until(
        "document.querySelectorAll('#read-list li').length && document.querySelectorAll('.step.by-capture').length"
    )
    panel.click("Remove this page from the assistant")
    panel.until("document.getElementById('choose').checkVisibility()")
    assert panel.script("indexedDB.databases().then(([{ name }]) => name)") == "reshare.wms"


LISTS = """<!doctype html><html lang=en><meta charset=utf-8><title>Hold Request Policy</title><main><h1>Hold Request Policy</h1><form>
<p><label>Policy Name <input value="{name}"></label></p><p><label>Bill for placing hold <select>{bills}</select></label></p>
<p><label>Hold Request Expiry notification <select>{notices}</select></label></p></form></main></html>"""


def chosen(name, *others):
    return f"<option>{name}</option>" + "".join(f"<option>{one}</option>" for one in others)


def test_names_in_an_answer_are_known_and_a_person_can_tick_others_in_a_list(assistant, show, tmp_path):
    def draw(name, bills, notices):
        page = LISTS.format(name=name, bills=chosen(*bills), notices=chosen(*notices))
        (tmp_path / "page.html").write_text(page, encoding="utf-8")
        assistant.driver.refresh()

    show()
    draw("A", ["Fine", "Fee"], ["Mail", "Post", "Text message", "Inherit"])
    policy = {"bill_for_placing_hold": "Fine", "hold_request_expiry_notification_policy": "Mail"}
    asked = [{"name": "A", **policy}, {"name": "B", **policy}]
    panel = assistant.open_panel()
    sheet = RecordedLibrary().questions({"hold_request_policies": asked})
    panel.paste(questionnaire_html({**sheet, "display_name": "Adams College", "assignee": None, "due": None}))
    panel.until(
        "document.querySelectorAll('.question').length && !document.querySelector('.tab').hasAttribute('aria-busy')"
    )
    assert act(panel, "Read this screen", "#tab-actions") == "asked"
    assert act(panel, "Learn this screen", "#learn") == "read"
    # A bill structure that the person writes into the answer.
    panel.script(
        "(() => { const card = [...document.querySelectorAll('.question')].find((one) => one.innerText.includes(\"'B'\"));"
        "card.querySelector('[data-field=bill_for_placing_hold] :is(textarea, select)').value = 'Fee';"
        "card.querySelector('input[type=radio]').click(); })()"
    )
    draw("B", ["Fee", "Fine"], ["Post", "Mail", "Text message", "Inherit"])
    assert act(panel, "Read this screen", "#tab-actions") == "asked"
    assert "Post" in panel.text("#learn ul") and "Fee" not in panel.text("#learn")
    panel.script(
        "[...document.querySelectorAll('#learn label')].find((one) => one.innerText.trim() === 'Text message').click()"
    )
    assert act(panel, "Yes, all of them", "#learn") == "read"
    panel.script("(() => { document.body.dataset.old = ''; location.reload(); })()")
    panel.until("!('old' in document.body.dataset) && document.querySelectorAll('#read-list li').length > 1")
    assert "question" not in panel.text("#read-list")
    draw("C", ["Fine"], ["Text message", "Mail"])
    assert act(panel, "Read this screen", "#tab-actions") == "read"
    draw("C", ["Fine"], ["Inherit", "Mail"])
    assert act(panel, "Read this screen", "#tab-actions") == "asked"
    panel.click("Remove this page from the assistant")
    panel.until("document.getElementById('choose').checkVisibility()")
