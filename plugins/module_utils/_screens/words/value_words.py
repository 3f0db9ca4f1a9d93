# SPDX-License-Identifier: GPL-3.0-or-later

"""The words and patterns of labels and values."""

from __future__ import annotations

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
#: The text of a period.
PERIOD_TEXT = r"^([0-9]+) ?([^0-9 .,]+)\.?$"
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
