# SPDX-License-Identifier: GPL-3.0-or-later

"""What the recognition of screens knows in both languages, here and in the scripts of the pages: words, patterns, limits, and the reasons why
something stays open. The pages get it as data.

Python and JavaScript read the patterns in the same way. They are compared with plain texts (labels.plain).
"""

from __future__ import annotations

import re
from typing import Any

from .._core.values import UNITS
from .vocabulary import BEFORE_DATES, DOUBTFUL, EXPLAINING, NAMES, ORDER_WORDS, PART_WORDS, SITE_WORDS

#: The limits of a capture, which the capture tool has as well, and of the part of a text that can be a label: it bounds the work on a
#: hostile capture.
MOST_ITEMS, LONGEST_TEXT, LONGEST_LABEL = 20_000, 10_000, 500
#: The texts around a table, and those that are no fields, in a capture. Of a longer one, it has the beginning with an ellipsis.
MOST_AROUND, LONGEST_AROUND = 50, 300
#: The longest text that the capture tool takes for that of a pager.
LONGEST_PAGER = 120

#: Between the parts of a heading or title, and before the name of a screen in it.
SEPARATORS = r"\s[-\u2013|>/\u00b7\u203a\u00bb:]\s|:\s"
VERBS = (
    r"^(?:(?:edit(?:ing)?|create|new|add|view(?:ing)?|update|modify|change|modifier|\u00e9diter|editar|modificar|modifica)\s+)+"
    r"|\s+(?:details|bearbeiten|\u00e4ndern|bewerken|wijzigen)$"
)
#: Between the parts of any text of a screen.
DIVIDERS = r"\s[-\u2013\u2014|>/\u00b7\u2022\u203a\u00bb\u25b8-\u25be:]\s|[:;\u2013\u2014]\s|[\[\]\"\u201c-\u201e\u00ab\u00bb\u2039\u203a]|(?<=[a-z]{3})\. "
#: The words in the heading of a form that was not saved yet.
NOT_SAVED = ("create", "new", "add")

#: A number of rows or pages.
NUMBER = r"[0-9][0-9,.]{0,12}"
#: The words of pagers and totals in nine languages: between the first and the last row, before the number of all rows, in front of a page, for all, and
#: those that change nothing.
_TO = r"(?:-|\u2013|\u2014|to|through|bis|\u00e0|a|al|ao|at\u00e9|tot|till|til|do|\u0434\u043e)"
_OF = r"(?:of|/|von|de|sur|di|van|z|av|af|out of|de un|\u0438\u0437)"
_PAGE = r"(?:page|seite|pagina|p\u00e1gina|sida|side|strona)"
_TOTAL = (
    r"(?:total|totale|totaal|gesamt|gesamtzahl|insgesamt|totalt|all|alle|tous|tutti|todos|tutte|toutes|todas|razem)"
)
_ROWS = (
    r"(?:(?:map )?rows?|lines?|items?|entry|entries|records?|results?|elements?|zeilen?|eintr\u00e4gen?|eintrag|elementen?|datens\u00e4tzen?|ergebnissen?"
    r"|lignes?|(?:l')?\u00e9l\u00e9ments?|entr\u00e9es?|r\u00e9sultats?|enregistrements?|filas?|registros?|resultados?|elementos?|linhas?"
    r"|rules?|policies|mappings?|regeln?|r\u00e8gles?|reglas?|regole|righe|riga|elementi|risultati"
    r"|rijen|regels|resultaten|rader|rad|poster|r\u00e6kker|pozycji|wierszy)"
)
#: Behind the name of a screen: the number of a record, or of rows.
NUMBERED = rf" ?(?:#[0-9]+|\({NUMBER}(?: {_ROWS})?\)|(?<= )[0-9]+ of [0-9]+)$"
#: The heading of the form for a new row, whatever the screen calls one.
NEW_ROW = rf"^(?:{'|'.join(NOT_SAVED)})(?: (?:an? )?(?:new )?{_ROWS})?$"
_SHOWING = (
    r"(?:showing|found|trouv\u00e9e?s|encontrad[oa]s|trovat[ie]|gevonden"
    r"|defined|configured|displaying|displayed|shown|show|viewing|view|zeige|anzeige|angezeigt|gefunden|es werden"
    r"|affichage|affich\u00e9es|mostrando|exibindo|vista|visualizzati|weergegeven|visar|viser|de|del|da|von|van|der|die|des|in|im|en|the|this|map|matrix"
    r"|table|list|dieser|tabelle|liste|cette|esta|tabla|lista|questa|tabella|deze|tabel|lijst)"
)
_THERE = r"(?:there (?:are|is)|(?:es )?(?:gibt|sind)(?: es)?|il y a|hay|ci sono|(?:er )?zijn(?: er)?)"
_GAP = r"[ :;.,()|\[\]<>\u2039\u203a\u00ab\u00bb\u2190\u2192\u25b6\u25c0\u25b8\u25c2-]*"
_LETTER = "a-z\u00df-\u024f\u0400-\u04ff"
_END = rf"(?![{_LETTER}])"
_SILENT = rf"(?:{_GAP}(?:{_ROWS}|{_SHOWING}|{_TOTAL}){_END})*"
#: A text that counts all rows: from the first to the last one of all, or as a total. Its numbers have to be 1, n, n, or n. Nothing else may be in it.
ALL_ROWS = (
    rf"^{_SILENT}{_GAP}(1) ?{_TO} ?({NUMBER})(?:{_GAP}{_ROWS}{_END})? ?{_OF}{_SILENT}{_GAP}({NUMBER}){_SILENT}{_GAP}$"
)
TOTAL_ROWS = (
    rf"^(?:{_GAP}{_SHOWING}{_END})*{_GAP}{_TOTAL}{_END}(?:{_GAP}(?:{_OF}|{_ROWS}|{_THERE}){_END})*{_GAP}({NUMBER})(?:{_GAP}{_ROWS}{_END})*{_GAP}$"
    rf"|^(?:{_THERE} )?{_GAP}({NUMBER})(?:{_GAP}{_ROWS}{_END})+(?:{_GAP}(?:in|im|en|au){_END})?{_GAP}{_TOTAL}{_GAP}$"
    r"|^(?:th(?:is|e)|diese|die|cette|la|ce|esta|este|el|questa|il|deze|de) (?:map|matrix|table|list|tabelle|liste"
    r"|matrice|matriz|mapa|tabla|lista|tabella|mappa|tabel|lijst)"
    r" (?:has|contains|hat|enth\u00e4lt|umfasst|a|contient|compte|comporte|tiene|contiene|ha|heeft|bevat|telt)"
    rf" ({NUMBER}) {_ROWS}$"
)
#: A text with the number of some rows, and one with a part of all: *25 rows*, *26 - 50 of 60*.
SOME_ROWS = rf"^{_SILENT}{_GAP}({NUMBER}){_SILENT}{_GAP}$"
RANGE = rf"{NUMBER} ?(?:{_TO} ?{NUMBER}[^0-9]{{0,40}})?{_OF}[^0-9]{{0,40}}{NUMBER}"
#: The heading of a group of rows, with their number.
GROUP = rf"[^ ] \(({NUMBER}) {_ROWS}\)$"
#: A page of several: its number, and that of all.
_NEAR = r"[ :.\[\]]{0,3}"
PAGE = (
    rf"(?:(?<![{_LETTER}]){_PAGE}(?: no\.)?{_NEAR}({NUMBER}){_NEAR}{_OF}{_NEAR}({NUMBER})|^({NUMBER}) ?/ ?({NUMBER})$)"
)
#: The name of a button that loads more rows, and a text that can only lead to other rows: that, the number of another page, or the name of a button.
MORE = (
    r"^(?:(?:load|show|view|see|fetch|get) more(?: .*)?|mehr (?:laden|anzeigen)|(?:charger|afficher|voir) plus|(?:cargar|mostrar|ver) m\u00e1s"
    r"|(?:carica|mostra) altr[oi]|meer laden|laad meer|toon meer|carregar mais|visa fler)$"
)
_NEXT = (
    r"^(?!\|+$)[<>\u2039\u203a\u00ab\u00bb\u2190\u2192\u25b6\u25c0\u276e\u276f\u25b8\u25c2|]+$|^[0-9]+$|^(?:\u2026|\.\.\.)$"
    r"|^(?:load|show|view|see|fetch|get) (?:all|next)(?: .*)?$"
    r"|^(?:go to )?(?:the )?(?:next|previous|prev|first|last)(?: page| pages| rows| results)?$"
    r"|^(?:weiter|zur\u00fcck|(?:n\u00e4chste|vorherige|erste|letzte)(?: seite)?)$"
    r"|^(?:(?:charger|afficher|voir) (?:tout|la suite)|(?:page )?(?:suivante?|pr\u00e9c\u00e9dente?)(?: [\u00bb\u203a>])?|premi\u00e8re?|derni\u00e8re?)$"
    r"|^(?:(?:cargar|mostrar|ver) todo|siguiente|anterior|primer[oa]|\u00faltim[oa]|successiv[oa]|precedente|prim[oa]"
    r"|ultim[oa]|volgende|vorige|eerste|laatste|pr\u00f3xim[oa]|seguinte"
    r"|n\u00e4sta|f\u00f6reg\u00e5ende)$"
)
NEXT = f"{MORE}|{_NEXT}"
_VIEW = r"(?:show|see|view|load|get|list)"
_FURTHER = r"(?:further|more|other|additional|remaining|weitere|restliche|\u00fcbrige|autres|otr[oa]s|altr[ie]|meer|overige|rest)"
#: Of all texts around a table, also chips of filters, numbers of pages in one text, letters, what is still being loaded, and hidden rows.
LEADS = (
    rf"{NEXT}"
    r"|^[^:]*[^: ][^:]*[\u00d7\u2715\u2716]$|^[<>\u2039\u203a\u00ab\u00bb ]*[0-9]+(?: [0-9]+)+[<>\u2039\u203a\u00ab\u00bb ]*$|^[a-z] ?[-\u2013] ?[a-z]$"
    rf"|^(?:{_VIEW} )?(?:the )?{_FURTHER}(?: [a-z0-9]+){{0,2}} {_ROWS}$|^{_VIEW} (?:the )?{_FURTHER}$"
    r"|^(?:older|newer|earlier|later)(?: [a-z]+)?$|^(?:loading|wird geladen|l\u00e4dt|chargement|cargando|caricamento)(?![a-z])"
    r"|[0-9] (?:more|further|hidden|weitere|ausgeblendet|autres|ocult|altr[ie]|meer)(?![a-z])|[0-9] [a-z]+ (?:are |is )?hidden"
    r"|[0-9] ?\+(?! ?[0-9])|^filters?:? ?\(?[1-9][0-9]?\)?(?: active| applied| set)?$|^[1-9][0-9]? (?:active )?filters?(?![a-z])"
)
#: The chip of a filter with a label; texts that count the rows that are ticked, and that says by what the rows are sorted, without what means their own order.
CHIP = r":.*[\u00d7\u2715\u2716]$"
TICKED = r"(?<![a-z])(?:selected|ticked|ausgew\u00e4hlt|s\u00e9lectionn|seleccionad|selezionat|geselecteerd)"
SORTED = (
    r"^(?:sort(?:ed|ing)?|order(?:ed)|sortiert|sortierung|tri|tri\u00e9e?s?|ordenad[oa]s?|ordinat[oaie]|gesorteerd)"
    r"(?: (?:by|nach|par|por|per|op))?[ :]+(?!(?:by|nach|par|por|per|op)?[ :]*(?:row|order|position|precedence|priority|number|none|off|no|#|-|$))(.+)$"
)
#: A day in a text, with the beginning of the name of its month in several languages.
_MONTH = (
    r"(?:jan|f[e\u00e9][bv]|m[a\u00e4]r|mrt|maa|a[pbv]r|ma[iy]|mei|ju[iln]|lug|giu|gen|a[ou][g\u00fb]|sep|set|o[ck]t|ott|nov|d[e\u00e9i][czs]|ene)"
    r"[a-z\u00df-\u00ff]*"
)
_DATE = rf"(?:[0-9]{{1,2}}\.? (?:de )?{_MONTH}\.? (?:de )?[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}[./][0-9]{{1,2}}[./][0-9]{{2,4}})"
#: Numbers in a text around a table that are those of dates and times.
DATES = rf"{_DATE}|[0-9]{{1,2}}:[0-9]{{2}}"
#: A text that shows how many rows a page has.
SIZE = r"(?:/ ?(?:page|seite|p[a\u00e1]gina)|per page|page size|pro seite|par page|por p\u00e1gina|per pagina|(?:^|[ ])(?:show|display|limit)(?=[ :]|$))"
PAGE_SIZE = rf"^(?=.*{SIZE})[{_LETTER} :./]*({NUMBER})[{_LETTER} :./]*$"
END_OF_LIST = (
    r"^[^a-z]*(?:end of (?:the )?(?:list|table|map|matrix)|ende der (?:liste|tabelle|map|matrix)|fin de (?:la )?(?:liste|table|matrice)"
    r"|fin de la (?:lista|tabla|matriz)|fin del mapa|fine della (?:lista|tabella|mappa|matrice)|einde van de (?:lijst|tabel|matrix))[^a-z0-9]*$"
    rf"|^(?:all|alle|tous|toutes|tod[oa]s|tutt[ei])(?: of them| {_ROWS})?(?: (?:are|sind|werden|sont|est\u00e1n|se|sono|zijn|worden))?"
    r" (?:(?:shown|listed|displayed|aufgef\u00fchrt|angezeigt|affich\u00e9e?s|list\u00e9e?s|muestran|mostrad[oa]s|mostrat[ei]|elencat[ei]|getoond)"
    r"|(?:below|here|unten|hier|ci-dessous|abajo|aqu\u00ed|sotto|qui|hieronder))(?: (?:below|here|angezeigt|aufgef\u00fchrt|ci-dessous|abajo|aqu\u00ed"
    r"|sotto|qui|getoond))?\.?$"
)
#: Buttons and texts around a table that say nothing of its rows.
ACTIONS = (
    r"^(?:\+ )?(?:add|new|create|insert|edit|delete|remove|copy|duplicate|save|cancel|discard|apply|ok|close|back|help|print|export|download|import|refresh"
    r"|reload|columns?|settings|actions?|options|move|move up|move down|up|down|reorder|sort|select all|info|feedback|sign out|log out"
    r"|neue?|hinzuf\u00fcgen|anlegen|bearbeiten|l\u00f6schen|entfernen|kopieren|speichern|abbrechen|verwerfen|schlie\u00dfen|zur\u00fcck|hilfe|drucken"
    r"|exportieren|nouv(?:eau|elle)|ajouter|cr\u00e9er|modifier|supprimer|copier|enregistrer|annuler|fermer|retour|aide|imprimer|exporter"
    r"|nuev[oa]|a\u00f1adir|agregar|crear|editar|eliminar|borrar|copiar|guardar|cancelar|descartar|cerrar|volver|ayuda|imprimir|exportar"
    r"|nuov[oa]|aggiungi|crea|modifica|elimina|copia|salva|annulla|chiudi|indietro|aiuto|stampa|esporta"
    r"|nieuwe?|toevoegen|bewerken|verwijderen|kopi\u00ebren|opslaan|annuleren|sluiten|terug|afdrukken|exporteren)(?: [a-z0-9\u00df-\u00ff /()-]*)?$"
    r"|^[\u00d7\u2715\u2716|]$|^(?:rows|items|records|entries|results) per page$|^(?:show|display|search|filter|find|no filter|entries|rows|page|all)$"
)
#: The most words of the name of a button.
LONGEST_BUTTON = 4
#: What the capture tool says of a table that draws its rows while it is scrolled.
SCROLLS = "more rows appear while the table is scrolled"
#: The seconds within which the pages of a map were captured, and the labels of inputs that only show which page it is.
LONGEST_PAGING = 1800
PAGE_FIELDS = rf"(?:^|[^a-z]){_PAGE}(?![a-z])"
#: The labels of inputs that choose which rows of a table are shown, and the texts with which they show all.
FILTERS = r"(?<![a-z])(?:filter(?:ed|s)?|search|find|gefiltert|filtre?|filtro|suche|buscar|cerca|zoeken)(?![a-z])"
UNFILTERED = ("", "no", "all", "alle", "alles", "tous", "toutes", "todos", "todas", "tutti", "tutte")

#: The initials of a person, or the code of a language.
INITIALS = r"^(?!NO|KO|ON)[A-Z]{2}$"
#: What begins with a name and a version.
NAME_AND_VERSION = r"^[^0-9:]+ [0-9]+(?:\.[0-9]+)+(?![^ ,;])"
#: The version of the program, in the head or foot of a site: elsewhere, it can be that of settings.
VERSION = r"^(?:version|release|build|v)[ .:]*[0-9][0-9.]*$"

#: The name of a person behind its initials, as sites show who is signed in; and one with an initial.
PERSON = r"^([A-Z])([A-Z]) \1[^ 0-9]+ (?:[^ 0-9]+ )?\2[^ 0-9]+$|^[A-Z]\. ?[A-Z][^ 0-9.]+$|^[a-z]\.[a-z]{2,}$"
#: Keys that are pressed together.
SHORTCUT = r"^\(?(?:(?:ctrl|strg|alt|shift|cmd|\u2318) ?\+ ?)+[^ ]\)?$"
#: The end of the name of a program.
PRODUCT = r" (?:ils|lsp|lms|sib|sigb|suite|software)$"
#: Before the name of who is signed in, with which it says nothing.
SIGNED_IN = (
    r"^(?:(?:user|benutzer(?:in)?|utilisateur|usuario|utente|gebruiker|operatore?):"
    r"|(?:(?:logged|signed) (?:in|on)|angemeldet|connect\u00e9e?|conectad[oa]|collegat[oa]|ingelogd|aangemeld|welcome|hello|hi|hallo|willkommen|bonjour"
    r"|bienvenue|bienvenid[oa]|hola|ciao|benvenut[oa]|welkom)(?: (?:as|als|come|como|en tant que))?[:, ]) ?(?=[^ ]+(?: [^ ]+)?$)"
)
_DATED = "|".join("".join(f"[{one.upper()}{one}]" for one in word) for word in BEFORE_DATES)
#: Numbers that can be a date: *24.05*, *24.5.2026*.
DAY_OF_YEAR = r"[0-3]?[0-9]\.(?:0[1-9]|1[0-2]|[0-3]?[0-9]\.20[0-9]{2})(?![0-9.])"
#: The number of a version, which is none of a day.
RELEASE = rf"(?<![^ ])(?!{DAY_OF_YEAR})[0-9]+(?:\.[0-9]+)+(?![^ ])"
#: The name of a program with its version: *Circulus 7.3.1*, *Circulus 7 (build 2231)*, *Consola de circulaci\u00f3n 8.3*.
PROGRAM = (
    rf"((?:(?!(?:{_DATED})[.:]? )[A-Z][^ 0-9,]* (?:[a-z\u00df-\u00ff']+ )*)+)(?:version |v\.? ?|build |release )?(?!{DAY_OF_YEAR})"
    r"(?:[0-9]+(?:\.[0-9]+)+|[0-9.]+ \(?build [0-9.]+\)?)(?![^ ,;])"
)

#: The headings of parts that show what does not count now, beside what does.
DEFAULTS = r"(?<![a-z])(?:defaults?|inherited|history|audit|log|templates?|examples?)(?![a-z])|if nothing"

#: The switches beside a number, and their value that means No Limit (wms-circulation.md 6.16, 6.17).
UNLIMITED = {
    **dict.fromkeys(
        (
            "no limit",
            "no limits",
            "does not apply",
            "unlimited",
            "unbegrenzt",
            "kein limit",
            "illimit\u00e9",
            "ilimitado",
            "illimitato",
            "onbeperkt",
        ),
        "Yes",
    ),
    **dict.fromkeys(("enable limit", "limit enabled", "limited", "limited to", "limit to"), "No"),
}
#: What was saved, and when, in a text that says so.
_SETTINGS = (
    r"(?:all |your |the )?(?:changes|settings|policy|record|entry|(?:configuration )?options|configuration|values)"
    r"(?: (?:are|was|were|has been|have been))?"
)
_WHEN = rf"(?: just now| (?:a few|[0-9]+) (?:seconds?|minutes?) ago| (?:at |on )?(?:{_DATE}|[0-9]{{1,2}}:[0-9]{{2}}))"
#: The copyright of the site, its owner, and the version of its program.
_OWNER = r"(?: (?!draft|demo|test|train|trial|sandbox|stag|sampl|not|no |preview|archiv|copy|old|schulung|formation|entwurf)[^ !?]+){0,4}"
_PROGRAM = r"(?: ?[-\u00b7|,\u2013] ?(?:version|versie|versi\u00f3n|versione|release|build|v)\.? ?[0-9.]+)?"
COPYRIGHT = r"^(?:\u00a9|\(c\)|copyright)(?: \u00a9)?(?: ?[0-9]{4}(?: ?[-\u2013] ?[0-9]{4})?)?[.,]?"
_COPYRIGHT = f"{COPYRIGHT[1:]}{_OWNER}{_PROGRAM}"
#: The texts on a screen and beside its fields that do not change what a value means: what can be done, what is required, and how much fits.
_THINGS = r"(?:items?|loans?|times?|renewals?|requests?|holds?|copies|claims?|characters?|days?)"
#: When a record was saved, and by whom; or only the label of that. Without *last*, such a word can say that the screen was not saved.
_LAST = (
    r"(?:record |datensatz |enregistrement |registro )?(?:(?:last|zuletzt|derni\u00e8re|\u00faltima|ultima|laatst) (?:modified|changed|updated|saved|edited"
    r"|ge\u00e4ndert|gespeichert|aktualisiert|bearbeitet|modification|mise \u00e0 jour|modificaci\u00f3n|actualizaci\u00f3n|modifica|gewijzigd|opgeslagen"
    r"|bijgewerkt)|(?:letzte|dernier|\u00faltimo|ultimo|laatste) (?:\u00e4nderung|enregistrement|cambio|aggiornamento|wijziging))"
)
_SAVED = (
    r"(?:record |policy |datensatz )?(?:created|modified|changed|updated|saved|edited|erstellt|angelegt|ge\u00e4ndert|gespeichert|aktualisiert"
    r"|(?:modifi|enregistr|cr\u00e9|mise? \u00e0 jour)\u00e9?e?|(?:modificad|guardad|actualizad|cread)[oa]|(?:modificat|salvat|aggiornat|creat)[oa]"
    r"|gewijzigd|opgeslagen|bijgewerkt|aangemaakt)"
)
_TIME = r"(?:[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?(?: ?(?:[ap]m|uhr|h))?)"
_STAMP = rf"(?:(?:{_DATE}|{_MONTH}\.? [0-9]{{1,2}},? [0-9]{{4}})(?:,? (?:@|at|um|\u00e0|a las|alle|om|[-\u2013])? ?{_TIME})?|{_TIME}|today|yesterday)"
_BY = r"(?:by|von|par|por|da|door)(?: ?:)? [^ 0-9:;\u00b7|]+(?: [^ 0-9:;\u00b7|]+){0,2}"
_ON = "(?:(?:at|on|am|le|el|il|op) )?"
LAST_SAVED = rf"^(?:(?:{_LAST}|{_SAVED}) ?:? (?:{_ON}{_STAMP}(?:,? \(?{_BY}\)?)?|{_BY}(?:,? {_ON}{_STAMP})?)|{_LAST})$"
HARMLESS = (
    r"^(?:(?:open|close|expand|collapse|toggle|drop-?down|arrow|caret|chevron|calendar|clock|date|time|picker|icon|down|up|line|circle|outline|solid"
    r"|look|lookup|search|increase|decrease|question|help|info|mark|grid|table|panel|menu)(?:[ -]|$))+$"
    r"|^[-\u2013\u2014*:\u00b7\u2022|/()\[\]?!\u24d8\u2139\u2713\u2714.\u2026 ]*$"
    r"|^(?:\(?(?:required|optional|mandatory|pflichtfeld|erforderlich|obligatoire|requis|ob+ligatori[oa]|verplicht)\)?"
    r"|help|info(?:rmation)?|more|learn more|what is this|edit|change|clear|reset|select|choose|browse"
    r"|search|show|view|copy|remove|add|undo|yes|current|currently|saved|ok|valid|active|published|in force)$"
    rf"|^{NUMBER} ?(?:/|of) ?{NUMBER}(?: {_THINGS})?$|^{NUMBER} characters?(?: left| remaining)?$"
    rf"|{LAST_SAVED}"
    rf"|^[\u2713\u2714 ]*(?:{_SETTINGS} )?(?:successfully )?saved(?: successfully)?(?:{_WHEN})?[.!]?$"
    rf"|^[\u2713\u2714 ]*(?:{_SETTINGS} updated(?: successfully)?(?:{_WHEN})?|updated{_WHEN})[.!]?$"
    rf"|^(?:used (?:in|by)|where used|usage|referenced by|verwendet (?:in|von))(?: \({NUMBER}\))?$"
    rf"|^(?:used|verwendet|utilis\u00e9e?|se usa|usad[oa]|usat[oa]|gebruikt) (?:in|by|von|dans|par|en|por|da|door) ?:? {NUMBER} {_ROWS}(?: [^.;:]+)?\.?$"
    r"|^[a-z]{2,6}-[0-9]{3,}$|^(?:ready|bereit|listo|pronto|gereed)$"
    r"|^(?:status:? )?(?:active|aktiv|acti[fv]e?|activ[oa]|attiv[oa]|actief|in kraft|g\u00fcltig|en vigueur|vigente|in vigore|geldig)$"
    r"|^record (?:no\.? ?|id ?)?#?[0-9]+$|^(?:id|nr|no)\.?:? #?[0-9]+$|^(?:version|release|build|v) ?[0-9]+(?:\.[0-9]+){2,4}$"
    r"|^page generated in [0-9.]+ m?s(?:econds)?$"
    rf"|^(?:[a-z]+ [0-9.]+ )?{_COPYRIGHT}$|^powered by (?:[^ ]+ ?){{1,4}}$|^best viewed (?:with|in|at) (?:[^ ]+ ?){{1,5}}$"
    r"|^(?:(?:wurden? )?(?:erfolgreich )?gespeichert|(?:los cambios se )?guard(?:aron|ad[oa]s?)(?: correctamente)?|enregistr\u00e9e?s?)[.!]?$"
    rf"|{END_OF_LIST}|^i$|^{NUMBER} {_ROWS} (?:found|gefunden|trouv\u00e9e?s|encontrad[oa]s|trovat[ie]|gevonden)\.?$"
    r"|^(?:all )?changes are saved (?:automatically|immediately|instantly|as you (?:make|type)(?: them)?)\.?$"
    r"|^[^a-z]*(?:healthy|synced|in sync|up to date|connected|online)$"
    r"|^(?:double[- ])?(?:click|tap) (?:on )?(?:an?|any|the) (?:value|field|row|cell|line|pencil)(?: [a-z]+){0,2} to (?:edit|change|modify)(?: it)?\.?$"
    r"|^(?:enter )?an? (?:number|amount|value),? or no limit\.?$"
    rf"|^(?:activity|activities|attachments|comments|tags|tasks)(?: \({NUMBER}\))?$"
    r"|^no (?:activity|activities|attachments|comments|tags|tasks)(?: to show| found| yet)?\.?$"
    r"|^(?:log|sign) ?off$|^(?:user|benutzer(?:in)?|utilisateur|usuario|utente|gebruiker): [^ ]+$"
    r"|^(?:production|live|produktion|producci\u00f3n|produzione|productie)(?: (?:system|environment|server|site))?$"
    r"|^(?:see also|siehe auch|voir aussi|v\u00e9ase tambi\u00e9n|vedi anche|zie ook)$"
    r"|^(?:of|/|von|de|sur|di|van) [0-9]+$|^(?:all|alle|tous|todos|tutti)$"
    r"|^(?:save|apply) changes$|^a rehearsal$|^these screens are reshare-wms-sandbox's, not oclc's$|^what oclc's pages look like was not seen$"
    r"|^save changes a library in this program$|^nothing else$|^start$|^check[- ]?(?:in|out)$|^danger zone$"
    r"|^staff$|^(?:[^ :]+ )?staff (?:interface|client|side|area|portal|login|pages?|home)(?: of)?$"
    r"|^(?:sign|log) (?:out|in)$|^(?:logged|signed) (?:in|on)(?: as)?$|^(?:questions|fragen|need help|help)\?(?: (?:call|phone|e-?mail|contact"
    r"|write to) .{1,60})?$"
    r"|^(?:weitere|sonstige|andere|autres|otr[oa]s|altr[ie]|overige|other) (?:options?|optionen|angaben|einstellungen|informationen|opciones|datos|informations"
    r"|opzioni|dati|opties|gegevens|settings)$"
    r"|^\(?(?:mm?|dd?|yyyy|tt?|jj|jjjj|aaaa)(?:[-/.](?:mm?|dd?|yyyy|tt?|jj|jjjj|aaaa)){2}\)?$"
    r"|^(?:blank|empty|leer|vide|vuoto|leeg|en blanco) ?[:=] ?(?:no|not|none|never|kein|keine|sin|aucune?|nessun[oa]?|geen) [^.]+\.?$"
    r"|^(?:source|owner|author|autore?|auteur|revisions|revisionen|r\u00e9visions|revisiones|revisioni|revisies"
    r"|derni\u00e8re mise \u00e0 jour|\u00faltima actualizaci\u00f3n|ultimo aggiornamento|letzte \u00e4nderung)$"
    rf"|^(?:enregistr\u00e9e?|gespeichert|guardad[oa]|salvat[oa]|opgeslagen) (?:le|am|el|il|op) {_DATE}"
    r"(?: (?:[a-z\u00e0]{1,3} )?[0-9]{1,2}[:h.][0-9]{2})?$"
    r"|^[0-9:/. -]{3,}[ap]m$|^(?:dates? (?:as|in|format:?)|datumsformat:?|format(?: de date)?:?|formato:?) (?=.*(?:yyyy|jjjj|aaaa))[ymdtja/.-]+$"
    r"|^(?:unique[,;]? )?(?:at most|up to|max(?:imum)?\.?|no more than|h\u00f6chstens) [0-9]+ (?:characters|zeichen)\.?$"
)
#: Beside a field only: an example, what counts without a value, which values there can be, of what a number is one, what draws the value, that it stays,
#: what a blank means, and who sees it.
HARMLESS_BESIDE = (
    r"^(?:e\.?g\.?|for example|example|z\.? ?b\.?)[ :,].+|^(?:(?:system )?default(?: value)?|standard(?:wert)?|(?:valeur )?par d\u00e9faut"
    rf"|(?:valor )?(?:predeterminado|por defecto)|(?:valore )?predefinit[oa]|standaard(?:waarde)?)(?: ?: ?[^.;:]+| {NUMBER}(?: [^ .;:]+)?)\.?$"
    rf"|^(?:on|off|yes|no|{NUMBER} {_THINGS}) by default\.?$|^{_THINGS}$|^[0-9]+ ?(?:[-\u2013]|to|bis) ?[0-9]+\.?$"
    r"|^(?:(?:open|drop|list|button|combobox|listbox|popup|selection|selected|chosen)(?: |$))+$"
    r"|^(?:up to|max(?:imum)?|min(?:imum)?|at most|at least|h\u00f6chst(?:ens|wert)|mindest(?:ens|wert))[ .:]+"
    rf"{NUMBER}(?:,? (?:[a-z]+|or no limit))?\.?$"
    rf"|^(?:from|between|von|zwischen|de|entre|da|tra|van|tussen) {NUMBER} ?(?:[-\u2013]|to|and|und|bis|\u00e0|et|a|y|e|tot|en) ?{NUMBER}(?: [a-z]+)?\.?$"
    r"|^(?:[^ .]+ ){1,5}(?:can(?:not|'t| no longer) be (?:changed|edited|modified) (?:later|afterwards|after|once)"
    r"|(?:kann|k\u00f6nnen) (?:sp\u00e4ter|nachtr\u00e4glich|nach) (?:[^ .]+ ){0,3}nicht (?:mehr )?(?:ge\u00e4ndert|gewechselt|bearbeitet) werden"
    r"|ne (?:peut|peuvent) plus \u00eatre (?:modifi|chang)\u00e9e?s?|ya no se pueden? (?:modificar|cambiar|editar)"
    r"|non (?:pu\u00f2|possono) pi\u00f9 essere modificat[oaie]|(?:kan|kunnen) (?:later|daarna) niet (?:meer )?(?:worden )?gewijzigd)(?: [^ .]+){0,5}\.?$"
    r"|^(?!.*(?:until|bis|jusqu|hasta|fino|tot)(?![a-z]))(?:leave )?(?:it |this )?(?:blank|empty|leer(?: lassen)?|(?:laisse[rz] )?vide"
    r"|(?:dejar |deje )?en blanco|vac\u00edo|(?:lasciare )?vuoto|leeg(?: laten)?)"
    r" ?(?:[:=]|(?:for|means|if|to|f\u00fcr|bedeutet|wenn|pour|signifie|si|para|significa|per|se|voor|betekent|als)(?= ))[^.:;]+\.?$"
    r"|^(?:visible|shown|displayed|sichtbar|affich\u00e9|zichtbaar)(?: only| nur| uniquement| solo| soltanto| alleen)?"
    r" (?:to|for|f\u00fcr|pour|par|para|al|voor)(?: le| el| das| die)?"
    r" (?:staff|librarians|personal|mitarbeitende|personnel|bibliotecarios|personale|medewerkers)(?: only)?\.?$"
)
BREAKS = r"[()\[\]|\u00b7;]|(?<=[a-z]{3})\. (?=[^a-z])"
DENYING = ("no", "not", "never", "none", "only", "without", "except", "if", "until", "was")
NOT_YET = (
    r"(?<![a-z])not (?:yet )?(?:been )?(?:filled|returned|picked|collected|paid|renewed)(?![a-z])|(?<![a-z])unfilled(?![a-z])"
    r"|leave (?:it )?(?:blank|empty) for no (?!limit)"
    r"|(?:(?<=sent)|(?<=starts)|(?<=begins)|(?<=ends)|(?<=expires)|(?<=charged)|(?<=billed)|(?<=counted)|(?<=printed)|(?<=mailed)) when(?![a-z])"
)
#: A sentence explains no field if it has words that say that the value does not count, or not here or not now.
SENTENCE = r"(?: [^ ]+){3}|^[^ ]+ [^ ]+ .*[.!]$"
#: A sentence about the order of the rows of a map, or about its blank cells: *The first row that matches applies.* The first rows are not all of them.
ORDER = (
    r"^(?!.*(?:first|ersten?|eerste) (?:rows|rules|entries|lines|regeln|zeilen|eintr\u00e4ge|rijen|regels)(?: |$))"
    r"(?=.*(?:first|top|order|empty|blank|restrictive|strictest|evaluated|checked|erste|oben|reihe|leere|ausgewertet|gepr\u00fcft|premi\u00e8re|haut|ordre|vide"
    r"|primera|arriba|vac\u00eda|prima|alto|vuota|eerste|boven|lege))"
    rf"(?:{NUMBER} {_ROWS},? |all {NUMBER} {_ROWS} )?(?:(?:{'|'.join(ORDER_WORDS)}),?(?: |$)){{3,}}$"
)
#: Between the sentences of a text beside a table.
CLAUSES = r"(?<=[a-z\u00df-\u00ff]{3})(?:[.;,] (?=[^ 0-9])| [-\u2013\u2014] (?=[^ ]))"
YEAR = r"(?<![0-9])20[0-9]{2}(?![0-9])"
#: What a sentence has beside a table, other than the names of a site, menu or person side by side: a word in small letters after the first one, or a year.
NO_NAME = rf"[^ ] [a-z\u00df-\u00ff]{{2}}|{YEAR}"
REFUTES = (
    r"^(?:or|and|then|but|plus|minus|per|x|if|when|for|from|until|after|before|of|unless|up|to) "
    r"|(?<![a-z])(?:only (?:for|if|in|at|to|when|on|after|before)|except\S*|overrid\S*|overrul\S*|inherit\S*|supersed\S*|ignored"
    r"|ignores|pending|obsolete|deprecated|proposed|preview\S*|draft|scheduled|outdated"
    r"|replaced|inactive|expired|suggested|calculated|no longer|not (?:yet|in use|in force|used|applied|active|saved|enforced|set)|will be|(?:was|were) "
    r"|instead|previous(?:ly)?|former(?:ly)?|effective|takes effect|in effect|vererbt|geerbt|ignoriert|h\u00e9rit\S*|hered\S*)(?![a-z])"
)
#: What a hint on the screen says of a number: that it means No Limit, or that all are in another unit.
HINT = (
    r"^\(?(-?[0-9]+) ?(?:(?:=|:|means?|is|for|stands for|bedeutet) ?(?:unlimited|no limit|infinite|unbegrenzt)"
    r"|(?:means|switches|turns|disables|deactivates|removes|blocks|prevents|allows)(?![a-z]))|(?<![a-z])in cents?(?![a-z])|^\(?(?:cents?|ct)\.?\)?$"
)
#: The labels of the number of an input that is a group.
NUMBER_LABELS = r"^(?:number|amount|value|quantity|length|limit|maximum|max|anzahl|wert|betrag|montant|valor|importe)$"
#: What an amount of money can have around it.
CURRENCY = (
    r"^(?:[\u20ac$\u00a3\u00a5]|[A-Z]{3})[ \u00a0]?(?=[0-9])|(?<=[0-9])[ \u00a0]?(?:[\u20ac$\u00a3\u00a5]|[A-Z]{3})$"
)
CURRENCY_SIGN = r"^(?:[\u20ac$\u00a3\u00a5]|usd|eur|gbp|chf|cad|aud)$"
#: Other words and marks for yes and no.
YES_NO = {
    **{f"{mark} yes": "Yes" for mark in "\u2713\u2714\u2611"},
    **{f"{mark} no": "No" for mark in "\u2717\u2718\u2610\u2715\u00d7"},
    **dict.fromkeys(("\u2713", "\u2714", "\u2611", "enabled", "active", "ja", "oui", "s\u00ed", "s\u00ec"), "Yes"),
    **dict.fromkeys(("\u2717", "\u2718", "\u2610", "disabled", "inactive", "nein", "nee", "non"), "No"),
}
#: The state of a switch beside it.
SWITCHED = {**YES_NO, "on": "Yes", "off": "No", "yes": "Yes", "no": "No"}
#: A sentence that says of the object or the screen that it does not count: *This version is not active*, *Diese Regel wurde archiviert*.
_OBJECT = (
    r"(?<![a-z])(?:policy|policies|version|record|page|screen|structure|map|matrix|rules?|template|settings?|configuration|entry|object"
    r"|richtlinie|regel|seite|eintrag|einstellung(?:en)?|konfiguration|politique|r\u00e8gle|pol\u00edtica|versi\u00f3n|regla|p\u00e1gina|configuraci\u00f3n"
    r"|regola|pagina|versione|configurazione|versie|beleid) (?:[^ .]+ ){0,3}"
)
_IS = r"(?:is|are|was|were|has been|have been|ist|sind|wurden?|(?:n'|n\u2019)?est|sont|a \u00e9t\u00e9|est\u00e1|es|son|ha sido|\u00e8|sono|zijn|werd|werden)"
_GONE = (
    r"(?:archiv|delet|retir|replac|supersed|expired|inactiv|inaktiv|inattiv|disabled|suspended|withdrawn|obsolet|deprecated|proposed|scheduled|draft"
    r"|preview|simulat|outdated|historical|veraltet|abgelaufen|gel\u00f6scht|ung\u00fcltig|entwurf|brouillon|borrador|bozza|supprim|d\u00e9sactiv|p\u00e9rim"
    r"|eliminad|eliminat|desactivad|disattivat|scadut|verwijderd|verlopen|vervallen|uitgeschakeld)[^ ]*"
)
_COUNTS = (
    r"(?:a[ck]ti[vef]|attiv|current|aktuell|in (?:use|force|effect|kraft|vigore)|en vigueur|vigente|van kracht|used|verwendet|utilis|usad|usat|gebruikt"
    r"|valid|g\u00fcltig|geldig|applied|appli[qc]|aplicad|saved|gespeichert|enregistr|guardad|salvat|opgeslagen|published|publi|pubblicat|gepubliceerd"
    r"|ver\u00f6ffentlicht|enabled|approved|freigegeben|effective|live|complete|loaded)"
)
_NOT = r"(?:not|no longer|nicht|nicht mehr|pas|plus|niet|niet meer)(?: yet| currently)?"
_NOT_COUNTED = (
    rf"{_OBJECT}{_IS} (?:an? |now |currently |only )?(?:{_GONE}|{_NOT} (?:the |an? )?{_COUNTS})"
    rf"|{_OBJECT}(?:no|non) (?:est\u00e1n?|es|son|\u00e8|sono) {_COUNTS}"
    rf"|^{_GONE} (?:by|on|am|von|le|par|el|por|il|da|op|door) |^preview (?:of|from) "
)
#: A text that says that the screen does not show what counts now: a text anywhere, or a heading, label and value, or line that is nothing else.
STATUS = (
    r"(?<![a-z])unsaved|(?<![a-z])not (?:yet )?(?:been )?saved(?! (?:auto|unless|until|if|when))"
    r"|ungespeichert|nicht gespeichert|non enregistr|sin guardar|no guardad|non salvat|niet opgeslagen"
    r"|^(?:(?:status|state|stand): )?(?:draft|entwurf|brouillon|borrador|bozza|archived|deleted|pending"
    r"|in (?:bearbeitung|behandeling|progress|pr\u00fcfung|review))(?: \(.*\))?$"
    r"|(?:consorti\S*|konsorti\S*|shared|gemeinsame|system|global|central) (?:template|vorlage)"
    r"|(?:takes?|taking|comes? into) effect(?![a-z])|effective (?:from|on|as of) |tritt .*in kraft|^(?:apply|save) [0-9]+ (?:edits?|changes?)$"
    r"|^(?:preview(?: mode)?|inactive|superseded|proposed|snapshot|simulation|historical(?: view)?|not in use|disabled|retired)$"
    r"|(?:viewing|showing|displaying|shown are|these are) .*(?:as of|settings? of|values? of|policy of|from) [0-9]|(?<![a-z])as of [0-9]|read[- ]only copy"
    r"|(?:could not|cannot|failed to|unable to) (?:be )?(?:load|read|retrieve|fetch|refresh)|default(?: value)?s are (?:shown|displayed)"
    r"|(?:shown|displayed) instead|(?:sav(?:e|ing)|updat(?:e|ing)) (?:has )?failed|(?<![a-z])not (?:be )?stored"
    r"|changed by (?:another|someone|somebody)|fehlgeschlagen|\u00e9chou\u00e9|ha fallado|no se pudo|non riuscit|mislukt"
    r"|(?:changed|edited|updated|modified) (?:this|the) .*(?:reload|refresh|meanwhile)|(?:reload|refresh) (?:the page |this page )?to see"
    r"|(?:may|might|can) be (?:out of date|outdated|stale)|(?:is|are) (?:out of date|outdated|stale)(?![a-z])|sample data|demo data|example data"
    r"|^(?:(?:for|needs?|awaits?|awaiting|requires?|waiting for) )approval$|^approval (?:required|needed|requested|pending)$"
    rf"|{_NOT_COUNTED}"
    r"|version [0-9]+ (?:of|/) [0-9]+|(?:previous|old|earlier) version$|(?:was|has been) deleted|wurde gel\u00f6scht|\((?:modified|unsaved|changed)\)$"
)
#: A drop-down, with its value, that shows something else than what counts everywhere now: another version, a branch.
_NOW = (
    r"(?:all|any|every|current|latest|live|published|active|today|now|production|none|default|alle|aktuell|heute|tou(?:s|tes)|actuel(?:le)?"
    r"|aujourd'hui|tod[oa]s|actual|hoy|tutt[ie]|attuale|oggi|huidige?|vandaag)"
)
SCOPE = (
    r"^(?:(?:policy |show |view )?(?:version|revision)|(?:as of|valid (?:on|from|at)|snapshot|compare(?: (?:with|to))?|environment|branch|scenario|view mode)"
    rf"): (?!{_NOW}(?![a-z])).*[a-z0-9]"
)
#: The value of such a field that shows what counts now.
NOW = (
    rf"^(?:(?:the )?{_NOW}(?: (?:the |les |los |las |le )?(?:sites?|sitios|sedi|branch(?:es)?|librar(?:y|ies)|locations?|policies|rules|settings|versions?"
    r"|view|date|day|system|zweigstellen|standorte|biblioth\u00e8ques|bibliotecas|biblioteche))?)?$"
)
#: A field, with its value, that shows that the screen is about several objects.
SEVERAL = (
    r": ?[\[(<]?(?:(?:multiple|various|different|mixed|several) (?:values?|settings?|entries|selections?)"
    r"|varies|[0-9]+ [^ ]+ (?:are )?(?:selected|chosen|ausgew\u00e4hlt))"
    r"[\])>]?$"
)
#: What a text has in it if it can say that the settings on the screen are not those that count.
_STATES = (
    "sav|spei|enreg|guarda|salva|opges|draft|entw|brou|borr|bozz|arch|delet|pend|previ|[ck]tiv|attiv|supers|propos|snaps|simul|hist|disab|retir"
    "|as of|view|show|displ|load|fetch|outd|stale|veralt| data$|n(?:o[tn]?|ie?ch?t) |pas |plus |repl|withd|expir|susp|obsol|deprec|sched|abgel|ung\u00fc"
    "|suppr|elimin|scad|ver[wlv]|uitg|fail|stor|by an|fehl|chou|fall|pudo|rius|misl|vers|modif|gel\u00f6|effec|kraft|templ|vorl"
    "|will be"
)
#: What such a text, or a hint, has in it: besides those above the fields, the capture tool reads no other texts.
NOTES = f"{_STATES}|limit|infin|unbeg|cent|^ct"
#: What is more in the head or foot of a site than a name: words in small letters, and a year.
PHRASE = (
    rf"[^ ] [a-z\u00df-\u00ff]{{2}}|^[a-z\u00df-\u00ff]{{2,}} |{YEAR}"
    rf"|(?:^| )(?:{_DATED})[.:]? [0-9]|(?<![0-9.]){DAY_OF_YEAR}"
)
#: The button of an object that is deleted, archived or not published yet.
REVIVING = "^(?:re(?:stor|a[ck]tiv)|un(?:del|arch)|publi[scz]|approv|wiederherst|freige|restaur|herstel|ripris)\\S*$"
#: What the name of a site has in it if its settings cannot count, or if it can be that of a library; and the name of a group of libraries.


def _in_text(word: str, language: str) -> str:
    """The pattern of a doubtful word in a text, where German and Dutch words are parts of others."""
    whole = word.endswith(".")
    before = "" if language in ("de", "nl") and not whole else f"(?<![{_LETTER}])"
    return f"{before}{word.rstrip('.')}{_END if whole else ''}"


OTHER_SITE = "|".join(
    (_STATES, "read.?only", *(_in_text(word, language) for language, some in DOUBTFUL.items() for word in some))
)
INSTITUTION = (
    "librar|colleg|univers|school|institut|museum|consort|verbund|bibliot|b\u00fccher|m[e\u00e9]diat|hochsch|county|city|public|town|branch|campus"
    "|annex|district|cent(?:er|re)|zentr|schul|[e\u00e9]cole|escuela|scuola|region|office|council|seminar|facult|fakult"
)
#: The code of a library behind its name.
LIBRARY_CODE = r"^ \([A-Z0-9-]{2,8}\)"
GROUP_OF_LIBRARIES = (
    r"^[^ ]+ (?:consortium|konsortium|verbund|network)$|^(?:consortium|konsortium|verbund|consorcio|consorzio) [^ ]+$"
)
#: So many texts can be read-only on a form that can be changed.
MOST_READ_ONLY = 2
#: The units of other languages, and short ones that mean one unit only.
UNIT_WORDS = {
    **dict.fromkeys(("min", "mins", "minuten", "minuti", "minutos"), "minutes"),
    **dict.fromkeys(
        ("h", "hr", "hrs", "stunde", "stunden", "heure", "heures", "hora", "horas", "ora", "ore", "uur"), "hours"
    ),
    **dict.fromkeys(
        ("d", "tag", "tage", "tagen", "jour", "jours", "d\u00eda", "d\u00edas", "giorno", "giorni", "dag", "dagen"),
        "days",
    ),
    **dict.fromkeys(
        ("wk", "wks", "woche", "wochen", "semaine", "semaines", "semana", "semanas", "settimana", "settimane", "weken"),
        "weeks",
    ),
    **dict.fromkeys(
        ("monat", "monate", "monaten", "mois", "mes", "meses", "mese", "mesi", "maand", "maanden"), "months"
    ),
}
#: The text of a period; a day, and what stands between several of them in one text.
PERIOD_TEXT = r"^([0-9]+) ?([^0-9 .,]+)\.?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
BETWEEN_DAYS = r"[,;\n ] ?"
#: A day with the name of its month, which cannot be read in two ways, in two orders; and the beginnings of these names.
DAY_MONTH = r"^([0-9]{1,2})\.? ([a-z]{3,9})\.? ([0-9]{4})$"
MONTH_DAY = r"^([a-z]{3,9})\.? ([0-9]{1,2}), ([0-9]{4})$"
#: A day in numbers. Between points, the day comes first.
DAY_IN_NUMBERS = r"^([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})$"
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
#: The labels of the unit beside a number.
_UNIT = "(?:units?|einheit|unit\u00e9|unidad|unit\u00e0|eenheid)"
UNIT_LABELS = rf"^$|^unit|(?<![a-z]){_UNIT}$"
#: What a label has before or behind it: the box of a drawn check box, and the word for the number or its unit, the currency.
BESIDE_LABEL = (
    r"^[\u2610-\u2612\u2713\u2714] ?|(?<=[^ :,-])[ :,-]+" + _UNIT + "$"
    r"|(?<=[^ ,]), (?:number|amount|value|quantity|anzahl|zahl|wert|nombre|valeur|n\u00famero|cantidad|valor|numero|importo|valore|aantal|waarde)$"
    r"|(?<=[^ :,-])[ :,-]+\(?(?:in )?(?:[\u20ac$\u00a3\u00a5]|usd|eur|gbp|chf|cad|aud)\)?$"
)
#: A unit behind the label of a period: *Loan Period (days)*.
UNIT_IN_LABEL = r"^(.+?),? (?:\((?:in )?([a-z]+)\)|in ([a-z]+))$"

#: The texts of a drop-down that mean that nothing is chosen, how those begin that can mean it, and the characters of a text such as ``--``.
NO_CHOICE = (
    r"^(?:please )?(?:select|choose|pick)(?: (?:an?|one|your|the))?(?: (?:one|option|value|item|entry|choice))?$|^no selection$"
    r"|^(?:bitte )?(?:(?:eine? )?(?:option|wert|eintrag) )?(?:ausw\u00e4hlen|w\u00e4hlen)$"
    r"|^(?:s\u00e9lectionner|s\u00e9lectionnez|choisir|choisissez)(?: une? (?:option|valeur|\u00e9l\u00e9ment))?$"
    r"|^(?:seleccione|seleccionar|elija)(?: una? (?:opci\u00f3n|valor|elemento))?$|^(?:selezionare|seleziona|scegli)(?: una? (?:opzione|valore|elemento))?$"
    r"|^(?:selecteer|kies)(?: een (?:optie|waarde))?$|^maak een keuze$"
)
MAYBE_NO_CHOICE = (
    r"^n a$|^(?:e g|z b|p ex|p ej|ad es|bijv) "
    r"|^(?:please|bitte|select|choose|pick|w\u00e4hlen|ausw\u00e4hlen|choisir|choisissez|s\u00e9lectionner|s\u00e9lectionnez|seleccione"
    r"|seleccionar|elija|selezionare|scegli|kies|selecteer|velg|v\u00e6lg|v\u00e4lj"
    r"|no|none|not|nothing|undefined|unset|nicht|nichts|kein|keine|keinen|aucun|aucune|ninguno|ninguna|ning\u00fan|nessuno|nessuna|geen|ingen)"
    r"(?: |$)"
)
#: What stands between a name and what is said of it: *Faculty (draft)*, *Faculty except Law*; and between an old and a new one.
REMARK = (
    r" ?[(\[*\u2020\u2021]| (?:except|excluding|only|not|until|unless|if|was|old|draft|expired|inactive|archived|deleted|pending|previously|formerly"
    r"|inherited|default|unsaved)(?![a-z])"
)
ARROW = r"[^ ] ?(?:->|=>|\u2192|\u21d2|\u2794|\u279c) ?[^ ]"
#: What a view, or the text of a list, has in the place of a text that is missing: that there is none, or what can mean something else, too.
UNSET = (
    r"^(?:empty|none|unset|blank|undefined|nothing|not (?:set|specified|defined|assigned|given|provided|entered)"
    r"|no (?:value|text|description|data)(?: set)?"
    r"|nicht (?:gesetzt|festgelegt|angegeben)|kein(?:e|er)? (?:angabe|wert|text)|leer|vide|non (?:d\u00e9fini|renseign\u00e9)"
    r"|vac\u00edo|sin (?:definir|valor)|vuoto|non (?:impostato|definito)|leeg|niet (?:ingesteld|opgegeven))$"
)
ABSENT = rf"{UNSET}|^(?:n a|not (?:applicable|configured))$"
#: The types of values (FieldType.script_name) that no word can be.
WORDLESS = ("period", "day", "lines")
#: How a text among others of a list begins or ends that may be no name: *(no template assigned)*, *Choose a bill structure...*
SET_APART = r"^[\[(<{\u2013\u2014-]|(?:\u2026|\.\.\.)$|^(?:n/?a\.?|none|nothing)$"
BRACKETED = r"^[\[(<{].*[\])>}]$"
#: The columns that say whether a row counts.
ACTIVE = ("active", "enabled", "in use", "status", "state", "aktiv", "actif", "activo", "attivo", "actief")
#: Words for all in the cells of columns whose blank is All.
MAYBE_ALL = r"^(?:any|every|each|everything|everyone|all|alle|jede[rs]?|tous|toutes|todos|todas|cualquiera|tutti|tutte|alles)(?: |$)"
DASHES = "-\u2013\u2014_. \t\n\u00a0"

#: The types of values with numbers (FieldType.script_name), and a number that can be read in two ways: its mark can divide thousands, or
#: begin a fraction.
AMOUNTS = ("amount", "amount limit")
NUMBERS = ("number", "limit", *AMOUNTS, "period")
THOUSANDS = r"[0-9][.,' \u00a0\u2009\u202f][0-9]{3}(?![0-9])"

#: A number that shows which mark divides thousands, and one that shows which mark begins a fraction.
GROUPED = (
    r"^[^0-9]*[0-9]{1,3}([.,])[0-9]{3}(?:(?:\1[0-9]{3})+(?![0-9])|(?:\1[0-9]{3})*(?!\1)[.,][0-9]{1,2})(?:[^0-9.,].*)?$"
)
FRACTION = r"^[^0-9]*[0-9]+([.,])[0-9]{1,2}(?:[^0-9.,].*)?$"

#: The kinds whose objects have codes, which a screen can show behind a name: *Main Library (ADMM)*.
CODED = ("holding_code",)
CODE = r"\(([A-Za-z0-9]{2,10})\)$|^([A-Za-z0-9]{2,10}) ?[-\u2013:] "

#: The ends of a text that the screen cuts off.
CUT = r"(?:\u2026|\.\.\.)\s*$|(?:^|[^0-9+]) ?\+ ?[0-9]+(?: more)?$"

#: The headers of columns that only number or edit the rows.
NO_VALUE = (
    *("", "row", "#", "no", "no.", "number", "order"),
    *("action", "actions", "edit", "delete", "move", "remove", "select"),
)

#: The headers of columns with the numbers of rows.
NUMBERING = ("", "row", "rows", "#", "no", "no.", "nr", "nr.", "number", "order", "position", "pos", "pos.", "line")

#: Why something stays open, by code.
REASONS = {
    "several_screens": "it can be {names}",
    "other_screen": "it does not show {names}",
    "no_screen": "no heading is the name of a screen that is known here",
    "status": "the screen says '{text}'; show the saved and present state, then capture it",
    "screen_texts": "the screen also says {texts}. Does it show the saved and present settings of this library? State it beside the capture in the worksheet "
    "or questionnaire; if it does not, show those, and capture them",
    "hint": "'{text}' on the screen can mean that it is another number; write it on the worksheet or questionnaire",
    "not_saved": "it was not saved yet; save it, open it again, then capture it",
    "other_form": "the list on this screen does not contain the name in the form; open the object alone",
    "several_tables": "the screen has more than one such table",
    "several_columns": "there is more than one such column",
    "no_column": "there is no such column",
    "inactive": "its rows differ in the column {column}, so that some may not count",
    "no_row": "it has no row on the screen, which can still be loading; if it is empty, state so in the worksheet or questionnaire",
    "all_rows": "are these all rows ({count})? Nothing on the screen proves it; state it beside the capture in the worksheet or questionnaire",
    "all_rows_unsure": "are these all rows ({count})? {text} beside it can lead to more: show all rows, or capture the next page; or state beside the capture "
    "in the worksheet or questionnaire that these are all",
    "sorted": "its rows are sorted by {column}; is that their own order? State it beside the capture in the worksheet or questionnaire, or end the sorting",
    "pages": "it has several pages; not captured: {text}. Capture all pages one after the other, within half an hour",
    "some_rows": "the screen shows {shown} of {total} rows; show all rows on one page",
    "pager": "the pager is {text}; show all rows on one page, or capture all pages one after the other",
    "filter": "'{text}' above it can hide rows; clear it, and show all rows",
    "row_struck_through": "it is struck through, so that it may not count",
    "row_disabled": "it is disabled, so that it may not count",
    "row_changed": "it was changed on the screen and may not be saved",
    "row_new": "it is for a new row, and may not be saved",
    "row_group": "it can be a heading of the rows below it",
    "row_hidden_part": "a part of it is not shown",
    "short_row": "it has fewer cells than the header",
    "long_row": "it has more cells than the header",
    "header": "is the label of a column",
    "label": "its name is the label of a field",
    "lines": "has more than one line",
    "repeated": "is blank where other rows have {wildcard}, so that it can repeat the cell above",
    "no_value": "it has no {label}",
    "cut_off": "is cut off on the screen",
    "unclear": "can be a name, or mean that nothing is chosen",
    "remark": "can be a name, or a name and what is said of it",
    "other_part": "it is below the heading '{group}', so that it can be another field",
    "beside": "'{text}' beside it can change what it means; write the value on the worksheet or questionnaire",
    "goes_on": "what is in '{label}' behind it can belong to it, too; write the value on the worksheet or questionnaire",
    "changed": "it was changed on the screen and may not be saved; save it, open the screen again, then capture it",
    "invalid": "the screen says that it is not valid",
    "commas": "can be one name with a comma, or several; write them with semicolons between them",
    "several_values": "has several values on the screen",
    "thousands": "is '{text}', whose mark can divide thousands or begin a fraction; write the number on the worksheet or questionnaire",
    "disabled": "it is disabled, so that its value may not count; write the value on the worksheet or questionnaire",
    "shown_twice": "it is shown more than once: {values}",
    "listed_twice": "the list has it more than once, with different values",
}


#: What only the operator can do about it, by code.
HINTS = {
    "no_screen": "; see wms_screen_labels",
    "screen_texts": "; or add the texts to wms_screen_labels.notes",
    "unclear": "; add it to wms_screen_labels.names or wms_screen_labels.blank",
    "remark": "; add it to wms_screen_labels.names if it is one name",
    "other_part": "; if not, add it to the parts of the screen in wms_screen_labels",
}


def reason(code: str, **values: Any) -> str:
    """Why something stays open, for the operator."""
    return REASONS[code].format(**values) + HINTS.get(code, "")


#: The patterns that the scripts use, too.
_PATTERNS = """
SEPARATORS DIVIDERS VERBS NEW_ROW ALL_ROWS TOTAL_ROWS SOME_ROWS GROUP RANGE PAGE NUMBER LEADS PAGE_SIZE ACTIONS CODE THOUSANDS GROUPED FRACTION PAGE_FIELDS
END_OF_LIST
NO_CHOICE MAYBE_NO_CHOICE SET_APART ABSENT UNSET BRACKETED PERIOD_TEXT DAY BETWEEN_DAYS DAY_MONTH MONTH_DAY DAY_IN_NUMBERS MAYBE_ALL REMARK ARROW CUT INITIALS
VERSION NAME_AND_VERSION YEAR PERSON RELEASE SHORTCUT LIBRARY_CODE SIGNED_IN PROGRAM PRODUCT PHRASE NUMBERED CHIP
TICKED SORTED DATES SIZE HINT LAST_SAVED HARMLESS HARMLESS_BESIDE
BREAKS SENTENCE NO_NAME REFUTES NOT_YET NUMBER_LABELS BESIDE_LABEL UNIT_IN_LABEL CURRENCY CURRENCY_SIGN
STATUS SCOPE NOW ORDER CLAUSES OTHER_SITE INSTITUTION GROUP_OF_LIBRARIES COPYRIGHT SEVERAL DEFAULTS FILTERS UNIT_LABELS
"""


def _by_name(names: str) -> dict[str, Any]:
    """Constants of this file, by their names in the scripts (``newRow``)."""
    found = {re.sub("_(.)", lambda found: found[1].upper(), name.lower()): globals()[name] for name in names.split()}
    return {name: [*value] if isinstance(value, tuple) else value for name, value in found.items()}


#: The same for the scripts of the pages.
DATA: dict[str, Any] = {
    "limits": {
        "items": MOST_ITEMS,
        "text": LONGEST_TEXT,
        "label": LONGEST_LABEL,
        "around": LONGEST_AROUND,
        "button": LONGEST_BUTTON,
        "paging": LONGEST_PAGING,
        "readOnly": MOST_READ_ONLY,
    },
    "patterns": _by_name(_PATTERNS),
    **_by_name("UNLIMITED YES_NO SWITCHED SCROLLS"),
    "vocabulary": {
        "parts": " ".join(sorted(PART_WORDS)),
        "sites": " ".join(sorted(SITE_WORDS)),
        "explaining": " ".join(sorted(EXPLAINING)),
        "names": " | ".join(sorted(NAMES)),
    },
    **_by_name("DENYING NOT_SAVED UNFILTERED ACTIVE"),
    "units": [*UNITS],
    **_by_name("MONTHS UNIT_WORDS CODED NO_VALUE NUMBERING NUMBERS WORDLESS AMOUNTS DASHES REASONS"),
}

#: The same for the capture tool, which has to find pagers and keeps within the limits.
CAPTURE_TOOL: dict[str, Any] = {
    "NOTES": NOTES,
    "REVIVING": REVIVING,
    "MOST_ITEMS": MOST_ITEMS,
    "LONGEST_TEXT": LONGEST_TEXT,
    "MOST_AROUND": MOST_AROUND,
    "LONGEST_AROUND": LONGEST_AROUND,
    "LONGEST_PAGER": LONGEST_PAGER,
    "SCROLLS": SCROLLS,
    "TO": _TO,
    "OF": _OF,
    "PAGE": _PAGE,
    "MORE": MORE,
    "NEXT": _NEXT,
}
