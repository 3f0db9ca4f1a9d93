# SPDX-License-Identifier: GPL-3.0-or-later

"""The words and patterns of texts around a table that count its rows, lead to others, or say how they are used."""

from __future__ import annotations

from .vocabulary import ORDER_WORDS

#: A number of rows or pages.
NUMBER = r"[0-9][0-9,.]{0,12}"
#: The words of pagers and totals in nine languages: between the first and the last row, before the number of all rows, in front of a page, for all, and
#: those that change nothing.
TO = r"(?:-|\u2013|\u2014|to|through|bis|\u00e0|a|al|ao|at\u00e9|tot|till|til|do|\u0434\u043e)"
OF = r"(?:of|/|von|de|sur|di|van|z|av|af|out of|de un|\u0438\u0437)"
PAGE_WORD = r"(?:page|seite|pagina|p\u00e1gina|sida|side|strona)"
_TOTAL = (
    r"(?:total|totale|totaal|gesamt|gesamtzahl|insgesamt|totalt|all|alle|tous|tutti|todos|tutte|toutes|todas|razem)"
)
ROWS = (
    r"(?:(?:map )?rows?|lines?|items?|entry|entries|records?|results?|elements?|zeilen?|eintr\u00e4gen?|eintrag|elementen?|datens\u00e4tzen?|ergebnissen?"
    r"|lignes?|(?:l')?\u00e9l\u00e9ments?|entr\u00e9es?|r\u00e9sultats?|enregistrements?|filas?|registros?|resultados?|elementos?|linhas?"
    r"|rules?|policies|mappings?|regeln?|r\u00e8gles?|reglas?|regole|righe|riga|elementi|risultati"
    r"|rijen|regels|resultaten|rader|rad|poster|r\u00e6kker|pozycji|wierszy)"
)
_SHOWING = (
    r"(?:showing|found|trouv\u00e9e?s|encontrad[oa]s|trovat[ie]|gevonden"
    r"|defined|configured|displaying|displayed|shown|show|viewing|view|zeige|anzeige|angezeigt|gefunden|es werden"
    r"|affichage|affich\u00e9es|mostrando|exibindo|vista|visualizzati|weergegeven|visar|viser|de|del|da|von|van|der|die|des|in|im|en|the|this|map|matrix"
    r"|table|list|dieser|tabelle|liste|cette|esta|tabla|lista|questa|tabella|deze|tabel|lijst)"
)
_THERE = r"(?:there (?:are|is)|(?:es )?(?:gibt|sind)(?: es)?|il y a|hay|ci sono|(?:er )?zijn(?: er)?)"
_GAP = r"[ :;.,()|\[\]<>\u2039\u203a\u00ab\u00bb\u2190\u2192\u25b6\u25c0\u25b8\u25c2-]*"
LETTER = "a-z\u00df-\u024f\u0400-\u04ff"
END = rf"(?![{LETTER}])"
_SILENT = rf"(?:{_GAP}(?:{ROWS}|{_SHOWING}|{_TOTAL}){END})*"
#: A text that counts all rows: from the first to the last one of all, or as a total. Its numbers have to be 1, n, n, or n. Nothing else may be in it.
ALL_ROWS = (
    rf"^{_SILENT}{_GAP}(1) ?{TO} ?({NUMBER})(?:{_GAP}{ROWS}{END})? ?{OF}{_SILENT}{_GAP}({NUMBER}){_SILENT}{_GAP}$"
)
TOTAL_ROWS = (
    rf"^(?:{_GAP}{_SHOWING}{END})*{_GAP}{_TOTAL}{END}(?:{_GAP}(?:{OF}|{ROWS}|{_THERE}){END})*{_GAP}({NUMBER})(?:{_GAP}{ROWS}{END})*{_GAP}$"
    rf"|^(?:{_THERE} )?{_GAP}({NUMBER})(?:{_GAP}{ROWS}{END})+(?:{_GAP}(?:in|im|en|au){END})?{_GAP}{_TOTAL}{_GAP}$"
    r"|^(?:th(?:is|e)|diese|die|cette|la|ce|esta|este|el|questa|il|deze|de) (?:map|matrix|table|list|tabelle|liste"
    r"|matrice|matriz|mapa|tabla|lista|tabella|mappa|tabel|lijst)"
    r" (?:has|contains|hat|enth\u00e4lt|umfasst|a|contient|compte|comporte|tiene|contiene|ha|heeft|bevat|telt)"
    rf" ({NUMBER}) {ROWS}$"
)
#: A text with the number of some rows, and one with a part of all: *25 rows*, *26 - 50 of 60*.
SOME_ROWS = rf"^{_SILENT}{_GAP}({NUMBER}){_SILENT}{_GAP}$"
RANGE = rf"{NUMBER} ?(?:{TO} ?{NUMBER}[^0-9]{{0,40}})?{OF}[^0-9]{{0,40}}{NUMBER}"
#: The heading of a group of rows, with their number.
GROUP = rf"[^ ] \(({NUMBER}) {ROWS}\)$"
#: A page of several: its number, and that of all.
_NEAR = r"[ :.\[\]]{0,3}"
PAGE = rf"(?:(?<![{LETTER}]){PAGE_WORD}(?: no\.)?{_NEAR}({NUMBER}){_NEAR}{OF}{_NEAR}({NUMBER})|^({NUMBER}) ?/ ?({NUMBER})$)"
#: The name of a button that loads more rows, and a text that can only lead to other rows: that, the number of another page, or the name of a button.
MORE = (
    r"^(?:(?:load|show|view|see|fetch|get) more(?: .*)?|mehr (?:laden|anzeigen)|(?:charger|afficher|voir) plus|(?:cargar|mostrar|ver) m\u00e1s"
    r"|(?:carica|mostra) altr[oi]|meer laden|laad meer|toon meer|carregar mais|visa fler)$"
)
NEXT_PAGE = (
    r"^(?!\|+$)[<>\u2039\u203a\u00ab\u00bb\u2190\u2192\u25b6\u25c0\u276e\u276f\u25b8\u25c2|]+$|^[0-9]+$|^(?:\u2026|\.\.\.)$"
    r"|^(?:load|show|view|see|fetch|get) (?:all|next)(?: .*)?$"
    r"|^(?:go to )?(?:the )?(?:next|previous|prev|first|last)(?: page| pages| rows| results)?$"
    r"|^(?:weiter|zur\u00fcck|(?:n\u00e4chste|vorherige|erste|letzte)(?: seite)?)$"
    r"|^(?:(?:charger|afficher|voir) (?:tout|la suite)|(?:page )?(?:suivante?|pr\u00e9c\u00e9dente?)(?: [\u00bb\u203a>])?|premi\u00e8re?|derni\u00e8re?)$"
    r"|^(?:(?:cargar|mostrar|ver) todo|siguiente|anterior|primer[oa]|\u00faltim[oa]|successiv[oa]|precedente|prim[oa]"
    r"|ultim[oa]|volgende|vorige|eerste|laatste|pr\u00f3xim[oa]|seguinte"
    r"|n\u00e4sta|f\u00f6reg\u00e5ende)$"
)
NEXT = f"{MORE}|{NEXT_PAGE}"
_VIEW = r"(?:show|see|view|load|get|list)"
_FURTHER = r"(?:further|more|other|additional|remaining|weitere|restliche|\u00fcbrige|autres|otr[oa]s|altr[ie]|meer|overige|rest)"
#: Of all texts around a table, also chips of filters, numbers of pages in one text, letters, what is still being loaded, and hidden rows.
LEADS = (
    rf"{NEXT}"
    r"|^[^:]*[^: ][^:]*[\u00d7\u2715\u2716]$|^[<>\u2039\u203a\u00ab\u00bb ]*[0-9]+(?: [0-9]+)+[<>\u2039\u203a\u00ab\u00bb ]*$|^[a-z] ?[-\u2013] ?[a-z]$"
    rf"|^(?:{_VIEW} )?(?:the )?{_FURTHER}(?: [a-z0-9]+){{0,2}} {ROWS}$|^{_VIEW} (?:the )?{_FURTHER}$"
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
#: A text that shows how many rows a page has.
SIZE = r"(?:/ ?(?:page|seite|p[a\u00e1]gina)|per page|page size|pro seite|par page|por p\u00e1gina|per pagina|(?:^|[ ])(?:show|display|limit)(?=[ :]|$))"
PAGE_SIZE = rf"^(?=.*{SIZE})[{LETTER} :./]*({NUMBER})[{LETTER} :./]*$"
END_OF_LIST = (
    r"^[^a-z]*(?:end of (?:the )?(?:list|table|map|matrix)|ende der (?:liste|tabelle|map|matrix)|fin de (?:la )?(?:liste|table|matrice)"
    r"|fin de la (?:lista|tabla|matriz)|fin del mapa|fine della (?:lista|tabella|mappa|matrice)|einde van de (?:lijst|tabel|matrix))[^a-z0-9]*$"
    rf"|^(?:there are )?(?:no (?:more|further|other)|keine weiteren|no hay m\u00e1s|aucune? autres?|nessun(?:'|a |o |)altr[ao]"
    rf"|geen andere) {ROWS}\.?$"
    rf"|^(?:all|alle|tous|toutes|tod[oa]s|tutt[ei])(?: of them| {ROWS})?(?: (?:are|sind|werden|sont|est\u00e1n|se|sono|zijn|worden))?"
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
#: What the assistant says of a table that draws its rows while it is scrolled.
SCROLLS = "more rows appear while the table is scrolled"
#: The seconds within which the pages of a map were captured, and the labels of inputs that only show which page it is.
LONGEST_PAGING = 1800
PAGE_FIELDS = rf"(?:^|[^a-z]){PAGE_WORD}(?![a-z])"
#: The labels of inputs that choose which rows of a table are shown, and the texts with which they show all.
FILTERS = r"(?<![a-z])(?:filter(?:ed|s)?|search|find|gefiltert|filtre?|filtro|suche|buscar|cerca|zoeken)(?![a-z])"
UNFILTERED = ("", "no", "all", "alle", "alles", "tous", "toutes", "todos", "todas", "tutti", "tutte")
#: A sentence about the order of the rows of a map, or about its blank cells: *The first row that matches applies.* The first rows are not all of them.
ORDER = (
    r"^(?!.*(?:first|ersten?|eerste) (?:rows|rules|entries|lines|regeln|zeilen|eintr\u00e4ge|rijen|regels)(?: |$)|.*click .*apply(?: |$))"
    r"(?=.*(?:first|top|order|empty|blank|restrictive|strictest|evaluated|checked|erste|oben|reihe|leere|ausgewertet|gepr\u00fcft|premi\u00e8re|haut|ordre|vide"
    r"|primera|arriba|vac\u00eda|prima|alto|vuota|eerste|boven|lege|drag|cell|asterisk|priorit|decide"
    r"|order|orden|arrow|pfeil|fl\u00e8che|flecha|frecc|pijl|zieh|[ck]lick|zelle|stern|gliss|cliqu|arrastr|clic"
    r"|celda|trascin|sleep|slep|klik))"
    rf"(?:{NUMBER} {ROWS},? |all {NUMBER} {ROWS} )?(?:(?:{'|'.join(ORDER_WORDS)}),?(?: |$)){{3,}}$"
)
#: The columns that say whether a row counts.
ACTIVE = ("active", "enabled", "in use", "status", "state", "aktiv", "actif", "activo", "attivo", "actief")
#: The headers of columns that only number or edit the rows.
NO_VALUE = (
    *("", "row", "#", "no", "no.", "number", "order"),
    *("action", "actions", "edit", "delete", "move", "remove", "select"),
)
#: The headers of columns with the numbers of rows.
NUMBERING = ("", "row", "rows", "#", "no", "no.", "nr", "nr.", "number", "order", "position", "pos", "pos.", "line")
