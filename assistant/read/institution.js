// SPDX-License-Identifier: GPL-3.0-or-later
// The registry IDs that the address or the texts of a page name as such.

/** In an address: .../config/100101/loans, ?registryId=100101, https://100101.example.org/. */
const IN_ADDRESS =
  /(?:\/(?:config|inst|institutions?|wms|registry)\/|[?&;](?:x-)?(?:registry|inst|institution)_?-?(?:id)?=|^https?:\/\/(?=\d+\.[a-z]))(\d{2,9})(?![\w-])/gi;
const IN_TEXT = /\b(?:registry(?: id)?|institution(?: id)?|oclc institution)\s*[:#]?\s*\(?(\d{2,9})\b/gi;

const matches = (pattern, text) => [...text.matchAll(pattern)].map(([, number]) => number);

export const institutionsIn = (address, text) => [...matches(IN_ADDRESS, address), ...matches(IN_TEXT, text)];

/** Whether an ID is a part of an address, whatever it means there. */
export const isPartOf = (address, id) => address.split(/[^0-9A-Za-z]+/).includes(id);
