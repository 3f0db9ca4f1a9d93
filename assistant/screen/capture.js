// SPDX-License-Identifier: GPL-3.0-or-later
// A page as a capture of format 2.
import { drawnOn } from "./drawn.js";
import { oneLine } from "./text.js";

const FORMAT = { format: "reshare.wms capture", version: 2, meaning: 1 };

/** {capture, members} of a page as it is now. quiet: whether it had stopped changing. members: the elements of each item. */
export function captureOf(page, quiet) {
  const { protocol, host, pathname } = page.location;
  const { items, lists, members } = drawnOn(page);
  const capture = {
    ...FORMAT,
    at: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    title: oneLine(page.title),
    // Without query, fragment and path parameters, which can contain a session.
    address: `${protocol}//${host}${pathname.replace(/;[^/]*/g, "")}`,
    language: page.documentElement.lang,
    quiet,
    items,
    lists,
  };
  return { capture, members };
}
