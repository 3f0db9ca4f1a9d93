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

// What a person stated beside a capture, as wms_screen_labels has it.
function isLabels(given) {
  const isObject = (one) => typeof one === "object" && one !== null && !Array.isArray(one);
  const isPart = ([name, one]) =>
    name === "fields" ? isObject(one) && Object.values(one).every(isTexts) : isTexts(one);
  return (
    isObject(given) &&
    Object.values(given).every((one) => isTexts(one) || (isObject(one) && Object.entries(one).every(isPart)))
  );
}

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
    labels: isLabels(given.labels ?? {}) ? (given.labels ?? {}) : unfit("is damaged; make the capture again"),
    at,
    title,
    address,
    headings: of("heading").map((item) => item.text),
    pagers: of("pager").map((item) => item.text),
    unread: of("unread").map((item) => item.text),
    fields: of("field").map((item) => ({ ...item, group: item.group ?? [] })),
    tables: of("table").map((item) => ({
      names: [item.label ?? "", ...(item.group ?? []).slice(-1)],
      grid: gridIn(item),
    })),
    missing: "",
  };
}

// The rows of a table without those that a person left out. doubts: why a row may be none, by its number; item and row: where it is in the capture.
function gridIn(item) {
  // Only a doubtful row can be left out.
  const doubtful = new Set(item.doubts.map(({ row }) => row));
  const [out, counted] = [item.left_out, item.counted].map(
    (rows) => new Set((rows ?? []).filter((row) => doubtful.has(row))),
  );
  const places = [...item.rows.keys()].filter((at) => !out.has(at));
  const open = item.doubts.filter(({ row }) => !out.has(row) && !counted.has(row));
  const codes = new Map(open.map(({ row, code }) => [row, { code, item, row }]));
  return {
    header: item.header,
    rows: places.map((at) => item.rows[at]),
    total: item.total,
    sorted: item.sorted ?? null,
    allRows: item.all_rows === true,
    ownOrder: item.own_order === true,
    around: item.around,
    doubts: new Map([...places.keys()].filter((at) => codes.has(places[at])).map((at) => [at, codes.get(places[at])])),
    places,
    items: [item],
  };
}

// ------------------------------------------------------------------------------- screens

// screen: null if it was not recognised. objects: with the texts of their fields, or their rows. open: what was not understood.
function recognise(capture, screens) {
  const named = new Set([...capture.headings, capture.title].flatMap(namesIn));
  const names = withAndWithoutVerbs([...named]);
  const found = screens
    .filter((screen) => screen.names.some((name) => names.has(plain(name))))
    .map((screen) => new Screen(capture, screen));
  const fitting = found.filter((one) => one.fits);
  if (fitting.length === 1) return fitting[0].read(isNotSaved(named, new Set(fitting[0].screen.names.map(plain))));
  const label = capture.headings[0] ?? capture.title;
  return reading(null, [{ label, reason: whyNone(found, fitting) }]);
}

const withAndWithoutVerbs = (names) => new Set(names.flatMap((name) => [name, name.replace(pattern("verbs"), "")]));

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

// asks: questions about the whole capture, which a person can answer with one click.
function reading(screen, open = [], unplaced = [], objects = []) {
  return { screen, objects, open, unplaced, asks: [] };
}

// The names that a heading or title can be for a screen, verbs included.
function namesIn(text) {
  return [text, ...text.split(pattern("separators"))].map(plain);
}

// A capture, read as a screen.
class Screen {
  constructor(capture, screen) {
    this.capture = capture;
    this.screen = screen;
    this.inputs = (screen.inputs ?? []).map((one) => withStated(screen.kind, one));
    this.columns = (screen.columns ?? []).map((one) => withStated(screen.kind, one));
    this.names = new Map(this.inputs.map((one) => [one, labelsOf(one)]));
    this.sections = new Map(this.inputs.filter((one) => one.section).map((one) => [one.section[0], this.section(one)]));
    this.items = capture.fields.map(({ label, group }) => ({
      label: plain(label),
      // With the label of its group, as some labels of the specs are.
      qualified: group.length ? plain(`${plain(group.at(-1))}: ${label}`) : "",
      group: group.map(plain),
    }));
    this.used = new Set();
    // Why the value of an input on the screen does not count: {code, about}.
    this.doubtful = new Map();
    // Whether the screen only shows an object, so that nothing on it can be changed.
    this.isView = isView(capture.fields);
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

  row(grid, at) {
    return `${this.screen.label}, row ${(grid.places?.[at] ?? at) + 1}`;
  }

  // ----------------------------------------------------------------------------- tables

  maps() {
    const needed = this.columns.filter((column) => column.needed).map(labelsOf);
    return this.capture.tables.filter((table) => fits(table.grid, needed));
  }

  lists() {
    const wanted = this.identity.map((one) => this.names.get(one));
    return this.capture.tables.filter((table) => fits(table.grid, wanted));
  }

  readMap() {
    const { label, plural } = this.screen;
    const tables = this.maps();
    if (tables.length > 1) return this.open("several_tables");
    const { grid } = tables[0];
    const { rows, open, unplaced } = readTable(label, this.columns, grid);
    open.push(...this.doubted(grid), ...this.parts(grid).map((one) => ({ label, ...one })));
    const objects = open.length ? [] : [{ key: plural, identity: [], title: label, fields: { rows } }];
    const found = reading(this.screen, open, unplaced, objects);
    found.asks = [...this.meanings(grid), ...this.offers(unplaced, this.columns)];
    return found;
  }

  // The rows that may be none, with the question whether they count.
  doubted(grid) {
    return [...grid.doubts].map(([at, doubt]) => ({
      label: this.row(grid, at),
      reason: reason(`row_${doubt.code}`),
      asks: [
        { text: "It counts", answer: { items: [doubt.item], counted: doubt.row } },
        { text: "It does not count", answer: { items: [doubt.item], left_out: doubt.row } },
      ],
    }));
  }

  columnNames() {
    return new Set(this.columns.flatMap((column) => [...labelsOf(column)]));
  }

  // The reasons why the screen may not show the whole table, or not in its order. Only a person or a total of all rows can prove that it does.
  parts(grid) {
    const { items } = grid;
    const count = grid.rows.length;
    const { pagers, missing } = this.capture;
    const found = wholeness(count, pagers, grid.around, this.knownAround());
    const pages = missing
      ? [{ reason: reason("pages", { text: missing }) }]
      : found.more.slice(0, 1).map(() => ({ reason: reason("pager", { text: quoted(found.more) }) }));
    const more = [...pages, ...this.filters(grid).map((text) => ({ reason: reason("filter", { text }) }))];
    const order = { text: "This is their own order", answer: { items, rows: { own_order: true } } };
    const isSorted = grid.sorted !== null && this.screen.ordered && !grid.ownOrder;
    const sorted = isSorted ? [{ reason: reason("sorted", { column: grid.sorted }), asks: [order] }] : [];
    if (more.length || (grid.allRows && count) || (found.proven && !found.unsure.length)) return [...sorted, ...more];
    // A table without a row can still be loading.
    return [...sorted, count || found.proven ? this.allRows(count, found.unsure, items) : { reason: reason("no_row") }];
  }

  // The question whether these are all rows, which the person answers beside the capture.
  allRows(count, unsure, items) {
    const text = quoted(unsure);
    const code = unsure.length ? "all_rows_unsure" : "all_rows";
    const answer = { items, rows: { all_rows: true } };
    const asks = count ? [{ text: `These are all rows (${count})`, answer }] : [];
    return { reason: reason(code, { count, text }), asks };
  }

  // The texts around a table that say nothing of its rows: names of its screen and columns, and the headings.
  knownAround() {
    return new Set([...this.screen.names.map(plain), ...this.columnNames(), ...this.capture.headings.map(plain)]);
  }

  // The labels of inputs above a table, or beside it, that can hide rows.
  filters(grid) {
    const names = this.columnNames();
    const fields = this.capture.fields.map(({ label, value }) => ({ label, value: told(value) }));
    const chosen = [...fields, ...grid.around.map(labelled).filter(Boolean)].filter(({ label, value }) => {
      const isChosen = !terms().unfiltered.includes(plain(value)) && !isBlank(value);
      return isChosen && (names.has(plain(label)) || pattern("filters").test(plain(label)));
    });
    return chosen.map(({ label }) => label);
  }

  // The texts of cells that can mean nothing, each once, with its question.
  meanings(grid) {
    const header = grid.header.map(plain);
    const places = this.columns
      .filter((one) => one.reference)
      .map((one) => [one, header.findIndex((text) => labelsOf(one).has(text))]);
    const texts = places.flatMap(([one, at]) =>
      grid.rows.map((row) => (row[at] ?? "").trim()).filter((text) => canBeNothing(text, one.reference)),
    );
    return [...new Set(texts)].map((text) => ({
      label: this.screen.label,
      reason: `'${text}' ${reason("unclear")}`,
      asks: meanings(text),
    }));
  }

  // The labels that belong to nothing and resemble that of an input which was not seen.
  offers(unplaced, inputs) {
    const texts = [...new Set(unplaced)];
    const found = texts.map((text) => ({ text, input: mostAlike(text, inputs) })).filter(({ input }) => input);
    return found.slice(0, MOST_OFFERS).map(({ text, input }) => ({
      label: text,
      reason: `is it ${titleOf(input)}?`,
      asks: [{ text: "Yes", answer: { labels: { [this.screen.kind]: { fields: { [input.name]: [text] } } } } }],
    }));
  }

  // Nothing follows from what a list does not show.
  readList() {
    const found = reading(this.screen);
    for (const { grid } of this.lists()) {
      const shown = this.shown(grid);
      found.open.push(...this.doubted(grid));
      grid.rows.forEach((cells, at) => {
        if (grid.doubts.has(at)) return;
        const there = shown.filter(([, place]) => place < cells.length);
        const texts = new Map(there.map(([one, place]) => [one, withUnit(cells, place, grid.header)]));
        const label = this.row(grid, at);
        for (const entry of this.spread(texts)) this.sight(found, this.cells(found, entry, label), label);
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
  cells(found, texts, label) {
    const seen = new Map();
    for (const [one, given] of texts) {
      const text = isBlank(given) ? "" : given;
      const why = isCutOff(text) ? reason("cut_off") : unclear(one, text);
      if (why) found.open.push({ label, reason: `${one.label}: '${text}' ${why}` });
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
    const missing = this.inputs.filter((one) => !seen.has(one) && !this.doubtful.has(one) && !this.values(one).length);
    found.asks = this.offers(found.unplaced, missing);
    return found;
  }

  readInput(one, seen, open) {
    const values = this.values(one);
    const label = titleOf(one);
    const shown = values.slice(0, 3).map(told).join(", ");
    const doubt = this.doubtful.get(one);
    if (values.length > 1) open.push({ label, reason: reason("shown_twice", { values: shown }) });
    else if (doubt) {
      const quoted = doubt.code === "unclear" ? `'${told(values[0])}' ` : "";
      open.push({ label, reason: quoted + reason(doubt.code, doubt.about), asks: this.asked(doubt, values[0]) });
    } else if (values.length) seen.set(one, values[0]);
  }

  // The answers to a doubt about a value.
  asked({ code, about }, value) {
    if (code === "unclear") return meanings(told(value));
    if (code !== "other_part") return [];
    const answer = { labels: { [this.screen.kind]: { parts: [about.group] } } };
    return [{ text: `The fields below it are those of the ${this.screen.label}`, answer }];
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
    const amounts = [...seen].filter(([one]) => terms().amounts.includes(one.form));
    const mark = decimalMark(amounts.map(([, value]) => told(value)));
    for (const [one, value] of seen) {
      try {
        fields[one.name] = normalisedSeen(one, value, mark);
      } catch (fault) {
        const why = row ? `${one.label} ${fault.message}` : fault.message;
        found.open.push({ label: row ?? titleOf(one), reason: why });
      }
    }
    const identity = this.screen.identity.map((name) => (fields[name] ?? "").trim());
    if (!Object.keys(fields).length || !identity.every(Boolean)) return;
    const title = identity.length ? `${this.screen.label} '${identity.join(" / ")}'` : this.screen.label;
    found.objects.push({ key: [this.screen.plural, ...identity].join("/"), identity, title, fields });
  }

  // The different values that an input has on the screen.
  values(one) {
    const found = new Map();
    for (let at = 0; at < this.items.length; ) {
      const [value, used] = this.is(at, one) ? this.value(at, one) : [null, 1];
      if (value !== null) {
        for (let number = at; number < at + used; number += 1) this.used.add(number);
        const doubt = this.doubt(at, one, value);
        if (doubt) this.doubtful.set(one, doubt);
        if (doubt?.code !== "disabled") found.set(JSON.stringify(value), value);
      }
      at += used;
    }
    const isUnlimited = ["limit", "amount limit"].includes(one.form) && this.isUnlimited(one);
    // Another field shows the value that counts.
    if ((isUnlimited || found.size) && this.doubtful.get(one)?.code === "disabled") this.doubtful.delete(one);
    const values = [...found.values()];
    return isUnlimited ? [...values.filter((value) => value.length), NO_LIMIT] : values;
  }

  // Why the value of an input does not count, if so.
  doubt(at, one, value) {
    const item = this.capture.fields[at];
    const isIdentity = this.screen.identity.includes(one.name);
    // A value that is disabled among others that are not can be a default that does not count.
    if (item.state.includes("disabled") && !this.isView && !isIdentity) return { code: "disabled", about: {} };
    const state = ["invalid", "changed"].find((name) => item.state.includes(name));
    if (state) return { code: state, about: {} };
    const group = one.section ? null : this.otherPart(item, one);
    if (group) return { code: "other_part", about: { group } };
    return !isIdentity && this.isUnclear(item, one, value) ? { code: "unclear", about: {} } : null;
  }

  // The heading above a field that can make another thing of it: Restricted loan.
  otherPart(item, one) {
    if (!item.group.length) return undefined;
    this.headings ??= this.knownHeadings();
    const own = new Set([...this.names.get(one), this.screen.label].flatMap(wordsIn));
    const isOwn = (word) => own.has(word) || terms().partWords.includes(word);
    const isKnown = (group) => [...withAndWithoutVerbs(namesIn(group))].some((name) => this.headings.has(name));
    return item.group.find((group) => !isKnown(group) && !wordsIn(group).every(isOwn));
  }

  // The headings of the screen and its parts, and the values of the inputs that identify the object.
  knownHeadings() {
    const parts = [...(this.screen.parts ?? []), ...(stated.labels[this.screen.kind]?.parts ?? [])];
    const named = new Set(this.identity.flatMap((one) => [...this.names.get(one)]));
    const values = this.capture.fields.filter((_item, at) => named.has(this.items[at].label));
    return new Set([...this.screen.names, ...parts, ...values.map(({ value }) => told(value))].map(plain));
  }

  // Whether a text can mean that nothing is chosen: a reference that was not typed and that nothing knows, or one of certain words.
  isUnclear({ control, option }, one, value) {
    const kind = one.reference ?? "";
    if (typeof value !== "string" || !value || option > 0 || !(kind || control === "choice")) return false;
    if (kind && ["choice", "static"].includes(control)) return !isName(value, kind);
    return !isChoice(one, value) && canBeNothing(value, kind);
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
    if (one.form === "period" && following && belongs(item, following)) {
      const [first, second] = [item.value.trim(), following.value.trim()];
      // The unit can stand before its number.
      const [number, unit] = isUnit(first.toLowerCase()) ? [second, first] : [first, second];
      if (isUnit(unit.toLowerCase()) && unit !== number) return [number ? `${number} ${unit}` : "", 2];
    }
    const canBeBlank = typeof item.value === "string" && (one.reference || item.control === "choice");
    if (canBeBlank && !isChoice(one, item.value) && isBlank(item.value)) return ["", 1];
    return [canBeBlank && one.reference ? nameIn(item.value, one.reference) : item.value, 1];
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
    { text: "It is a name", answer: { labels: { names: [text] } } },
    { text: "Nothing is chosen", answer: { labels: { blank: [text] } } },
  ];
}

// The first of some texts around a table, for people.
const quoted = (texts) =>
  texts
    .slice(0, 3)
    .map((text) => (text ? `'${text}'` : "a button without a name"))
    .join(", ");

// Whether nothing on a screen can be changed. A drop-down in which nobody can type does not always show it, if several texts do.
function isView(fields) {
  const isFixed = ({ control, state }) =>
    control === "static" || state.includes("disabled") || state.includes("readonly");
  const open = fields.filter((item) => !isFixed(item));
  const texts = fields.filter(({ control, state }) => control === "text" && state.includes("readonly"));
  const isListed = open.every(({ control }) => ["choice", "choices"].includes(control));
  return !open.length || (texts.length > terms().limits.readOnly && isListed);
}

// Whether a text is one of the values that an input can have.
const isChoice = ({ choices = [] }, text) => choices.map(plain).includes(plain(text));

const MOST_OFFERS = 2;
// Words for the same in labels.
const SAME_WORDS = [
  ["period", "length", "duration", "time", "term"],
  ["policy", "rule"],
  ["bill", "billing", "fee", "fine", "charge"],
  ["notice", "notification", "message"],
  ["limit", "maximum", "max"],
  ["location", "place"],
  ["name", "title"],
].map((words) => new Set(words));

function stems(text) {
  const stem = (word) => (word.length > 3 ? word.replace(/s$/, "") : word);
  const first = (word) => [...(SAME_WORDS.find((words) => words.has(word)) ?? [word])][0];
  return new Set(wordsIn(text).map(stem).map(first));
}

// The input whose label has most words in common with a text, at least half of the words of both; undefined without one, or if there are several.
function mostAlike(text, inputs) {
  const own = stems(text);
  const rated = inputs.map((input) => {
    const words = stems(input.label);
    const shared = [...words].filter((word) => own.has(word)).length;
    return { input, rate: (2 * shared) / (words.size + own.size || 1) };
  });
  const [best, second] = rated.sort((one, other) => other.rate - one.rate);
  return best?.rate >= 0.5 && !(second?.rate === best.rate) ? best.input : undefined;
}

const wordsIn = (text) => wordsOf(text).split(" ").filter(Boolean);

// The text of a cell; a number with the unit that stands in the next column.
function withUnit(cells, at, header) {
  const following = (at + 1 < header.length ? (cells[at + 1] ?? "") : "").trim();
  const belongsTo = isUnit(following.toLowerCase()) && pattern("unitLabels").test(plain(header[at + 1]));
  return belongsTo && /^[0-9]+$/.test(cells[at].trim()) ? `${cells[at].trim()} ${following}` : cells[at];
}

// mark: the one before fractions on this screen.
function normalisedSeen(one, value, mark) {
  if (one.form === "rows") return value;
  if (one.form === "lines") return normalised(one, value);
  if (Array.isArray(value) && value.length > 1) unfit(reason("several_values"));
  let text = told(value).trim();
  if (terms().numbers.includes(one.form)) {
    const number = plainNumber(text, mark);
    if (number === null) unfit(reason("thousands", { text }));
    text = number;
  }
  // A switch without a state can be a picture.
  return one.form === "yesno" && !text ? FORMS.yesno(text) : normalised(one, text);
}

// Whether an input can be the second half of the one before it.
function belongs(item, following) {
  const label = plain(following.label);
  const isSame = label === plain(item.label) || pattern("unitLabels").test(label);
  return isSame && [item, following].every(({ value }) => typeof value === "string");
}

function told(value) {
  return typeof value === "string" ? value : value.join("; ");
}
