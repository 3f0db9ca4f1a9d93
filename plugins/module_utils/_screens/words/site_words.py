# SPDX-License-Identifier: GPL-3.0-or-later

"""The words and patterns of what names a site, its program, and who is signed in, and of what says that its settings do not count."""

from __future__ import annotations

from .date_words import DATED, DAY_OF_YEAR, YEAR
from .row_words import END, LETTER
from .vocabulary import DOUBTFUL

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
#: The number of a version, which is none of a day.
RELEASE = rf"(?<![^ ])(?!{DAY_OF_YEAR})[0-9]+(?:\.[0-9]+)+(?![^ ])"
#: The name of a program with its version: *Circulus 7.3.1*, *Circulus 7 (build 2231)*, *Consola de circulaci\u00f3n 8.3*.
PROGRAM = (
    rf"((?:(?!(?:{DATED})[.:]? )[A-Z][^ 0-9,]* (?:[a-z\u00df-\u00ff']+ )*)+)(?:version |v\.? ?|build |release )?(?!{DAY_OF_YEAR})"
    r"(?:[0-9]+(?:\.[0-9]+)+|[0-9.]+ \(?build [0-9.]+\)?)(?![^ ,;])"
)
#: The copyright of the site, its owner, and the version of its program.
_OWNER = r"(?: (?!draft|demo|test|train|trial|sandbox|stag|sampl|not|no |preview|archiv|copy|old|schulung|formation|entwurf)[^ !?]+){0,4}"
_PROGRAM = r"(?: ?[-\u00b7|,\u2013] ?(?:version|versie|versi\u00f3n|versione|release|build|v)\.? ?[0-9.]+)?"
COPYRIGHT = r"^(?:\u00a9|\(c\)|copyright)(?: \u00a9)?(?: ?[0-9]{4}(?: ?[-\u2013] ?[0-9]{4})?)?[.,]?"
WHOLE_COPYRIGHT = f"{COPYRIGHT[1:]}{_OWNER}{_PROGRAM}"
#: What a text has in it if it can say that the settings on the screen are not those that count.
STATES = (
    "sav|spei|enreg|guarda|salva|opges|draft|entw|brou|borr|bozz|arch|delet|pend|previ|[ck]tiv|attiv|supers|propos|snaps|simul|hist|disab|retir"
    "|as of|view|show|displ|load|fetch|outd|stale|veralt| data$|n(?:o[tn]?|ie?ch?t) |pas |plus |repl|withd|expir|susp|obsol|deprec|sched|abgel|ung\u00fc"
    "|suppr|elimin|scad|ver[wlv]|uitg|fail|stor|by an|fehl|chou|fall|pudo|rius|misl|vers|modif|gel\u00f6|effec|kraft|templ|vorl"
    "|will be"
)
#: What such a text, or a hint, has in it: besides those above the fields, the assistant reads no other texts.
NOTES = f"{STATES}|limit|infin|unbeg|cent|^ct"
#: What is more in the head or foot of a site than a name: words in small letters, and a year.
PHRASE = (
    rf"[^ ] [a-z\u00df-\u00ff]{{2}}|^[a-z\u00df-\u00ff]{{2,}} |{YEAR}"
    rf"|(?:^| )(?:{DATED})[.:]? [0-9]|(?<![0-9.]){DAY_OF_YEAR}"
)


def _in_text(word: str, language: str) -> str:
    """The pattern of a doubtful word in a text, where German and Dutch words are parts of others."""
    whole = word.endswith(".")
    before = "" if language in ("de", "nl") and not whole else f"(?<![{LETTER}])"
    return f"{before}{word.rstrip('.')}{END if whole else ''}"


#: What the name of a site has in it if its settings cannot count, or if it can be that of a library; and the name of a group of libraries.
OTHER_SITE = "|".join(
    (STATES, "read.?only", *(_in_text(word, language) for language, some in DOUBTFUL.items() for word in some))
)
INSTITUTION = (
    "librar|colleg|univers|school|institut|museum|consort|verbund|bibliot|b\u00fccher|m[e\u00e9]diat|hochsch|county|city|public|town|branch|campus"
    "|annex|district|cent(?:er|re)|zentr|schul|[e\u00e9]cole|escuela|scuola|region|office|council|seminar|facult|fakult"
)
GROUP_OF_LIBRARIES = (
    r"^[^ ]+ (?:consortium|konsortium|verbund|network)$|^(?:consortium|konsortium|verbund|consorcio|consorzio) [^ ]+$"
)
