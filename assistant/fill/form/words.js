// SPDX-License-Identifier: GPL-3.0-or-later
// Texts and limits by which tables are told from pages of them. They are compared with texts in lower case.
export const LONGEST_PAGER = 120;
export const SCROLLS = "more rows appear while the table is scrolled";
export const TO = "(?:-|\\u2013|\\u2014|to|through|bis|\\u00e0|a|al|ao|at\\u00e9|tot|till|til|do|\\u0434\\u043e)";
export const OF = "(?:of|/|von|de|sur|di|van|z|av|af|out of|de un|\\u0438\\u0437)";
export const PAGE = "(?:page|seite|pagina|p\\u00e1gina|sida|side|strona)";
export const MORE =
  "^(?:(?:load|show|view|see|fetch|get) more(?: .*)?|mehr (?:laden|anzeigen)|(?:charger|afficher|voir) plus|(?:cargar|mostrar|ver) m\\u00e1s|(?:carica|mostra) altr[oi]|meer laden|laad meer|toon meer|carregar mais|visa fler)$";
export const NEXT =
  "^(?!\\|+$)[<>\\u2039\\u203a\\u00ab\\u00bb\\u2190\\u2192\\u25b6\\u25c0\\u276e\\u276f\\u25b8\\u25c2|]+$|^[0-9]+$|^(?:\\u2026|\\.\\.\\.)$|^(?:load|show|view|see|fetch|get) (?:all|next)(?: .*)?$|^(?:go to )?(?:the )?(?:next|previous|prev|first|last)(?: page| pages| rows| results)?$|^(?:weiter|zur\\u00fcck|(?:n\\u00e4chste|vorherige|erste|letzte)(?: seite)?)$|^(?:(?:charger|afficher|voir) (?:tout|la suite)|(?:page )?(?:suivante?|pr\\u00e9c\\u00e9dente?)(?: [\\u00bb\\u203a>])?|premi\\u00e8re?|derni\\u00e8re?)$|^(?:(?:cargar|mostrar|ver) todo|siguiente|anterior|primer[oa]|\\u00faltim[oa]|successiv[oa]|precedente|prim[oa]|ultim[oa]|volgende|vorige|eerste|laatste|pr\\u00f3xim[oa]|seguinte|n\\u00e4sta|f\\u00f6reg\\u00e5ende)$";
