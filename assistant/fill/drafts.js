// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that a page keeps in the browser or sends in an address. A form that keeps what is typed shows it again when it is loaded, as if it was saved.

/** What the page keeps, by its names. */
function keptBy(page) {
  const stores = ["localStorage", "sessionStorage"].flatMap((name) => {
    try {
      return Object.entries(page.defaultView[name]).map(([key, text]) => [`${name} ${key}`, text]);
    } catch {
      // The page may keep nothing.
      return [];
    }
  });
  return new Map([...stores, ["cookie", page.cookie]]);
}

export class Drafts {
  constructor(page) {
    this.page = page;
    this.before = keptBy(page);
  }

  /** Whether one of the texts was kept since. */
  has(texts) {
    const changed = [...keptBy(this.page)].filter(([name, text]) => this.before.get(name) !== text);
    return changed.some(([name, text]) =>
      texts.some((one) => contains(text, one) && !contains(this.before.get(name) ?? "", one)),
    );
  }
}

/** Whether a text contains another one as a whole word, in one of the ways in which it is written. A single digit can be there by chance. */
export function contains(text, wanted) {
  if (wanted.length < 2) return false;
  const written = [
    wanted,
    JSON.stringify(wanted).slice(1, -1),
    encodeURIComponent(wanted),
    new URLSearchParams({ "": wanted }).toString().slice(1),
  ];
  return written.some((one) => new RegExp(`(?<![\\p{L}\\p{N}%])${escaped(one)}(?![\\p{L}\\p{N}])`, "u").test(text));
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
