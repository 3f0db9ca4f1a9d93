// SPDX-License-Identifier: GPL-3.0-or-later
// What a capture shows, as in _screens/recognition.py: for display, because the captures in a file are recognised again when it is imported.

// ------------------------------------------------------------------------------- captures

const isText = (value) => typeof value === "string" && value.length <= terms().limits.text;
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const ITEMS = {
  heading: (item) => isText(item.text),
  field: (item) =>
    isText(item.label) &&
    (isText(item.value) || isTexts(item.value)) &&
    isText(item.control) &&
    isTexts(item.group ?? []) &&
    isTexts(item.state),
  table: (item) =>
    isTexts(item.around) &&
    Array.isArray(item.doubts) &&
    isTexts(item.header) &&
    Array.isArray(item.rows) &&
    item.rows.every(isTexts) &&
    isTexts(item.group ?? []),
  unread: (item) => isText(item.text),
  pager: (item) => isText(item.text),
};

const isOlder = (item) =>
  (item?.type === "field" && !item.state) || (item?.type === "table" && !(item.around && item.doubts));

// A capture, given its JSON. Throws Unfit for anything else.
function parseCapture(given) {
  if (given?.format !== "reshare.wms capture") unfit("is not a capture");
  const { at, title, address, items } = given;
  if (given.version !== 1 || (Array.isArray(items) && items.some(isOlder)))
    unfit("was made by another version of the capture tool; use the one on this page");
  const isItem = (item) => Object.hasOwn(ITEMS, item?.type) && ITEMS[item.type](item);
  if (
    ![at, title, address].every(isText) ||
    !Array.isArray(items) ||
    items.length > terms().limits.items ||
    !items.every(isItem)
  )
    unfit("is damaged; make the capture again");
  const of = (type) => items.filter((item) => item.type === type);
  return {
    givens: [given],
    at,
    title,
    address,
    headings: of("heading").map((item) => item.text),
    pagers: of("pager").map((item) => item.text),
    unread: of("unread").map((item) => item.text),
    fields: of("field").map((item) => ({ ...item, group: item.group ?? [] })),
    tables: of("table").map((item) => ({
      names: [item.label ?? "", ...(item.group ?? []).slice(-1)],
      grid: { header: item.header, rows: item.rows, total: item.total, sorted: item.sorted ?? null, item },
    })),
  };
}

// ------------------------------------------------------------------------------- the pages of a map

// The captures, with the pages of a map as one if they are all there, follow each other, and were captured within half an hour.
function joined(captures) {
  const alike = new Map();
  for (const capture of captures) {
    const screen = screenOfPage(capture) ?? capture;
    alike.set(screen, [...(alike.get(screen) ?? []), capture]);
  }
  return [...alike.values()].flatMap(wholeMap);
}

// What pages of one map have in common; null for a capture that is no page of several.
function screenOfPage({ title, address, headings, fields, tables, pagers }) {
  if (tables.length !== 1 || !rowsOfPage({ tables, pagers })) return null;
  const { header, sorted } = tables[0].grid;
  const others = fields.filter(({ label }) => !pattern("pageFields").test(plain(label)));
  return JSON.stringify([title, address, headings, others, header, sorted]);
}

// The numbers of the first and the last row on a page, and of all rows, if exactly one pager shows them and there are more.
function rowsOfPage({ tables, pagers }) {
  const count = tables[0].grid.rows.length;
  const isPage = ([first, last, total]) =>
    first >= 1 && first <= last && last <= total && last - first + 1 === count && count < total;
  const numbers = pagers.map((text) => inPager(text).numbers);
  const ranges = numbers.filter((range) => range.length === 3 && isPage(range));
  if (new Set(ranges.map(String)).size !== 1) return null;
  const [[first, last, total]] = ranges;
  return { first, last, total };
}

function wholeMap(pages) {
  if (pages.length === 1) return pages;
  const ordered = pages.map((page) => ({ page, ...rowsOfPage(page) })).sort((one, other) => one.first - other.first);
  const count = ordered.reduce((sum, { page }) => sum + page.tables[0].grid.rows.length, 0);
  const follows = ({ first }, at) => first === (at ? ordered[at - 1].last + 1 : 1);
  const times = pages.map(({ at }) => Date.parse(at));
  const isOneVisit = (Math.max(...times) - Math.min(...times)) / 1000 <= terms().limits.paging;
  if (!isOneVisit || !ordered.every(follows) || ordered.some(({ total }) => total !== count)) return pages;
  const earliest = pages.reduce((one, other) => (other.at < one.at ? other : one));
  const { names, grid } = earliest.tables[0];
  const rows = ordered.flatMap(({ page }) => page.tables[0].grid.rows);
  const table = { names, grid: { ...grid, rows, total: undefined, item: { ...grid.item, all_rows: true } } };
  const [givens, unread] = ["givens", "unread"].map((name) => ordered.flatMap(({ page }) => page[name]));
  return [{ ...earliest, givens, unread, tables: [table], pagers: [] }];
}

// ------------------------------------------------------------------------------- screens

// screen: null if it was not recognised. objects: with the texts of their fields, or their rows. open: what was not understood.
function recognise(capture, screens) {
  const named = new Set([...capture.headings, capture.title].flatMap(namesIn));
  const names = new Set([...named, ...[...named].map((name) => name.replace(pattern("verbs"), ""))]);
  const found = screens
    .filter((screen) => screen.names.some((name) => names.has(plain(name))))
    .map((screen) => new Screen(capture, screen));
  const fitting = found.filter((one) => one.fits);
  if (fitting.length === 1) return fitting[0].read(isNotSaved(named, new Set(fitting[0].screen.names.map(plain))));
  const label = capture.headings[0] ?? capture.title;
  return reading(null, [{ label, reason: whyNone(found, fitting) }]);
}

// Whether the heading of a form shows that its values were not saved yet.
function isNotSaved(named, screens) {
  return [...named].some(
    (name) =>
      !screens.has(name) &&
      screens.has(name.replace(pattern("verbs"), "")) &&
      terms().notSaved.includes(name.split(" ")[0]),
  );
}

function whyNone(found, fitting) {
  if (fitting.length) return reason("several_screens", { names: fitting.map((one) => one.screen.label).join(" or ") });
  if (found.length) return reason("other_screen", { names: found.map((one) => one.needs).join(" or ") });
  return reason("no_screen");
}

function reading(screen, open = [], unplaced = [], objects = []) {
  return { screen, objects, open, unplaced };
}

// The names that a heading or title can be for a screen, verbs included.
function namesIn(text) {
  return [text, ...text.split(pattern("separators"))].map(plain);
}

// Whether a pager says nothing of other rows than those on the screen, given their number.
function showsAll(pager, rows) {
  const { pages, numbers } = inPager(pager);
  const isRange = String(numbers) === String([1, rows, rows]);
  if (pages.length)
    return pages.every((number) => number === 1) && (isRange || numbers.every((number) => number === rows));
  // The numbers of pages alone, as 1 2 3, are those of others.
  return isRange || String(numbers) === String([rows, rows]);
}

// Whether a pager is about all rows: 1 - 25 of 25.
function provesAll(pager, rows) {
  const { pages, numbers } = inPager(pager);
  return pages.every((number) => number === 1) && String(numbers) === String([1, rows, rows]);
}

// The numbers of pages in a pager, and its other numbers.
function inPager(pager) {
  const text = plain(pager);
  const [pages, others] = [pattern("pages", "g"), pattern("number", "g")];
  return {
    pages: [...text.matchAll(pages)].map(([, number]) => Number(number)),
    numbers: [...text.replace(pages, "").matchAll(others)].map(([number]) => Number(number.replace(/[,.]/g, ""))),
  };
}

// A capture, read as a screen.
class Screen {
  constructor(capture, screen) {
    this.capture = capture;
    this.screen = screen;
    this.inputs = screen.inputs ?? [];
    this.names = new Map(this.inputs.map((one) => [one, labelsOf(one)]));
    this.sections = new Map(this.inputs.filter((one) => one.section).map((one) => [one.section[0], this.section(one)]));
    this.items = capture.fields.map(({ label, group }) => ({
      label: plain(label),
      // With the label of its group, as some labels of the specs are.
      qualified: group.length ? plain(`${plain(group.at(-1))}: ${label}`) : "",
      group: group.map(plain),
    }));
    this.used = new Set();
    this.unclear = new Map();
    this.disabled = new Set();
    // Whether the screen only shows an object, so that nothing on it can be changed.
    this.isView = capture.fields.every(({ control, state }) => state.includes("disabled") || control === "static");
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

  // Whether the screen shows one object. A blank input of its name can be a filter above a list.
  get isForm() {
    return this.identity.map((one) => this.values(one)).every((values) => values.length === 1 && values[0].length);
  }

  read(notSaved) {
    if (this.screen.columns) return this.readMap();
    if (!this.identity.length) return this.readForm();
    if (!this.isForm) return this.readList();
    if (notSaved) return this.open("not_saved");
    const form = this.readForm();
    const listed = new Set(this.readList().objects.map(({ key }) => key));
    if (listed.size && !form.objects.every(({ key }) => listed.has(key))) return this.open("other_form");
    return form;
  }

  open(code) {
    return reading(this.screen, [{ label: this.screen.label, reason: reason(code) }]);
  }

  row(at) {
    return `${this.screen.label}, row ${at + 1}`;
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
    if (tables.length > 1) return this.open("several_tables");
    const { grid } = tables[0];
    const { rows, open, unplaced } = readTable(label, columns, grid);
    open.push(...this.parts(grid).map((one) => ({ label, ...one })));
    const objects = open.length ? [] : [{ key: plural, title: label, fields: { rows } }];
    return reading(this.screen, open, unplaced, objects);
  }

  columnNames() {
    return new Set(this.screen.columns.flatMap((column) => [...labelsOf(column)]));
  }

  // The reasons why the screen may not show the whole table, or not in its order. Only a person or a pager can prove that it does.
  parts(grid) {
    const count = grid.rows.length;
    const { pagers } = this.capture;
    const more = [
      ...pagers.filter((text) => !showsAll(text, count)).map((text) => ({ reason: reason("pager", { text }) })),
      ...this.filters().map((text) => ({ reason: reason("filter", { text }) })),
    ];
    if (grid.sorted !== null && this.screen.ordered) more.push({ reason: reason("sorted", { column: grid.sorted }) });
    const isProven = grid.item.all_rows === true || pagers.some((text) => provesAll(text, count));
    if (more.length || isProven) return more;
    // A question, which the person answers beside the capture.
    const text = count ? `These are all rows (${count})` : "It is empty";
    const asks = [{ text, answer: { table: grid.item } }];
    return [{ reason: count ? reason("all_rows", { count }) : reason("no_row"), asks }];
  }

  // The labels of inputs above a table that can hide rows.
  filters() {
    const names = this.columnNames();
    const chosen = this.capture.fields.filter((item, at) => {
      const { label } = this.items[at];
      const text = told(item.value);
      const isChosen = !terms().unfiltered.includes(plain(text)) && !isBlank(text);
      return isChosen && (names.has(label) || pattern("filters").test(label));
    });
    return chosen.map(({ label }) => label);
  }

  // Nothing follows from what a list does not show.
  readList() {
    const found = reading(this.screen);
    for (const { grid } of this.lists()) {
      const shown = this.shown(grid);
      grid.rows.forEach((cells, at) => {
        const texts = new Map(
          shown.filter(([, place]) => place < cells.length).map(([one, place]) => [one, cells[place]]),
        );
        for (const entry of this.spread(texts)) this.sight(found, this.cells(found, entry, at), this.row(at));
      });
    }
    return this.once(found);
  }

  // The inputs that are columns of a list, with their places.
  shown(grid) {
    const header = grid.header.map(plain);
    const places = (one) => [...header.keys()].filter((at) => this.names.get(one).has(header[at]));
    return this.inputs
      .map((one) => [one, places(one)])
      .filter(([, found]) => found.length === 1)
      .map(([one, [place]]) => [one, place]);
  }

  // The texts of a row that are certain. A switch without a text can be a picture.
  cells(found, texts, at) {
    const seen = new Map();
    for (const [one, given] of texts) {
      const text = isBlank(given) ? "" : given;
      const why = isCutOff(text) ? reason("cut_off") : unclear(one, text);
      if (why) found.open.push({ label: this.row(at), reason: `${one.label}: '${text}' ${why}` });
      else if (text || one.form !== "yesno") seen.set(one, text);
    }
    return seen;
  }

  // A list that shows an object twice with different values leaves it open.
  once(found) {
    const groups = new Map();
    for (const object of found.objects) groups.set(object.key, [...(groups.get(object.key) ?? []), object]);
    found.objects = [];
    for (const [first, ...others] of groups.values()) {
      const isSame = others.every(({ fields }) => JSON.stringify(fields) === JSON.stringify(first.fields));
      if (isSame) found.objects.push(first);
      else found.open.push({ label: first.title, reason: reason("listed_twice") });
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
    const shown = values.slice(0, 3).map(told).join(", ");
    if (values.length > 1) open.push({ label, reason: reason("shown_twice", { values: shown }) });
    else if (values.length && this.unclear.has(one))
      open.push({ label, reason: `'${told(values[0])}' ${reason("unclear")}`, asks: meanings(this.unclear.get(one)) });
    else if (values.length) seen.set(one, values[0]);
    else if (this.disabled.has(one)) open.push({ label, reason: reason("disabled") });
  }

  // Reads the table of a list in one field. Returns what is open in it.
  readEntries(one, seen) {
    const tables = this.capture.tables.filter(({ names }) =>
      names.some((name) => this.names.get(one).has(plain(name))),
    );
    const label = titleOf(one);
    if (tables.length !== 1) return tables.length ? [{ label, reason: reason("several_tables") }] : [];
    const { rows, open } = readTable(label, one.columns, tables[0].grid);
    if (!open.length) seen.set(one, rows);
    return open;
  }

  // Adds the object with these texts, if they identify one. What is not valid becomes open.
  sight(found, seen, row) {
    const fields = {};
    for (const [one, value] of seen) {
      try {
        fields[one.name] = normalisedSeen(one, value);
      } catch (fault) {
        const why = row ? `${one.label} ${fault.message}` : fault.message;
        found.open.push({ label: row ?? titleOf(one), reason: why });
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
        if (this.isInherited(at, one)) this.disabled.add(one);
        else found.set(JSON.stringify(value), value);
      }
      at += used;
    }
    if (!["limit", "amount limit"].includes(one.form) || !this.isUnlimited(one)) return [...found.values()];
    return [...[...found.values()].filter((value) => value.length), NO_LIMIT];
  }

  // Whether a value is disabled among others that are not, as a default is that does not count.
  isInherited(at, one) {
    return (
      this.capture.fields[at].state.includes("disabled") && !this.isView && !this.screen.identity.includes(one.name)
    );
  }

  is(at, one) {
    const { label, qualified, group } = this.items[at];
    if (![label, qualified].some((text) => this.names.get(one).has(text))) return false;
    if (one.section) return group.some((text) => this.sections.get(one.section[0]).has(text));
    return !group.some((text) => [...this.sections.values()].some((names) => names.has(text)));
  }

  // The value of an input, and how many items of the capture it has.
  value(at, one) {
    const item = this.capture.fields[at],
      following = this.capture.fields[at + 1];
    if (one.form === "period" && following && isUnitOf(item, following))
      return [item.value.length ? `${item.value} ${following.value}` : "", 2];
    if (typeof item.value === "string" && (one.reference || (item.control === "choice" && !one.choices))) {
      if (item.meant === "nothing" || isBlank(item.value)) return ["", 1];
      const isCertain = item.meant === "name" || item.option > 0;
      if (!isCertain && isUnclear(item.value, one.reference)) this.unclear.set(one, item.value);
    }
    return [item.value, 1];
  }

  // Whether a switch beside an input shows that there is no limit. The input itself may be hidden then.
  isUnlimited(one) {
    const { fields } = this.capture;
    const beside = [...fields.keys()].filter(
      (at) =>
        fields[at].control === "switch" &&
        Object.hasOwn(terms().unlimited, this.items[at].label) &&
        this.isBeside(at, one),
    );
    for (const at of beside) this.used.add(at);
    return beside.some((at) => fields[at].value === terms().unlimited[this.items[at].label]);
  }

  isBeside(at, one) {
    const name = this.items[at].group.at(-1);
    if (name === undefined) return at > 0 && this.is(at - 1, one);
    return [...this.names.get(one)].some((label) => label === name || label.startsWith(`${name}:`));
  }
}

// What a text can be that is unclear: once answered, it is clear in all captures.
function meanings(text) {
  return [
    { text: "It is a name", answer: { text, meant: "name" } },
    { text: "Nothing is chosen", answer: { text, meant: "nothing" } },
  ];
}

function normalisedSeen(one, value) {
  if (one.form === "rows") return value;
  if (one.form === "lines") return normalised(one, value);
  if (Array.isArray(value) && value.length > 1) unfit(reason("several_values"));
  const text = told(value).trim();
  if (terms().numbers.includes(one.form) && pattern("thousands").test(text)) unfit(reason("thousands", { text }));
  // A switch without a state can be a picture.
  return one.form === "yesno" && !text ? FORMS.yesno(text) : normalised(one, text);
}

function isUnitOf(item, following) {
  const label = plain(following.label);
  const belongs = label === plain(item.label) || pattern("unitLabels").test(label);
  const isTexts = [item, following].every(({ value }) => typeof value === "string");
  return belongs && isTexts && isUnit(following.value.trim().toLowerCase());
}

function told(value) {
  return typeof value === "string" ? value : value.join("; ");
}
