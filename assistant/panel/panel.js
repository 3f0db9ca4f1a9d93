// SPDX-License-Identifier: GPL-3.0-or-later
// The panel's beginning: keeps the worksheet of a library, and starts the work on it (steps.js, tab.js and the scripts of worksheets, as one file).

(() => {
  const byId = (id) => document.getElementById(id);
  const MOST_CHARACTERS = 5 * 1024 * 1024;
  const MOST_STEPS = 2000;
  const ACTIONS = ["created", "updated", "removed"];

  // A reason why a file is no worksheet, for people.
  class Refused extends Error {}

  // ------------------------------------------------------------------------------- the kept worksheet

  function database() {
    return new Promise((done, failed) => {
      const opening = indexedDB.open("reshare.wms", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("worksheets");
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
  }

  // What act does with the store of worksheets, and its result.
  async function stored(mode, act) {
    const opened = await database();
    return new Promise((done, failed) => {
      const work = opened.transaction("worksheets", mode);
      const asked = act(work.objectStore("worksheets"));
      // Not before it is on the disk: the page is loaded again after that.
      work.oncomplete = () => done(asked.result);
      work.onabort = () => failed(work.error);
    });
  }

  const KEY = "present";
  const kept = () => stored("readonly", (store) => store.get(KEY));
  const keep = (text) => stored("readwrite", (store) => store.put(text, KEY));
  const forget = () => stored("readwrite", (store) => store.delete(KEY));

  // ------------------------------------------------------------------------------- what a worksheet is

  const isText = (one) => typeof one === "string";
  const isFlag = (one) => typeof one === "boolean";
  const isObject = (one) => typeof one === "object" && one !== null && !Array.isArray(one);
  const orNull = (is) => (one) => one === null || is(one);
  const listOf = (isEntry) => (one) => Array.isArray(one) && one.every(isEntry);
  // texts: the names of members that are texts. others: what other members are, by their names.
  const objectOf = (texts, others) => (one) =>
    isObject(one) &&
    texts.every((name) => isText(one[name])) &&
    Object.entries(others).every(([name, is]) => is(one[name]));
  const isTexts = listOf(isText);
  const isLine = objectOf(["name", "label", "value"], { before: orNull(isText) });
  const isRow = objectOf(["mark", "where"], { cells: isTexts, before: orNull(isTexts) });
  const isTable = objectOf([], { columns: isTexts, rows: listOf(isRow), gone: listOf(isTexts) });
  const isStep = objectOf(["name", "digest", "title", "how", "since"], {
    number: Number.isInteger,
    action: (one) => ACTIONS.includes(one),
    asked: isTexts,
    declares: isObject,
    lines: listOf(isLine),
    table: orNull(isTable),
  });
  const isGroup = objectOf(["label"], { screen: isTexts, cautions: isTexts, steps: listOf(isStep) });
  const isNamed = objectOf(["kind", "plural", "label"], { names: isTexts });
  const areInputs = listOf(objectOf(["name", "label", "form"], {}));
  const isKind = (one) => isNamed(one) && areInputs(one.inputs ?? one.columns);
  const isScreens = objectOf([], { kinds: listOf(isKind), blank: isTexts, names: isTexts, known: isObject });
  const isSheet = objectOf(["library", "registry_id", "record", "display_name", "digest", "assistant"], {
    rehearsal: isFlag,
    fills: isFlag,
    groups: listOf(isGroup),
    last: listOf(isGroup),
    locked: isTexts,
    screens: isScreens,
  });

  const DAMAGED = "This worksheet is damaged. Ask for it again.";
  const VERSION = /^\d{1,9}(\.\d{1,9}){0,3}$/;

  function isNewer(version, other) {
    const [numbers, others] = [version, other].map((text) => text.split(".").map(Number));
    const at = numbers.findIndex((number, index) => number !== (others[index] ?? 0));
    return numbers[at] > (others[at] ?? 0);
  }

  // Refuses a worksheet for a newer assistant. Before anything else, because its other members can be different.
  function checkVersion(needed) {
    if (!isText(needed) || !VERSION.test(needed)) throw new Refused(DAMAGED);
    const { version } = chrome.runtime.getManifest();
    if (isNewer(needed, version))
      throw new Refused(
        `This worksheet needs version ${needed} of the assistant or a newer one, and this is version ${version}. ` +
          "Update the assistant, or follow the worksheet without it.",
      );
  }

  // The data of a worksheet, given the text of its page. Nothing else of the page is used. Throws Refused.
  function sheetOf(text) {
    if (text.length > MOST_CHARACTERS) throw new Refused("The file is too large for a worksheet.");
    const [, data] = /<script type="application\/json" id="sheet">([^<]*)<\/script>/.exec(text) ?? [];
    let sheet = null;
    try {
      sheet = JSON.parse(data ?? "null");
    } catch {
      // Told below.
    }
    if (isObject(sheet) && "assistant" in sheet) checkVersion(sheet.assistant);
    if (!isSheet(sheet))
      throw new Refused(
        "This is not a worksheet of this version of reshare.wms. Choose the .html file that you got, unchanged.",
      );
    const steps = [...sheet.groups, ...sheet.last].flatMap((group) => group.steps);
    const kinds = new Set(sheet.screens.kinds.map(({ plural }) => plural));
    const isTooLong = [steps, sheet.locked].some(({ length }) => length > MOST_STEPS);
    if (isTooLong || !steps.every(({ name }) => kinds.has(name.split("/")[0]))) throw new Refused(DAMAGED);
    return sheet;
  }

  // ------------------------------------------------------------------------------- choosing one

  async function take(text) {
    try {
      sheetOf(text);
      await keep(text);
    } catch (problem) {
      byId("refused").textContent =
        problem instanceof Refused ? problem.message : "This browser does not let the panel store the worksheet.";
      return;
    }
    location.reload();
  }

  async function takeFile(file) {
    if (file.size > MOST_CHARACTERS) byId("refused").textContent = "The file is too large for a worksheet.";
    else await take(await file.text());
  }

  function offerChoice() {
    byId("choose").hidden = false;
    byId("worksheet-file").addEventListener("change", ({ target }) => takeFile(target.files[0]));
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) takeFile(event.dataTransfer.files[0]);
    });
    addEventListener("paste", ({ clipboardData }) => {
      if (clipboardData.files.length) takeFile(clipboardData.files[0]);
      else if (clipboardData.getData("text/plain")) take(clipboardData.getData("text/plain"));
    });
    byId("read-file").addEventListener("click", readIntoFile);
  }

  async function readIntoFile() {
    try {
      const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
      await chrome.scripting.executeScript({ target: { tabId: tab.id }, files: ["capture.js"] });
    } catch {
      byId("refused").textContent =
        "Click the assistant's button in the toolbar of the browser on this tab, and try again.";
    }
  }

  // ------------------------------------------------------------------------------- the work

  // Not every part of a worksheet is checked before the work begins: what fails because of one that was changed is told, and is not silence.
  function tellFailure() {
    byId("tab-result").textContent =
      "The assistant failed at this worksheet. Ask for it again, or follow its steps by hand.";
    byId("tab-result").dataset.code = "failed";
  }

  function start(sheet) {
    for (const type of ["error", "unhandledrejection"]) addEventListener(type, tellFailure);
    byId("sheet-view").hidden = false;
    byId("title").textContent = `Changes for ${sheet.display_name}`;
    byId("institution").textContent = `WMS institution ${sheet.registry_id}`;
    byId("rehearsal").hidden = !sheet.rehearsal;
    byId("forget").addEventListener("click", async () => {
      await forget();
      for (const key of Object.keys(localStorage))
        if (key.includes(JSON.stringify(sheet.record))) localStorage.removeItem(key);
      location.reload();
    });
    const data = document.createElement("script");
    data.type = "application/json";
    data.id = "sheet";
    data.textContent = JSON.stringify(sheet);
    const work = document.createElement("script");
    work.src = "work.js";
    document.body.append(data, work);
  }

  // Of several panels, as in two windows, only the one that was opened last works: each would write over what another one has stored since it was opened. What
  // becomes of a form that is being filled is still shown.
  function workAlone() {
    byId("use-here").addEventListener("click", () => location.reload());
    navigator.locks
      .request("reshare.wms panel", { steal: true }, () => new Promise(() => {}))
      .catch(() => {
        byId("elsewhere").hidden = false;
        for (const one of document.querySelectorAll("main > :not(#elsewhere)")) one.inert = true;
        for (const type of ["drop", "paste"]) addEventListener(type, refuseInput, { capture: true });
      });
  }

  function refuseInput(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  workAlone();
  kept()
    .catch(() => undefined)
    .then((text) => {
      try {
        start(sheetOf(text ?? ""));
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        if (text) byId("refused").textContent = problem.message;
        offerChoice();
      }
    });
})();
