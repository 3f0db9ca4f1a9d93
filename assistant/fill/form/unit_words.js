// SPDX-License-Identifier: GPL-3.0-or-later
// The names of units of time, which are no labels.
const WORDS =
  "minutes?|minuten?|hours?|stunden?|days?|tage?|weeks?|wochen?|months?|monate?|years?|jahre?|heures?|jours?|semaines?|mois|ans?|horas?|d\u00edas?|semanas?|mes(es)?|a\u00f1os?|minuti|ore|giorni|settimane|mesi|anni|uur|dagen|weken|maanden|jaren";

export const CURRENCY = /^([$\u20ac\u00a3\u00a5]|USD|EUR|GBP|CHF|CAD|AUD)$/;
export const UNIT = new RegExp(`^(${WORDS})$`, "i");
