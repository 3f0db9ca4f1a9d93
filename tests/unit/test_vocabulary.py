# SPDX-License-Identifier: GPL-3.0-or-later

"""The words that say nothing against the values of a screen."""

from __future__ import annotations

import re

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._screens.words.text_words import DEFAULTS, DENYING, STATUS
from ansible_collections.reshare.wms.plugins.module_utils._screens.words.vocabulary import (
    EXPLAINING,
    PART_WORDS,
    SITE_WORDS,
)

#: Whose, when, and where: in six languages.
_TELLING = (
    "other others another andere anderer autre autres otro otra altro altra ander group gruppe groupe grupo gruppo groep partner partners partenaires "
    "branch filiale zweigstelle annexe sucursal sede filiaal consortium verbund only nur seulement solo alleen until bis jusque hasta fino tot ab dès "
    "desde dal vanaf if wenn si se als except außer sauf salvo tranne behalve next nächstes prochain próximo prossimo volgend year jahr année año anno jaar "
    "new neu nouveau nuevo nuovo nieuw old alt ancien viejo vecchio oud copy kopie copie copia draft entwurf brouillon borrador bozza concept test proposed "
    "planned geplant prévu previsto gepland former previous earlier later out apply applies gilt vaut aplica vale geldt staff students docenti"
)


@pytest.mark.parametrize("words", [PART_WORDS, SITE_WORDS, EXPLAINING], ids=["parts", "sites", "explaining"])
def test_no_word_says_that_values_do_not_count(words):
    # A word of one language can be another one in the next; the staff has pages and explanations; a template is asked about anyway.
    silent = {"se", "tot", "template"} | (set() if words is PART_WORDS else {"staff"})
    found = {word for word in words if re.search(STATUS, word) or re.search(DEFAULTS, word)}
    assert (found | words & {*DENYING, *_TELLING.split()}) - silent == set()
