# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages and worksheets with which a form must not be filled, or only after some time, each with the code of the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Request = dict[str, Any]

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
#: What the step changes: a text, and a switch that another field can depend on.
NAME = "Four weeks or so"


@dataclass(frozen=True)
class Case:
    """script: what makes the page so. change: what makes the request so. disabled: the fields that the page draws as disabled. code: of the result; of a
    field, if it is one. is_general: whether the script works on the pages of all component libraries. is_written: whether something was written and restored.
    """

    name: str
    code: str
    script: str = ""
    change: Callable[[Request], None] = lambda _request: None
    is_general: bool = True
    is_written: bool = False
    disabled: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def _field(request: Request, name: str) -> dict[str, Any]:
    return next(one for one in request["fields"] if one["name"] == name)


def _only(request: Request, *names: str) -> None:
    request["fields"] = [one for one in request["fields"] if one["name"] in names]


def _set(**members: Any) -> Callable[[Request], None]:
    return lambda request: request.update(members)


def _wrong_label(request: Request) -> None:
    _field(request, "recall_bill").update(label="Recall bills", labels=["Recall bills"])


def _not_in_list(request: Request) -> None:
    _only(request, "circulates", "recall_bill")
    _field(request, "recall_bill")["value"] = "Weekly overdue"


def _stale(request: Request) -> None:
    _field(request, "loan_period")["before"] = "27 days"


def _other_object(request: Request) -> None:
    request["object"]["identity"][0]["value"] = "Short loan"
    request["fields"] = [one for one in request["fields"] if one["name"] != "name"]


def _new(request: Request) -> None:
    request["object"] = {"is_new": True, "identity": []}


def _two_fields(request: Request) -> None:
    _only(request, "name", "circulates")


REFUSED = (
    Case("wrong label", "may_appear", change=_wrong_label),
    Case("another label", "field_ambiguous", "add('<label>Recall billing structure <input></label>')"),
    Case(
        "disabled",
        "field_disabled",
        disabled=("recall_bill",),
        change=lambda request: _only(request, "recall_bill"),
    ),
    Case("value not in the list", "not_an_option", change=_not_in_list, is_written=True),
    Case(
        "longer than the field",
        "too_long",
        "labelled('Policy Name').maxLength = 5",
        lambda request: _only(request, "name"),
        is_general=False,
    ),
    Case(
        "entry twice",
        "option_ambiguous",
        "const list = labelled('Recall billing structure'); list.append(...[...list.options].map((one) => one.cloneNode(true)))",
        lambda request: _only(request, "recall_bill"),
        is_general=False,
    ),
    Case("stale values", "field_changed", change=_stale),
    Case("another object", "another_object", change=_other_object),
    Case("not a new object", "not_new", change=_new),
    Case("another screen", "not_this_screen", change=lambda request: request["screen"].update(names=["Locations"])),
    Case("another institution in a text", "another_institution", "add('<p>Registry ID: 100102</p>')"),
    Case("another institution", "another_institution", change=_set(typed_registry_id="100102")),
    Case("no institution", "institution_unknown", change=_set(typed_registry_id=None)),
    Case("required field", "other_required", "add('<label>Owner <input required></label>')"),
    Case("required password", "other_required", "add('<label>Password <input type=password required></label>')"),
    Case("folded part", "folded", "add('<details><summary>More</summary><label>Owner <input></label></details>')"),
    Case(
        "another heading",
        "other_part",
        "labelled('Recall billing structure').closest('.row').insertAdjacentHTML('beforebegin', '<h2>Restricted loan</h2>')",
        is_general=False,
    ),
    *(
        Case(
            f"rewrites {when}",
            "not_read_back",
            f"""inner.addEventListener('focusout', ({{ target }}) => {{
              if (target.value === '21') setTimeout(() => {{
                Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(target, '20');
                target.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
              }}, {delay});
            }})""",
            lambda request: _only(request, "loan_period"),
            is_general=when == "at once",
            is_written=True,
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
        lambda request: _only(request, "name"),
        is_general=False,
        is_written=True,
    ),
    Case(
        "reveals a field",
        "revealed",
        """inner.addEventListener('focusout', ({ target }) => {
          const old = inner.getElementById('revealed');
          if (target.value === 'Four weeks or so' && !old) add('<p id="revealed"><label>Owner <input></label></p>');
          if (target.value === 'Four weeks') old?.remove();
        })""",
        lambda request: _only(request, "name"),
        is_written=True,
    ),
    Case(
        "saves itself",
        "saves_itself",
        "inner.addEventListener('focusout', () => fetch('http://127.0.0.1:9/save', { method: 'POST' }).catch(() => {}))",
        _two_fields,
        is_written=True,
    ),
    Case(
        "sends the form",
        "submitted",
        """inner.addEventListener('focusout', ({ target }) => {
          if (target.value === 'Four weeks or so') target.form?.requestSubmit();
        })""",
        _two_fields,
        is_general=False,
        is_written=True,
    ),
    Case(
        "opens another page",
        "left",
        "inner.addEventListener('focusout', ({ target }) => { if (target.value === 'Four weeks or so') location.hash = 'next' })",
        _two_fields,
        is_written=True,
    ),
    Case(
        "does not accept the value",
        "other_invalid",
        "labelled('Policy Name').pattern = 'Four weeks'",
        lambda request: _only(request, "name"),
        is_general=False,
        is_written=True,
    ),
)

#: A field that the page draws only after another one was set.
APPEARS = Case(
    "appears later",
    "may_appear",
    """window.driver = labelled('Automatic Renewal');
    const late = labelled('Recall billing structure').closest('.row');
    const place = late.parentElement;
    late.remove();
    driver.addEventListener('change', () => place.append(late));""",
    lambda request: _only(request, "automatic_renewal", "recall_bill"),
)

#: The page needs some time, or shows more after another field was set.
FILLED = (
    Case(
        "dependent list",
        "filled",
        """const [list, driver] = [labelled('Recall billing structure'), labelled('Automatic Renewal')];
        list.disabled = true;
        driver.addEventListener('change', () => setTimeout(() => { list.disabled = driver.checked; }, 700));""",
        lambda request: _only(request, "automatic_renewal", "recall_bill"),
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
        lambda request: _only(request, "circulates", "loan_period"),
    ),
    Case(
        "slow page",
        "filled",
        """for (const type of ['change', 'input']) inner.addEventListener(type, () => {
          const end = performance.now() + 50;
          while (performance.now() < end);
        }, true);""",
        lambda request: _only(request, "loan_period", "recall_bill"),
    ),
)


def prepared(case: Case) -> str:
    """The script for the page."""
    return _CONTROL + case.script
