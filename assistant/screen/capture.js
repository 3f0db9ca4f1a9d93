// SPDX-License-Identifier: GPL-3.0-or-later
// A capture: what a person sees on one screen, as data. docs/captures.md describes the format.

import { itemsOf } from "./collect.js";
import { oneLine } from "./text.js";
import { MOST_ITEMS } from "./words.js";

/** A page of which no capture can be made; the message is for the person at the screen. */
export class CaptureError extends Error {}

/** The capture of a page. */
export function captureOf(page) {
  const items = itemsOf(page);
  if (!items.some((item) => item.type === "field" || item.type === "table"))
    throw new CaptureError(
      "No field or table was found on this page. Open the screen in a tab of its own, wait until it is complete, and try again.",
    );
  if (items.length > MOST_ITEMS)
    throw new CaptureError(`The page shows more than ${MOST_ITEMS} values. Show fewer rows, and capture each part.`);
  return {
    format: "reshare.wms capture",
    version: 1,
    at: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    title: oneLine(page.title),
    address: addressOf(page.location),
    items,
  };
}

/** Without user, query, fragment and path parameters, which can contain a session. */
const addressOf = ({ protocol, host, pathname }) => `${protocol}//${host}${pathname.replace(/;[^/]*/g, "")}`;
