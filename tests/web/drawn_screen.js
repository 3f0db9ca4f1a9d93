// SPDX-License-Identifier: GPL-3.0-or-later
// A small screen as a capture, for the tests of known screens.

export const CATALOGUE = {
  loan_policy: {
    identity: ["name"],
    inputs: [
      { name: "name", label: "Policy Name", form: "text" },
      { name: "loan_period", label: "Loan Period", form: "period" },
      { name: "renewal", label: "Renewal", form: "yesno", choices: ["Yes", "No"] },
      { name: "bill", label: "Bill", form: "text", reference: "bill_structure" },
    ],
  },
  loan_policy_map: {
    columns: [
      { name: "patron", label: "Patron", form: "text", reference: "patron_type_policy", wildcard: "All" },
      { name: "policy", label: "Policy", form: "text", reference: "loan_policy" },
    ],
  },
};

export const ADAMS = {
  registry_id: "100101",
  symbol: "ADM",
  display_name: "Adams College",
  people: ["Jane Doe"],
  names: { bill_structure: ["Fine"], loan_policy: ["Std", "Short"], patron_type_policy: ["Staff"] },
};
export const BAKER = {
  registry_id: "100202",
  symbol: "BKR",
  display_name: "Baker University",
  people: ["Max Roe"],
  names: { bill_structure: ["Late"], loan_policy: ["Books"], patron_type_policy: ["Guests"] },
};

export const text = (words, more = {}) => ({ is: "text", zone: "form", text: words, ...more });
export const control = (kind, name, drawn, more = {}) => ({ is: "control", zone: "form", kind, name, drawn, ...more });

export const capture = (items, more = {}) => ({
  at: "2026-12-01T16:00:00Z",
  title: "Loan Policy",
  address: "https://worldcat.org/config",
  language: "en",
  quiet: true,
  lists: {},
  items,
  ...more,
});

const head = ({ display_name, people: [person] }) => [
  text(display_name, { zone: "head" }),
  text(`Signed in as ${person}`, { zone: "head" }),
];

/** A form: name, number and unit, a tick, a drop-down. */
export function form(library, { name = "Std", number = "28", unit = "days", tick = "on", bill = "Fine" } = {}) {
  return capture([
    ...head(library),
    text(`Loan Policy: ${name}`, { zone: "heading" }),
    control("text", "Policy Name", [name]),
    text("Loan Period"),
    control("text", "Loan Period", number ? [number] : []),
    control("choice", "Loan Period", [unit]),
    control("tick", "Renewal", [], { flags: [tick] }),
    text("Renewal", { of: 6 }),
    text("Bill"),
    control("choice", "Bill", [bill]),
    text("Changed: 03.11.2025", { zone: "foot" }),
  ]);
}

export const VALUES = { name: "Std", loan_period: "28 days", renewal: "Yes", bill: "Fine" };
export const FREE = ["Changed"];

/** The same as a table of labels and texts. */
export function view(library, { name = "Std", period = "28 days", renewal = "Yes", bill = "Fine" } = {}) {
  const row = (at, label, value) => [
    text(label, { cell: [0, at, 0], header: true }),
    ...(value ? [text(value, { cell: [0, at, 1] })] : []),
  ];
  return capture([
    ...head(library),
    text(`Loan Policy: ${name}`, { zone: "heading" }),
    ...row(0, "Policy Name", name),
    ...row(1, "Loan Period", period),
    ...row(2, "Renewal", renewal),
    ...row(3, "Bill", bill),
  ]);
}

/** Rows of a map with a text that counts them. */
export function map(library, rows, first, total) {
  const cells = (row, at) => row.flatMap((one, column) => (one ? [text(one, { cell: [0, at + 1, column] })] : []));
  const header = ["Patron", "Policy"].map((one, column) => text(one, { cell: [0, 0, column], header: true }));
  return capture(
    [...head(library), ...header, ...rows.flatMap(cells), text(`${first}-${first + rows.length - 1} of ${total}`)],
    { title: "Loan Policy Map" },
  );
}
