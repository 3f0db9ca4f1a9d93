// SPDX-License-Identifier: GPL-3.0-or-later
// The events of user-event, made so that the page sees them whole. user-event writes the key, the place and the data of an event into properties of its
// object, and takes back its own preventDefault by them. An extension and the page have different objects of one event, so the page would see neither.

const WRITTEN =
  "altKey button buttons charCode clipboardData code ctrlKey data dataTransfer detail height inputType isComposing isPrimary key location metaKey"
    .concat(" pointerId pointerType pressure relatedTarget repeat shiftKey tiltX tiltY width")
    .split(" ");
/** Keys whose number is not that of their character. */
const NUMBERS = { Backspace: 8, Tab: 9, Delete: 46, ".": 190, ",": 188, "-": 189, "/": 191, ";": 186, " ": 32 };

/** From now on, the events that are dispatched in this world are made again with all of their properties. */
export function dispatchWhole(prototype) {
  const { dispatchEvent } = prototype;
  prototype.dispatchEvent = function (event) {
    // The browser clicks the control of a label by itself.
    if (!isWritten(event) || (event.type === "click" && Object.hasOwn(event, "preventDefault")))
      return dispatchEvent.call(this, event);
    const whole = new event.constructor(event.type, initOf(event, this));
    const isDone = dispatchEvent.call(this, whole);
    if (!isDone) event.preventDefault();
    return isDone;
  };
}

const isWritten = (event) => WRITTEN.some((name) => Object.hasOwn(event, name));

function initOf(event, target) {
  const init = { bubbles: event.bubbles, cancelable: event.cancelable, composed: event.composed };
  for (const name of WRITTEN) if (event[name] !== undefined && event[name] !== null) init[name] = event[name];
  init.view = target.ownerDocument?.defaultView ?? null;
  if ("clientX" in event) Object.assign(init, middleOf(target));
  if ("key" in event) init.keyCode = event.type === "keypress" ? event.charCode : numberOf(event.key);
  return init;
}

function middleOf(element) {
  const { height, left, top, width } = element.getBoundingClientRect?.() ?? new DOMRect();
  return { clientX: left + width / 2, clientY: top + height / 2 };
}

const numberOf = (key) => NUMBERS[key] ?? (/^[a-z0-9]$/i.test(key) ? key.toUpperCase().charCodeAt(0) : 0);
