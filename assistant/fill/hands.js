// SPDX-License-Identifier: GPL-3.0-or-later
// The hands of a person: clicks and keys in one control. Never Enter.
import { activeIn, hasFocus } from "../screen/composed.js";
import { nearest } from "../screen/tree.js";
import { Refusal } from "./codes.js";
import { quiet, wait } from "./quiet.js";

const LONGEST_TYPED = 80;
/** Inputs whose text is written by keys; others, such as dates, are set. */
const TYPED = /^(email|number|password|search|tel|text|textarea|url)$/;
/** Keys whose number is not that of their character. */
const NUMBERS = { Backspace: 8, ".": 190, ",": 188, "-": 189, "/": 191, ";": 186, " ": 32 };
const FOCUSABLE =
  ":is(a[href], button, input, select, summary, textarea, [contenteditable], [tabindex]):not(:disabled)";

export async function click(element) {
  const button = nearest(element, (one) => /^(button|input)$/.test(one.localName));
  if (button?.form && /^(image|reset|submit)$/.test(button.type)) throw new Refusal("cannot_set");
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
  for (const type of ["over", "enter", "move"]) point(element, type);
  const page = element.ownerDocument;
  const before = activeIn(page);
  // If the page prevents the default, it can set the focus itself.
  if (point(element, "down")) nearest(element, (one) => one.matches(FOCUSABLE))?.focus({ preventScroll: true });
  tellFocus(page, before);
  await wait(0);
  point(element, "up");
  element.dispatchEvent(new PointerEvent("click", pointerAt(element)));
  await wait(0);
}

/** Returns whether the page leaves the default action to the browser. */
function point(element, type) {
  const at = { ...pointerAt(element), bubbles: type !== "enter", buttons: type === "down" ? 1 : 0 };
  element.dispatchEvent(new PointerEvent(`pointer${type}`, at));
  return element.dispatchEvent(new MouseEvent(`mouse${type}`, at));
}

const whole = (element) => ({
  bubbles: true,
  cancelable: true,
  composed: true,
  view: element.ownerDocument.defaultView,
});

function pointerAt(element) {
  const { height, left, top, width } = element.getBoundingClientRect();
  const middle = { clientX: left + width / 2, clientY: top + height / 2 };
  return { ...whole(element), ...middle, detail: 1, isPrimary: true, pointerId: 1, pointerType: "mouse" };
}

/** While a panel beside the page has the focus, the browser moves the focus in the page without events: send them. before: the element that had the focus. */
function tellFocus(page, before) {
  const now = activeIn(page);
  if (page.hasFocus() || before === now) return;
  tell(before, "blur", "focusout");
  tell(now, "focus", "focusin");
}

function tell(element, own, bubbling) {
  element?.dispatchEvent(new FocusEvent(own, { composed: true }));
  element?.dispatchEvent(new FocusEvent(bubbling, { bubbles: true, composed: true }));
}

/** Click a control into which a text is to be typed. The click can make the page replace the control by another field, or move the focus. */
async function enter(element, isField = (one) => one === element) {
  await click(element);
  if (isField(element) && hasFocus(element)) return;
  leave(element);
  throw new Refusal("other_field");
}

/** The texts of the controls when they were entered: the page gets an event if the text differs when the control is left. */
const entered = new WeakMap();

/**
 * Replace the text of a control. It keeps the focus. isField: whether an element is that control, also after the page has drawn it anew: a page can move the
 * focus during typing.
 */
export async function type(element, text, isField = (one) => one === element) {
  const page = element.ownerDocument;
  entered.set(element, element.value);
  await enter(element, isField);
  if (!TYPED.test(element.type)) return setText(element, text);
  const field = () => {
    const active = activeIn(page);
    if (!active || (active !== element && !isField(active))) throw new Refusal("other_field");
    if (!entered.has(active)) entered.set(active, active.value);
    return active;
  };
  const edit = (inserted) => page.execCommand(inserted ? "insertText" : "delete", false, inserted);
  // Some components handle the key themselves. In a blank field, it can remove what is in front of the field.
  if (field().value) {
    field().select();
    await press(field, "Backspace", () => edit(""));
    await quiet(page, { least: 20 });
  }
  // Select what the page has left, or written since.
  field().select();
  if (field().value && !text) edit("");
  // For a line break, the key would be Enter.
  if (text.length > LONGEST_TYPED || /\p{Cc}/u.test(text)) edit(text);
  else for (const key of text) await press(field, key, () => edit(key));
}

/** Press a key, and do what it does unless the page handles it. */
async function press(field, key, act) {
  const number = NUMBERS[key] ?? (/^[a-z0-9]$/i.test(key) ? key.toUpperCase().charCodeAt(0) : 0);
  const send = (type, more) =>
    field().dispatchEvent(new KeyboardEvent(type, { ...whole(field()), key, keyCode: number, ...more }));
  const code = key.charCodeAt(0);
  const isLeft = send("keydown") && (key.length > 2 || send("keypress", { charCode: code, keyCode: code }));
  if (isLeft && field()) act();
  await wait(0);
  send("keyup");
}

/** Set a text that is not typed, such as a date. */
function setText(element, text) {
  element.value = text;
  element.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
}

/** Replace the text of an element that can be edited. */
export async function write(element, text, isField) {
  await enter(element, isField);
  const page = element.ownerDocument;
  page.execCommand("selectAll");
  page.execCommand(text ? "insertText" : "delete", false, text);
}

/** Choose exactly these options of a native list. */
export async function choose(list, options) {
  await click(list);
  for (const one of list.options) one.selected = options.includes(one);
  for (const type of ["input", "change"])
    list.dispatchEvent(new Event(type, { bubbles: true, composed: type === "input" }));
}

/** Leave a control, so that the page takes its value. */
export function leave(element) {
  const page = element.ownerDocument;
  for (const one of new Set([element, activeIn(page)])) if (one) leaveOne(page, one);
}

function blur(page) {
  const before = activeIn(page);
  before?.blur();
  tellFocus(page, before);
}

function leaveOne(page, element) {
  let isTold = !entered.has(element) || entered.get(element) === element.value;
  entered.delete(element);
  const note = () => {
    isTold = true;
  };
  const tellChange = () => isTold || element.dispatchEvent(new Event("change", { bubbles: true }));
  element.addEventListener("change", note);
  if (!page.hasFocus()) tellChange();
  if (hasFocus(element)) blur(page);
  tellChange();
  element.removeEventListener("change", note);
}
