# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages that no component library draws are filled or refused: other controls, pages against being filled, and pages that save by themselves."""

from __future__ import annotations

import pytest

from support.filling import Hands, fields_task
from support.page_browser import PageBrowser

#: Controls that no component library of these tests has: a text that is edited in the page, a date, a number that the page writes in its own way, and removes
#: when a list has another entry.
OTHER_CONTROLS = """<h1>Loan policies</h1><button>Edit</button><dialog><h2>Loan policy</h2>
<label id="note">Note</label><div contenteditable role="textbox" aria-labelledby="note" style="min-height: 1em"></div>
<label>Due Date <input type="date"></label>
<label>Maximum Fine <input id=fine oninput="this.value = masked(this.value)" onblur="this.value &amp;&amp;= Number(this.value).toFixed(2)"></label>
<label>Price <input onblur="this.value = this.value.replace(/(?=(...)+[.])/, ',')"></label>
<label>Currency <select onchange="fine.value = ''"><option>Dollar<option>Euro</select></label>
</dialog><script>const masked = (text) => text.replace(/[^0-9.]/g, ""); document.querySelector("dialog").showModal();</script>"""


def test_a_dialog_with_other_controls_is_filled(browser, tmp_path):
    page = PageBrowser(browser, tmp_path).open(OTHER_CONTROLS)
    wanted = fields_task(
        note=("Note", "text", "Two words"),
        due=("Due Date", "text", "2027-06-30"),
        fine=("Maximum Fine", "amount", "55.50"),
        currency=("Currency", "text", "Euro"),
    )
    filled = Hands(browser).fill(wanted)
    assert filled["code"] == "filled", filled
    shown = "return [document.querySelector('[contenteditable]').innerText, ...[...document.querySelectorAll('input')].map((one) => one.value)]"
    assert page.script(shown) == ["Two words", "2027-06-30", "55.50", ""]
    written = fields_task(price=("Price", "amount", "1200.00"))
    # The page writes a mark for thousands.
    assert Hands(browser).fill(written)["code"] == "filled"
    assert page.script(shown)[-1] == "1,200.00"


#: Controls that are set by something that is no part of a field, or whose value no text on the screen says.
NOT_SET = {
    "two lists": """<select multiple aria-label="Days"><option>Monday<option>Friday</select><button>&gt;</button>
        <select multiple aria-label="Chosen days"></select>""",
    "two short lists": """<select size="4" aria-label="Days"><option>Monday<option>Friday</select><button>&gt;</button>
        <select size="4" aria-label="Chosen days"></select>""",
    "two drawn lists": """<ul role="listbox" aria-label="Days" aria-multiselectable="true"><li role="option">Monday<li role="option">Friday</ul>
        <button>&gt;</button><ul role="listbox" aria-label="Chosen days" aria-multiselectable="true"><li role="option">Sunday</ul>""",
    "slider": "<label>Days <input type=range max=9></label>",
    "drawn slider": "<span id=days>Days</span><div role=slider aria-labelledby=days aria-valuenow=3 tabindex=0>3</div>",
}


def test_controls_that_are_not_set_are_named(browser, tmp_path):
    page = PageBrowser(browser, tmp_path)
    for name, html in NOT_SET.items():
        page.open(f"<h1>Loan policy</h1><p><label>Other <input></label></p><form>{html}</form>")
        form, value = ("number", "7") if "slider" in name else ("lines", "Monday")
        refused = Hands(browser).fill(fields_task(days=("Days", form, value)))
        (days,) = refused["fields"]
        # The text beside a slider is taken for another field.
        codes = {"cannot_set", "field_ambiguous"} if "slider" in name else {"cannot_set"}
        assert days["label"] == "Days" and days["code"] in codes, (name, refused)


#: A form, with one more thing in it.
NOTE = "<h1>Loan policy</h1><form><p><label>Note <input name=note></label></p>{}</form>"
#: Draws a form with one field, and again with each key.
_DRAWN_ANEW = """const draw = (value) => {{
  drawn.innerHTML = "<p><label>Note <input></label></p>";
  const input = drawn.querySelector("input");
  set.call(input, value);
  input.oninput = () => {{ draw(get.call(input)); {} }};
}}; draw("");"""
#: Pages that are against being filled, each with the code of the result.
HOSTILE = {
    # It marks its title, replaces prototypes, asks before it is left, draws its form anew at each key, and has elements whose getters throw.
    "everything at once": (
        "filled",
        f"""<h1>Loan policy</h1><form id=drawn></form><x-note role=textbox aria-label=Other>Hello</x-note><script>
            const {{ get, set }} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
            const focus = HTMLElement.prototype.focus;
            {_DRAWN_ANEW.format("focus.call(drawn.querySelector('input'))")}
            class Thrower extends HTMLElement {{}}
            for (const name of ["localName", "children", "shadowRoot", "textContent", "value", "labels"])
              Object.defineProperty(Thrower.prototype, name, {{ get() {{ throw 1; }} }});
            customElements.define("x-note", Thrower);
            onbeforeunload = () => "No"; oninput = () => {{ document.title = "* Loan policy"; }};
            Array.prototype.map = () => {{ throw 1; }}; HTMLElement.prototype.focus = () => {{ throw 2; }};
            Object.defineProperty(HTMLInputElement.prototype, "value", {{ get() {{ throw 3; }}, set() {{ throw 4; }} }});</script>""",
    ),
    "a form that is drawn anew at each key, without the focus": (
        "other_field",
        f"""<h1>Loan policy</h1><form id=drawn></form><script>
            const {{ get, set }} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
            {_DRAWN_ANEW.format("")}</script>""",
    ),
    "a field with the name of a property of the form": ("failed", NOTE.format("<p><input name=parentNode></p>")),
    "a field that is another one as long as it has the focus": (
        "other_field",
        NOTE.format(
            """<p><label>Other <input></label></p><script>
            const [note, other] = document.querySelectorAll("label");
            const swap = () => { [note.firstChild.data, other.firstChild.data] = [other.firstChild.data, note.firstChild.data]; };
            note.control.onfocus = note.control.onblur = swap;</script>"""
        ),
    ),
    "a field that asks for a password as long as it has the focus": (
        "other_field",
        NOTE.format(
            "<script>const { control } = document.querySelector('label'); control.onfocus = () => { control.type = 'password'; };"
            " control.onblur = () => { control.type = 'text'; };</script>"
        ),
    ),
    # A blank presses the button that has the focus.
    **{
        f"a button that has the focus {when}": (
            "other_field",
            NOTE.format(
                f"""<button type=button onclick="pressed = true">Save</button><script>
                const note = document.querySelector("input"), save = document.querySelector("button");
                note.on{event} = ({{ key }}) => {{ if ({condition}) save.focus(); }}</script>"""
            ),
        )
        for when, event, condition in (
            ("instead of the field", "focus", "true"),
            ("after some letters", "input", "note.value.length === 2"),
            ("at a key", "keydown", "key === ' '"),
        )
    },
    "a drop-down that sends the form": (
        "cannot_set",
        """<h1>Loan policy</h1><form onsubmit="pressed = true; return false"><span id=label>Note</span>
        <button role=combobox aria-labelledby=label>One</button></form>""",
    ),
    "a frame that has the focus after some letters": (
        "other_field",
        NOTE.format(
            """<iframe id=inner srcdoc="<input>"></iframe><script>document.querySelector("input").oninput =
            ({ target }) => target.value.length === 2 && inner.contentDocument.querySelector("input").focus();</script>"""
        ),
    ),
    "a text with a format": (
        "formatted",
        "<h1>Loan policy</h1><p id=note>Note</p><div contenteditable role=textbox aria-labelledby=note>Two <b>bold</b> words</div>",
    ),
    "another institution after the first field": (
        "another_institution",
        NOTE.format(
            "<p id=at></p><script>onblur = oninput = () => { at.textContent = 'Registry ID: 100102'; }</script>"
        ),
    ),
    "a form in a frame that is sent": (
        "submitted",
        f"""<h1>Loan policy</h1><iframe srcdoc="{NOTE.format("<script>oninput = ({ target }) => target.form.requestSubmit();</script>")}"></iframe>""",
    ),
    "a frame of another site": (
        "field_missing",
        "<h1>Loan policy</h1><p><label>Other <input></label></p><iframe sandbox src='data:text/html,Note'></iframe>",
    ),
}


def test_hostile_pages_are_not_trusted(browser, tmp_path):
    page = PageBrowser(browser, tmp_path)
    for name, (code, html) in HOSTILE.items():
        hands = Hands(page.open(html).browser)
        looked, filled = (
            hands.look(),
            hands.fill(fields_task(note=("Note", "text", "Two words"))),
        )
        assert (filled["code"], filled["isFilled"]) == (code, code == "filled"), (name, filled)
        assert (looked["message"] is not None) == (code == "failed"), (name, looked)
        assert page.script("return window.pressed") is None, name


def test_a_dialog_with_the_same_fields_in_front_of_the_form_is_not_filled(browser, tmp_path):
    show_dialog = "<script>addEventListener('focusout', () => in_front.showModal(), { once: true });</script>"
    form_and_dialog = NOTE.format(f"<p><label>Other <input></label></p>{show_dialog}")
    page = PageBrowser(browser, tmp_path).open(f"{form_and_dialog}<dialog id=in_front>{form_and_dialog}</dialog>")
    wanted = fields_task(note=("Note", "text", "Words"), other=("Other", "text", "More"))
    hands, values = Hands(browser), "return [...document.querySelectorAll('input')].map((one) => one.value)"
    refused = hands.fill(wanted)
    # What is behind the dialog cannot be set.
    codes = refused["code"], refused["cause"]["code"], [one["label"] for one in refused["fields"]]
    assert codes == ("not_restored", "revealed", ["Note", "Other"])
    assert refused["message"].startswith("The values could not be restored.")
    assert refused["message"].endswith(refused["cause"]["message"])
    assert page.script(values) == ["Words", "", "", ""]
    page.script("in_front.close()")
    assert hands.undo()["code"] == "restored"
    assert page.script(values) == [""] * 4


#: A list whose entries the page requests at each key, or also when it is opened.
REQUESTED = """<h1>Loan policy</h1><form><span id=label>Note</span> <div style="position: relative">
<input role=combobox aria-labelledby=label aria-controls=list aria-expanded=false aria-autocomplete=list>
<ul id=list role=listbox hidden style="position: absolute; margin: 0"></ul></div></form><script>
const input = document.querySelector("input");
const show = (entries) => {{
  list.innerHTML = entries.map((one) => `<li role=option>${{one}}`).join("");
  list.hidden = entries.length === 0;
  input.setAttribute("aria-expanded", !list.hidden);
}};
const request = async (text) => {{
  await fetch(`http://127.0.0.1:9/?text=${{text}}`).catch(() => {{}});
  setTimeout(() => show(["One word", "Two words", "Two lines"].filter((one) => one.includes(text))), 150);
}};
input.on{event} = input.oninput = () => request(input.value);
input.onblur = () => show([]);
list.onmousedown = (event) => event.preventDefault();
list.onclick = ({{ target }}) => {{ input.value = target.textContent; show([]); {then} }};
</script>"""


@pytest.mark.parametrize(
    ("event", "then", "code"),
    [
        pytest.param("input", "", "filled", marks=pytest.mark.long),
        ("click", "", "filled"),
        pytest.param("click", "request('nothing')", "saves_itself", marks=pytest.mark.long),
    ],
)
def test_a_list_whose_entries_are_requested_is_filled(browser, tmp_path, event, then, code):
    PageBrowser(browser, tmp_path).open(REQUESTED.format(event=event, then=then))
    filled = Hands(browser).fill(fields_task(note=("Note", "text", "Two words")))
    assert filled["code"] == code, filled


#: Controls in a shadow root, whose lists are drawn at the end of the page, each with the code of the result. `chosen` is what Save would send.
IN_ROOT = """<h1>Loan policy</h1><form id=host></form><script>
let chosen = "One";
const form = host.appendChild(document.createElement("div")).attachShadow({{ mode: "open" }});
form.innerHTML = `{html}`;
const field = form.querySelector("button, input, select");
const show = (entries, isOff = false) => {{
  document.querySelector("[role=listbox]")?.remove();
  const list = document.createElement("div");
  list.role = "listbox";
  list.style = "position: absolute; inset: 100px auto auto 100px";
  list.innerHTML = entries.map((one) => `<div role=option aria-disabled=${{isOff}}>${{one}}</div>`).join("");
  list.onmousedown = (event) => event.preventDefault();
  list.onclick = ({{ target }}) => {{ chosen = field[field.type === "button" ? "textContent" : "value"] = target.textContent; list.remove(); }};
  document.body.append(list);
}};
{script}</script>"""
_DRAWN = "<span id=label>Note</span> <button type=button role=combobox aria-haspopup=listbox aria-labelledby=label>One</button>"
IN_ROOTS = {
    "a list that loads late": (
        "filled",
        _DRAWN,
        "field.onclick = () => { show(['Loading'], true); setTimeout(show, 3000, ['One', 'Two words']); }",
    ),
    "a list that does not load": ("list_late", _DRAWN, "field.onclick = () => show(['Loading'], true)"),
    "a list whose choice is posted": (
        "filled",
        "<label>Note <select><option>One<option>Two words</select></label>",
        "let count = 0; field.onchange = () => { count += 1; chosen = count === 1 ? field.value : 'twice'; }",
    ),
    "a text that is taken back, with a list": (
        "filled",
        "<label>Note <input value=One></label>",
        "field.oninput = () => show(['Two words', 'Two lines'].filter((one) => one.startsWith(field.value)));"
        "field.onblur = () => { field.value = chosen; document.querySelector('[role=listbox]')?.remove(); }",
    ),
    "a text that is taken back": (
        "not_read_back",
        "<label>Note <input value=One></label>",
        "field.onblur = () => { field.value = chosen; }",
    ),
    "a component that does not react": (
        "not_taken",
        "<label>Note <input value=One></label>",
        """customElements.define("x-note", class extends HTMLElement {
          static formAssociated = true;
          constructor() { super(); this.attachInternals().setFormValue("One"); this.attachShadow({ mode: "open" }).append(form.firstChild); }
        });
        host.innerHTML = "<x-note name=note></x-note>";""",
    ),
}


@pytest.mark.parametrize(
    ("code", "html", "script"),
    [
        pytest.param(*case, id=name, marks=() if at < 1 else pytest.mark.long)
        for at, (name, case) in enumerate(IN_ROOTS.items())
    ],
)
def test_controls_in_a_shadow_root_are_filled_or_refused(browser, tmp_path, code, html, script):
    page = PageBrowser(browser, tmp_path).open(IN_ROOT.format(html=html, script=script))
    filled = Hands(browser).fill(fields_task(note=("Note", "text", "Two words")))
    codes = {filled["code"], *(one["code"] for one in filled["fields"])}
    assert code in codes, filled
    assert page.script("return chosen") == ("Two words" if code == "filled" else "One")


@pytest.mark.long
def test_a_button_with_words_beside_a_list_is_not_pressed(browser, tmp_path):
    page = PageBrowser(browser, tmp_path).open(
        """<h1>Loan policy</h1><span id=label>Note</span><div class=select><input role=combobox aria-labelledby=label readonly value=One>
        <button class=dropdown-trigger onclick="pressed = true">Save</button></div>"""
    )
    refused = Hands(browser).fill(fields_task(note=("Note", "text", "Two")))
    assert (refused["code"], page.script("return window.pressed")) == ("not_an_option", None), refused


#: Scripts that draw more than what can be read many times.
TOO_MUCH = {
    "fields": "document.write('<input>'.repeat(2001))",
    "elements": "document.write('<i></i>'.repeat(20001))",
    "depth": "let at = document.body; for (let depth = 0; depth < 300; depth += 1) at.append(at = document.createElement('div'))",
}


def test_a_page_that_shows_too_much_is_refused(browser, tmp_path):
    page = PageBrowser(browser, tmp_path)
    for name, script in TOO_MUCH.items():
        hands = Hands(page.open(NOTE.format(f"<script>{script}</script>")).browser)
        planned = hands.plan(fields_task(note=("Note", "text", "Two words")))
        assert planned["code"] == "too_much", (name, planned)
    assert "too much at once" in hands.look()["message"]


def test_a_list_that_cannot_be_made_blank_again_is_named(browser, tmp_path):
    page = PageBrowser(browser, tmp_path).open(
        NOTE.format("<p><label>Days <select id=days><option>One<option>Two</select></label></p>")
    )
    page.script("days.selectedIndex = -1")
    wanted = fields_task(note=("Note", "text", "Words"), days=("Days", "choice", "Two"))
    hands = Hands(browser)
    assert hands.fill(wanted)["code"] == "filled"
    undone = hands.undo()
    assert (undone["code"], [one["label"] for one in undone["fields"]]) == ("not_restored", ["Days"])
    assert page.script("return [document.querySelector('input').value, days.value]") == ["", "Two"]


#: Pages that save without Save, each by an act when a field is left, with the code of the result.
SAVES = {
    "a draft in the browser": ("saves_itself", "localStorage.draft = JSON.stringify({ note: target.value })"),
    "the address of a picture": (
        "saves_itself",
        "new Image().src = `http://127.0.0.1:9/?note=${encodeURIComponent(target.value)}`",
    ),
    "a frame": ("saves_itself", "document.querySelector('iframe').src = '/nowhere'"),
    "a form sent into a frame": ("submitted", "target.form.submit()"),
    "a form sent into another window": ("submitted", "target.form.target = 'other'; target.form.submit()"),
}


@pytest.mark.parametrize(("code", "act"), SAVES.values(), ids=SAVES)
def test_a_page_that_saves_without_save_is_not_filled(browser, sandbox, code, act):
    browser.get(f"{sandbox}/screens/100101/loan_policies?new=1")
    html = """<h1>Loan policy</h1><form target="frame" action="/nowhere"><label>Note <input name="note"></label></form><iframe name="frame" hidden></iframe>"""
    browser.execute_script("document.body.innerHTML = arguments[0]", html)
    browser.execute_script(f"addEventListener('focusout', ({{ target }}) => {{ {act} }})")
    refused = Hands(browser).fill(fields_task(note=("Note", "text", 'Four "weeks"')))
    browser.execute_script("localStorage.clear()")
    assert (refused["code"], refused["restored"]) == (code, True), refused
    window, *others = browser.window_handles
    for one in others:
        browser.switch_to.window(one)
        browser.close()
    browser.switch_to.window(window)
