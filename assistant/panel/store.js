// SPDX-License-Identifier: GPL-3.0-or-later
// What the panel keeps in the browser until the file is downloaded: the pages of libraries, and what was read and taught for each. Old entries are removed.

/** How long a page is kept after its last use, in milliseconds. */
const KEPT = 30 * 24 * 60 * 60 * 1000;

function database() {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("reshare.wms", 2);
    opening.onupgradeneeded = () => {
      if (!opening.result.objectStoreNames.contains("kept")) opening.result.createObjectStore("kept");
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
}

// Runs act on the store in a transaction, and returns its result.
async function stored(mode, act) {
  const opened = await database();
  return new Promise((done, failed) => {
    const work = opened.transaction("kept", mode);
    const asked = act(work.objectStore("kept"));
    // Ends only when the transaction is complete, because the page is loaded again afterwards.
    work.oncomplete = () => {
      opened.close();
      done(asked.result);
    };
    work.onabort = () => failed(work.error);
  });
}

const [PAGES, READ] = ["pages", "read"];
const get = (key) => stored("readonly", (store) => store.get(key));
const put = (key, value) => stored("readwrite", (store) => store.put(value, key));

/** What was read and taught for a record. */
export const keptOf = (record) => get(`${READ} ${record}`);
export const keepOf = (record, value) => put(`${READ} ${record}`, value);

/** The pages, with the open one first: {id, record, registry_id, name, text, used, part, origins}. part: what a page adds to the file, once it was left. */
export async function pages() {
  return (await get(PAGES)) ?? [];
}

/** The identity of a page: a newer one of the same record takes its place. */
export const idOf = (sheet) => JSON.stringify([sheet.record, sheet.last ? "worksheet" : "questionnaire"]);

/** Changes the pages in one transaction, because two scripts of the panel change them. change: returns the new pages. */
const changePages = (change) =>
  stored("readwrite", (store) => {
    const asked = store.get(PAGES);
    asked.onsuccess = () => store.put(change(asked.result ?? []), PAGES);
    return asked;
  });

/** Keeps pages, given as [text, sheet]. isFirst: whether they come before the one that is open, which is the first one. */
export function addPages(given, isFirst) {
  const added = given.map(([text, sheet]) => ({
    id: idOf(sheet),
    record: sheet.record,
    registry_id: sheet.registry_id,
    name: sheet.display_name,
    text,
    used: Date.now(),
    part: null,
    origins: [],
  }));
  return changePages((there) => [
    ...new Map([...(isFirst ? added : there.slice(0, 1)), ...there, ...added].map((one) => [one.id, one])).values(),
  ]);
}

/** Makes a page the one that is open, and used now. */
export const usePage = (given) =>
  changePages((there) => {
    const used = there.filter(({ id }) => id === given).map((one) => ({ ...one, used: Date.now() }));
    return [...used, ...there.filter(({ id }) => id !== given)];
  });

/** Sets members of a page. */
export const notePage = (given, more) =>
  changePages((there) => there.map((one) => (one.id === given ? { ...one, ...more } : one)));

/** Removes the pages for which test is true, with what was read for their records. */
async function removePages(test) {
  const before = await pages();
  const left = before.filter((one) => !test(one));
  await changePages((there) => there.filter((one) => !test(one)));
  const gone = before.map(({ record }) => record).filter((one) => !left.some(({ record }) => record === one));
  for (const record of gone) await stored("readwrite", (store) => store.delete(`${READ} ${record}`));
}

export const removePage = (given) => removePages(({ id }) => id === given);

/** Removes what was not used for too long. */
export const removeOld = () => removePages(({ used }) => Date.now() - used > KEPT);
