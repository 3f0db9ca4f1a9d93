// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that a page keeps in the browser or sends in an address. A form that keeps what is typed shows it again when it is loaded, as if it was saved.

/** The texts that the page keeps, by name. */
function keptBy(page) {
  const stores = ["localStorage", "sessionStorage"].flatMap((name) => {
    try {
      return Object.entries(page.defaultView[name]).map(([key, text]) => [`${name} ${key}`, text]);
    } catch {
      // The browser can forbid the page to keep anything.
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

  /** Whether the page has begun to keep one of the texts since. */
  has(texts) {
    const changed = [...keptBy(this.page)].filter(([name, text]) => this.before.get(name) !== text);
    return changed.some(([name, text]) =>
      texts.some((one) => contains(text, one) && !contains(this.before.get(name) ?? "", one)),
    );
  }
}

/** Whether a text contains another one as a whole word, plain or in a common encoding. A single character never counts: it can be there by chance. */
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
