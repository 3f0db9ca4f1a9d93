// SPDX-License-Identifier: GPL-3.0-or-later
// What the panel keeps in the browser until the file is downloaded: the page of a worksheet or questionnaire, and what was read and taught.

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

// What act does with the store, and its result.
async function stored(mode, act) {
  const opened = await database();
  return new Promise((done, failed) => {
    const work = opened.transaction("kept", mode);
    const asked = act(work.objectStore("kept"));
    // Not before it is on the disk: the page is loaded again after that.
    work.oncomplete = () => {
      opened.close();
      done(asked.result);
    };
    work.onabort = () => failed(work.error);
  });
}

/** The keys: of the page, and of what was read for it. */
export const [PAGE, READ] = ["page", "read"];
export const kept = (key) => stored("readonly", (store) => store.get(key));
export const keep = (key, value) => stored("readwrite", (store) => store.put(value, key));
export const forgetAll = () => stored("readwrite", (store) => store.clear());
