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
    location locations logo lost mail mailing management map maps material materials matrices matrix maximum maximums message messages
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
    allgemeines anfangstext anfrage anfragen angaben ansicht anzahl anzeige aufbau ausleihbarkeit ausleihdauer ausleihe ausleihen ausleihfrist
    ausleihfristen ausleihtyp automatik automatisch basis basisangaben basisdaten bearbeitung begleichung begründung behandlung benachrichtigung
    benachrichtigungen benutzergruppe benutzergruppen bereich bereiche bereitstellregal bereitstellung bereitstellungen beschreibung
    beschreibungen beschränkung beschränkungen bestellung bestellungen betrag betreff beträge bezeichnung bezeichnungen brief briefe buchhaltung
    buchung buchungen code codes darstellung das daten datum dauer dem der des detail details die dienste druck drucken e eigenschaften
    einstellungen einzelheiten elektronische empfänger entsperrung erinnerung erinnerungen exemplar exemplare fehlbetrag felder feste fester
    format formate frist fristen fußtext fußzeile fälligkeit fälligkeiten fälligkeitsdatum gebühr gebühren gebührenart gebührenstruktur geld
    genehmigung gestaltung grenze grenzen grenzwert grenzwerte grund grundangaben grunddaten grundeinstellungen grundlagen gründe höchstbetrag
    höchstbeträge höchstgrenze höchstgrenzen höchstwert höchstwerte höchstzahl identifikation info informationen inhalt inhalte intervall
    intervalle kalender karenz karenzfrist karenzzeit kassierung kategorie kategorien kennung konfiguration kontakt konten konto kopfdaten
    kopftext kopfzeile kosten kulanz kulanzfrist kulanzzeit kurzbeschreibung layout leihe leihen leihfrist leihfristen limit limits logo
    mahngebühren mahnstufe mahnstufen mahnung mahnungen mahnverfahren mahnwesen mail matrizen maximalwerte medien medium meldung meldungen
    merkmal merkmale mindestleihfrist mindestwerte mitteilung mitteilungen nachricht nachrichten nachrichtentext name namen nutzer nutzertyp
    nutzertypen nutzung optionen ordnung parameter person personen position post preis preise priorität profil quote rechnung rechnungen rechte
    regal regel regeln regelwerk rückforderung rückforderungen rückgabe rückgaben rückruf rückrufe rückruffrist schließtage schließzeiten
    schlusstext schwelle schwellen schwellenwert schwellenwerte sonstige sonstiges sperre sperren stammdaten standort standorte status steuer
    steuern struktur stunden tabelle tabellen tag tage tarif tarife termin termine text texte titel typ typen umfang und verfügbarkeit verhalten
    verlust verluste verlängerung verlängerungen verlängerungsfrist versand versäumnis versäumnisgebühren verwaltung verwendung verzug vorgang
    vormerkung vormerkungen weitere weiterleitung weiterleitungen wert werte wortlaut währung zahlung zahlungen zeit zeiten zeitraum zeiträume
    zugriff zusatzangaben zustellung zusätzliche öffnungszeiten über überfällig überfällige überfälligkeit übersicht überziehung
    """,
    "fr": """
    accueil accès acheminement adresse adresses affichage alerte alertes amende amendes apparence approbation au automatique aux avancé avancée
    avancées avancés avertissement avertissements avis barème base calcul calendrier catégorie catégories ce circulation code codes commande
    communication complémentaire complémentaires comportement comptabilité compte comptes configuration contact contenu corps courriel courriels
    courrier coût coûts date dates de demande demandes des description descriptions devise disponibilité divers document documents données du
    durée durées délai délais détail détails e emprunt emprunteur emprunteurs emprunts en envoi et exemplaire exemplaires expiration expéditeur
    facturation facture factures fermeture fermetures fiche financier financiers format formats frais gestion grâce général générale générales
    généralités généraux heures horaires identification identité impression indulgence information informations intitulé jours la langue le les
    lettre lettres libellé libellés limitation limitations limite limites localisation localisations logo mail maximum maximums message
    messagerie messages minimum mise modalités mode montant montants motif motifs nom nombre noms notice notification notifications objet option
    options organisation paiement paiements paramètre paramètres paramétrage pied plafond plafonds planification politique politiques principal
    principale priorité prolongation prolongations propriétés préférences préparation présentation prêt prêts pénalité pénalités période
    périodes quantité quotas rappel rappels rayon recouvrement relance relances remise renouvellement renouvellements retard retards retour
    retours retrait retraits règle règlement règles récapitulatif réception réclamation réclamations réservation réservations résumé
    section seuil seuils statut structure sujet supplémentaires suspension suspensions tableau tableaux tarif tarification tarifs taux taxe
    taxes temps texte textes titre titres traitement transfert type types unité unités usage usager usagers utilisateur valeur valeurs validité
    échéance échéances écran électronique élément éléments
    """,
    "es": """
    a adicionales administración ajuste ajustes alerta alertas alquiler ampliación apariencia aprobación asunto automática automático avanzada
    avanzadas avanzado avanzados aviso avisos bloqueo bloqueos básica básicas básico básicos calendario cantidad cantidades características
    cargo cargos categoría categorías cierre cierres circulación cobro cobros complementaria complementarios comportamiento configuración
    contabilidad contacto contenido correo correos costes costos cuenta cuentas cuerpo cuota cuotas cálculo código códigos dato datos de del
    demora demoras descripciones descripción detalle detalles devoluciones devolución dirección diseño disponibilidad duraciones duración días e
    ejemplar ejemplares el electrónico elemento elementos en encabezado entrega envío envíos espera estado estante estantería estructura
    etiqueta expiración factura facturación facturas fecha fechas fija fijas formato formatos general generales gestión gracia horario horarios
    horas identificación idioma importe importes impresión impuesto impuestos información intervalo intervalos la las lector lectores logotipo
    los límite límites mapa mapas materiales matrices matriz mensaje mensajería mensajes moneda monto montos mora motivo motivos multa multas
    máximo máximos mínimo mínimos nombre nombres nota notificaciones notificación número objeto opciones opción operación pago pagos
    parámetro parámetros penalizaciones penalización periodo periodos período períodos pie plazo plazos política políticas preferencias
    preparación presentación principal prioridad procesamiento propiedades préstamo préstamos prórroga prórrogas recargo recargos reclamaciones
    reclamación recogida recordatorio recordatorios reenvío regla reglas remitente renovaciones renovación reserva reservas restricciones
    resumen retenciones retención retraso retrasos sanciones sanción sección servicio servicios solicitud solicitudes suspensiones suspensión
    tabla tablas tarifa tarifas tasa tasas texto textos tiempo tiempos tipo tipos titular tratamiento título ubicaciones ubicación umbral
    umbrales unidad unidades uso usuario usuarios valor valores varios vencimiento vencimientos y
    """,
    "it": """
    accesso addebiti addebito aggiuntive aggiuntivi approvazione aspetto avanzate avanzati avvisi avviso base blocchi blocco calcolo calendario
    caratteristiche categoria categorie chiusura chiusure circolazione codice codici comportamento comunicazione comunicazioni configurazione
    consegna contabilità contatto contenuto conto corpo costi costo data date dati degli dei del della delle descrizione dettagli dettaglio di
    disponibilità durata durate e elaborazione elettronica esemplare esemplari fattura fatturazione fatture fissa fisse formato generale
    generali gestione giorni gli i identificazione il importi importo imposta impostazione impostazioni imposte informazioni inoltro
    intestazione invio la le lettera lettere lettore lettori limite limiti lingua lo logo mail mappa mappe massimali massimi massimo matrice
    matrici messaggi messaggio messaggistica minimi minimo modalità mora motivo multa multe nome notifica notifiche numero oggetto opzione
    opzioni orari orario pagamenti pagamento panoramica parametri parametro penale penali periodi periodo piè politica politiche posta
    preferenze prenotazione prenotazioni preparazione prestiti prestito principale principali priorità proprietà proroga proroghe regola regole
    restituzione restituzioni richiami richiamo richiesta richieste riepilogo rinnovi rinnovo ritardi ritardo ritiro scadenza scadenze scaffale
    sezione soglia soglie solleciti sollecito sospensione sospensioni spese stampa stato struttura tabella tabelle tariffa tariffe tassa tasse
    tempi tempo termini testi testo tipi tipo titolo tolleranza unità uso utente utenti valore valori valuta vari varie
    """,
    "nl": """
    aanmaning aanmaningen aantal aanvraag aanvragen aanvullende achterstand adres afhaal afhaallocatie afhaallocaties afhaaltermijn afhalen
    afzender algemeen algemene automatisch basis basisgegevens bedrag bedragen beheer belasting belastingen beleid bericht berichten
    beschikbaarheid beschrijving betaling betalingen boek boekhouding boete boetes brief brieven capaciteit categorie code codes
    configuratie contact dagen data datum de details drempel drempelwaarden duur e een eenheid eigenschappen elektronische en exemplaar
    exemplaren extra facturatie facturen facturering factuur formaat gebruik gebruiker gebruikers gedrag gegevens geld goedkeuring grens
    grenswaarden grenzen herinnering herinneringen het identificatie indeling informatie inhoud inleveren inlevering instelling instellingen
    kaart kaarten kalender kenmerken koptekst kosten lener leners limiet limieten locatie locaties logo mail maximum melding meldingen
    minimum naam notificatie notificaties omschrijving onderwerp openingstijden opmaak opties overzicht parameters periode periodes plank
    prioriteit reden regel regels rekening rekeningen reservering reserveringen respijt samenvatting schorsing sluitingsdagen soort soorten
    status structuur tabel tabellen tarief tarieven tekst teksten termijn termijnen terugroep terugroepen terugroeping tijd tijden titel
    toeslagen type types uitleen uitleentermijn uitlening uitleningen uren valuta van verlenging verlengingen verloop vervaldata vervaldatum
    verwerking verzending voettekst voorbereiding voorkeuren waarde waarden weergave
    """,
}

#: The words in the names of sites, menus and buttons.
_SITES = {
    "en": """
    50 accept access accessibility acquisition acquisitions actions activity add admin administration administrator agreements analytics api
    app appearance application apps assistance authentication authorities authority automation automations back bibliographic billing
    booking bookings bookmarks budget budgets cancel catalog cataloger cataloging catalogue cataloguer cataloguing chat circ circulation
    clerk client clients close cloud collapse collection collections comments conditions config configuring connectors console content
    cookie cookies copyright course courses customers customise customize dashboard dashboards databases decline delete design developed
    directory discounts discovery docs document documentation documents domains edi electronic environment equipment erm events expand
    export ext extend extensions faq favorites favourites features federation feedback file files finance finder forms fulfillment funds go
    guide guides hello help helpdesk home hosted hub id identity ill imprint inbox index integrations interlibrary inventory invoices jobs
    keyboard keys launchpad ledger legal librarian librarians libraries library licence licences license licensed licenses links list lists
    local logged logout lookup ltd maintained manage manager manual marc marketing marketplace media menu module modules monitoring my
    navigation ncip news notifications oai objects oclc ok online opac open operated orders organizer pages panel payments platform plugins
    portal pos posts powered preferences press print privacy problem production products program provided queries queues realm receiving
    records refresh related release reload report reporting reports repository reserve reserved reserves reset reshare resource resources
    rights role roles row rows save search security serials server service sessions setup sharing shortcut shortcuts sign signed sip sip2
    site sitemap skip software stacks statistics store structure subscriptions suite supervisor supplier suppliers support system systems
    task tasks technical terms themes tickets toggle tool toolbar tools updates utilities utility vendor vendors version webhooks weights
    welcome wiki wms workbench workspace workspaces worldcat worldshare your z39
    """,
    "de": """
    abbrechen ablehnen abmelden administrator administratorin aktionen aktualisieren aktualisierungen akzeptieren anbindung anbindungen
    angemeldet anmelden anwendung anwendungen anzeigen arbeitsplatz aufgaben ausblenden ausdrucken ausleihe ausleihleitung
    ausleihrichtlinien ausleihverwaltung barrierefreiheit bearbeiten beiträge benutzer benutzerin benutzerkonto benutzerverwaltung benutzung
    berechtigungen bericht berichte bestand bestandsverwaltung bestellungen bestände bibliothekar bibliothekarin bibliotheksdienste
    bibliotheksportal bibliothekssystem bibliotheksverwaltung bibliotheksverwaltungssystem cockpit dashboard datei dateien datenbank
    datenschutz datenschutzerklärung design dienst dienste dokumentation drucken einkauf einnahmen einstellungen erscheinungsbild erweitern
    erwerbung erwerbungen erwerbungsverwaltung etat etats exportieren extras fachreferent fachreferentin fernleihe formulare gebühren geräte
    geschäftsgang handbuch hauptmenü haushalt hilfe hilfsmittel hinzufügen impressum inhalt inhalte integrationen inventar kasse katalog
    katalogisieren katalogisierung kommentare konfiguration konsole kontakt konto lesende leser leserin lieferanten liste listen löschen
    mahnungen medien menü mitarbeitende mitarbeiter modul module navigation nutzungsbedingungen oberfläche optionen personen plugins portal
    profil recherche rechteverwaltung rechtliches regelwerk reihenfolge richtlinie richtlinien rollen schließen schnittstelle schnittstellen
    server sicherheit software speichern sprache startseite statistik statistiken struktur suche suchen support system systembibliothekar
    systembibliothekarin systemverwaltung themen titeldaten verbergen verbindungen verschieben verwalten verwaltung werkzeug werkzeuge wert
    willkommen zeile zeilen zeilenreihenfolge zeitschriften zeitschriftenverwaltung zentrale zugang zum zur zurück änderungsbelege
    übernehmen übersicht
    """,
    "fr": """
    abonnements accepter accessibilité accueil acquisition acquisitions actions activité actualiser adhérents administrateur administration
    administratrice aide ajouter annuler appareils apparence application applications articles assistance autorités barre bibliothécaire
    bibliothécaires bienvenue bouton budget budgets bulletinage bureau catalogage catalogue catalogueur catalogueuse circulation commande
    commandes commentaires compte conditions confidentialité configuration connecté connectée connexion console contact contenu contenus
    cookies d'administration documentation déconnecter déconnexion emplacements enregistrer espace exemplarisation exporter exports
    extensions favoris fenêtre fermer fichier fichiers fonds fournisseurs gestionnaire guide généraux gérer imprimer intégrations inventaire
    inventaires journal l langue lecteur lecteurs ligne lignes liste listes logiciel légales manuel mentions menu messagerie modifier module
    modules médias navigation outil outils page panneau permissions portail privilèges professionnel professionnelle profil préférence
    préférences périodiques quitter rapport rapports recherche rechercher recherches refuser ressources retour rôles se serveur services
    session sigb site statistique statistiques structure support supprimer système sécurité tableau tâches une utilisateurs utilisation
    utilitaires à
    """,
    "es": """
    abrir accesibilidad acciones aceptar acerca actividad actualizar administrador administradora administrar adquisiciones adquisición
    ajustes al alta apariencia aplicaciones aplicación archivos asistencia atajos autoridades ayuda añadir barra bibliotecaria
    bibliotecarias bibliotecario bibliotecarios biblioteconomía bienvenida bienvenido buscar búsqueda búsquedas cancelar catalogación
    catalogador catalogadora catálogo catálogos cerrar circulación cobros comentarios compras condiciones conectada conectado configuración
    consola consultas contacto contenido contenidos control cuenta cuentas de del documentación editar el eliminar en enlaces entradas
    escritorio estadística estadísticas estructura exportar extensiones favoritos fila filas fin fondo fondos gestión gestor guardar guía
    guías herramienta herramientas idioma imprimir informe informes iniciar inicio integraciones inventario inventarios ir la las lectores
    legal lista listados listas los manual medios menú módulo módulos navegación notificaciones opac panel perfil permisos portal
    presupuesto presupuestos privacidad profesional proveedores préstamo préstamos publicaciones página rechazar recursos revistas roles
    salir sección seguridad servicio servicios sesión sib sigb sistema sistemas sitio soporte suscripciones tareas trabajo términos usuarios
    utilidad utilidades utilización volver y
    """,
    "it": """
    abbonamenti accessibilità accesso accetta acquisizione acquisizioni aggiorna aggiungi aiuto amministratore amministratrice
    amministrazione annulla applicazione area articoli aspetto assistenza autorità barra benvenuta benvenuto bibliotecari bibliotecaria
    bibliotecario biblioteconomia bilancio catalogatore catalogatrice catalogazione catalogo cerca chiudi circolazione collegata collegato
    commenti condizioni configurazione console consolle contatti contenuti contenuto cookie del della di documentazione e elenchi elenco
    elimina esci esporta estensioni fondi fornitori gestionale gestione guida home impostazioni iniziale inizio integrazioni inventario
    legali lista manuale menu modifica moduli modulo navigazione note opac pagina pannello periodici permessi personale portale prestiti
    prestito privacy professionale profilo rapporti ricerca ricerche rifiuta riga righe risorse ruoli salva server servizi servizio
    sicurezza sistema software stampa statistica statistiche strumenti struttura supporto termini torna uscita uso utente utenti
    """,
    "nl": """
    aangemeld aankopen aanpassen abonnementen accepteren acquisitie acquisities acties afbreken afdrukken afmelden annuleren applicatie
    applicatiebeheerder beheer beheerder beheeromgeving berichten bestanden beveiliging bibliothecaris bibliotheekbeheer bibliotheekdiensten
    bibliotheeksysteem budget budgetten catalogiseren catalogus console contact dashboard diensten documentatie extensies favorieten
    gebruikers gebruikersbeheer gebruiksvoorwaarden handleiding hoofdmenu hulp hulpmiddelen ingelogd inhoud inloggen instellingen
    integraties inventaris koppelingen leveranciers lijst lijsten medewerker medewerkers media menu module modules navigatie ondersteuning
    opslaan overzicht pagina portaal privacy profiel rapport rapportage rapportages rapporten reacties rechten rij rijen rollen sluiten
    software startpagina statistiek statistieken structuur systeem taal taken terug tijdschriften toegankelijkheid toevoegen uiterlijk
    uitleen uitlening uitleningen uitloggen van verwijderen voorwaarden weigeren welkom zoek zoeken
    """,
}

#: A sentence beside a field explains it if it has no other words than these, those of labels, and those of the value.
_EXPLAINING = {
    "en": """
    a above accepted account accounts accrue accrues active add added address adds after all allow allowed allowing allows also an and
    answer any appears are arrives as at automatic automatically available away be because becomes been before begin begins below between
    bill billed bills blank block blocked blocking blocks body book books borrow borrowed borrower borrowers borrowing both bottom box by
    calculate calendar call can card cell characters charge charged charges charging check checked choose click clock close closed closing
    code collect collected collection collects column columns combination compared contact cost costs count counted counts currency daily
    damaged date dates day days deadline debt defined describe describes description desk determines digits displayed dollars door down due
    during e each edit email emails empty end ends enter entered entry etc euros evaluated every exceed exceeded exceeding exceeds expire
    expires field fields fill filled fills find fine fines fixed follow follows for form format formats forwarded forwarding free from full
    get gets give given gives goes granted grouped guaranteed guarantees has have head held help here higher highest hold holds hour hourly
    hours how identity ill in internal invoice invoiced is it item items its keep keeps kept kind kinds last lasting lasts late leave left
    lending length lent less let letter letters level library limit limited limits line lines list listed loan loaned loans location long
    longest look looks lost lower lowest mail mailed mailing mails makes many match matched matches matching material materials maximum may
    mean means measured message messages minimum minute minutes missing money month monthly months more most much must name named names
    needed needs notice notices notified notify number of often on once one open opening option options or order orders our outstanding
    overdue overdues owe owed owes owing own paid patron patrons pay paying pays people per percent period periods person phone pick picked
    picking picks pickup place placed placing plus policies policy press price print printed prints put question questions rate rates reach
    reached reaches reaching reader readers ready reason reasons recall recalled recalls receipt receive receives remain remains reminded
    reminder reminders renew renewal renewals renewed renewing renews rental request requested requests required reserve reshelved
    reshelving restrictive return returned returning returns right round rounded row rows rule rules scan scanned select selected send
    sender sending sends sent service set shelf shelf-life shelved shelving short shortest show shown shows single soon sort sorted spaces
    staff start starts stay stays step stop stopped stops strict strictest structures subject sum table tax telephone text than that the
    their them then there these they this those through till time times title titles to together top total transaction transit turn twice
    two type types under unfilled unique unit units up us use used user users uses value values verified verify wait waiting waits want
    wants week weekly weeks what where whether which while who whole whose will wish with within word words write written yes you your
    """,
    "de": """
    abgeholt abholen abholfach abholung absender alle am an anfang angezeigt anzahl auf aufgeführt aus ausgeliehen ausgewertet ausleihe
    ausleihen auswählen auto automatisch bearbeiten bedeutung beginnt bei beim berechnet bereit bestellung bestellungen betrag betreff beträgt
    bezahlt bezeichnung bibliothek bleibt damit das dauer dauert dem den der des die dieser dieses e e-mails ein eine einem einen einer eines
    eingeben eintragen empfänger ende endet enthält entspricht erhalten erhält erinnerung erinnerungen erneut erscheint erste ersten es exemplar
    exemplare feld felder folgen frist fristen fällig für gebühr gebühren gehört geprüft gesperrt gezählt hat hier höchstens ihr ihre im in
    insgesamt ist jede jeden jeder jedes kann klicken können lassen leer leihfrist leser leserin lesers mahnung mahnungen mail maximal medien
    medium mehrere mindestens minimal mit muss nach name namen nutzer nächste oben passende passt per person personal pro regal regel regeln
    reihenfolge sie sieht sind sobald sperre sperrt stehen steht stunden tag tage tagen text titel und unten unter verlängern verlängert
    verlängerung versandt verschickt vor vormerkung vormerkungen warten welche welcher welches wer werden wie wieder wird wochen zahl zahlt
    zeichen zeigt zeile zeilen zu zuerst zum zur zurück zurückgegeben zweck zählen zählt öffnen öffnung
    """,
    "fr": """
    affiche afficher affiché affichée amende amendes après atteindre atteint atteinte au aux avant avec bas bloque bloqué bloqués c'est calculé
    calculée ce ces cet cette chaque choisir clic cliquer cliquez colonne combien comme compte comptent compté comptés correspond correspondante
    correspondre d dans de des document documents du dure durée début délai délais déposé dépôt elle emprunt emprunter emprunts emprunté en
    entre envoyé envoyée envoyés est et exemplaire expéditeur fin frais haut il ils jour jours l la laisser le lecteur les leur ligne lignes
    maximum message minimum mis montant nom nombre objet on ou où par pendant personne peut peuvent plusieurs pour premier première prise prêt
    prêts puis qu que qui rappel rappels relance relances rendu renouveler renouvellement renouvelé retirer retiré retour réservation
    réservations sa saisir ses son sont sous sur temps titre tous tout toute toutes traitées trier un une usager utilisé utilisée vers via vide
    vos votre à étagère évaluer évaluée évaluées
    """,
    "es": """
    a abajo al alcanza alcanzar antes aparece arriba asunto aviso avisos bloquea bloqueado cada calcula calculan clic coincide coincidente
    columna como con cuando cuenta cuentan cuánto da de debe del después devuelto donde dos dura duración día días e ejemplar ejemplares el ella
    ellos empieza en entrega enviado envía envían es esta estante este estos están evalúa evalúan fila filas fin ha hace haga hay importe indica
    inicio la las le lector lectores les lo los mensaje muestra muestran multa multas más máximo mínimo nombre número o orden para pasa persona
    plazo plazos por presta prestado primer primera primero préstamo préstamos puede pueden pulse que recargo recibe recoger recogido
    recordatorio recordatorios remitente renovación renovado renovar reserva reservas retirar se son su sus termina texto tiene tienen todas
    todo todos título un una usa usan usuario y
    """,
    "it": """
    a al alla alle alto appare avvisi avviso basso blocca bloccato calcola calcolata che ciascuna clic colonna come con conta contano
    corrisponde da dei del della delle di dopo dura durante durata e esemplare esemplari fine gli ha i il importo in indica inizia inizio
    inviata inviato invio l'ordine la le lettore lettori lo massimo messaggio minimo mittente mostra mostrano multa multe nel nella nome numero
    o oggetto ogni ordine per persona più prende prenotazione prenotazioni prestato prestiti prima primo può quanto questa questo raggiunge
    raggiunto restituito riceve riga righe rinnovato rinnovi rinnovo ritirare scaffale solleciti sollecito sono su sua sul sulla suo termina
    termine testo tutte tutti un una utente valutate vengono viene è
    """,
    "nl": """
    aan aanmaning afzender alle bedrag begin bereikt bericht bij blokkeert boete boetes boven dat de deze die dit door duur duurt een eerste
    einde elke en er exemplaar exemplaren geblokkeerd geeft gegeven geëvalueerd hebben heeft herinnering herinneringen het hij hoe hun iedere in
    is kan klik kolom kunnen lener leners maximum meer met minimum na naam naar of om onder onderwerp op passende per plank regel regels
    reservering reserveringen rij rijen staat te tekst tellen telt termijn tijdens toont totaal uit uitlening uitleningen uw van veld verlengd
    verlenging verlengingen verstuurd verzonden volgorde voor waar wat welke wie worden wordt ze zijn zodra
    """,
}

#: The words of a sentence about the order of the rows of a map, or about its blank cells.
_ORDERS = {
    "en": """
    a above all an and any applied applies apply are arrows ascending asterisk below blank bottom buttons by cell cells change checked click
    column columns combination compared complete counts decide decides double-click down drag each edit element elements empty entries entry
    equals evaluated evaluation every everything exceeded exceeding exceeds first fits for from full general handle handles highest hold in
    is it item items its keys left limit limits line lines loan lowest map match matched matches matching matrix means most mouse move moves
    of ones or order over pencil policy position positions precedence priorities priority processed rank read reorder restrictive right row
    row's rows rule rules specific stand stands stop stops strictest table take takes tested that the them then this to top tried up use
    used value values where which wins
    """,
    "de": """
    alle alles als angewandt angewendet ausgewertet auswertung bedeutet beliebig beliebige beliebigen bestimmt das den der die dieser
    doppelklick doppelklicken durch ein eine einmal eintrag einträge element entscheidend entscheidet erste ersten es feld geht gelesen
    gelten geprüft gewinnt gilt griff griffe heißt ist jede jeden jeder jedes jokerzeichen klicken kombination komplett können lassen leere
    leeres links lässt mit nach oben oberste passende passt pfeile pfeilen pfeiltasten position priorität rechts regel regeln regelwerk
    reihe reihenfolge sich sind sortiert spalte spalten steht stern sternchen stift treffer trifft und unten verbreitert verschieben
    verschoben vollständig vollständige von vor werden wert wird zeile zeilen zelle zellen ziehen zutreffende zutreffenden zutrifft zählt
    ändern
    """,
    "fr": """
    appliquée appliquées au bas case cellule changer chaque cliquer cliquez colonne combinaison compte convient correspond correspondante
    crayon d'évaluation dans de double-cliquer double-cliquez droite du décide en est et flèches gauche glisser glissez glissez-déposez haut
    l'emporte l'ordre la le les ligne lignes lit lues modifier ordre ouvrir pour première priorité précise qui retenue règle règles
    s'applique se signifie sont sur tableau testées tous tout toutes un une utilisez valeur vaut vide vérifiées élément évaluation évaluées
    """,
    "es": """
    abajo abrir aplica aplican aquí arrastrando arrastrar arrastre arriba asterisco cada cambiar celda clic coincida coincide coinciden
    coincidente columna columnas cualquier decide derecha doble editar el elemento en evaluación evalúan fila filas flechas hacia haga
    izquierda la las leen los lápiz mover mueven orden para primera prioridad prueban pulse que regla reglas se según significa tabla todas
    todo todos una use vacía vale valor y
    """,
    "it": """
    al applica aprire asterisco basso cambiare cambiarne cella che clic cliccare colonna con corrisponde dall'alto decide di e elemento
    frecce il l'ordine le lette matita modificare modificarla ogni ordine per prima priorità qualsiasi regola regole riga righe si sono
    spostano spostare su trascina trascinare tutti tutto usa usare valore valutate valutazione vengono vuota
    """,
    "nl": """
    alles beleid beneden bepaalt betekent bewerken boven bovenaan cel die dubbelklik een eerste element elk en evaluatie gebruik
    gecontroleerd geldt gelezen geëvalueerd het klik kolom lege meest naar om onder op openen overeenkomt passende past pijlen potlood
    prioriteit regels rij rijen sleep slepen specifieke te telt van volgorde welke wijzigen worden
    """,
}

#: Beginnings of words, anywhere in those of German and Dutch, and with a point whole words, with which a text in the head or foot of a site can say that the
#: settings are those of a test, a copy, another time, place or person, or not saved.
_DOUBTFUL = {
    "en": """
    abandon accepta accepted. acting. actual. agreed annual anonymi approv aptitud assum autumn awaiting backup baseline behalf beta.
    blueprint cache canary candidate change. changed. clone compar concept. conflict consort copied copy. countersign current. currently
    cutover decommis default demo dev. devbox differ disaster. draft dress. drill dry-run dry. dummy early. edit. edited edition effective
    emergen entered environment. evaluating evaluation everywhere exam. except exercise. experiment failover fall. fallback federat fictit
    figure. foreign former freeze frozen future. generated go-live guess guest. handover headquart historic holiday hotfix image. imperson
    imported incomplete inherit instead. integration. interim isolated lab. laborator lacks landscape legacy locked machine maint managed
    masquerad member merge. merged merging migrat mirror mock mode. modified month. negotiat neighbo network. newer node. obsolete offline
    old. original other. overrid overrul parallel parent. partner past. pending phase. pilot. planned playground pre-prod precedence
    preliminar preprod presently preview previous prior. prod. production propos prototype provisional proxy qa. quality quarantin quarter
    rather. read-only recommend recovery. reference. region. rehears rejected remote. replay replica restored reverts review revis rollback
    rolled sampl sandbox scenario schedul scratch. season seat. semest seminar session. shadow shared side-by-side sister sketch snapshot
    spare. spring. stag stale standalone standby substitut suggest summer superse suspended. switched sync tempor tenant today. tomorrow
    train travel trial trimest trust. tutor uat. uncommit undo. unless unpubl unreleas until unverif upcoming validat version viewing
    virtual void voted was. were. what-if will. window. winter workshop year. years. yesterday yet. zone.
    """,
    "de": """
    abgestimmt abgleich abnahm abweich aktuell altbestand altdaten alte. alten. altsystem ander ausgabe auslieferung ausnahm außer. beantrag
    behelf beispiel beschlossen bisher bücherei derzeit eigene eingefror entwickl entwurf erprob ersatz erst. fassung ferien filial freigab
    freigeg fremd frühling gast. geerbt gelten. geplant gesperrt gestern gilt. hauptbibl haupthaus herbst inaktiv integrations jahr kandidat
    klausur konsolid konsort kopie künftig labor. landes letzt mandant migrat muster mutter nachtrag noch. notbetrieb notfall parallel
    phase. pilot. pilotb pilotphase probe prüf qualität quartal referenz regional sandkasten schatten schreibschutz schul seit. sicherung
    simul sitzung sommer sperre. spiegel spielwiese stadtbücher stand. standardwert stichtag temporär test trocken umgebung umstell umzug
    veraltet verbund vererb vergleich vertretung vorab vorführ vorgabe vorig vorläuf vorprod vorschau vorschlag vorübergeh wartend wartung
    werkstatt werkszustand wiederher winter zentralbib zentrale. zukunft zukünft zurzeit zweigstelle. zwischenstand übergang übernommen
    überschrieb übung
    """,
    "fr": """
    actuel ancien annex. annuel antenne aperçu applicab archiv atelier attente automne brouillon clonag clone clôtur comme comparai congel
    congés copie copié défaut dégrad démo. démonst désormais développ essai exception exemple exercic fictif figé filial formation gel. hier
    hiver homolog hérit imperson intégr invité jeu. jeux. jusqu maquette membre miroir modifié modèle médiath navidad partag partenaire
    pilote. printemps prochain projet propos provisoire pré-prod précédent préprod prévis prévu qualif recette rejoué relecture remplac
    rentrée repli. repris restaur référenc région réplique répétition réseau révis saison sauvegard secours session. site. soumis surcharg
    synchro temporaire travaux tutel validation valider veille verrou version vigueur voici voisin voté ébauche édition épreuve été.
    """,
    "es": """
    aceptaci actual adiestr anterior antigu aplica. arenero bloque borrador calidad capacit clon comisi comparaci congel consorc contingen
    copia curso defecto desarroll edici ejemplo ensay entren especial espejo filial formaci futur hasta hered histór homolog impersonaci
    instantán integraci invierno invitad laborat lectura. mantenim maqueta migraci modificad modo. muestra navidad oficial otoño otra.
    otras. otro. otros. paralel pasad pendient piloto plantilla pre- pre. predetermin previ primavera propuest provinc provis prueb próxim
    red. referenc respald restaur revisi réplica sede simul sincron solicitado sombra sucurs sugerid suplant sustit temporal validaci verano
    versi vigen vigor vista. zona
    """,
    "it": """
    accettaz addestr altra. altre. altri. altro. ambient anteprim attesa attual autunn blocc bozz clonat collaud comunal confront consorz
    copia. corso. dimostr distacc edizi emergenz eredit esempio esercitaz esercizio estate. estiv fino. fittiz formazione gemell inverno
    istantan manutenz migrat migraz modello modificat ospit palestr polo. pre- preced predefinit propost prossim prova provvis ramo. replica
    rete. ripristin riserva specchi stagion storic sviluppo temporan vecchi vigente vigore
    """,
    "nl": """
    acceptat afgelop andere. beproev bevroren concept. consortium cursus eigen. fictie filiaal geblokkeerd gedeeld gekopieerd gepland
    gisteren goedkeur herfst herstel hoofdvest huidig komend lente moeder. netwerk nood. noodb oefen omgeving onderhoud ongedaan ontwikkel
    opgeschort opleiding otap oude. overgenomen overschr pilot. proef regio. repetit samenwerk schaduw sjabloon standaard. tijdelijk
    toekomst uitgave uitwijk vergelijk vergrendel vestiging. voorbeeld voorlopig voorstel voorvert vorig wacht. weergave. zandbak zomer
    zuster
    """,
}

#: Names of systems of libraries and of offices, and of languages, as single words in the head or foot of a site.
_NAMES = """
    absysnet adis adis/bms alemán aleph alexandria allemand alma anglais atriuum axiell biblionix bibliotheca bibliothecanext bluecloud
    carthame català cbs dansk decalog destiny deutsch discovery drupal duits dutch ebsco elastic encore engels englisch english espagnol
    español evergreen exlibris folio follett frans französisch français french german github gitlab google horizon inglese inglés innovative
    insignia italian italiano italien jira keycloak koha leganto libero liblime mandarin microsoft millennium moodle nederlands norsk oclc
    odoo orphée pica pmb polaris polski português primo quria rosetta salesforce sap sebina servicenow sierra sirsidynix sisis-sunrise
    soutron spagnolo spanisch spanish spydus suomi svenska symphony syracuse tedesco tind typo3 unicorn voyager vubis winbiap wise wms
    wordpress worldcat worldshare čeština
"""

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
DOUBTFUL = {language: sorted(words.split()) for language, words in _DOUBTFUL.items()}
NAMES = frozenset(_NAMES.casefold().split())
