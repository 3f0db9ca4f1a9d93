# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts that can say that the values on a screen are those of others, or of another time, or count under a condition, are questions."""

from __future__ import annotations

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._screens.capture import parse
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels
from ansible_collections.reshare.wms.plugins.module_utils._screens.recognition import recognise
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from support.drawn_captures import capture_of, field, table_item

#: Above the fields of a policy.
ON_THE_SCREEN = """
Policy of the consortium | Settings of the group | Shared policy | Consortium-wide settings | Global settings |
Library group: North | Branch | Branches | Branch: Law | Branch settings | Location: Main | Desk: Law | At the
desk Law | Music | Special collections | Summer loans | Holiday loans | Summer | Vacation | Template | Template
settings | Policy template | Rules 2026 | Rules of 2025 | Settings 2025 | Current settings | Saved settings |
Change request | Requested changes | Changes requested | Approval pending | Waiting for approval | Settings to
approve | For approval | To be approved | Approval required | Import | Imported | Import preview | Loaded from a
file | Loaded from file | From file | History | Log | Change log | Compare | Comparison | Differences | Compare
versions | Version 2 | Version 2 of the policy | v2 | Revision 7 | Rev. 7 | Copy of Four weeks | Duplicate |
Duplicated | Backup | Restore | Restore point | Test | Test system | Test settings | Sandbox | Training | Demo |
Demonstration | Staging | Simulation | What if | Scenario A | Example | Sample | Sample values | Default |
Defaults | Default values | Default settings | System default | System defaults | Library default | Factory
settings | Initial values | Initial settings | Recommended | Recommended settings | Suggested values | Proposed
| Proposal | Planned | Plan | Plans | Budget year | Year | Next year | Next month | Next semester | Next |
Previous | Earlier | Later | Before | Until | Until June | Since May | Valid from 1 May | Valid to May | Valid
dates | Effective | Effective date | Start date | End date | Period of validity | In effect | Not in effect |
Off | On | Disabled | Disabled policy | Inactive | Suspended | Locked | Locked by Jane | Read only | Read-only
view | View as staff | View as patron | View as Law | Viewing as Law | Acting as | Impersonating | On behalf of
Law | Proxy | Delegated | Managed by the consortium | Managed by group | Managed centrally | Inherited |
Inherited values | Overridden | Overrides | Exceptions | Exception | Exceptions apply | Ignored | Not used |
Unused | Used | Not applied | Applied | Applied settings | Apply | Applies to students | Applies to staff |
Applies to items | Applies to loans | For patrons of Law | For students | For visitors | For staff | Patron
group | Patron groups | All users | All patrons | All items | Some items | Selected items | 3 items | 3 items
selected | 3 policies selected | Selected | Several | Multiple | Mixed | Various | Bulk | Bulk edit | Edit 3
policies | Edit all | Editing | You are editing | Unsaved | Not saved | Saving | Saving failed | Save failed |
Error | Error while loading | Failed | Loading | Loading values | Offline | Cached | Cached values | Cached copy
| Snapshot | Archive | Archived | Deleted | Deleted policies | Recycle bin | Trash | Retired | Retired policies
| Old | Old policies | New | New policy | New policies | Entwurf | Vorschau | Vorlage | Vorlagen | Verbund |
Zweigstelle | Zweigstelle Musik | Standort Musik | Geplant | Ab 1. Mai | Ab Mai | Gültig ab Mai | Nicht aktiv |
Archiviert | Historie | Alle Standorte | Lesesaal | Sommer | Semester | Brouillon | Aperçu | Modèle | Réseau |
Succursale | Site Nord | Bibliothèque de droit | À partir de mai | Prévu | Été | Borrador | Vista previa |
Plantilla | Sucursal | Red | Biblioteca de derecho | Desde mayo | Previsto | Archivado | Verano | Bozza |
Anteprima | Modello | Sede | Sede nord | Rete | Archiviato | Concept | Voorbeeld | Sjabloon | Vestiging |
Netwerk | Vanaf mei | Gearchiveerd | Default rules of the consortium | Default values of Prairie Consortium |
Standard: values of the consortium | From 1 January 2027 | From 1 May 2027 to 31 August | Up to 31 May 2027 |
Minimum 2027 | Last modified 3 May 2027 - Riverside branch | Last modified 3 May 2027. Values of Riverside | For
example the policy of Main | e.g. Faculty of Law | Start date: 2027-05-01 | Location: Main | Main | Law |
Riverside | Version 2024.10 | Inherited values cannot be changed |
These values cannot be changed here | The values of members cannot be edited | The period cannot be changed later
"""
#: In the head or foot of a site, behind its name.
AROUND_THE_SCREEN = """
Abnahmesystem | Abnahmeumgebung | Acceptatieomgeving | Altsystem im Parallelbetrieb | Ambiente di prova |
Ambiente QA | Anteprima | Aperçu avant publication | As of 1 March | Auslieferungszustand | Außenstelle
Garching | Awaiting Second Approver | Bac à sable | Base de capacitación | Base de formación | Base miroir |
Bloqueado por auditoría | Blue Environment | Borrador | Brouillon | Canary | Change Set Open | Collaudo |
Comparaison de versions | Concept | Conference Room Pilot | Connecté comme usager | Consorcio Levante | Copia
espejo | Copia speculare | Copie de la production | Copie de production | Cutover Rehearsal 3 | Demozugang |
Desarrollo 4 | devbox-17 | Disaster Recovery Node | Draft | Démonstrateur | Emergency Mode | En attente de
validation | En attente de visa | Entorno de homologación | Entorno de pruebas | Evaluation Licence | Exercice
2020 | Factory Acceptance Test | Feature Branch Build | Filtered View | Five Colleges Consortium | Full Copy
Sandbox | Fuori linea | Generalprobe | Gesperrt durch Bearbeiter | Gesperrt durch Kollegin | Historical View |
Homologación | Homologation | Hors connexion | Hotfix Lane | Impersonating J. Okafor | In attesa di benestare
| Instance de démonstration | Integration Stack | Integration Testing | Jeu d'essai | Konsortium Südwest |
Lesekopie | Licencia de evaluación | Licencia de prueba | Locked by Editor | Locked by Reviewer | Maintenance
Mode | Mandant 900 | Marche à blanc | Masquerading | Merge Conflict | Midwest Regional Office | Migrationstest
2 | Mirror Site | Modalità fuori linea | Mode aperçu | Model Office | Modo simulación | Musterfirma GmbH |
Network Zone | Nightly Copy | Notfallsystem | Oefendatabase | Offline-Betrieb | Offlinestand | Operational
Readiness Environment | OTAP-A | OTAP-straat 2 | Parallelbetrieb | Partnerbibliothek | Pendiente de aprobación
| Pendiente de firma | Pendiente de visto bueno | Pending Approval | Penetration Test Target | Pilotmandant |
Pilotphase | Plateforme d'intégration | Plateforme de développement | Playground | Point-in-Time View | Polo
Bibliotecario Veneto | Pre-esercizio | Pre-Go-Live | Produktivabzug | Produktivkopie | Proefdraaien | Prova
generale | Pruebas de estrés | QA2 | QUALIF 4 | Qualification technique 2 | Quality Assurance Stage | Recette
| Recette utilisateur | Referenzinstallation Hersteller | Referenzsystem | Rolled Back | Réseau des Alpes |
Sandbox 3 | Schaduwdraaien | Schaduwkopie | Schattensystem | Schulungssystem | Schwesterbibliothek | Scratch
Org | Scratch Tenant | Servidor de capacitación | Shadow Mode | Simulacro | Simulationslauf | Simulazione
attiva | Simulazione prestiti | Sistema heredado | Site de secours | Situation au 15 mai | Stadtbücherei
Reutlingen | Suplantando a M. Rivas | System Integration Test 2 | Systemkopie März | Tests de charge |
Testsystem 2 | Time Machine | Time Machine On | Time Travel | Transportauftrag nicht freigegeben | Trial
Account | Trial Expires Tomorrow | Trial Tenant | Trockenlauf | UAT | Unsaved Changes | User Acceptance
Testing | Vendor Demo Instance | Voorbeeldweergave | Voorvertoning | Winter Recess | Winter Term 2022/23 |
Work in Progress | Zweigstelle Liesing | À valider | Édition en cours | Übungsdatenbank | Übungsmandant
"""
#: Beside a period.
BESIDE_A_FIELD = """
Default, not saved | Default for all | if the branch has none | Main only | except Law | for Faculty | Faculty |
working days | open days | x 2 | per item | per day | twice | plus 1 day | + 1 day | or until recalled | until 1
May | from 1 May 2027 | from 2027-05-01 | maximum 21 days for faculty | minimum 2 days since May | not used |
inherited | inherited from Main | from Main | Overrides 7 days | was 5 days | previously 5 days | 5 days | old:
5 days | new: 5 days | pending | changed | modified | unsaved | draft | proposed | recommended 5 days | off | no
| disabled | applies from May | only for renewals | not for renewals | all items | Standard für alle | nur
Faculty | bis Mai | ab 1. Mai | vererbt | Vorlage | Werktage | jours ouvrés | hérité | modèle | heredado | días
hábiles | Valid from May | Active from May | Saved in another window | locked | required for Law | Note: Law has
5 | Law: 5 days | Main: 3 days | Selected: staff |
The inherited value cannot be changed | de 5 jours | von 5 Tagen | from 5 days
"""
#: Around a map of two rows, beside the number of all of them.
AROUND_A_MAP = """
Show more | Older | 1 2 3 | Next | A-Z | View: mine | Inactive rows hidden | +3 more | Scroll for more | Filter:
book | Material: Book | This list has 2 rows of 5 | The map has 2 rows, others are hidden | Top 2 rows | 2
matching rows | Rows below apply to books | All matching rows shown | All active rows are shown | End of page 1
| Rows that match | Click Apply to move the row | Rows in this order after Save | Import preview | Settings 2025
"""


def texts(written: str) -> list[str]:
    """The texts of one of these, each also in capital letters, as some screens show them."""
    return [text for one in " ".join(written.split()).split(" | ") for text in (one, one.upper())]


def seen(heading: str, *items: dict) -> int:
    """The number of values that are recognised on a screen, besides the name of the object."""
    labels = ScreenLabels(DECLARABLE, None, "Elm City Library").knowing({"hold_limit_policy": ["A", "B"]})
    found = recognise(parse(capture_of({"headings": [heading], "items": [*items]})), DECLARABLE, labels, {})
    return sum(len(one.fields) for one in found.objects)


POLICY = (field("Policy Name", "A"), field("Recall Period", "3 days"))


def test_without_such_a_text_the_values_count():
    assert seen("Loan Policy", *POLICY) == 2
    assert seen("Hold Limit Matrix", limits("2 rows in total")) == 1


@pytest.mark.parametrize("place", ["note", "heading"])
def test_a_text_above_the_fields_makes_all_of_them_a_question(place):
    more = {"level": 2} if place == "heading" else {}
    assert [
        text for text in texts(ON_THE_SCREEN) if seen("Loan Policy", {"type": place, "text": text, **more}, *POLICY)
    ] == []


def test_a_text_in_the_head_of_the_site_makes_all_of_them_a_question():
    around = (
        [{"type": "site", "text": "Circulus"}, {"type": "site", "text": text}] for text in texts(AROUND_THE_SCREEN)
    )
    assert [site[1]["text"] for site in around if seen("Loan Policy", *POLICY, *site)] == []


def test_a_text_beside_a_field_makes_it_a_question():
    name, period = POLICY
    assert [text for text in texts(BESIDE_A_FIELD) if seen("Loan Policy", name, {**period, "beside": [text]}) > 1] == []


def test_a_text_around_a_map_makes_it_a_question():
    assert [text for text in texts(AROUND_A_MAP) if seen("Hold Limit Matrix", limits("2 rows in total", text))] == []


def limits(*around: str) -> dict:
    header = ["Patron Policy", "Material Format", "Hold Limits Policy"]
    rows = [["All", "Book", "A"], ["All", "Video", "B"]]
    return {**table_item(header, rows), "around": [*around]}
