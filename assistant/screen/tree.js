// SPDX-License-Identifier: GPL-3.0-or-later
// The page as it is rendered: with shadow roots and their slots, and with the documents of frames of the same site.
import { byId, frameDocument, rootOf, withinRoot } from "./composed.js";

let reading = 0;

/** Begins a new reading of the page. Results that were computed before do not count any more. */
export const readAnew = () => {
  reading += 1;
};

/** A function whose result for an element is computed once in a reading, because the page does not change while it is read. */
export function once(compute) {
  let known = new WeakMap();
  let since = reading;
  return (element) => {
    if (since !== reading) [known, since] = [new WeakMap(), reading];
    if (!known.has(element)) known.set(element, compute(element));
    return known.get(element);
  };
}

/** The rendered children of a node. */
export const childrenOf = once((node) => {
  if (node.localName === "iframe" || node.localName === "frame") {
    const inner = frameDocument(node);
    // A document that is being loaded can have neither.
    const root = inner?.body ?? inner?.documentElement;
    return root ? [root] : [];
  }
  // The options of a drop-down are not content of the page.
  if (node.localName === "select") return [];
  const root = isElement(node) ? rootOf(node) : null;
  if (root) return [...root.childNodes];
  const assigned = node.localName === "slot" ? node.assignedNodes({ flatten: true }) : [];
  return assigned.length > 0 ? assigned : [...node.childNodes];
});

/** The rendered parent of a node: null for the page's own document element. */
export function parentOf(node) {
  const parent = node.assignedSlot ?? node.parentNode;
  if (parent?.nodeType === Node.DOCUMENT_FRAGMENT_NODE) return parent.host ?? null;
  return parent?.nodeType === Node.DOCUMENT_NODE ? (parent.defaultView?.frameElement ?? null) : parent;
}

export const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
export const isText = (node) => node.nodeType === Node.TEXT_NODE;

export const classesOf = (element) => element?.getAttribute?.("class") ?? "";

/** A pattern for names, such as classes, that have one of these words. */
export const withWord = (words) => new RegExp(`(^|[-_ ])(${words})([-_ ]|$)`, "i");

/** A name such as autoComplete with a hyphen between its words. */
export const hyphenated = (name) => name.replace(/([a-z])([A-Z])/g, "$1-$2");

/** The first role that the element states. */
export const roleOf = (element) => element.getAttribute?.("role")?.trim().toLowerCase().split(/\s+/)[0] ?? "";

const CELLS = new Set(["td", "th", "cell", "gridcell", "columnheader", "rowheader"]);
export const isCell = (element) => CELLS.has(element.localName) || CELLS.has(roleOf(element));

/** The nearest element for which the test holds, the element itself included. */
export function nearest(element, test) {
  let at = element;
  while (at && !(isElement(at) && test(at))) at = parentOf(at);
  return at;
}

export const within = (node, container) => nearest(node, (one) => one === container) !== null;

/** The first elements below a node for which the test holds; nothing inside them, and nothing where enter does not hold. */
export function outermost(node, test, enter = () => true) {
  return childrenOf(node)
    .filter(isElement)
    .flatMap((child) => {
      if (!enter(child)) return [];
      return test(child) ? [child] : outermost(child, test, enter);
    });
}

/** The elements with these IDs, in the tree of the element. */
export function referenced(element, attribute) {
  const ids = (element.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean);
  return ids.map((id) => byId(element, id)).filter(Boolean);
}

/** The labels of a control. Its property `labels` goes through the whole page each time. */
export const labelsOf = once((element) => {
  if (element.labels === undefined || element.labels === null) return [];
  const named = element.id ? (labelsIn(element.getRootNode()).get(element.id) ?? []) : [];
  const around = element.closest("label");
  return [
    ...(around && around.control === element ? [around] : []),
    ...named.filter((one) => one !== around && one.control === element),
  ];
});

/** The labels of a document, by what their `for` names. */
const labelsIn = once((root) => {
  const found = new Map();
  for (const label of withinRoot(root, "label[for]"))
    found.set(label.htmlFor, [...(found.get(label.htmlFor) ?? []), label]);
  return found;
});
