# SPDX-License-Identifier: GPL-3.0-or-later

"""The words and patterns of headings and texts of a screen: of those that say nothing against its values, and of those that do."""

from __future__ import annotations

from .date_words import DATE, MONTH, YEAR
from .row_words import END_OF_LIST, NUMBER, ROWS
from .site_words import WHOLE_COPYRIGHT

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
#: Behind the name of a screen: the number of a record, or of rows.
NUMBERED = rf" ?(?:#[0-9]+|\({NUMBER}(?: {ROWS})?\)|(?<= )[0-9]+ of [0-9]+)$"
#: The heading of the form for a new row, whatever the screen calls one.
NEW_ROW = rf"^(?:{'|'.join(NOT_SAVED)})(?: (?:an? )?(?:new )?{ROWS})?$"
#: The headings of parts that show what does not count now, beside what does.
DEFAULTS = r"(?<![a-z])(?:defaults?|inherited|history|audit|log|templates?|examples?)(?![a-z])|if nothing"
#: What was saved, and when, in a text that says so.
_SETTINGS = (
    r"(?:all |your |the )?(?:changes|settings|policy|record|entry|(?:configuration )?options|configuration|values)"
    r"(?: (?:are|was|were|has been|have been))?"
)
_WHEN = rf"(?: just now| (?:a few|[0-9]+) (?:seconds?|minutes?) ago| (?:at |on )?(?:{DATE}|[0-9]{{1,2}}:[0-9]{{2}}))"
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
_STAMP = rf"(?:(?:{DATE}|{MONTH}\.? [0-9]{{1,2}},? [0-9]{{4}})(?:,? (?:@|at|um|\u00e0|a las|alle|om|[-\u2013])? ?{_TIME})?|{_TIME}|today|yesterday)"
_BY = r"(?:by|von|par|por|da|door)(?: ?:)? [^ 0-9:;\u00b7|]+(?: [^ 0-9:;\u00b7|]+){0,2}"
_ON = "(?:(?:at|on|am|le|el|il|op) )?"
LAST_SAVED = rf"^(?:(?:{_LAST}|{_SAVED}) ?:? (?:{_ON}{_STAMP}(?:,? \(?{_BY}\)?)?|{_BY}(?:,? {_ON}{_STAMP})?)|{_LAST})$"
HARMLESS = "|".join(
    (
        # Pictures and marks.
        r"^(?:(?:open|close|expand|collapse|toggle|drop-?down|arrow|caret|chevron|calendar|clock|date|time|picker|icon|down|up|line|circle|outline|solid"
        r"|look|lookup|search|increase|decrease|question|help|info|mark|grid|table|panel|menu)(?:[ -]|$))+$",
        r"^[-\u2013\u2014*:\u00b7\u2022|/()\[\]?!\u24d8\u2139\u2713\u2714.\u2026 ]*$|^i$",
        # What is required, and what can be done.
        r"^(?:\(?(?:required|optional|mandatory|pflichtfeld|erforderlich|obligatoire|requis|ob+ligatori[oa]|verplicht)\)?"
        r"|help|info(?:rmation)?|more|learn more|what is this|edit|change|clear|reset|select|choose|browse|search|show|view|copy|remove|add|undo|start"
        r"|(?:save|apply) changes|(?:sign|log) (?:out|in)|(?:log|sign) ?off|check[- ]?(?:in|out)|danger zone)$",
        r"^(?:double[- ])?(?:click|tap) (?:on )?(?:an?|any|the) (?:value|field|row|cell|line|pencil)(?: [a-z]+){0,2} to (?:edit|change|modify)(?: it)?\.?$",
        r"^(?:see also|siehe auch|voir aussi|v\u00e9ase tambi\u00e9n|vedi anche|zie ook)$",
        r"^(?:questions|fragen|need help|help)\?(?: (?:call|phone|e-?mail|contact|write to) .{1,60})?$",
        r"^(?:weitere|sonstige|andere|autres|otr[oa]s|altr[ie]|overige|other) (?:options?|optionen|angaben|einstellungen|informationen|opciones|datos"
        r"|informations|opzioni|dati|opties|gegevens|settings)$",
        # What can be written in a field, and how much.
        rf"^{NUMBER} ?(?:/|of) ?{NUMBER}(?: {_THINGS})?$|^{NUMBER} characters?(?: left| remaining)?$",
        r"^(?:unique[,;]? )?(?:at most|up to|max(?:imum)?\.?|no more than|h\u00f6chstens) [0-9]+ (?:characters|zeichen)\.?$",
        r"^(?:enter )?an? (?:number|amount|value),? or no limit\.?$",
        r"^\(?(?:mm?|dd?|yyyy|tt?|jj|jjjj|aaaa)(?:[-/.](?:mm?|dd?|yyyy|tt?|jj|jjjj|aaaa)){2}\)?$",
        r"^(?:dates? (?:as|in|format:?)|datumsformat:?|format(?: de date)?:?|formato:?) (?=.*(?:yyyy|jjjj|aaaa))[ymdtja/.-]+$",
        r"^(?:blank|empty|leer|vide|vuoto|leeg|en blanco) ?[:=] ?(?:no|not|none|never|kein|keine|sin|aucune?|nessun[oa]?|geen) [^.]+\.?$|^nothing else$",
        # That the record counts and was saved, when, and by whom.
        r"^(?:yes|current|currently|saved|ok|valid|active|published|in force|ready|bereit|listo|pronto|gereed)$",
        r"^(?:status:? )?(?:active|aktiv|acti[fv]e?|activ[oa]|attiv[oa]|actief|in kraft|g\u00fcltig|en vigueur|vigente|in vigore|geldig)$",
        LAST_SAVED,
        rf"^[\u2713\u2714 ]*(?:{_SETTINGS} )?(?:successfully )?saved(?: successfully)?(?:{_WHEN})?[.!]?$",
        rf"^[\u2713\u2714 ]*(?:{_SETTINGS} updated(?: successfully)?(?:{_WHEN})?|updated{_WHEN})[.!]?$",
        r"^(?:(?:wurden? )?(?:erfolgreich )?gespeichert|(?:los cambios se )?guard(?:aron|ad[oa]s?)(?: correctamente)?|enregistr\u00e9e?s?)[.!]?$",
        rf"^(?:enregistr\u00e9e?|gespeichert|guardad[oa]|salvat[oa]|opgeslagen) (?:le|am|el|il|op) {DATE}"
        r"(?: (?:[a-z\u00e0]{1,3} )?[0-9]{1,2}[:h.][0-9]{2})?$",
        r"^(?:all )?changes are saved (?:automatically|immediately|instantly|as you (?:make|type)(?: them)?)\.?$|^[0-9:/. -]{3,}[ap]m$",
        r"^(?:source|owner|author|autore?|auteur|revisions|revisionen|r\u00e9visions|revisiones|revisioni|revisies"
        r"|derni\u00e8re mise \u00e0 jour|\u00faltima actualizaci\u00f3n|ultimo aggiornamento|letzte \u00e4nderung)$",
        # Its number, and where it is used.
        r"^[a-z]{2,6}-[0-9]{3,}$|^record (?:no\.? ?|id ?)?#?[0-9]+$|^(?:id|nr|no)\.?:? #?[0-9]+$",
        rf"^(?:used (?:in|by)|where used|usage|referenced by|verwendet (?:in|von))(?: \({NUMBER}\))?$",
        rf"^(?:used|verwendet|utilis\u00e9e?|se usa|usad[oa]|usat[oa]|gebruikt) (?:in|by|von|dans|par|en|por|da|door) ?:? {NUMBER} {ROWS}(?: [^.;:]+)?\.?$",
        rf"^(?:activity|activities|attachments|comments|tags|tasks)(?: \({NUMBER}\))?$",
        r"^no (?:activity|activities|attachments|comments|tags|tasks)(?: to show| found| yet)?\.?$",
        # How many there are.
        END_OF_LIST,
        rf"^{NUMBER} {ROWS} (?:found|gefunden|trouv\u00e9e?s|encontrad[oa]s|trovat[ie]|gevonden)\.?$",
        r"^(?:of|/|von|de|sur|di|van) [0-9]+$|^(?:all|alle|tous|todos|tutti)$",
        # The program, its system, and who is signed in.
        rf"^(?:[a-z]+ [0-9.]+ )?{WHOLE_COPYRIGHT}$|^powered by (?:[^ ]+ ?){{1,4}}$|^best viewed (?:with|in|at) (?:[^ ]+ ?){{1,5}}$",
        r"^(?:version|release|build|v) ?[0-9]+(?:\.[0-9]+){2,4}$|^page generated in [0-9.]+ m?s(?:econds)?$",
        r"^[^a-z]*(?:healthy|synced|in sync|up to date|connected|online)$",
        r"^(?:production|live|produktion|producci\u00f3n|produzione|productie)(?: (?:system|environment|server|site))?$",
        r"^(?:logged|signed) (?:in|on)(?: as)?$|^(?:user|benutzer(?:in)?|utilisateur|usuario|utente|gebruiker): [^ ]+$",
        r"^staff$|^(?:[^ :]+ )?staff (?:interface|client|side|area|portal|login|pages?|home)(?: of)?$",
        # The sandbox.
        r"^(?:a rehearsal|these screens are reshare-wms-sandbox's, not oclc's|what oclc's pages look like was not seen"
        r"|save changes a library in this program)$",
    )
)
#: Beside a field only.
HARMLESS_BESIDE = "|".join(
    (
        # An example, and what counts without a value.
        r"^(?:e\.?g\.?|for example|example|z\.? ?b\.?)[ :,].+",
        r"^(?:(?:system )?default(?: value)?|standard(?:wert)?|(?:valeur )?par d\u00e9faut|(?:valor )?(?:predeterminado|por defecto)"
        rf"|(?:valore )?predefinit[oa]|standaard(?:waarde)?)(?: ?: ?[^.;:]+| {NUMBER}(?: [^ .;:]+)?)\.?$",
        rf"^(?:on|off|yes|no|{NUMBER} {_THINGS}) by default\.?$",
        # Which values there can be, and of what a number is one.
        rf"^{_THINGS}$|^[0-9]+ ?(?:[-\u2013]|to|bis) ?[0-9]+\.?$",
        r"^(?:up to|max(?:imum)?|min(?:imum)?|at most|at least|h\u00f6chst(?:ens|wert)|mindest(?:ens|wert))[ .:]+"
        rf"{NUMBER}(?:,? (?:[a-z]+|or no limit))?\.?$",
        rf"^(?:from|between|von|zwischen|de|entre|da|tra|van|tussen) {NUMBER} ?(?:[-\u2013]|to|and|und|bis|\u00e0|et|a|y|e|tot|en) ?{NUMBER}"
        r"(?: [a-z]+)?\.?$",
        # What draws the value.
        r"^(?:(?:open|drop|list|button|combobox|listbox|popup|selection|selected|chosen)(?: |$))+$",
        # That it stays.
        r"^(?:[^ .]+ ){1,5}(?:can(?:not|'t| no longer) be (?:changed|edited|modified) (?:later|afterwards|after|once)"
        r"|(?:kann|k\u00f6nnen) (?:sp\u00e4ter|nachtr\u00e4glich|nach) (?:[^ .]+ ){0,3}nicht (?:mehr )?(?:ge\u00e4ndert|gewechselt|bearbeitet) werden"
        r"|ne (?:peut|peuvent) plus \u00eatre (?:modifi|chang)\u00e9e?s?|ya no se pueden? (?:modificar|cambiar|editar)"
        r"|non (?:pu\u00f2|possono) pi\u00f9 essere modificat[oaie]|(?:kan|kunnen) (?:later|daarna) niet (?:meer )?(?:worden )?gewijzigd)"
        r"(?: [^ .]+){0,5}\.?$",
        # What a blank means.
        r"^(?!.*(?:until|bis|jusqu|hasta|fino|tot)(?![a-z]))(?:leave )?(?:it |this )?(?:blank|empty|leer(?: lassen)?|(?:laisse[rz] )?vide"
        r"|(?:dejar |deje )?en blanco|vac\u00edo|(?:lasciare )?vuoto|leeg(?: laten)?)"
        r" ?(?:[:=]|(?:for|means|if|to|f\u00fcr|bedeutet|wenn|pour|signifie|si|para|significa|per|se|voor|betekent|als)(?= ))[^.:;]+\.?$",
        # Who sees it.
        r"^(?:visible|shown|displayed|sichtbar|affich\u00e9|zichtbaar)(?: only| nur| uniquement| solo| soltanto| alleen)?"
        r" (?:to|for|f\u00fcr|pour|par|para|al|voor)(?: le| el| das| die)?"
        r" (?:staff|librarians|personal|mitarbeitende|personnel|bibliotecarios|personale|medewerkers)(?: only)?\.?$",
    )
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
#: Between the sentences of a text beside a table.
CLAUSES = r"(?<=[a-z\u00df-\u00ff]{3})(?:[.;,] (?=[^ 0-9])| [-\u2013\u2014] (?=[^ ]))"
#: What a sentence has beside a table, other than the names of a site, menu or person side by side: a word in small letters after the first one, or a year.
NO_NAME = rf"[^ ] [a-z\u00df-\u00ff]{{2}}|{YEAR}"
REFUTES = (
    r"^(?:or|and|then|but|plus|minus|per|x|if|when|for|from|until|after|before|of|unless|up|to) "
    r"|(?<![a-z])(?:only (?:for|if|in|at|to|when|on|after|before)|except\S*|overrid\S*|overrul\S*|inherit\S*|supersed\S*|ignored"
    r"|ignores|pending|obsolete|deprecated|proposed|preview\S*|draft|scheduled|outdated"
    r"|replaced|inactive|expired|suggested|calculated|no longer|not (?:yet|in use|in force|used|applied|active|saved|enforced|set)|will be|(?:was|were) "
    r"|instead|previous(?:ly)?|former(?:ly)?|effective|takes effect|in effect|vererbt|geerbt|ignoriert|h\u00e9rit\S*|hered\S*)(?![a-z])"
)
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
STATUS = "|".join(
    (
        # Not saved, not everywhere, or by somebody else.
        r"(?<![a-z])unsaved|(?<![a-z])not (?:yet )?(?:been )?saved(?! (?:auto|unless|until|if|when))|(?<![a-z])not (?:be )?stored",
        r"ungespeichert|nicht gespeichert|non enregistr|sin guardar|no guardad|non salvat|niet opgeslagen",
        r"^(?:apply|save) [0-9]+ (?:edits?|changes?)$|(?:sav(?:e|ing)|updat(?:e|ing)) (?:has )?failed",
        r"fehlgeschlagen|\u00e9chou\u00e9|ha fallado|no se pudo|non riuscit|mislukt|\((?:modified|unsaved|changed)\)$",
        r"changed by (?:another|someone|somebody)|(?:changed|edited|updated|modified) (?:this|the) .*(?:reload|refresh|meanwhile)",
        # A draft, or what waits for somebody.
        r"^(?:(?:status|state|stand): )?(?:draft|entwurf|brouillon|borrador|bozza|archived|deleted|pending"
        r"|in (?:bearbeitung|behandeling|progress|pr\u00fcfung|review))(?: \(.*\))?$",
        r"^(?:preview(?: mode)?|inactive|superseded|proposed|snapshot|simulation|historical(?: view)?|not in use|disabled|retired)$",
        r"^(?:(?:for|needs?|awaits?|awaiting|requires?|waiting for) )approval$|^approval (?:required|needed|requested|pending)$",
        # Of another time or version.
        r"(?:takes?|taking|comes? into) effect(?![a-z])|effective (?:from|on|as of) |tritt .*in kraft|(?<![a-z])as of [0-9]|read[- ]only copy",
        r"(?:viewing|showing|displaying|shown are|these are) .*(?:as of|settings? of|values? of|policy of|from) [0-9]",
        r"version [0-9]+ (?:of|/) [0-9]+|(?:previous|old|earlier) version$|(?:was|has been) deleted|wurde gel\u00f6scht",
        r"(?:could not|cannot|failed to|unable to) (?:be )?(?:load|read|retrieve|fetch|refresh)|(?:reload|refresh) (?:the page |this page )?to see",
        r"(?:may|might|can) be (?:out of date|outdated|stale)|(?:is|are) (?:out of date|outdated|stale)(?![a-z])",
        # Templates, defaults and samples.
        r"(?:consorti\S*|konsorti\S*|shared|gemeinsame|system|global|central) (?:template|vorlage)|default(?: value)?s are (?:shown|displayed)",
        r"(?:shown|displayed) instead|sample data|demo data|example data",
        _NOT_COUNTED,
    )
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
#: The button of an object that is deleted, archived or not published yet.
REVIVING = "^(?:re(?:stor|a[ck]tiv)|un(?:del|arch)|publi[scz]|approv|wiederherst|freige|restaur|herstel|ripris)\\S*$"
#: So many texts can be read-only on a form that can be changed.
MOST_READ_ONLY = 2
