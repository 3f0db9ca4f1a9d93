// SPDX-License-Identifier: GPL-3.0-or-later
// The hands of a person: clicks and keys in one control. Never Enter.
import { userEvent } from "@testing-library/user-event";
import { Refusal } from "./codes.js";
import { documentsOf } from "./documents.js";
import { dispatchWhole } from "./events.js";
import { quiet } from "./quiet.js";

const LONGEST_TYPED = 80;
const users = new WeakMap();

/** The hands in the document of an element. */
function handsIn(element) {
  const page = element.ownerDocument;
  if (!users.has(page)) {
    users.set(page, userEvent.setup({ document: page, delay: 0, pointerEventsCheck: 0 }));
    tellOfFocus(page.defaultView.HTMLElement.prototype);
    dispatchWhole(page.defaultView.EventTarget.prototype);
  }
  return users.get(page);
}

export async function click(element) {
  const button = element.closest("button, input");
  if (button?.form && /^(image|reset|submit)$/.test(button.type)) throw new Refusal("cannot_set");
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
  await handsIn(element).click(element);
}

/** Click a control into which a text is to be typed. A page can make another field of it by that, or give the focus to another one. */
async function enter(element, isField = (one) => one === element) {
  await click(element);
  if (isField(element) && hasFocus(element)) return;
  leave(element);
  throw new Refusal("other_field");
}

const hasFocus = (element) => element.getRootNode().activeElement === element;

/** Replace the text of a control. It keeps the focus. isField: whether an element is that control, also after the page has drawn it anew. */
export async function type(element, text, isField) {
  await enter(element, isField);
  const hands = handsIn(element);
  const replace = async () => {
    await empty(element, hands);
    if (!text) return;
    // In a text of several lines, the key would be Enter.
    if (text.length > LONGEST_TYPED || /\p{Cc}/u.test(text)) await hands.paste(text);
    else await hands.keyboard(text.replace(/[{[]/g, "$&$&"));
  };
  await withKeys(element, replace, isField);
}

const KEYS = ["keydown", "keypress", "keyup", "click", "paste"];

/** Only the control gets the keys: a page can move the focus while it is typed, and a blank presses the button that has it. */
async function withKeys(element, act, isField = () => false) {
  const views = documentsOf(element.ownerDocument.defaultView.top.document).map((one) => one.defaultView);
  const all = views.flatMap((view) => KEYS.map((type) => [view, type]));
  let isElsewhere = false;
  const refuse = (event) => {
    const [target] = event.composedPath();
    if (event.isTrusted || target === element || isField(target)) return;
    isElsewhere = true;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const [view, type] of all) view.addEventListener(type, refuse, { capture: true });
  try {
    await act();
  } catch (error) {
    if (!isElsewhere) throw error;
  } finally {
    for (const [view, type] of all) view.removeEventListener(type, refuse, { capture: true });
  }
  if (isElsewhere) throw new Refusal("other_field");
}

/** Replace the text of an element that can be edited, as the browser does it: user-event knows some of them only. */
export async function write(element, text, isField) {
  await enter(element, isField);
  const page = element.ownerDocument;
  page.getSelection().selectAllChildren(element);
  page.execCommand(text ? "insertText" : "delete", false, text);
}

/** With a key, which some components handle themselves. In a blank one, the key can remove what stands before it. */
async function empty(element, hands) {
  // The page can have written a value since, of which user-event, in a world of its own, knows nothing: it would type behind the one before.
  const { value } = element;
  if (value !== undefined) element.value = value;
  if (element.value && "select" in element) {
    element.select();
    await hands.keyboard("{Backspace}");
    await quiet(element.ownerDocument, { least: 20 });
  }
  if (element.value !== "") await hands.clear(element);
}

/** Choose exactly these options of a native list. */
export async function choose(list, options) {
  const hands = handsIn(list);
  if (!list.multiple) return hands.selectOptions(list, options);
  const others = [...list.selectedOptions].filter((one) => !options.includes(one));
  if (others.length > 0) await hands.deselectOptions(list, others);
  const missing = options.filter((one) => !one.selected);
  if (missing.length > 0) await hands.selectOptions(list, missing);
}

/** Leave a control, so that the page takes its value. */
export function leave(element) {
  const active = element.ownerDocument.activeElement;
  for (const one of [element, active]) if (one && one !== element.ownerDocument.body) one.blur?.();
}

const patched = new WeakSet();

/** While a panel beside the page has the focus, the browser moves the focus in the page without telling it. */
function tellOfFocus(prototype) {
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const { blur, focus } = prototype;
  const tell = (element, lost) => {
    if (!element || element === element.ownerDocument.body) return;
    element.dispatchEvent(new FocusEvent(lost ? "blur" : "focus", { composed: true }));
    element.dispatchEvent(new FocusEvent(lost ? "focusout" : "focusin", { bubbles: true, composed: true }));
  };
  const telling = (act) =>
    function (...given) {
      const page = this.ownerDocument;
      const before = page.activeElement;
      act.apply(this, given);
      if (page.hasFocus() || page.activeElement === before) return;
      tell(before, true);
      tell(page.activeElement, false);
    };
  prototype.blur = telling(blur);
  prototype.focus = telling(focus);
}
