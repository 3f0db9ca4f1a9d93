# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages and steps with which a form is filled in part, not at all, or only after some time, each with the code of the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Task = dict[str, Any]

#: Moves a page into shadow roots, one in another. Then `inner` is the innermost one.
NESTED = """
const load = (link) => new Promise((done) => { link.onload = done; });
window.inner = document;
for (let depth = arguments[0]; depth > 0; depth -= 1) {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const links = [...document.querySelectorAll("link")].map((one) => one.cloneNode());
  if (inner === document) window.inner = root;
  root.append(...links, ...document.body.childNodes);
  document.body.append(host);
  await Promise.all(links.map(load));
}
"""
#: The control with the label that begins with a text.
_CONTROL = """
const labelled = (text) => [...inner.querySelectorAll("label")].find((one) => one.textContent.trim().startsWith(text)).control;
const form = inner.querySelector("form, #root");
const add = (html) => form.insertAdjacentHTML("beforeend", html);
"""


@dataclass(frozen=True)
class Case:
    """script: prepares the page. change: prepares the task. disabled: the fields that the page draws as disabled.

    code: of the result, or of a field. is_general: whether the script works on the pages of all component libraries."""

    name: str
    code: str
    script: str = ""
    change: Callable[[Task], None] = lambda _task: None
    is_general: bool = True
    disabled: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def _only(*names: str) -> Callable[[Task], None]:
    return lambda task: task.update(fields=[one for one in task["fields"] if one["name"] in names])


def _with(change: Callable[[Task], None], *names: str, **members: Any) -> Callable[[Task], None]:
    def changed(task: Task) -> None:
        change(task)
        for one in task["fields"]:
            if one["name"] in names:
                one.update(members)

    return changed


def _set(**members: Any) -> Callable[[Task], None]:
    return lambda task: task.update(members)


_ALL = _set()
NAME = _only("name")
TWO = _only("name", "circulates")
BILL = _only("circulates", "recall_bill")

#: One field is left, and the other is filled.
LEFT = (
    Case("no such label", "field_missing", "labelled('Recall bill').closest('.row').remove()", BILL, is_general=False),
    Case("two such labels", "field_ambiguous", "add('<label>Recall billing structure <input></label>')", BILL),
    Case("disabled", "field_disabled", change=BILL, disabled=("recall_bill",)),
    Case("value not in the list", "not_an_option", change=_with(BILL, "recall_bill", value="Weekly overdue")),
    Case("longer than the field", "too_long", "labelled('Policy Name').maxLength = 5", TWO, is_general=False),
    Case(
        "entry twice",
        "option_ambiguous",
        "const list = labelled('Recall billing structure'); list.append(...[...list.options].map((one) => one.cloneNode(true)))",
        BILL,
        is_general=False,
    ),
)

#: Nothing is filled, and what was written is restored.
REFUSED = (
    Case("stale values", "field_changed", change=_with(_ALL, "due_date_adjustment", before="Other day")),
    Case("another object", "another_object", change=_set(identity={"name": ["Short loan"]})),
    Case("not a new object", "not_new", change=_set(isNew=True, identity={"name": ["Another one"]})),
    Case("another screen", "not_this_screen", change=_set(kinds=["hold_limit_policy"])),
    Case("another institution in a text", "another_institution", "add('<p>Registry ID: 100102</p>')"),
    Case("another institution", "another_institution", change=_set(site={"typed_registry_id": "100102"})),
    Case("no institution", "institution_unknown", change=_set(site={"typed_registry_id": None})),
    Case("required field", "other_required", "add('<label>Owner <input required></label>')"),
    Case("required password", "other_required", "add('<label>Password <input type=password required></label>')"),
    *(
        Case(
            f"rewrites {when}",
            "not_read_back",
            f"""inner.addEventListener('focusout', ({{ target }}) => {{
              if (target.value === '3') setTimeout(() => {{
                Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(target, '2');
                target.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
              }}, {delay});
            }})""",
            _only("overdue_grace_period"),
            is_general=when == "at once",
        )
        for when, delay in (("at once", 100), ("some time later", 1500))
    ),
    Case(
        "resets a neighbour some time later",
        "other_changed",
        """const neighbour = labelled('Automatic Renewal');
        inner.addEventListener('focusout', ({ target }) => {
          if (target.value?.startsWith('Four weeks or')) setTimeout(() => neighbour.checked && neighbour.click(), 1500);
        })""",
        NAME,
        is_general=False,
    ),
    Case(
        "saves itself",
        "saves_itself",
        "inner.addEventListener('focusout', () => fetch('http://127.0.0.1:9/save', { method: 'POST' }).catch(() => {}))",
        TWO,
    ),
    Case(
        "sends the form",
        "submitted",
        """inner.addEventListener('focusout', ({ target }) => {
          if (target.value === 'Four weeks or so') target.form?.requestSubmit();
        })""",
        TWO,
        is_general=False,
    ),
    Case(
        "opens another page",
        "left",
        "inner.addEventListener('focusout', ({ target }) => { if (target.value === 'Four weeks or so') location.hash = 'next' })",
        TWO,
    ),
    Case(
        "does not accept the value",
        "other_invalid",
        "labelled('Policy Name').pattern = 'Four weeks'",
        NAME,
        is_general=False,
    ),
)

#: A field that the page draws only after another one was set.
APPEARS = Case(
    "appears later",
    "field_missing",
    """window.driver = labelled('Automatic Renewal');
    const late = labelled('Recall billing structure').closest('.row');
    const place = late.parentElement;
    late.remove();
    driver.addEventListener('change', () => place.append(late));""",
    _only("automatic_renewal", "recall_bill"),
)

#: The page needs some time, or shows more after another field was set.
FILLED = (
    Case(
        "dependent list",
        "filled",
        """const [list, driver] = [labelled('Recall billing structure'), labelled('Automatic Renewal')];
        list.disabled = true;
        driver.addEventListener('change', () => setTimeout(() => { list.disabled = driver.checked; }, 700));""",
        _only("automatic_renewal", "recall_bill"),
        is_general=False,
    ),
    Case(
        "something in front of the form for a time",
        "filled",
        """inner.addEventListener('change', () => {
          const veil = document.createElement('div');
          veil.style = 'position: fixed; inset: 0';
          document.body.append(veil);
          setTimeout(() => veil.remove(), 1500);
        });""",
        _only("circulates", "loan_period"),
    ),
    Case(
        "slow page",
        "filled",
        """for (const type of ['change', 'input']) inner.addEventListener(type, () => {
          const end = performance.now() + 50;
          while (performance.now() < end);
        }, true);""",
        _only("loan_period", "recall_bill"),
    ),
)


def prepared(case: Case) -> str:
    """The script for the page."""
    return _CONTROL + case.script
