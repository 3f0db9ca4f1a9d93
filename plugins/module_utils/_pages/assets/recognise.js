// SPDX-License-Identifier: GPL-3.0-or-later
// What a capture shows, as in _screens/recognition.py: for display, because the captures in a file are recognised again when it is imported.

const MOST_ITEMS = 20000;
const LONGEST_TEXT = 10000;
const SEPARATORS = /\s[-\u2013|>\u00b7\u203a\u00bb:]\s|:\s/;
const VERBS = /^(?:(?:edit|create|new|add|view|update|modify)\s+)+/;
const OF_TOTAL = /\bof\s+([0-9][0-9,.]*)/g;

// ------------------------------------------------------------------------------- captures

const isText = (value) => typeof value === "string" && value.length <= LONGEST_TEXT;
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const ITEMS = {
  heading: (item) => isText(item.text),
  field: (item) =>
    isText(item.label) &&
    (isText(item.value) || isTexts(item.value)) &&
    isText(item.control) &&
    isTexts(item.group ?? []),
  table: (item) =>
    isTexts(item.header) && Array.isArray(item.rows) && item.rows.every(isTexts) && isTexts(item.group ?? []),
  unread: (item) => isText(item.text),
  pager: (item) => isText(item.text),
};

// A capture, given its JSON. Throws Unfit for anything else.
function parseCapture(given) {
  if (given?.format !== "reshare.wms capture") unfit("is not a capture");
  if (given.version !== 1) unfit("was made by another version of the capture tool; use the one on this page");
  const { at, title, items } = given;
  const isItem = (item) => Object.hasOwn(ITEMS, item?.type) && ITEMS[item.type](item);
  if (!isText(at) || !isText(title) || !Array.isArray(items) || items.length > MOST_ITEMS || !items.every(isItem))
    unfit("is damaged; make the capture again");
  const of = (type) => items.filter((item) => item.type === type);
  return {
    given,
    at,
    title,
    headings: of("heading").map((item) => item.text),
    pagers: of("pager").map((item) => item.text),
    fields: of("field").map((item) => ({ ...item, group: item.group ?? [] })),
    tables: of("table").map(({ label, group, header, rows, total }) => ({
      names: [label ?? "", ...(group ?? []).slice(-1)],
      grid: { header, rows, total },
    })),
  };
}

// ------------------------------------------------------------------------------- screens

// screen: null if it was not recognised. objects: with the texts of their fields, or their rows. open: what was not understood.
function recognise(capture, screens) {
  const named = new Set([...capture.headings, capture.title].flatMap(namesIn));
  const found = screens
    .filter((screen) => screen.names.some((name) => named.has(plain(name))))
    .map((screen) => new Screen(capture, screen));
  const fitting = found.filter((one) => one.fits);
  if (fitting.length === 1) return fitting[0].read();
  const label = capture.headings[0] ?? capture.title;
  return reading(null, [{ label, reason: whyNone(found, fitting) }]);
}

function whyNone(found, fitting) {
  if (fitting.length) return `it can be ${fitting.map((one) => one.screen.label).join(" or ")}`;
  if (found.length) return `it does not show ${found.map((one) => one.needs).join(" or ")}`;
  return "no heading is the name of a screen that this page is about";
}

function reading(screen, open = [], unplaced = [], objects = []) {
  return { screen, objects, open, unplaced };
}

function namesIn(text) {
  return [text, ...text.split(SEPARATORS)].map(plain).flatMap((name) => [name, name.replace(VERBS, "")]);
}

// A capture, read as a screen.
class Screen {
  constructor(capture, screen) {
    this.capture = capture;
    this.screen = screen;
    this.inputs = screen.inputs ?? [];
    this.names = new Map(this.inputs.map((one) => [one, labelsOf(one)]));
    this.sections = new Map(this.inputs.filter((one) => one.section).map((one) => [one.section[0], this.section(one)]));
    this.items = capture.fields.map((item) => ({ label: plain(item.label), group: item.group.map(plain) }));
    this.used = new Set();
    this.unclear = new Set();
  }

  section(one) {
    return new Set(one.section.map(plain));
  }

  get identity() {
    return this.inputs.filter((one) => this.screen.identity.includes(one.name));
  }

  get needs() {
    const needed = this.screen.columns ?? this.identity;
    return needed.map((one) => one.label).join(", ") || this.screen.label;
  }

  get fits() {
    if (this.screen.columns) return this.maps().length > 0;
    if (!this.identity.length) return this.inputs.some((one) => this.values(one).length);
    return this.isForm || this.lists().length > 0;
  }

  get isForm() {
    return this.identity.every((one) => this.values(one).length === 1);
  }

  read() {
    if (this.screen.columns) return this.readMap();
    return this.identity.length && !this.isForm ? this.readList() : this.readForm();
  }

  // ----------------------------------------------------------------------------- tables

  maps() {
    const needed = this.screen.columns.filter((column) => column.needed).map(labelsOf);
    return this.capture.tables.filter((table) => fits(table.grid, needed));
  }

  lists() {
    const wanted = this.identity.map((one) => this.names.get(one));
    return this.capture.tables.filter((table) => fits(table.grid, wanted));
  }

  readMap() {
    const { label, columns, plural } = this.screen;
    const tables = this.maps();
    if (tables.length > 1) return reading(this.screen, [{ label, reason: "the screen has more than one such table" }]);
    const { rows, open, unplaced } = readTable(label, columns, this.whole(tables[0].grid));
    const objects = open.length ? [] : [{ key: plural, title: label, fields: { rows } }];
    return reading(this.screen, open, unplaced, objects);
  }

  // The table with the number of its rows, from a pager of the screen if the table does not have it.
  whole(grid) {
    const totals = this.capture.pagers
      .flatMap((text) => [...text.matchAll(OF_TOTAL)])
      .map(([, number]) => Number(number.replace(/[,.]/g, "")));
    return Number.isInteger(grid.total) || !totals.length ? grid : { ...grid, total: Math.max(...totals) };
  }

  // Nothing follows from what a list does not show.
  readList() {
    const found = reading(this.screen);
    for (const { grid } of this.lists()) {
      const header = grid.header.map(plain);
      const shown = this.inputs
        .map((one) => [one, [...header.keys()].filter((at) => this.names.get(one).has(header[at]))])
        .filter(([, places]) => places.length === 1);
      grid.rows.forEach((cells, at) => {
        const texts = new Map(
          shown.filter(([, [place]]) => place < cells.length).map(([one, [place]]) => [one, cells[place]]),
        );
        for (const entry of this.spread(texts)) this.sight(found, entry, `${this.screen.label}, row ${at + 1}`);
      });
    }
    return found;
  }

  // The objects in one row: each entry in the cell of its owner.
  spread(texts) {
    const cell = this.inputs.find((one) => one.name === this.screen.entries);
    if (!cell) return [texts];
    return (texts.get(cell) ?? "")
      .split(";")
      .map((part) => part.trim())
      .filter(Boolean)
      .map((part) => new Map([...texts, [cell, part]]));
  }

  // ----------------------------------------------------------------------------- forms

  readForm() {
    const found = reading(this.screen);
    const seen = new Map();
    for (const one of this.inputs) {
      if (one.form === "rows") found.open.push(...this.readEntries(one, seen));
      else this.readInput(one, seen, found.open);
    }
    this.sight(found, seen, null);
    found.unplaced = this.capture.fields
      .filter((item, at) => !this.used.has(at) && item.label && item.value.length)
      .map((item) => item.label);
    return found;
  }

  readInput(one, seen, open) {
    const values = this.values(one);
    const label = titleOf(one);
    if (values.length > 1) open.push({ label, reason: `it is shown more than once: ${values.map(told).join(", ")}` });
    else if (this.unclear.has(one)) open.push({ label, reason: `'${told(values[0])}' ${UNCLEAR}` });
    else if (values.length) seen.set(one, values[0]);
  }

  // Reads the table of a list in one field. Returns what is open in it.
  readEntries(one, seen) {
    const tables = this.capture.tables.filter(({ names }) =>
      names.some((name) => this.names.get(one).has(plain(name))),
    );
    const label = titleOf(one);
    if (tables.length !== 1) return tables.length ? [{ label, reason: "the screen has more than one such table" }] : [];
    const { rows, open } = readTable(label, one.columns, tables[0].grid);
    if (!open.length) seen.set(one, rows);
    return open;
  }

  // Adds the object with these texts, if they identify one. What is not valid becomes open.
  sight(found, seen, row) {
    const fields = {};
    for (const [one, value] of seen) {
      try {
        fields[one.name] = one.form === "rows" ? value : normalised(one, one.form === "lines" ? value : told(value));
      } catch (fault) {
        const reason = row ? `${one.label} ${fault.message}` : fault.message;
        found.open.push({ label: row ?? titleOf(one), reason });
      }
    }
    const identity = this.screen.identity.map((name) => (fields[name] ?? "").trim());
    if (!Object.keys(fields).length || !identity.every(Boolean)) return;
    const title = identity.length ? `${this.screen.label} '${identity.join(" / ")}'` : this.screen.label;
    found.objects.push({ key: [this.screen.plural, ...identity].join("/"), title, fields });
  }

  // The different values that an input has on the screen.
  values(one) {
    const found = new Map();
    for (let at = 0; at < this.items.length; ) {
      const [value, used] = this.is(at, one) ? this.value(at, one) : [null, 1];
      if (value !== null) {
        for (let number = at; number < at + used; number += 1) this.used.add(number);
        found.set(JSON.stringify(value), value);
      }
      at += used;
    }
    const unlimited = ["limit", "amount limit"].includes(one.form) ? this.unlimited(one) : [];
    return unlimited.length
      ? [...[...found.values()].filter((value) => value.length), ...unlimited]
      : [...found.values()];
  }

  is(at, one) {
    const { label, group } = this.items[at];
    if (!this.names.get(one).has(label)) return false;
    if (one.section) return group.some((text) => this.sections.get(one.section[0]).has(text));
    return !group.some((text) => [...this.sections.values()].some((names) => names.has(text)));
  }

  // The value of an input, and how many items of the capture it has.
  value(at, one) {
    const item = this.capture.fields[at],
      following = this.capture.fields[at + 1];
    if (one.form === "period" && following && isUnitOf(item, following))
      return [item.value.length ? `${item.value} ${following.value}` : "", 2];
    if (item.control === "choice" && typeof item.value === "string" && !one.choices) {
      if (isBlank(item.value)) return ["", 1];
      if (isUnclear(item.value)) this.unclear.add(one);
    }
    return [item.value, 1];
  }

  // No Limit, if the switch of that name beside an input is on. The input itself may be hidden then.
  unlimited(one) {
    const beside = [...this.items.keys()].filter(
      (at) =>
        this.capture.fields[at].control === "switch" &&
        this.items[at].label === plain(NO_LIMIT) &&
        this.isBeside(at, one),
    );
    for (const at of beside) this.used.add(at);
    return beside.slice(0, 1).flatMap((at) => (this.capture.fields[at].value === "Yes" ? [NO_LIMIT] : []));
  }

  isBeside(at, one) {
    const { group } = this.items[at];
    return group.length ? this.names.get(one).has(group.at(-1)) : at > 0 && this.is(at - 1, one);
  }
}

function isUnitOf(item, following) {
  const label = plain(following.label);
  const belongs = label === plain(item.label) || label === "" || label.startsWith("unit");
  return belongs && typeof following.value === "string" && isUnit(following.value.trim().toLowerCase());
}

function told(value) {
  return typeof value === "string" ? value : value.join("; ");
}
