# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts of looks in other languages, by those of the catalogue."""

FRENCH = {
    "Policy Name": "Nom de la politique", "Regular Loan Period": "Durée du prêt", "Include closed days in loan period?": "Compter les jours de fermeture",
    "Renew Period": "Durée du renouvellement", "Automatic Renewal": "Renouvellement automatique", "Overdue Periodic Bill": "Amende de retard",
    "Overdue Notification Policy": "Avis de retard", "Use patron-supplied email for notifications": "Utiliser l'adresse du lecteur",
    "Outstanding Bill Value Limit": "Plafond des impayés", "Max number claimed lost": "Nombre maximal déclaré perdu", "Patron Policy": "Type de lecteur",
    "Material Format": "Type de document", "Holding Location": "Site", "Shelving Location": "Rayon", "Loan Policy": "Politique de prêt",
    "Long Overdue and Lost Policy": "Politique des pertes", "Patron Type Policy": "Politique du type de lecteur", "Loan Policy Map": "Tableau des prêts",
    "hours": "heures", "days": "jours", "weeks": "semaines", "months": "mois", "Yes": "Oui", "No": "Non", "Not set": "—",
    "No Limit": "Illimité", "All": "Tous",
    "Choose": "Choisir…", "Edit": "Modifier", "Save": "Enregistrer", "Signed in as": "Connecté :", "Last changed": "Dernière modification", "by": "par",
    "Service Configuration": "Configuration", "Home": "Accueil", "Help": "Aide", "rows": "lignes", "of": "sur", "Limit": "Limiter",
    "Circulates?": "Empruntable", "Due date adjustment": "Report d'échéance", "always": "toujours", "never": "jamais",
    "only with an override": "avec dérogation",
}  # fmt: skip
GERMAN = {
    "Policy Name": "Name der Regel", "Regular Loan Period": "Leihfrist", "Include closed days in loan period?": "Schließtage zählen",
    "Renew Period": "Verlängerungsfrist", "Automatic Renewal": "Automatische Verlängerung", "Overdue Periodic Bill": "Säumnisgebühr",
    "Overdue Notification Policy": "Mahnregel", "Circulates?": "Ausleihbar", "Due date adjustment": "Anpassung des Fristendes",
    "Use patron-supplied email for notifications": "E-Mail des Benutzers verwenden", "Outstanding Bill Value Limit": "Höchstbetrag offener Gebühren",
    "Max number claimed lost": "Höchstzahl als verloren gemeldet", "Patron Policy": "Benutzertyp", "Material Format": "Format", "Holding Location": "Standort",
    "Shelving Location": "Regal", "Loan Policy": "Ausleihregel", "Long Overdue and Lost Policy": "Verlustregel", "Patron Type Policy": "Benutzertypregel",
    "Loan Policy Map": "Ausleihtabelle", "hours": "Stunden", "days": "Tage", "weeks": "Wochen", "months": "Monate", "Yes": "Ja", "No": "Nein",
    "No Limit": "Unbegrenzt", "All": "Alle", "Choose": "(keine)", "Edit": "Bearbeiten", "Save": "Speichern", "Signed in as": "Angemeldet als",
    "Last changed": "Zuletzt geändert", "by": "von", "rows": "Zeilen", "of": "von", "always": "immer", "never": "nie",
    "only with an override": "nur mit Ausnahme",
}  # fmt: skip
