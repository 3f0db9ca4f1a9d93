// SPDX-License-Identifier: GPL-3.0-or-later
// What a page is made of: its documents and shadow roots. The browser's own functions for focus, places and queries end at the edge of each of them.

/** The elements that can have a shadow root. */
const HOSTS = /-|^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;

/** The shadow root of an element; a closed one, too, where the browser lets an extension into it. */
export const rootOf = (element) =>
  element.shadowRoot ??
  (HOSTS.test(element.localName) && element.namespaceURI === XHTML
    ? (globalThis.chrome?.dom?.openOrClosedShadowRoot?.(element) ?? element.openOrClosedShadowRoot)
    : null) ??
  null;
const XHTML = "http://www.w3.org/1999/xhtml";

/** The document of a frame; null if it is of another site, or if the element is not a frame. */
export function frameDocument({ contentDocument, localName }) {
  return FRAME.test(localName) ? (contentDocument ?? null) : null;
}
export const FRAME = /^i?frame$/;

/** A document or shadow root, and all documents and shadow roots in it. */
export function rootsIn(root) {
  const found = [root];
  for (const one of found)
    for (const element of one.querySelectorAll("*"))
      found.push(...[rootOf(element), frameDocument(element)].filter((inner) => inner?.querySelectorAll));
  return found;
}

/** The elements of a page for a selector, in all of its documents and shadow roots. */
export const allIn = (root, selector) => rootsIn(root).flatMap((one) => [...one.querySelectorAll(selector)]);

/** The elements of one document or shadow root alone, which is the scope of IDs and of the names of radio buttons. */
export const withinRoot = (root, selector) => [...root.querySelectorAll(selector)];

/** The element for an ID, in the document or shadow root of another one. */
export const byId = (element, id) => element.getRootNode().getElementById?.(id) ?? null;

/** The topmost element at a place in the window of a document. */
export const elementAt = (page, x, y) => elementsAt(page, x, y)[0] ?? null;

/** The elements at a place, from the top. */
export function elementsAt(page, x, y) {
  const [top, ...others] = page.elementsFromPoint(x, y);
  const root = top && rootOf(top);
  const inner = root ? elementsAt(root, x, y).filter((one) => one !== top && one.getRootNode() === root) : [];
  return top ? [...inner, top, ...others] : [];
}

/** The element that has the focus in a document, or in a frame or shadow root of it; null without one. */
export function activeIn(page) {
  const active = page.activeElement;
  const inner = active && (rootOf(active) ?? frameDocument(active));
  const found = inner ? activeIn(inner) : null;
  return found ?? (active === active?.ownerDocument.body ? null : active);
}

export const hasFocus = (element) => element.getRootNode().activeElement === element;
