# SPDX-License-Identifier: GPL-3.0-or-later

"""The words that say nothing against the values of a screen, by language: in headings of its parts, in what belongs to the site, and in sentences that
explain a field. A text of other words is a question.

No word of these is one that can say that settings are those of others, or of another time, or count under a condition: no negation, no "only", "other",
"from", "until", "if" or "new", no season, branch, group or partner, no draft, copy, example or default. The words of sentences about rows, and those before
dates, are parts of patterns.
"""

from __future__ import annotations

#: The words in the headings of parts of a screen that make no other thing of a field: besides those of the screen, of the field itself, and of the object.
_PARTS = {
    "en": """
    a about account accounting accounts accrual accruals additional address addresses advanced alert alerts amount amounts and appearance
    approval attribute attributes automatic availability barcode barcodes basic basics behavior behaviour bill billing bills blocking blocks
    body borrower borrowers borrowing calculation calendar category characteristics charge charges charging checkin checkout circulating
    circulation claim claimed claims closing closure closures code codes configuration contact content contents cost costs count counts currency
    damaged data date dates day days delays delivery description descriptions desk detail details digital display due duration durations edit
    eligibility email emails enable enabled expiration expirations expiry fee fees field fields financial fine fines footer footers for form
    format formats formatting forwarding frequency fulfillment fulfilment general grace handling header headers hold holding holdings holds hour
    hours identification identifier identifiers identify identity in info information integration integrations interval intervals invoice
    invoices invoicing item items label labels language late lateness layout lending length lengths letter letters limit limits loan loans
    location locations logo lost mail mailing main management map maps material materials matrices matrix maximum maximums message messages
    metadata minimum monetary money more name names notice notices notification notifications number numbers of opening option options
    outstanding overdue overdues overview owed page parameter parameters part particulars patron patrons payment payments penalties penalty
    period periods permissions personal phone physical pick pickup policies policy postal preferences preparation presentation print printing
    priority privileges processing profile properties property purpose quantities quantity queue rate rates reason reasons recall recalls
    receipt regular reminder reminders renewal renewals renewing request requesting requests required return returns routing rule rules
    scheduling section send sender sending service services setting settings shelf shelving shipping signature statement statements status step
    structure structures subject subjects summary suspension suspensions system tab table tables tax taxation taxes template text texts the
    threshold thresholds time times timing timings title titles to type types unit units up usage use user users value values view wording
    workflow workflows workform workforms
    """,
    "de": """
    abholfrist abholort abholorte abholregal abholung ablauf ablaufdatum abrechnung absender adresse adressen allgemein allgemeine allgemeiner
    allgemeines anfrage anfragen angaben ansicht anzahl anzeige aufbau ausleihbarkeit ausleihdauer ausleihe ausleihen ausleihfrist
    ausleihfristen ausleihtyp automatik automatisch basis basisangaben basisdaten bearbeitung begleichung begründung behandlung benachrichtigung
    benachrichtigungen bereich bereiche bereitstellregal bereitstellung bereitstellungen beschreibung beschreibungen beschränkung beschränkungen
    bestellung bestellungen betrag betreff beträge bezeichnung bezeichnungen brief briefe buchhaltung buchung buchungen code codes darstellung
    daten datum dauer detail details dienste druck drucken eigenschaften einstellungen einzelheiten empfänger entsperrung erinnerung
    erinnerungen exemplar exemplare fehlbetrag felder feste fester format formate frist fristen fußtext fußzeile fälligkeit fälligkeiten
    fälligkeitsdatum gebühr gebühren gebührenart gebührenstruktur geld genehmigung gestaltung grenze grenzen grenzwert grenzwerte grund
    grundangaben grunddaten grundeinstellungen grundlagen gründe höchstbetrag höchstbeträge höchstgrenze höchstgrenzen höchstwert höchstwerte
    höchstzahl identifikation info informationen inhalt inhalte intervall intervalle kalender karenz karenzfrist karenzzeit kassierung kategorie
    kategorien kennung konfiguration kontakt konten konto kopfdaten kopftext kopfzeile kosten kulanz kulanzfrist kulanzzeit kurzbeschreibung
    layout leihe leihen leihfrist leihfristen limit limits logo mahngebühren mahnstufe mahnstufen mahnung mahnungen mahnverfahren mahnwesen
    matrizen maximalwerte medien medium meldung meldungen merkmal merkmale mindestleihfrist mindestwerte mitteilung mitteilungen nachricht
    nachrichten name namen nutzer nutzertyp nutzertypen nutzung optionen ordnung parameter person personen position post preis preise priorität
    profil quote rechnung rechnungen rechte regal regel regeln regelwerk rückforderung rückforderungen rückgabe rückgaben rückruf rückrufe
    rückruffrist schließtage schließzeiten schwelle schwellen schwellenwert schwellenwerte sonstige sonstiges sperre sperren stammdaten standort
    standorte status steuer steuern struktur stunden tabelle tabellen tag tage tarif tarife termin termine text texte titel typ typen umfang und
    verfügbarkeit verhalten verlust verluste verlängerung verlängerungen verlängerungsfrist versand versäumnis versäumnisgebühren verwaltung
    verwendung verzug vorgang vormerkung vormerkungen weitere weiterleitung weiterleitungen wert werte wortlaut währung zahlung zahlungen zeit
    zeiten zeitraum zeiträume zugriff zusatzangaben zustellung zusätzliche öffnungszeiten über überfällig überfällige überfälligkeit übersicht
    überziehung
    """,
    "fr": """
    accueil accès acheminement adresse adresses affichage alerte alertes amende amendes apparence approbation automatique aux avancé avancée
    avancées avancés avertissement avertissements avis barème base calcul calendrier catégorie catégories circulation code codes commande
    communication complémentaire complémentaires comportement comptabilité compte comptes configuration contact contenu corps courriel courriels
    courrier coût coûts date dates de demande demandes des description descriptions devise disponibilité divers document documents données du
    durée durées délai délais détail détails emprunt emprunteur emprunteurs emprunts en envoi et exemplaire exemplaires expiration expéditeur
    facturation facture factures fermeture fermetures fiche financier financiers format formats frais gestion grâce général générale générales
    généralités généraux heures horaires identification identité impression indulgence information informations intitulé jours la langue le les
    lettre lettres libellé libellés limitation limitations limite limites localisation localisations logo mail maximum maximums message messages
    minimum mise modalités mode montant montants motif motifs nom nombre noms notice notification notifications objet option options
    organisation paiement paiements paramètre paramètres paramétrage pied plafond plafonds planification politique politiques principal
    principale priorité prolongation prolongations propriétés préférences préparation présentation prêt prêts pénalité pénalités période
    périodes quantité quotas rappel rappels rayon recouvrement relance relances remise renouvellement renouvellements retard retards retour
    retours retrait retraits règle règlement règles récapitulatif réception réclamation réclamations réservation réservations résumé section
    seuil seuils statut structure sujet supplémentaires suspension suspensions tableau tableaux tarif tarification tarifs taux taxe taxes temps
    texte textes titre titres traitement transfert type types unité unités usage usager usagers utilisateur valeur valeurs validité échéance
    échéances écran élément éléments
    """,
    "es": """
    a adicionales administración ajuste ajustes alerta alertas alquiler ampliación apariencia aprobación asunto automática automático avanzada
    avanzadas avanzado avanzados aviso avisos bloqueo bloqueos básica básicas básico básicos calendario cantidad cantidades características
    cargo cargos categoría categorías cierre cierres circulación cobro cobros complementaria complementarios comportamiento configuración
    contabilidad contacto contenido correo correos costes costos cuenta cuentas cuerpo cuota cuotas cálculo código códigos dato datos de del
    demora demoras descripciones descripción detalle detalles devoluciones devolución dirección diseño disponibilidad duraciones duración días
    ejemplar ejemplares el elemento elementos en encabezado entrega envío envíos espera estado estante estantería estructura etiqueta expiración
    factura facturación facturas fecha fechas fija fijas formato formatos general generales gestión gracia horario horarios horas identificación
    idioma importe importes impresión impuesto impuestos información intervalo intervalos la las lector lectores logotipo los límite límites
    mapa mapas materiales matrices matriz mensaje mensajes moneda monto montos mora motivo motivos multa multas máximo máximos mínimo mínimos
    nombre nombres nota notificaciones notificación número objeto opciones opción operación pago pagos parámetro parámetros penalizaciones
    penalización periodo periodos período períodos pie plazo plazos política políticas preferencias preparación presentación principal prioridad
    procesamiento propiedades préstamo préstamos prórroga prórrogas recargo recargos reclamaciones reclamación recogida recordatorio
    recordatorios reenvío regla reglas remitente renovaciones renovación reserva reservas restricciones resumen retenciones retención retraso
    retrasos sanciones sanción sección servicio servicios solicitud solicitudes suspensiones suspensión tabla tablas tarifa tarifas tasa tasas
    texto textos tiempo tiempos tipo tipos titular tratamiento título ubicaciones ubicación umbral umbrales unidad unidades uso usuario usuarios
    valor valores varios vencimiento vencimientos y
    """,
    "it": """
    accesso addebiti addebito aggiuntive aggiuntivi approvazione aspetto avanzate avanzati avvisi avviso base blocchi blocco calcolo calendario
    caratteristiche categoria categorie chiusura chiusure circolazione codice codici comportamento comunicazione comunicazioni configurazione
    consegna contabilità contatto contenuto conto corpo costi costo data date dati degli dei del della delle descrizione dettagli dettaglio di
    disponibilità durata durate e elaborazione esemplare esemplari fattura fatturazione fatture fissa fisse formato generale generali gestione
    giorni identificazione importi importo imposta impostazione impostazioni imposte informazioni inoltro intestazione invio la le lettera
    lettere lettore lettori limite limiti lingua logo mappa mappe massimali massimi massimo matrice matrici messaggi messaggio minimi minimo
    modalità mora motivo multa multe nome notifica notifiche numero oggetto opzione opzioni orari orario pagamenti pagamento panoramica
    parametri parametro penale penali periodi periodo piè politica politiche posta preferenze prenotazione prenotazioni preparazione prestiti
    prestito principale principali priorità proprietà proroga proroghe regola regole restituzione restituzioni richiami richiamo richiesta
    richieste riepilogo rinnovi rinnovo ritardi ritardo ritiro scadenza scadenze scaffale sezione soglia soglie solleciti sollecito sospensione
    sospensioni spese stampa stato struttura tabella tabelle tariffa tariffe tassa tasse tempi tempo termini testi testo tipi tipo titolo
    tolleranza unità uso utente utenti valore valori valuta vari varie
    """,
    "nl": """
    aanmaning aanmaningen aantal aanvraag aanvragen aanvullende achterstand adres afhaal afhaallocatie afhaallocaties afhaaltermijn afhalen
    afzender algemeen algemene automatisch basis basisgegevens bedrag bedragen behandeling beheer belasting belastingen beleid bericht berichten
    beschikbaarheid beschrijving betaling betalingen boek boekhouding boete boetes brief brieven capaciteit categorie code codes configuratie
    contact dagen data datum de details drempel drempelwaarden duur eenheid eigenschappen en exemplaar exemplaren extra facturatie facturen
    facturering factuur formaat gebruik gebruiker gebruikers gedrag gegevens geld goedkeuring grens grenswaarden grenzen herinnering
    herinneringen het identificatie indeling informatie inhoud inleveren inlevering instelling instellingen kaart kaarten kalender kenmerken
    koptekst kosten lener leners limiet limieten locatie locaties logo maximum melding meldingen minimum naam notificatie notificaties
    omschrijving onderwerp openingstijden opmaak opties overzicht parameters periode periodes plank prioriteit reden regel regels rekening
    rekeningen reservering reserveringen respijt samenvatting schorsing sluitingsdagen soort soorten status structuur tabel tabellen tarief
    tarieven tekst teksten termijn termijnen terugroep terugroepen terugroeping tijd tijden titel toeslagen type types uitleen uitleentermijn
    uitlening uitleningen uren valuta van verlenging verlengingen verloop vervaldata vervaldatum verwerking verzending voettekst voorbereiding
    voorkeuren waarde waarden weergave
    """,
}

#: The words in the names of sites, menus and buttons.
_SITES = {
    "en": """
    50 accessibility acquisition acquisitions actions activity add admin administration agreements analytics api app application apps
    assistance authorities authority back bibliographic booking bookings bookmarks budget budgets cancel catalog cataloging catalogue
    cataloguing chat circ circulation client close cloud collapse collection collections conditions config connectors console cookie cookies
    copyright course courses customise customize dashboard dashboards databases delete developed discovery docs document documentation
    documents edi electronic environment equipment erm events expand export ext faq favorites favourites features feedback file files
    finance finder forms fulfillment funds go guide guides hello help helpdesk home hosted hub id ill imprint inbox index interlibrary
    inventory invoices jobs keyboard keys launchpad ledger legal libraries library licence licences license licensed licenses links list
    lists local logged logout lookup ltd maintained manage manager manual marc menu module modules monitoring my navigation ncip news oai
    oclc ok online opac open operated orders organizer pages panel platform portal pos powered preferences press print privacy problem production
    program provided queries receiving refresh related release reload report reporting reports repository reserve reserved reserves reset
    reshare resource resources rights role roles row rows save search security serials server service setup sharing shortcut shortcuts sign
    signed sip sip2 site sitemap skip software stacks staff statistics store subscriptions suite supplier suppliers support system systems
    task tasks technical terms tickets toggle tool toolbar tools utilities utility vendor vendors version weights welcome wiki wms workbench
    workspace worldcat worldshare your z39
    """,
    "de": """
    abbrechen abmelden aktionen aktualisieren anbindung anbindungen angemeldet anmelden anwendung anwendungen arbeitsplatz aufgaben
    ausdrucken ausleihe ausleihrichtlinien ausleihverwaltung barrierefreiheit bearbeiten benutzer benutzerin benutzerkonto
    benutzerverwaltung benutzung berechtigungen bericht berichte bestand bestandsverwaltung bestände bibliothekssystem bibliotheksverwaltung
    cockpit dashboard datei dateien datenbank datenschutz datenschutzerklärung dienst dokumentation drucken einkauf einnahmen erwerbung
    erwerbungen etat etats exportieren extras fernleihe formulare geräte geschäftsgang handbuch hauptmenü haushalt hilfe hilfsmittel
    hinzufügen impressum integrationen inventar kasse katalog katalogisieren katalogisierung kontakt konto lesende leser leserin lieferanten
    liste listen löschen menü mitarbeitende mitarbeiter modul module navigation nutzungsbedingungen oberfläche optionen portal profil
    recherche rechteverwaltung rechtliches regelwerk richtlinie richtlinien rollen schließen schnittstelle schnittstellen server sicherheit
    software speichern sprache start startseite statistik statistiken suche suchen support system systemverwaltung titeldaten verbindungen
    verwalten verwaltung werkzeug werkzeuge wert willkommen zeile zeilen zeitschriften zugang zum zur zurück änderungsbelege übernehmen
    übersicht
    """,
    "fr": """
    abonnements accessibilité accueil acquisition acquisitions actions activité actualiser adhérents administration aide ajouter annuler
    appareils application applications assistance autorités barre bienvenue bouton budget budgets bulletinage bureau catalogage catalogue
    commandes compte conditions confidentialité configuration connecté connectée connexion console contact cookies documentation déconnecter
    déconnexion emplacements enregistrer espace exemplarisation exporter exports favoris fenêtre fermer fichier fichiers fonds fournisseurs
    guide généraux gérer imprimer intégrations inventaire inventaires journal l langue lecteur lecteurs ligne lignes liste listes logiciel
    légales manuel mentions menu messagerie modifier module modules navigation outil outils page panneau permissions plan portail privilèges
    profil préférence préférences périodiques quitter rapport rapports recherche rechercher recherches ressources retour rôles se serveur
    services session sigb site statistique statistiques support supprimer système sécurité tableau tâches une utilisateurs utilisation
    utilitaires à
    """,
    "es": """
    abrir accesibilidad acciones acerca actividad actualizar administrador administrar adquisiciones adquisición al alta aplicaciones
    aplicación archivos asistencia atajos autoridades ayuda añadir barra bienvenida bienvenido buscar búsqueda búsquedas cancelar
    catalogación catálogo catálogos cerrar compras condiciones conectada conectado consultas contacto control cuenta cuentas documentación
    editar eliminar enlaces escritorio estadística estadísticas exportar favoritos fila filas fin fondo fondos gestor guardar guía guías
    herramienta herramientas idioma imprimir informe informes iniciar inicio integraciones inventario ir legal lista listados listas manual
    menú módulo módulos navegación opac panel perfil permisos portal presupuesto presupuestos privacidad proveedores publicaciones página
    recursos revistas roles salir sección seguridad sesión sib sigb sistema sistemas sitio soporte suscripciones tareas trabajo términos
    utilidad utilidades utilización volver
    """,
    "it": """
    abbonamenti accessibilità accesso acquisizione acquisizioni aggiorna aggiungi aiuto amministrazione annulla applicazione area assistenza
    autorità barra benvenuta benvenuto biblioteconomia bilancio catalogazione catalogo cerca chiudi circolazione collegata collegato
    condizioni configurazione contatti cookie documentazione elenchi elenco elimina esci esporta fondi fornitori guida home iniziale inizio
    integrazioni inventario legali lista manuale menu modifica moduli modulo navigazione note opac pagina pannello periodici permessi
    personale portale privacy profilo rapporti ricerca ricerche riga righe risorse ruoli salva server servizi servizio sicurezza sistema
    software stampa statistica statistiche strumenti supporto termini torna uscita uso utente
    """,
    "nl": """
    aangemeld aankopen aanpassen abonnementen acquisitie acquisities acties afbreken afdrukken afmelden annuleren applicatie beheer
    beheerder bestanden beveiliging bibliotheeksysteem budget budgetten catalogiseren catalogus contact dashboard documentatie favorieten
    gebruikersbeheer gebruiksvoorwaarden handleiding hoofdmenu hulp hulpmiddelen ingelogd inloggen integraties inventaris koppelingen
    leveranciers lijst lijsten medewerker medewerkers menu module modules navigatie ondersteuning opslaan overzicht pagina portaal privacy
    profiel rapport rapportage rapportages rapporten rechten rij rijen rollen sluiten software start startpagina statistiek statistieken
    systeem taal taken terug tijdschriften toegankelijkheid toevoegen uitleen uitloggen verwijderen voorwaarden welkom zoek zoeken
    """,
}

#: A sentence beside a field explains it if it has no other words than these, those of labels, and those of the value.
_EXPLAINING = {
    "en": """
    a above accepted account accounts accrue accrues add added address adds after all allow allowed allows also an and answer any appears
    are arrives as at automatic automatically available away be because becomes been before begin begins below between bill billed bills
    blank body book books borrow borrowed borrower borrowers both bottom box by calculate calendar call can card cell characters charge
    charged charges check checked choose click clock close closed closing code collect collected collection column columns combination
    contact cost costs count counted counts currency daily damaged date dates day days debt defined describe describes description desk
    determines digits displayed dollars door down due during e each edit email emails empty end ends enter entered entry etc euros evaluated
    every expire expires field fields fill filled fills find fine fines fixed follow follows for form format formats free from full get gets
    give given gives goes grouped has have head held help here highest hold holds hour hourly hours how identity ill in internal is it item
    items its keep keeps kept kind kinds late leave left length lent less let letter letters level library limit limits line lines list
    listed loan loans location long look looks lost lowest mail mailed mails makes many match matched matches matching material materials
    maximum may mean means measured message messages minimum minute minutes missing money month monthly months more most much must name
    named names needed needs notice notices notified notify number of often on once one open opening option options or order orders our
    outstanding overdue owe owed owes own paid patron patrons pay paying pays people per percent period periods person phone pick picked
    pickup place placed placing plus policies policy press price print printed prints put question questions rate rates reach reaches reader
    readers ready reason reasons recall recalled recalls receipt receive receives remain remains reminder reminders renew renewal renewals
    renewed renews rental request requested requests required reserve reshelved reshelving return returned returning returns right round
    rounded row rows rule rules scan scanned select selected send sender sending sends sent service set shelf shelved shelving short show
    shown shows single soon sort sorted spaces staff start starts stay stays step stop stops structures subject sum table tax telephone text
    than that the their them then there these they this those through till time times title titles to together top total transaction transit
    turn twice two type types under unique unit units up us use used user users uses value values verified verify wait waiting waits want
    wants week weekly weeks what where whether which while who whole whose will wish with within word words write written yes you your
    """,
    "de": """
    abgeholt abholen abholung alle am an angezeigt auf aufgeführt aus ausgeliehen ausgewertet auswählen auto automatisch bearbeiten
    bedeutung beginnt bei beim berechnet bereit beträgt bezahlt bezeichnung bleibt damit das dem den der des die dieser dieses e ein eine
    einem einen einer eines eingeben eintragen endet enthält entspricht erhalten erhält erneut erscheint erste ersten es exemplar feld
    felder folgen fällig für gebühr gehört geprüft gezählt hat hier ihr ihre im in insgesamt ist jede jeden jeder jedes kann klicken können
    lassen leer leser leserin lesers mahnung mail medium mehrere mit muss nach name namen nutzer nächste oben passende passt per person
    personal pro regel regeln reihenfolge sie sieht sind sobald stehen steht stunden tag tage tagen text titel und unten unter versandt
    verschickt vor warten welche welcher welches wer werden wie wieder wird wochen zahl zahlt zeichen zeigt zeile zeilen zu zuerst zum
    zur zurück zurückgegeben zählen zählt öffnen öffnung
    """,
    "fr": """
    affiche afficher affiché affichée après au aux avant avec bas c'est calculé calculée ce ces cet cette chaque choisir clic cliquer
    cliquez colonne comme compte comptent compté comptés correspond correspondante correspondre d dans de des du déposé dépôt elle en entre
    envoyé envoyée envoyés est et exemplaire haut il ils jour jours l la laisser le lecteur les leur ligne lignes mis nom nombre on ou où
    par pendant personne peut peuvent plusieurs pour premier première prise puis qu que qui rendu retirer retiré retour sa saisir ses son
    sont sous sur temps titre tous tout toute toutes traitées trier un une usager utilisé utilisée vers via vide vos votre à évaluer évaluée
    évaluées
    """,
    "es": """
    a abajo al antes aparece arriba cada calcula calculan clic coincide coincidente columna como con cuenta cuentan da de debe del después
    devuelto donde dos día días e el ella ellos empieza en entrega enviado envía envían es esta este estos están evalúa evalúan fila filas
    ha hace haga hay indica la las le lector lectores les lo los muestra muestran más nombre número o orden para pasa persona por presta
    prestado primer primera primero puede pueden pulse que recibe recoger recogido retirar se son su sus termina texto tiene tienen todas
    todo todos título un una usa usan usuario y
    """,
    "it": """
    a al alla alle alto appare basso calcola calcolata che ciascuna clic colonna come con conta contano corrisponde da dei del della delle
    di dopo durante e gli ha i il in indica inizia inviata inviato invio l'ordine la le lettore lettori lo mostra mostrano nel nella nome
    numero o ogni ordine per persona più prende prestato prima primo può questa questo restituito riceve riga righe ritirare sono su sua sul
    sulla suo termina testo tutte tutti un una utente valutate vengono viene è
    """,
    "nl": """
    aan alle bij boven dat de deze die dit door een eerste elke en er geeft gegeven geëvalueerd hebben heeft het hij hoe hun iedere in is
    kan klik kolom kunnen lener leners meer met na naam naar of om onder op passende per regel regels rij rijen staat te tekst tellen telt
    tijdens toont totaal uit uw van veld verstuurd verzonden volgorde voor waar wat welke wie worden wordt ze zijn zodra
    """,
}

#: The words of a sentence about the order of the rows of a map, or about its blank cells.
_ORDERS = {
    "en": """
    a all an and any applied applies apply are blank bottom cell cells checked compared complete counts decides down each empty entries entry
    evaluated every everything first fits for from full in is line lines map match matched matches matching matrix means of order processed read
    row rows rule rules stands table tested that the this to top tried used value values which wins
    """,
    "de": """
    alle alles ausgewertet bedeutet das den der die dieser ein eine eintrag einträge erste ersten es feld gelesen geprüft gilt heißt komplett
    leere leeres nach oben passende passt regel regeln reihe reihenfolge und unten vollständig vollständige von werden wird zeile zeilen zelle
    zutreffende zählt
    """,
    "fr": """
    appliquées bas case cellule compte correspond correspondante dans de en est et haut l'ordre la le les ligne lignes lues première qui règle
    règles s'applique signifie sont testées tous tout toutes un une vaut vide évaluées
    """,
    "es": """
    abajo aplica aplican arriba celda coincide coincidente el evalúan fila filas hacia las leen los orden primera prueban que regla reglas se
    significa todas todo todos una vacía vale y
    """,
    "it": """
    al applica basso cella che corrisponde dall'alto e il lette ordine prima regola regole riga righe si sono tutti tutto valutate vengono vuota
    """,
    "nl": """
    alles beneden betekent boven cel die een eerste en gecontroleerd geldt gelezen geëvalueerd het lege naar onder overeenkomt past regels rij
    rijen telt volgorde worden
    """,
}

#: What a text has before the numbers of a date: *Ab 24.05*, *Valid 11.30*.
_BEFORE_DATES = {
    "en": """
    april as at august begins by date day december effective end ends february from january july june march may november october on per
    september since start starts till to until valid week
    """,
    "de": """
    ab am april august beginn bis datum dezember ende februar gilt gültig januar juli juni mai märz november oktober seit september stand tag
    vom zum
    """,
    "fr": """
    août au avril date depuis du dès début décembre fin février janvier juillet juin jusqu'au jusque le mai mars novembre octobre septembre
    valable
    """,
    "es": """
    abril agosto al del desde diciembre enero febrero fecha fin hasta inicio julio junio marzo mayo noviembre octubre septiembre válida válido
    """,
    "it": """
    agosto aprile dal data dicembre febbraio fine fino gennaio giugno inizio luglio maggio marzo novembre ottobre settembre valida valido
    """,
    "nl": """
    april augustus begin datum december einde februari geldig januari juli juni maart mei met november oktober september sinds tot vanaf
    """,
}


def _set_of(by_language: dict[str, str]) -> frozenset[str]:
    return frozenset(word for words in by_language.values() for word in words.casefold().split())


PART_WORDS, SITE_WORDS, EXPLAINING = map(_set_of, (_PARTS, _SITES, _EXPLAINING))
ORDER_WORDS, BEFORE_DATES = (sorted(_set_of(some)) for some in (_ORDERS, _BEFORE_DATES))
