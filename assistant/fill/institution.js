// SPDX-License-Identifier: GPL-3.0-or-later
// The institution whose site this is, by its registry ID in the address or the texts of the page.
import { lineOf } from "../screen/text.js";

/** A registry ID that is named as one in an address: .../config/100101/loans, ?registryId=100101, https://100101.example.org/. */
const IN_ADDRESS =
  /(?:\/(?:config|inst|institutions?|wms|registry)\/|[?&;](?:x-)?(?:registry|inst|institution)_?-?(?:id)?=|^https?:\/\/(?=\d+\.[a-z]))(\d{2,9})(?![\w-])/gi;
const IN_TEXT = /\b(?:registry(?: id)?|institution(?: id)?|oclc institution)\s*[:#]?\s*\(?(\d{2,9})\b/gi;

/** Throws nothing: the code of a refusal, or null. typed: the ID that a person has typed where the page does not show it. */
export function otherInstitution(page, { registry_id: wanted, typed_registry_id: typed = null }) {
  const address = page.location.href;
  const text = lineOf(page.body ?? page.documentElement, { buttons: true });
  const named = [...matches(IN_ADDRESS, address), ...matches(IN_TEXT, text)];
  if (named.length > 0) return named.every((one) => one === wanted) ? null : "another_institution";
  if (address.split(/[^0-9A-Za-z]+/).includes(wanted)) return null;
  if (typed === null) return "institution_unknown";
  return String(typed).trim() === wanted ? null : "another_institution";
}

const matches = (pattern, text) => [...text.matchAll(pattern)].map(([, number]) => number);
