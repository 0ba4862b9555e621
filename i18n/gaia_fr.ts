<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AccessTab</name>
    <message>
        <source>The record gives no address: read its overview, or ask its contacts.</source>
        <translation>La fiche ne donne aucune adresse : lisez son aperçu, ou demandez à ses contacts.</translation>
    </message>
    <message>
        <source>Show {n} more</source>
        <translation>Afficher {n} autres</translation>
    </message>
    <message>
        <source>What can be done with this dataset</source>
        <translation>Ce qu’on peut faire de ce jeu de données</translation>
    </message>
</context>
<context>
    <name>AddToMap</name>
    <message>
        <source>Add to map: {name}</source>
        <translation>Ajout à la carte : {name}</translation>
    </message>
</context>
<context>
    <name>AreaButton</name>
    <message>
        <source>Map extent</source>
        <translation>Étendue de la carte</translation>
    </message>
    <message>
        <source>map extent</source>
        <translation>étendue de la carte</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>partout</translation>
    </message>
    <message>
        <source>&amp;Anywhere</source>
        <translation>&amp;Partout</translation>
    </message>
    <message>
        <source>&amp;Map extent</source>
        <translation>&amp;Étendue de la carte</translation>
    </message>
    <message>
        <source>Draw a &amp;rectangle</source>
        <translation>Dessiner un &amp;rectangle</translation>
    </message>
    <message>
        <source>Draw a &amp;polygon</source>
        <translation>Dessiner un p&amp;olygone</translation>
    </message>
    <message>
        <source>&amp;Selected features of the active layer</source>
        <translation>Entités &amp;sélectionnées de la couche active</translation>
    </message>
    <message>
        <source>Extent of a &amp;layer</source>
        <translation>Étendue d’une &amp;couche</translation>
    </message>
    <message>
        <source>&amp;Coordinates…</source>
        <translation>Coor&amp;données…</translation>
    </message>
    <message>
        <source>&amp;Zoom to this area</source>
        <translation>&amp;Zoomer sur cette zone</translation>
    </message>
    <message>
        <source>Cl&amp;ear this area</source>
        <translation>E&amp;ffacer cette zone</translation>
    </message>
    <message>
        <source>Drawn rectangle</source>
        <translation>Rectangle dessiné</translation>
    </message>
    <message>
        <source>Drawn polygon</source>
        <translation>Polygone dessiné</translation>
    </message>
    <message>
        <source>What was drawn lies outside the map&apos;s coordinate system: draw it again.</source>
        <translation>Le dessin sort du domaine du système de coordonnées de la carte : recommencez.</translation>
    </message>
    <message>
        <source>Selection of {layer}</source>
        <translation>Sélection de {layer}</translation>
    </message>
    <message>
        <source>The selected features have no usable geometry: select others.</source>
        <translation>Les entités sélectionnées n’ont pas de géométrie utilisable : choisissez-en d’autres.</translation>
    </message>
    <message>
        <source>The layer {layer} has no extent: choose another.</source>
        <translation>La couche {layer} n’a pas d’étendue : choisissez-en une autre.</translation>
    </message>
    <message>
        <source>Where:</source>
        <translation>Où :</translation>
    </message>
</context>
<context>
    <name>AreaDialog</name>
    <message>
        <source>Degrees of longitude and latitude (WGS 84). Four numbers can be pasted at once.</source>
        <translation>Degrés de longitude et de latitude (WGS 84). On peut coller les quatre nombres à la fois.</translation>
    </message>
    <message>
        <source>Each of the four must be a number of degrees, such as 5.25 or -4.5.</source>
        <translation>Chacun des quatre doit être un nombre de degrés, comme 5,25 ou -4,5.</translation>
    </message>
    <message>
        <source>Longitudes go from -180 to 180.</source>
        <translation>Les longitudes vont de -180 à 180.</translation>
    </message>
    <message>
        <source>Latitudes go from -90 to 90.</source>
        <translation>Les latitudes vont de -90 à 90.</translation>
    </message>
    <message>
        <source>The south must be below the north.</source>
        <translation>Le sud doit être au-dessous du nord.</translation>
    </message>
    <message>
        <source>West and east must differ.</source>
        <translation>L’ouest et l’est doivent différer.</translation>
    </message>
    <message>
        <source>{box}: the area crosses the antimeridian.</source>
        <translation>{box} : la zone franchit l’antiméridien.</translation>
    </message>
    <message>
        <source>Search area</source>
        <translation>Zone de recherche</translation>
    </message>
    <message>
        <source>&amp;North</source>
        <translation>&amp;Nord</translation>
    </message>
    <message>
        <source>-90 to 90</source>
        <translation>-90 à 90</translation>
    </message>
    <message>
        <source>&amp;West</source>
        <translation>&amp;Ouest</translation>
    </message>
    <message>
        <source>-180 to 180</source>
        <translation>-180 à 180</translation>
    </message>
    <message>
        <source>&amp;East</source>
        <translation>&amp;Est</translation>
    </message>
    <message>
        <source>&amp;South</source>
        <translation>&amp;Sud</translation>
    </message>
</context>
<context>
    <name>AssetDialog</name>
    <message>
        <source>{n} granules: the chosen files of each are downloaded.</source>
        <translation>{n} granules : les fichiers choisis de chacun seront téléchargés.</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>&amp;Télécharger</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>au moins</translation>
    </message>
    <message>
        <source>Folder for downloads</source>
        <translation>Dossier des téléchargements</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>Files to download</source>
        <translation>Fichiers à télécharger</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Dossier</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Choisir un dossier</translation>
    </message>
    <message>
        <source>Add to the &amp;project when done</source>
        <translation>Ajouter au &amp;projet une fois téléchargé</translation>
    </message>
</context>
<context>
    <name>CatalogDialog</name>
    <message>
        <source>Catalogues</source>
        <translation>Catalogues</translation>
    </message>
    <message>
        <source>Filter the catalogues</source>
        <translation>Filtrer les catalogues</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Nouveau</translation>
    </message>
    <message>
        <source>Empty the form, to add another catalogue</source>
        <translation>Vider le formulaire, pour ajouter un autre catalogue</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <source>&amp;From…</source>
        <translation>&amp;Depuis…</translation>
    </message>
    <message>
        <source>From a file or from QGIS&apos;s connections, or to a file</source>
        <translation>Depuis un fichier ou les connexions de QGIS, ou vers un fichier</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>Paste the address of a catalogue or a map service</source>
        <translation>Collez l’adresse d’un catalogue ou d’un service cartographique</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Tester</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>Arrê&amp;ter</translation>
    </message>
    <message>
        <source>Na&amp;me</source>
        <translation>No&amp;m</translation>
    </message>
    <message>
        <source>&amp;Protocol</source>
        <translation>&amp;Protocole</translation>
    </message>
    <message>
        <source>&amp;Group</source>
        <translation>&amp;Groupe</translation>
    </message>
    <message>
        <source>&amp;Identifier</source>
        <translation>&amp;Identifiant</translation>
    </message>
    <message>
        <source>Letters, digits, points, hyphens and underscores; names the catalogue in saved searches and projects</source>
        <translation>Lettres, chiffres, points, tirets et soulignés ; désigne le catalogue dans les recherches et les projets enregistrés</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>À déterminer</translation>
    </message>
    <message>
        <source>Your catalogues</source>
        <translation>Vos catalogues</translation>
    </message>
    <message>
        <source>Catalogues of the plugin</source>
        <translation>Catalogues de l’extension</translation>
    </message>
    <message>
        <source>{title} (corrected)</source>
        <translation>{title} (corrigé)</translation>
    </message>
    <message>
        <source>Add a catalogue: paste its address and test it.</source>
        <translation>Ajouter un catalogue : collez son adresse et testez-la.</translation>
    </message>
    <message>
        <source>A catalogue of the plugin. Where its address has moved, correct it here.</source>
        <translation>Un catalogue de l’extension. Si son adresse a changé, corrigez-la ici.</translation>
    </message>
    <message>
        <source>One of your catalogues.</source>
        <translation>L’un de vos catalogues.</translation>
    </message>
    <message>
        <source>Test the address first, or choose its protocol.</source>
        <translation>Testez d’abord l’adresse, ou choisissez son protocole.</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Donnez-lui un nom.</translation>
    </message>
    <message>
        <source>The identifier takes letters, digits, points, hyphens and underscores.</source>
        <translation>L’identifiant accepte lettres, chiffres, points, tirets et soulignés.</translation>
    </message>
    <message>
        <source>Another catalogue has this identifier already.</source>
        <translation>Un autre catalogue a déjà cet identifiant.</translation>
    </message>
    <message>
        <source>It is in the list already: {title}.</source>
        <translation>Il est déjà dans la liste : {title}.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Arrêté.</translation>
    </message>
    <message>
        <source>Asking {host}…</source>
        <translation>{host} est interrogé…</translation>
    </message>
    <message>
        <source>Testing a catalogue</source>
        <translation>Test d’un catalogue</translation>
    </message>
    <message>
        <source>“{title}” is saved and ticked in the sources.</source>
        <translation>« {title} » est enregistré et coché dans les sources.</translation>
    </message>
    <message>
        <source>It is as the plugin has it again.</source>
        <translation>Il est de nouveau tel que l’extension le fournit.</translation>
    </message>
    <message>
        <source>The address holds a password or a key, which this file would show: leave it out.</source>
        <translation>L’adresse contient un mot de passe ou une clé, que ce fichier montrerait : enlevez-les.</translation>
    </message>
    <message>
        <source>To keep it all the same, choose its protocol.</source>
        <translation>Pour le garder malgré tout, choisissez son protocole.</translation>
    </message>
    <message>
        <source>{title} (moved)</source>
        <translation>{title} (déplacé)</translation>
    </message>
    <message>
        <source>A service that is closed.</source>
        <translation>Un service fermé.</translation>
    </message>
    <message>
        <source>The plugin has it at {address}</source>
        <translation>L'extension l'a à l'adresse {address}</translation>
    </message>
</context>
<context>
    <name>CatalogExchange</name>
    <message>
        <source>&amp;Import from a file…</source>
        <translation>&amp;Importer depuis un fichier…</translation>
    </message>
    <message>
        <source>&amp;Export yours to a file…</source>
        <translation>&amp;Exporter les vôtres vers un fichier…</translation>
    </message>
    <message>
        <source>From &amp;QGIS connections</source>
        <translation>Depuis les connexions de &amp;QGIS</translation>
    </message>
    <message>
        <source>{name} ({where})</source>
        <translation>{name} ({where})</translation>
    </message>
    <message>
        <source>None that is not here already</source>
        <translation>Aucune qui ne soit déjà ici</translation>
    </message>
    <message>
        <source>&amp;Corrections of addresses…</source>
        <translation>&amp;Corrections d'adresses…</translation>
    </message>
    <message>
        <source>Import catalogues</source>
        <translation>Importer des catalogues</translation>
    </message>
    <message>
        <source>Export your catalogues</source>
        <translation>Exporter vos catalogues</translation>
    </message>
    <message>
        <source>{n} catalogues written to {file}.</source>
        <translation>{n} catalogues écrits dans {file}.</translation>
    </message>
    <message>
        <source>Catalogues</source>
        <translation>Catalogues</translation>
    </message>
</context>
<context>
    <name>CiteTab</name>
    <message>
        <source>The provider&apos;s own words.</source>
        <translation>Citation donnée par le fournisseur.</translation>
    </message>
    <message>
        <source>Made from the record, which gives no citation.</source>
        <translation>Composée d’après la fiche, qui ne donne pas de citation.</translation>
    </message>
    <message>
        <source>Citation</source>
        <translation>Citation</translation>
    </message>
    <message>
        <source>Made from the record, which has no citation nor DOI: ask its contacts before publishing.</source>
        <translation>Composée d’après la fiche, qui n’a ni citation ni DOI : consultez ses contacts avant de publier.</translation>
    </message>
    <message>
        <source>Copy the citation</source>
        <translation>Copier la citation</translation>
    </message>
    <message>
        <source>Copy the DOI</source>
        <translation>Copier le DOI</translation>
    </message>
</context>
<context>
    <name>Compartments</name>
    <message>
        <source>Demonstration</source>
        <translation>Démonstration</translation>
    </message>
    <message>
        <source>Atmosphere</source>
        <translation>Atmosphère</translation>
    </message>
    <message>
        <source>Ocean</source>
        <translation>Océan</translation>
    </message>
    <message>
        <source>Land surfaces</source>
        <translation>Surfaces continentales</translation>
    </message>
    <message>
        <source>Solid Earth</source>
        <translation>Terre solide</translation>
    </message>
    <message>
        <source>Biodiversity</source>
        <translation>Biodiversité</translation>
    </message>
    <message>
        <source>Climate</source>
        <translation>Climat</translation>
    </message>
    <message>
        <source>Several compartments</source>
        <translation>Plusieurs compartiments</translation>
    </message>
    <message>
        <source>Closed services</source>
        <translation>Services fermés</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>The record has no footprint to show on the map.</source>
        <translation>La fiche n’a pas d’emprise à montrer sur la carte.</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>The record gives nothing that a map can show</source>
        <translation>La fiche ne donne rien qu’une carte puisse montrer</translation>
    </message>
    <message>
        <source>Choose granules in the Granules tab</source>
        <translation>Choisissez des granules dans l’onglet Granules</translation>
    </message>
    <message>
        <source>The record gives no file</source>
        <translation>La fiche ne donne aucun fichier</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>Trouvé dans</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>DOI</source>
        <translation>DOI</translation>
    </message>
    <message>
        <source>Cloud cover</source>
        <translation>Couverture nuageuse</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Mis à jour</translation>
    </message>
    <message>
        <source>Projection</source>
        <translation>Projection</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>No footprint in the record</source>
        <translation>La fiche n’a pas d’emprise</translation>
    </message>
    <message>
        <source>not stated: ask the provider before use</source>
        <translation>non indiquée : demandez au fournisseur avant usage</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>Généalogie</translation>
    </message>
    <message>
        <source>Conditions of use</source>
        <translation>Conditions d’utilisation</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Contacts</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Mots-clés</translation>
    </message>
    <message>
        <source>Related</source>
        <translation>Voir aussi</translation>
    </message>
    <message>
        <source>Details of the selected dataset</source>
        <translation>Détails du jeu de données sélectionné</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Aperçu</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Accès</translation>
    </message>
    <message>
        <source>Granules</source>
        <translation>Granules</translation>
    </message>
    <message>
        <source>Cite</source>
        <translation>Citer</translation>
    </message>
    <message>
        <source>Show this dataset on the map</source>
        <translation>Montrer ce jeu de données sur la carte</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Show the granules</source>
        <translation>Voir les granules</translation>
    </message>
    <message>
        <source>Add to map</source>
        <translation>Ajouter à la carte</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>Jeux de données</translation>
    </message>
    <message>
        <source>Part of</source>
        <translation>Fait partie de</translation>
    </message>
    <message>
        <source>Datasets of this study ({n})</source>
        <translation>Jeux de données de cette étude ({n})</translation>
    </message>
    <message>
        <source>Its parts ({n})</source>
        <translation>Ses parties ({n})</translation>
    </message>
    <message>
        <source>… and others: the tab “{tab}” lists them.</source>
        <translation>… et d'autres : l'onglet « {tab} » les montre.</translation>
    </message>
    <message>
        <source>Show the datasets</source>
        <translation>Montrer les jeux de données</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annuler</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>Download {name}</source>
        <translation>Téléchargement de {name}</translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <source>No source is chosen: open Sources and tick at least one.</source>
        <translation>Aucune source n’est choisie : ouvrez Sources et cochez-en au moins une.</translation>
    </message>
    <message>
        <source>Type some words, or nothing, and press Enter.</source>
        <translation>Tapez quelques mots, ou rien, puis Entrée.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Recherche en cours…</translation>
    </message>
    <message>
        <source>No source could be searched:</source>
        <translation>Aucune source n’a pu être interrogée :</translation>
    </message>
    <message>
        <source>The search was cancelled.</source>
        <translation>La recherche a été annulée.</translation>
    </message>
    <message>
        <source>the words “{text}”</source>
        <translation>les mots « {text} »</translation>
    </message>
    <message>
        <source>the area “{area}”</source>
        <translation>la zone « {area} »</translation>
    </message>
    <message>
        <source>the period “{period}”</source>
        <translation>la période « {period} »</translation>
    </message>
    <message>
        <source>The chosen sources hold nothing.</source>
        <translation>Les sources choisies sont vides.</translation>
    </message>
    <message>
        <source>Nothing was found for {limits}.

Try fewer words, or lift one of these.</source>
        <translation>Rien n’a été trouvé pour {limits}.

Essayez moins de mots, ou levez l’une de ces limites.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> et </translation>
    </message>
    <message>
        <source>Some sources failed: see the line above.</source>
        <translation>Certaines sources ont échoué : voyez la ligne ci-dessus.</translation>
    </message>
    <message>
        <source>This is a demonstration with synthetic values: it needs no network.</source>
        <translation>Ceci est une démonstration aux valeurs synthétiques : elle se passe de réseau.</translation>
    </message>
    <message>
        <source>Type a word (snow, ocean…) or nothing, and press Enter.</source>
        <translation>Tapez un mot (neige, océan…) ou rien, puis Entrée.</translation>
    </message>
    <message>
        <source>To search the real services, tick them in Sources.</source>
        <translation>Pour interroger les vrais services, cochez-les dans Sources.</translation>
    </message>
    <message>
        <source>The line above opens the whole list.</source>
        <translation>La ligne du dessus ouvre la liste entière.</translation>
    </message>
    <message>
        <source>Without a network, the demonstration still works.</source>
        <translation>Sans réseau, la démonstration fonctionne toujours.</translation>
    </message>
    <message>
        <source>{n} sources will be asked: choose among them in Sources.</source>
        <translation>{n} sources seront interrogées : choisissez parmi elles dans Sources.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Something failed at {host}.</source>
        <translation>Quelque chose a échoué chez {host}.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <source>{host} was not found: check the address, your network and your proxy.</source>
        <translation>{host} est introuvable : vérifiez l’adresse, votre réseau et votre proxy.</translation>
    </message>
    <message>
        <source>{host} refused the connection: the service may be down; try again later.</source>
        <translation>{host} refuse la connexion : le service est peut-être arrêté ; réessayez plus tard.</translation>
    </message>
    <message>
        <source>The connection to {host} was lost: try again.</source>
        <translation>La connexion à {host} a été perdue : réessayez.</translation>
    </message>
    <message>
        <source>{host} did not answer in {seconds:g} s: try again, or search a smaller area or period.</source>
        <translation>{host} n’a pas répondu en {seconds:g} s : réessayez, ou réduisez la zone ou la période.</translation>
    </message>
    <message>
        <source>{host} is not working at the moment (HTTP {status}): try again later.</source>
        <translation>{host} ne fonctionne pas en ce moment (HTTP {status}) : réessayez plus tard.</translation>
    </message>
    <message>
        <source>{host} asks for fewer requests (HTTP {status}): wait a moment and try again.</source>
        <translation>{host} demande moins de requêtes (HTTP {status}) : attendez un moment et réessayez.</translation>
    </message>
    <message>
        <source>{host} asks you to sign in (HTTP {status}).</source>
        <translation>{host} vous demande de vous identifier (HTTP {status}).</translation>
    </message>
    <message>
        <source>{host} opens files to those who are signed in: sign in to {service} first.</source>
        <translation>{host} ouvre ses fichiers aux personnes identifiées : identifiez-vous d’abord auprès de {service}.</translation>
    </message>
    <message>
        <source>{host} needs an API key of {service}: make one in your account there.</source>
        <translation>{host} demande une clé d'API de {service} : créez-en une dans votre compte là-bas.</translation>
    </message>
    <message>
        <source>{host} does not give you access to this (HTTP {status}): ask its provider for the right.</source>
        <translation>{host} ne vous donne pas accès à cette ressource (HTTP {status}) : demandez ce droit à son fournisseur.</translation>
    </message>
    <message>
        <source>{host} asks you to accept a licence first.</source>
        <translation>{host} vous demande d’accepter d’abord une licence.</translation>
    </message>
    <message>
        <source>Your download quota at {host} is used up: try again later.</source>
        <translation>Votre quota de téléchargement chez {host} est épuisé : réessayez plus tard.</translation>
    </message>
    <message>
        <source>{host} no longer has what was asked for (HTTP {status}).</source>
        <translation>{host} n’a plus ce qui est demandé (HTTP {status}).</translation>
    </message>
    <message>
        <source>{host} refused the request: {detail}</source>
        <translation>{host} a refusé la requête : {detail}</translation>
    </message>
    <message>
        <source>This product is stored off line at {host}: it must be ordered first.</source>
        <translation>Ce produit est archivé hors ligne chez {host} : il faut d’abord le commander.</translation>
    </message>
    <message>
        <source>This product is not on line at {host} yet: it is looked for again in {minutes:g} min.</source>
        <translation>Ce produit n’est pas encore en ligne chez {host} : nouvel essai dans {minutes:g} min.</translation>
    </message>
    <message>
        <source>{host} sent an answer that cannot be read: {detail}</source>
        <translation>{host} a envoyé une réponse illisible : {detail}</translation>
    </message>
    <message>
        <source>{host} sent more than {limit_mb:g} MB: narrow the search.</source>
        <translation>{host} a envoyé plus de {limit_mb:g} Mo : restreignez la recherche.</translation>
    </message>
    <message>
        <source>{host} redirects without end: its address may have changed.</source>
        <translation>{host} redirige sans fin : son adresse a peut-être changé.</translation>
    </message>
    <message>
        <source>This kind of link cannot be opened: {detail}</source>
        <translation>Ce type de lien ne peut pas être ouvert : {detail}</translation>
    </message>
    <message>
        <source>The download from {host} failed.</source>
        <translation>Le téléchargement depuis {host} a échoué.</translation>
    </message>
    <message>
        <source>The download from {host} stopped at {received} of {expected} bytes: start it again.</source>
        <translation>Le téléchargement depuis {host} s’est arrêté à {received} octets sur {expected} : relancez-le.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {detail}</source>
        <translation>Impossible d’écrire {path} : {detail}</translation>
    </message>
    <message>
        <source>{name} from {host} is not what its provider announced ({algorithm} differs): it was not kept.</source>
        <translation>{name}, reçu de {host}, n’est pas ce que son fournisseur annonçait (la somme {algorithm} diffère) : le fichier n’a pas été gardé.</translation>
    </message>
    <message>
        <source>{name} from {host} has {received} bytes and not the {expected} that were announced: it was not kept.</source>
        <translation>{name}, reçu de {host}, a {received} octets et non les {expected} annoncés : le fichier n’a pas été gardé.</translation>
    </message>
    <message>
        <source>{host} has a certificate that is not trusted: ask its owner, or add it in QGIS&apos;s options.</source>
        <translation>Le certificat de {host} n’est pas reconnu : demandez à son propriétaire, ou ajoutez-le dans les options de QGIS.</translation>
    </message>
    <message>
        <source>{host} refused your key of {service}: it may have expired; make a new one in your account.</source>
        <translation>{host} a refusé votre clé de {service} : elle a peut-être expiré ; créez-en une autre dans votre compte.</translation>
    </message>
    <message>
        <source>Your sign-in at {host} has ended: sign in again.</source>
        <translation>Votre connexion à {host} a pris fin : connectez-vous à nouveau.</translation>
    </message>
    <message>
        <source>{host} is open to members of {service}: ask your organisation&apos;s contact person for the right.</source>
        <translation>{host} est réservé aux membres de {service} : demandez le droit d'accès au référent de votre organisme.</translation>
    </message>
    <message>
        <source>{host} has not validated your profile yet: complete it in your account there, or wait.</source>
        <translation>{host} n'a pas encore validé votre profil : complétez-le dans votre compte là-bas, ou patientez.</translation>
    </message>
    <message>
        <source>Your download quota at {host} is used up until {until:%Y-%m-%d %H:%M}.</source>
        <translation>Votre quota de téléchargement chez {host} est épuisé jusqu'au {until:%Y-%m-%d %H:%M}.</translation>
    </message>
    <message>
        <source>{host} refused the sign-in: {detail}</source>
        <translation>{host} a refusé la connexion : {detail}</translation>
    </message>
    <message>
        <source>The sign-in at {host} was refused in the browser: nothing has changed.</source>
        <translation>La connexion à {host} a été refusée dans le navigateur : rien n'a changé.</translation>
    </message>
    <message>
        <source>The sign-in at {host} was not finished within {minutes:g} min: start it again.</source>
        <translation>La connexion à {host} n'a pas été terminée en {minutes:g} min : recommencez-la.</translation>
    </message>
    <message>
        <source>No port of this computer is free for the answer of {host}: sign in with a code instead.</source>
        <translation>Aucun port de cet ordinateur n'est libre pour la réponse de {host} : connectez-vous plutôt avec un code.</translation>
    </message>
    <message>
        <source>No browser could be opened for {host}: sign in with a code instead.</source>
        <translation>Aucun navigateur n'a pu être ouvert pour {host} : connectez-vous plutôt avec un code.</translation>
    </message>
    <message>
        <source>The code for {host} has expired: ask for a new one.</source>
        <translation>Le code pour {host} a expiré : demandez-en un autre.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is {minutes:g} min off that of {host}: set it, then sign in again.</source>
        <translation>L'horloge de cet ordinateur est décalée de {minutes:g} min par rapport à celle de {host} : réglez-la, puis reconnectez-vous.</translation>
    </message>
    <message>
        <source>An answer that claims to be of {host} was refused ({detail}): start the sign-in again.</source>
        <translation>Une réponse qui se dit de {host} a été refusée ({detail}) : recommencez la connexion.</translation>
    </message>
    <message>
        <source>Signing in at {host} is not possible: {detail}</source>
        <translation>La connexion à {host} n'est pas possible : {detail}</translation>
    </message>
    <message>
        <source>Your sign-ins cannot be kept on this computer: {detail}</source>
        <translation>Vos connexions ne peuvent pas être gardées sur cet ordinateur : {detail}</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>from</source>
        <translation>de</translation>
    </message>
    <message>
        <source>to</source>
        <translation>à</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>any</source>
        <translation>tous</translation>
    </message>
    <message>
        <source>A whole word; * stands for any letters</source>
        <translation>Un mot entier ; * vaut n’importe quelles lettres</translation>
    </message>
</context>
<context>
    <name>FiltersButton</name>
    <message>
        <source>Filters ({n})</source>
        <translation>Filtres ({n})</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
</context>
<context>
    <name>FiltersPopup</name>
    <message>
        <source>Filters on the granules</source>
        <translation>Filtres sur les granules</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
</context>
<context>
    <name>Footprints</name>
    <message>
        <source>One colour a catalogue</source>
        <translation>Une couleur par catalogue</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Autre</translation>
    </message>
    <message>
        <source>GAIA Data: results</source>
        <translation>GAIA Data : résultats</translation>
    </message>
    <message>
        <source>GAIA Data: granules</source>
        <translation>GAIA Data : granules</translation>
    </message>
    <message>
        <source>Saving the footprints</source>
        <translation>Enregistrement des emprises</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>E</source>
        <translation>E</translation>
    </message>
    <message>
        <source>W</source>
        <translation>O</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
</context>
<context>
    <name>Found</name>
    <message>
        <source>This is an OAI-PMH service, which is made for harvesting and cannot be searched: ask its provider for a CSW or a STAC catalogue.</source>
        <translation>C’est un service OAI-PMH, fait pour le moissonnage et qui ne peut pas être interrogé : demandez à son fournisseur un CSW ou un catalogue STAC.</translation>
    </message>
    <message>
        <source>This is the metadata of one dataset and not a catalogue: paste the address of the catalogue that it comes from.</source>
        <translation>Ce sont les métadonnées d’un seul jeu de données et non un catalogue : collez l’adresse du catalogue d’où elles viennent.</translation>
    </message>
    <message>
        <source>This is an ArcGIS server and not a catalogue: add it with QGIS&apos;s Data Source Manager.</source>
        <translation>C’est un serveur ArcGIS et non un catalogue : ajoutez-le avec le gestionnaire de sources de données de QGIS.</translation>
    </message>
    <message>
        <source>This is an OpenSearch service whose answers are web pages: the plugin cannot read them.</source>
        <translation>C’est un service OpenSearch dont les réponses sont des pages web : l’extension ne peut pas les lire.</translation>
    </message>
    <message>
        <source>This is a GeoNetwork whose search did not answer: paste the address of its CSW.</source>
        <translation>C’est un GeoNetwork dont la recherche n’a pas répondu : collez l’adresse de son CSW.</translation>
    </message>
    <message>
        <source>STAC API</source>
        <translation>API STAC</translation>
    </message>
    <message>
        <source>static STAC catalogue</source>
        <translation>catalogue STAC statique</translation>
    </message>
    <message>
        <source>Found: {kind}, “{title}”.</source>
        <translation>Trouvé : {kind}, « {title} ».</translation>
    </message>
    <message>
        <source>At least {datasets}.</source>
        <translation>Au moins {datasets}.</translation>
    </message>
    <message>
        <source>But it could not be searched: {sentence}</source>
        <translation>Mais il n’a pas pu être interrogé : {sentence}</translation>
    </message>
    <message>
        <source>properties such as cloud cover</source>
        <translation>propriétés comme la couverture nuageuse</translation>
    </message>
    <message>
        <source>Its server filters nothing: the plugin does.</source>
        <translation>Son serveur ne filtre rien : l’extension s’en charge.</translation>
    </message>
    <message>
        <source>Its server filters by {filters}.</source>
        <translation>Son serveur filtre par {filters}.</translation>
    </message>
    <message>
        <source>{added} added, {replaced} corrected.</source>
        <translation>{added} ajoutés, {replaced} corrigés.</translation>
    </message>
    <message>
        <source>{n} could not be used.</source>
        <translation>{n} n’ont pas pu être utilisés.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Recognised: {kinds}, or the map services {services}.</source>
        <translation>Reconnus : {kinds}, ou les services de carte {services}.</translation>
    </message>
    <message>
        <source>There is nothing at this address (HTTP {status}): check it.</source>
        <translation>Il n'y a rien à cette adresse (HTTP {status}) : vérifiez-la.</translation>
    </message>
    <message>
        <source>{host} wants a key or an account (HTTP {status}).</source>
        <translation>{host} demande une clé ou un compte (HTTP {status}).</translation>
    </message>
    <message>
        <source>Also there: {kinds}. Choose one as the protocol to take it.</source>
        <translation>Il y a aussi : {kinds}. Choisissez-en un comme protocole pour le prendre.</translation>
    </message>
</context>
<context>
    <name>GaiaPlugin</name>
    <message>
        <source>Search the Earth-system data of Data Terra</source>
        <translation>Chercher les données du système Terre de Data Terra</translation>
    </message>
</context>
<context>
    <name>GranuleCard</name>
    <message>
        <source>Details of the selected granule</source>
        <translation>Détails du granule choisi</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Accès</translation>
    </message>
</context>
<context>
    <name>GranulesTab</name>
    <message>
        <source>Searching…</source>
        <translation>Recherche en cours…</translation>
    </message>
    <message>
        <source>No granule here: clear the box below, or search a larger area or period.</source>
        <translation>Aucun granule ici : décochez la case ci-dessous, ou élargissez la zone ou la période.</translation>
    </message>
    <message>
        <source>{n} of {total} granules: scroll for more.</source>
        <translation>{n} granules sur {total} : faites défiler pour voir la suite.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Granules</source>
        <translation>Granules</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Add to map</source>
        <translation>Ajouter à la carte</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Télécharger…</translation>
    </message>
    <message>
        <source>Only in the searched area and period</source>
        <translation>Dans la zone et la période cherchées</translation>
    </message>
    <message>
        <source>No granule matches: lift a filter, or search a larger area or period.</source>
        <translation>Aucun granule ne correspond : levez un filtre, ou cherchez une zone ou une période plus large.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Show the properties and files of the selected granule</source>
        <translation>Montrer les propriétés et les fichiers du granule choisi</translation>
    </message>
    <message>
        <source>Zoom to the selected granules</source>
        <translation>Zoomer sur les granules choisis</translation>
    </message>
</context>
<context>
    <name>GranulesTable</name>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Granule</source>
        <translation>Granule</translation>
    </message>
    <message>
        <source>Clouds</source>
        <translation>Nuages</translation>
    </message>
</context>
<context>
    <name>LayerDialog</name>
    <message>
        <source>The record of “{dataset}” doesn't name its layer, and the service has several:</source>
        <translation>La fiche « {dataset} » ne nomme pas sa couche, et le service en a plusieurs :</translation>
    </message>
    <message>
        <source>Which layer?</source>
        <translation>Quelle couche ?</translation>
    </message>
    <message>
        <source>Filter the layers</source>
        <translation>Filtrer les couches</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Couches</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>See on the map</source>
        <translation>Voir sur la carte</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>Search inside</source>
        <translation>Chercher dedans</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Commander</translation>
    </message>
    <message>
        <source>Other services</source>
        <translation>Autres services</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lire</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Granules</source>
        <translation>Granules</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Licence: {name}</source>
        <translation>Licence : {name}</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>How to cite it</source>
        <translation>Comment le citer</translation>
    </message>
    <message>
        <source>Publication</source>
        <translation>Publication</translation>
    </message>
    <message>
        <source>About it</source>
        <translation>À son sujet</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Documentation</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>D’où il vient</translation>
    </message>
    <message>
        <source>What it was made from</source>
        <translation>Ce dont il est issu</translation>
    </message>
    <message>
        <source>The original record</source>
        <translation>La fiche d’origine</translation>
    </message>
    <message>
        <source>The record&apos;s page</source>
        <translation>La page de la fiche</translation>
    </message>
    <message>
        <source>The record (STAC)</source>
        <translation>La fiche (STAC)</translation>
    </message>
    <message>
        <source>Its granules (STAC)</source>
        <translation>Ses granules (STAC)</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Métadonnées</translation>
    </message>
    <message>
        <source>Small picture</source>
        <translation>Vignette</translation>
    </message>
    <message>
        <source>Overview picture</source>
        <translation>Image d’aperçu</translation>
    </message>
    <message>
        <source>Page to read</source>
        <translation>Page à lire</translation>
    </message>
    <message>
        <source>Order form</source>
        <translation>Formulaire de commande</translation>
    </message>
    <message>
        <source>Its granules (OpenSearch)</source>
        <translation>Ses granules (OpenSearch)</translation>
    </message>
</context>
<context>
    <name>Offline</name>
    <message>
        <source>No network: searching the demonstration and what is on this machine.</source>
        <translation>Pas de réseau : la recherche porte sur la démonstration et ce qui est sur cette machine.</translation>
    </message>
    <message>
        <source>1 source not asked</source>
        <translation>1 source non interrogée</translation>
    </message>
    <message>
        <source>{n} sources not asked</source>
        <translation>{n} sources non interrogées</translation>
    </message>
    <message>
        <source>1 source not reached</source>
        <translation>1 source injoignable</translation>
    </message>
    <message>
        <source>{n} sources not reached</source>
        <translation>{n} sources injoignables</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>pas de réseau</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>More actions on the results</source>
        <translation>Autres actions sur les résultats</translation>
    </message>
    <message>
        <source>&amp;Save the footprints…</source>
        <translation>&amp;Enregistrer les emprises…</translation>
    </message>
    <message>
        <source>&amp;Zoom to the results</source>
        <translation>&amp;Zoomer sur les résultats</translation>
    </message>
    <message>
        <source>&amp;Clear the results</source>
        <translation>E&amp;ffacer les résultats</translation>
    </message>
    <message>
        <source>&amp;Relevance</source>
        <translation>&amp;Pertinence</translation>
    </message>
    <message>
        <source>&amp;Date, latest first</source>
        <translation>&amp;Date, du plus récent au plus ancien</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Titre</translation>
    </message>
    <message>
        <source>&amp;Provider</source>
        <translation>&amp;Fournisseur</translation>
    </message>
    <message>
        <source>No search yet</source>
        <translation>Aucune recherche pour l’instant</translation>
    </message>
    <message>
        <source>Show how each source fares</source>
        <translation>Montrer où en est chaque source</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>Trier</translation>
    </message>
    <message>
        <source>Sort the results</source>
        <translation>Trier les résultats</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Résultats</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Recherche en cours…</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulée</translation>
    </message>
    <message>
        <source>Only those without &amp;footprint</source>
        <translation>Seulement ceux sans &amp;emprise</translation>
    </message>
</context>
<context>
    <name>PeriodButton</name>
    <message>
        <source>any time</source>
        <translation>toutes dates</translation>
    </message>
    <message>
        <source>When:</source>
        <translation>Quand :</translation>
    </message>
</context>
<context>
    <name>PeriodPopup</name>
    <message>
        <source>Any time</source>
        <translation>Toutes dates</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Le mois dernier</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>L’an dernier</translation>
    </message>
    <message>
        <source>Since 2020</source>
        <translation>Depuis 2020</translation>
    </message>
    <message>
        <source>The period ends before it starts.</source>
        <translation>La période se termine avant de commencer.</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Du</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Premier jour</translation>
    </message>
    <message>
        <source>&amp;open</source>
        <translation>&amp;ouvert</translation>
    </message>
    <message>
        <source>No earliest date</source>
        <translation>Sans date de début</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Au</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Dernier jour</translation>
    </message>
    <message>
        <source>o&amp;pen</source>
        <translation>ou&amp;vert</translation>
    </message>
    <message>
        <source>No latest date</source>
        <translation>Sans date de fin</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Terminé</translation>
    </message>
</context>
<context>
    <name>Properties</name>
    <message>
        <source>cloud cover</source>
        <translation>couverture nuageuse</translation>
    </message>
    <message>
        <source>snow cover</source>
        <translation>couverture neigeuse</translation>
    </message>
    <message>
        <source>platform</source>
        <translation>plateforme</translation>
    </message>
    <message>
        <source>constellation</source>
        <translation>constellation</translation>
    </message>
    <message>
        <source>instrument</source>
        <translation>instrument</translation>
    </message>
    <message>
        <source>pixel size (m)</source>
        <translation>taille du pixel (m)</translation>
    </message>
    <message>
        <source>orbit direction</source>
        <translation>sens de l’orbite</translation>
    </message>
    <message>
        <source>relative orbit</source>
        <translation>orbite relative</translation>
    </message>
    <message>
        <source>processing level</source>
        <translation>niveau de traitement</translation>
    </message>
    <message>
        <source>sun elevation (°)</source>
        <translation>élévation du soleil (°)</translation>
    </message>
    <message>
        <source>angle off nadir (°)</source>
        <translation>angle hors nadir (°)</translation>
    </message>
    <message>
        <source>day or night</source>
        <translation>jour ou nuit</translation>
    </message>
    <message>
        <source>variable</source>
        <translation>variable</translation>
    </message>
    <message>
        <source>category of variables</source>
        <translation>catégorie de variables</translation>
    </message>
    <message>
        <source>climate</source>
        <translation>climat</translation>
    </message>
    <message>
        <source>geology</source>
        <translation>géologie</translation>
    </message>
    <message>
        <source>producer</source>
        <translation>producteur</translation>
    </message>
    <message>
        <source>funding</source>
        <translation>financement</translation>
    </message>
    <message>
        <source>network</source>
        <translation>réseau</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>voie</translation>
    </message>
</context>
<context>
    <name>RecordActions</name>
    <message>
        <source>This record gives nothing that a map can show.</source>
        <translation>Cette fiche ne donne rien qu’une carte puisse montrer.</translation>
    </message>
    <message>
        <source>this dataset</source>
        <translation>ce jeu de données</translation>
    </message>
    <message>
        <source>{name} is on the map.</source>
        <translation>{name} est sur la carte.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>This record gives no file to download.</source>
        <translation>Cette fiche ne donne aucun fichier à télécharger.</translation>
    </message>
    <message>
        <source>{name} was downloaded.</source>
        <translation>{name} est téléchargé.</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>The address of the service is in the clipboard.</source>
        <translation>L’adresse du service est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>This address cannot be opened safely.</source>
        <translation>Cette adresse ne peut pas être ouverte sans risque.</translation>
    </message>
    <message>
        <source>Save the footprints</source>
        <translation>Enregistrer les emprises</translation>
    </message>
    <message>
        <source>GeoPackage</source>
        <translation>GeoPackage</translation>
    </message>
    <message>
        <source>The footprints are saved in {name}.</source>
        <translation>Les emprises sont enregistrées dans {name}.</translation>
    </message>
    <message>
        <source>{n} layers are on the map.</source>
        <translation>{n} couches sont sur la carte.</translation>
    </message>
    <message>
        <source>{sentence} ({n} times)</source>
        <translation>{sentence} ({n} fois)</translation>
    </message>
    <message>
        <source>{n} files were downloaded.</source>
        <translation>{n} fichiers ont été téléchargés.</translation>
    </message>
</context>
<context>
    <name>RecordMenu</name>
    <message>
        <source>&amp;Zoom to</source>
        <translation>&amp;Zoomer</translation>
    </message>
    <message>
        <source>Add to &amp;map</source>
        <translation>Ajouter à la &amp;carte</translation>
    </message>
    <message>
        <source>&amp;Download…</source>
        <translation>&amp;Télécharger…</translation>
    </message>
    <message>
        <source>Show the &amp;granules</source>
        <translation>Voir les &amp;granules</translation>
    </message>
    <message>
        <source>Copy the &amp;identifier</source>
        <translation>Copier l’&amp;identifiant</translation>
    </message>
    <message>
        <source>Copy the D&amp;OI</source>
        <translation>Copier le D&amp;OI</translation>
    </message>
    <message>
        <source>&amp;Copy the citation</source>
        <translation>Copier la ci&amp;tation</translation>
    </message>
    <message>
        <source>Open its &amp;page</source>
        <translation>Ouvrir sa &amp;page</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>since {date}</source>
        <translation>depuis {date}</translation>
    </message>
    <message>
        <source>until {date}</source>
        <translation>jusqu’à {date}</translation>
    </message>
</context>
<context>
    <name>ResultsDelegate</name>
    <message>
        <source>no
footprint</source>
        <translation>sans
emprise</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Stop the search (Esc)</source>
        <translation>Arrêter la recherche (Échap)</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>Que cherchez-vous ?</translation>
    </message>
    <message>
        <source>Words to search for</source>
        <translation>Mots à chercher</translation>
    </message>
    <message>
        <source>Words to search for in every chosen source; Enter searches (Ctrl+F comes back here)</source>
        <translation>Mots à chercher dans toutes les sources choisies ; Entrée lance la recherche (Ctrl+F revient ici)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>closed</source>
        <translation>fermé</translation>
    </message>
    <message>
        <source>key</source>
        <translation>clé</translation>
    </message>
    <message>
        <source>account</source>
        <translation>compte</translation>
    </message>
    <message>
        <source>English</source>
        <translation>anglais</translation>
    </message>
    <message>
        <source>French</source>
        <translation>français</translation>
    </message>
    <message>
        <source>datasets and their granules</source>
        <translation>jeux de données et granules</translation>
    </message>
    <message>
        <source>datasets</source>
        <translation>jeux de données</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>clé d'API</translation>
    </message>
    <message>
        <source>account for some files</source>
        <translation>compte pour certains fichiers</translation>
    </message>
    <message>
        <source>no account</source>
        <translation>sans compte</translation>
    </message>
</context>
<context>
    <name>SourcesButton</name>
    <message>
        <source>Sources:</source>
        <translation>Sources :</translation>
    </message>
</context>
<context>
    <name>SourcesPopup</name>
    <message>
        <source>A source that is slow or fails never holds the others.</source>
        <translation>Une source lente ou en panne ne retarde jamais les autres.</translation>
    </message>
    <message>
        <source>Filter the sources</source>
        <translation>Filtrer les sources</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Sources</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Toutes</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>Auc&amp;une</translation>
    </message>
    <message>
        <source>D&amp;emonstration</source>
        <translation>Dé&amp;monstration</translation>
    </message>
    <message>
        <source>Only the demonstration catalogue, which works with no network</source>
        <translation>Seulement le catalogue de démonstration, qui se passe de réseau</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>Te&amp;rminé</translation>
    </message>
    <message>
        <source>Add a &amp;catalogue…</source>
        <translation>Ajouter un &amp;catalogue…</translation>
    </message>
    <message>
        <source>Add a catalogue by its address, correct one, import or export yours</source>
        <translation>Ajouter un catalogue par son adresse, en corriger un, importer ou exporter les vôtres</translation>
    </message>
    <message>
        <source>Search {title} instead</source>
        <translation>Chercher plutôt dans {title}</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>recherche…</translation>
    </message>
    <message>
        <source>has more</source>
        <translation>il y en a d’autres</translation>
    </message>
    <message>
        <source>done</source>
        <translation>terminé</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>{n} of at least {total}</source>
        <translation>{n} sur au moins {total}</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} sur {total}</translation>
    </message>
    <message>
        <source>The server filtered by {filters}.</source>
        <translation>Le serveur a filtré par {filters}.</translation>
    </message>
    <message>
        <source>Filtered here by {filters}, as the server cannot.</source>
        <translation>Filtré ici par {filters}, car le serveur ne le peut pas.</translation>
    </message>
    <message>
        <source>words</source>
        <translation>mots</translation>
    </message>
    <message>
        <source>area</source>
        <translation>zone</translation>
    </message>
    <message>
        <source>period</source>
        <translation>période</translation>
    </message>
    <message>
        <source>dataset</source>
        <translation>jeu de données</translation>
    </message>
    <message>
        <source>1 record could not be read.</source>
        <translation>1 fiche n’a pas pu être lue.</translation>
    </message>
    <message>
        <source>{n} records could not be read.</source>
        <translation>{n} fiches n’ont pas pu être lues.</translation>
    </message>
    <message>
        <source>No dataset</source>
        <translation>Aucun jeu de données</translation>
    </message>
    <message>
        <source>1 dataset</source>
        <translation>1 jeu de données</translation>
    </message>
    <message>
        <source>{n} datasets</source>
        <translation>{n} jeux de données</translation>
    </message>
    <message>
        <source>No granule</source>
        <translation>Aucun granule</translation>
    </message>
    <message>
        <source>1 granule</source>
        <translation>1 granule</translation>
    </message>
    <message>
        <source>{n} granules</source>
        <translation>{n} granules</translation>
    </message>
    <message>
        <source>No file</source>
        <translation>Aucun fichier</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 fichier</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} fichiers</translation>
    </message>
    <message>
        <source>{n} still searching</source>
        <translation>{n} en cours</translation>
    </message>
    <message>
        <source>{n} failed</source>
        <translation>{n} en échec</translation>
    </message>
    <message>
        <source>more to load</source>
        <translation>d’autres à charger</translation>
    </message>
    <message>
        <source>needs a key</source>
        <translation>demande une clé</translation>
    </message>
    <message>
        <source>at least {total}</source>
        <translation>au moins {total}</translation>
    </message>
    <message>
        <source>{n} without footprint</source>
        <translation>{n} sans emprise</translation>
    </message>
</context>
<context>
    <name>StatusList</name>
    <message>
        <source>State of each source</source>
        <translation>État de chaque source</translation>
    </message>
</context>
<context>
    <name>StatusRow</name>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>More</source>
        <translation>La suite</translation>
    </message>
    <message>
        <source>Ask all the same</source>
        <translation>Interroger quand même</translation>
    </message>
</context>
<context>
    <name>Told</name>
    <message>
        <source>a file of another machine</source>
        <translation>un fichier d’une autre machine</translation>
    </message>
    <message>
        <source>a redirect from https to http</source>
        <translation>une redirection de https vers http</translation>
    </message>
    <message>
        <source>a redirect to something that is not a web address</source>
        <translation>une redirection vers autre chose qu’une adresse web</translation>
    </message>
    <message>
        <source>a service without any layer</source>
        <translation>un service sans aucune couche</translation>
    </message>
    <message>
        <source>a web page instead of JSON</source>
        <translation>une page web au lieu de JSON</translation>
    </message>
    <message>
        <source>a web page instead of XML</source>
        <translation>une page web au lieu de XML</translation>
    </message>
    <message>
        <source>an answer that lacks what was asked for</source>
        <translation>une réponse où manque ce qui était demandé</translation>
    </message>
    <message>
        <source>a signed address of something else</source>
        <translation>une adresse signée d’autre chose</translation>
    </message>
    <message>
        <source>a signed address that has expired already</source>
        <translation>une adresse signée déjà expirée</translation>
    </message>
    <message>
        <source>no signed addresses</source>
        <translation>pas d’adresses signées</translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation>une réponse vide</translation>
    </message>
    <message>
        <source>an excluded area is not drawn</source>
        <translation>une zone exclue n’est pas dessinée</translation>
    </message>
    <message>
        <source>an unknown content coding</source>
        <translation>un codage de contenu inconnu</translation>
    </message>
    <message>
        <source>broken XML</source>
        <translation>XML mal formé</translation>
    </message>
    <message>
        <source>compressed text that is broken</source>
        <translation>texte compressé abîmé</translation>
    </message>
    <message>
        <source>coordinates are not in degrees</source>
        <translation>les coordonnées ne sont pas en degrés</translation>
    </message>
    <message>
        <source>crosses the antimeridian</source>
        <translation>franchit l’antiméridien</translation>
    </message>
    <message>
        <source>it is not a STAC catalogue</source>
        <translation>ce n’est pas un catalogue STAC</translation>
    </message>
    <message>
        <source>it is not a list of catalogues</source>
        <translation>ce n’est pas une liste de catalogues</translation>
    </message>
    <message>
        <source>its address holds a key, which the project would keep</source>
        <translation>son adresse contient une clé, que le projet garderait</translation>
    </message>
    <message>
        <source>its address is signed for a short time; download it instead</source>
        <translation>son adresse n’est signée que pour peu de temps ; téléchargez-le plutôt</translation>
    </message>
    <message>
        <source>its tiles are in an unknown CRS</source>
        <translation>ses tuiles sont dans un système de coordonnées inconnu</translation>
    </message>
    <message>
        <source>JSON nested too deep</source>
        <translation>JSON trop imbriqué</translation>
    </message>
    <message>
        <source>JSON that is not an object</source>
        <translation>JSON qui n’est pas un objet</translation>
    </message>
    <message>
        <source>latitudes beyond a pole were cut</source>
        <translation>des latitudes au-delà d’un pôle ont été coupées</translation>
    </message>
    <message>
        <source>longitudes and latitudes were exchanged</source>
        <translation>longitudes et latitudes étaient échangées</translation>
    </message>
    <message>
        <source>no capabilities</source>
        <translation>pas de capacités</translation>
    </message>
    <message>
        <source>no collections</source>
        <translation>pas de collections</translation>
    </message>
    <message>
        <source>no form of the request was accepted</source>
        <translation>aucune forme de la requête n’a été acceptée</translation>
    </message>
    <message>
        <source>no search is offered</source>
        <translation>aucune recherche n’est proposée</translation>
    </message>
    <message>
        <source>not a local file</source>
        <translation>ce n’est pas un fichier local</translation>
    </message>
    <message>
        <source>not a web address</source>
        <translation>ce n’est pas une adresse web</translation>
    </message>
    <message>
        <source>not HTTP</source>
        <translation>ce n’est pas du HTTP</translation>
    </message>
    <message>
        <source>not JSON</source>
        <translation>ce n’est pas du JSON</translation>
    </message>
    <message>
        <source>south was above north: exchanged</source>
        <translation>le sud était au-dessus du nord : échangés</translation>
    </message>
    <message>
        <source>text in an unknown encoding</source>
        <translation>texte dans un encodage inconnu</translation>
    </message>
    <message>
        <source>the record does not say which layer is meant</source>
        <translation>la fiche ne dit pas de quelle couche il s’agit</translation>
    </message>
    <message>
        <source>the record gives no area</source>
        <translation>la fiche ne donne pas de zone</translation>
    </message>
    <message>
        <source>the record has no STAC link</source>
        <translation>la fiche n’a pas de lien STAC</translation>
    </message>
    <message>
        <source>the server searches titles only</source>
        <translation>le serveur ne cherche que dans les titres</translation>
    </message>
    <message>
        <source>the tiles&apos; address has no {x}, {y}, {z}</source>
        <translation>l’adresse des tuiles n’a pas {x}, {y}, {z}</translation>
    </message>
    <message>
        <source>there are no footprints to save</source>
        <translation>il n’y a pas d’emprise à enregistrer</translation>
    </message>
    <message>
        <source>truncated JSON</source>
        <translation>JSON tronqué</translation>
    </message>
    <message>
        <source>truncated XML</source>
        <translation>XML tronqué</translation>
    </message>
    <message>
        <source>XML instead of JSON</source>
        <translation>du XML au lieu de JSON</translation>
    </message>
    <message>
        <source>XML nested too deep</source>
        <translation>XML trop imbriqué</translation>
    </message>
    <message>
        <source>XML that declares entities</source>
        <translation>XML qui déclare des entités</translation>
    </message>
    <message>
        <source>no form of the search was accepted</source>
        <translation>aucune forme de la recherche n’a été acceptée</translation>
    </message>
    <message>
        <source>no list of hits</source>
        <translation>pas de liste de résultats</translation>
    </message>
    <message>
        <source>no record in it</source>
        <translation>aucune fiche dedans</translation>
    </message>
    <message>
        <source>broken JSON</source>
        <translation>JSON mal formé</translation>
    </message>
    <message>
        <source>JSON instead of XML</source>
        <translation>du JSON au lieu de XML</translation>
    </message>
    <message>
        <source>JSON with NaN or Infinity</source>
        <translation>JSON avec NaN ou Infinity</translation>
    </message>
    <message>
        <source>no dataset in it</source>
        <translation>aucun jeu de données dedans</translation>
    </message>
    <message>
        <source>no DOI in it</source>
        <translation>aucun DOI dedans</translation>
    </message>
    <message>
        <source>not an OpenSearch description</source>
        <translation>ce n’est pas une description OpenSearch</translation>
    </message>
    <message>
        <source>not XML</source>
        <translation>ce n’est pas du XML</translation>
    </message>
    <message>
        <source>a web page instead of the file; it may ask you to sign in on the provider&apos;s site</source>
        <translation>une page web au lieu du fichier ; elle demande peut-être de s’identifier sur le site du fournisseur</translation>
    </message>
    <message>
        <source>JSON that is no collection of features</source>
        <translation>JSON qui n’est pas une collection d’entités</translation>
    </message>
    <message>
        <source>it is not a Dataverse</source>
        <translation>ce n’est pas un Dataverse</translation>
    </message>
    <message>
        <source>no metadata in it</source>
        <translation>aucune métadonnée dedans</translation>
    </message>
    <message>
        <source>a header that cannot be sent</source>
        <translation>un en-tête qui ne peut pas être envoyé</translation>
    </message>
    <message>
        <source>a location cannot be read</source>
        <translation>un lieu est illisible</translation>
    </message>
    <message>
        <source>a point is not in degrees</source>
        <translation>un point n’est pas en degrés</translation>
    </message>
    <message>
        <source>a polygon cannot be read</source>
        <translation>un polygone est illisible</translation>
    </message>
    <message>
        <source>an exception report</source>
        <translation>un rapport d’exception</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>illisible</translation>
    </message>
    <message>
        <source>coordinates in EPSG:{code} could not be read</source>
        <translation>les coordonnées en EPSG:{code} sont illisibles</translation>
    </message>
    <message>
        <source>Documents of this catalogue that could not be read: {count}.</source>
        <translation>Documents de ce catalogue qui n’ont pu être lus : {count}.</translation>
    </message>
    <message>
        <source>its description offers neither Atom nor GeoJSON</source>
        <translation>sa description ne propose ni Atom ni GeoJSON</translation>
    </message>
    <message>
        <source>Its own search did not answer: it was asked through CSW, which finds less.</source>
        <translation>Sa propre recherche n’a pas répondu : il a été interrogé par CSW, qui trouve moins.</translation>
    </message>
    <message>
        <source>Its records name places and give few coordinates: an area finds little of them.</source>
        <translation>Ses fiches nomment des lieux et donnent peu de coordonnées : une zone en trouve peu.</translation>
    </message>
    <message>
        <source>Its search has no areas: each dataset found was asked for its own, which takes time.</source>
        <translation>Sa recherche ignore les zones : chaque jeu trouvé a été interrogé sur la sienne, ce qui prend du temps.</translation>
    </message>
    <message>
        <source>JSON that is no search answer</source>
        <translation>un JSON qui n’est pas une réponse de recherche</translation>
    </message>
    <message>
        <source>JSON without a feed of entries</source>
        <translation>un JSON sans flux d’entrées</translation>
    </message>
    <message>
        <source>JSON without a response and its documents</source>
        <translation>un JSON sans réponse ni documents</translation>
    </message>
    <message>
        <source>{kind} links are not streamed</source>
        <translation>les liens {kind} ne s’affichent pas en flux</translation>
    </message>
    <message>
        <source>longitudes beyond 180° were turned back</source>
        <translation>les longitudes au-delà de 180° ont été ramenées</translation>
    </message>
    <message>
        <source>Model output is global: records that name no place were kept whatever the area.</source>
        <translation>Les sorties de modèles sont mondiales : les fiches sans lieu ont été gardées quelle que soit la zone.</translation>
    </message>
    <message>
        <source>{name} holds no layer that QGIS can draw</source>
        <translation>{name} ne contient aucune couche que QGIS sache dessiner</translation>
    </message>
    <message>
        <source>{name} instead of {kind} capabilities</source>
        <translation>{name} au lieu des capacités {kind}</translation>
    </message>
    <message>
        <source>no catalogue of the kind &apos;{kind}&apos;</source>
        <translation>aucun catalogue du type « {kind} »</translation>
    </message>
    <message>
        <source>no catalogue in it can be used</source>
        <translation>aucun catalogue utilisable n’y figure</translation>
    </message>
    <message>
        <source>no list of records (&apos;{name}&apos;) in it</source>
        <translation>aucune liste de fiches (« {name} ») n’y figure</translation>
    </message>
    <message>
        <source>no list of {member}</source>
        <translation>aucune liste « {member} »</translation>
    </message>
    <message>
        <source>no reason</source>
        <translation>aucune raison</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>aucune raison donnée</translation>
    </message>
    <message>
        <source>not a catalogue&apos;s answer but {name}</source>
        <translation>pas une réponse de catalogue mais {name}</translation>
    </message>
    <message>
        <source>not a feed but {name}</source>
        <translation>pas un flux mais {name}</translation>
    </message>
    <message>
        <source>Only the first {count} records were looked at: narrow the search.</source>
        <translation>Seules les {count} premières fiches ont été examinées : resserrez la recherche.</translation>
    </message>
    <message>
        <source>QGIS cannot open “{name}”</source>
        <translation>QGIS ne peut pas ouvrir « {name} »</translation>
    </message>
    <message>
        <source>QGIS cannot read {name}</source>
        <translation>QGIS ne peut pas lire {name}</translation>
    </message>
    <message>
        <source>{scheme} addresses</source>
        <translation>adresses {scheme}</translation>
    </message>
    <message>
        <source>Some records could not be read in full: their area or period may be missing.</source>
        <translation>Certaines fiches n’ont pu être lues en entier : leur emprise ou leur période peut manquer.</translation>
    </message>
    <message>
        <source>the box is all zeros</source>
        <translation>l’emprise est toute à zéro</translation>
    </message>
    <message>
        <source>the box is not in degrees</source>
        <translation>l’emprise n’est pas en degrés</translation>
    </message>
    <message>
        <source>the box lacks a number</source>
        <translation>il manque un nombre à l’emprise</translation>
    </message>
    <message>
        <source>the catalogue names zones and gives no coordinates</source>
        <translation>le catalogue nomme des zones et ne donne pas de coordonnées</translation>
    </message>
    <message>
        <source>the catalogue&apos;s list gives no area</source>
        <translation>la liste du catalogue ne donne pas d’emprise</translation>
    </message>
    <message>
        <source>The corners of the record&apos;s bounding box were in the wrong order.</source>
        <translation>Les coins de l’emprise de la fiche étaient dans le mauvais ordre.</translation>
    </message>
    <message>
        <source>The data cover the whole Earth, or the record does not say where.</source>
        <translation>Les données couvrent toute la Terre, ou la fiche ne dit pas où.</translation>
    </message>
    <message>
        <source>the disk does not take files of that size</source>
        <translation>le disque n’accepte pas de fichiers de cette taille</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>le disque est plein</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>le disque est en lecture seule</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>le dossier n’existe pas</translation>
    </message>
    <message>
        <source>the geometry has no usable position</source>
        <translation>la géométrie n’a aucune position utilisable</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>le nom est trop long</translation>
    </message>
    <message>
        <source>the polygon cannot be read</source>
        <translation>le polygone est illisible</translation>
    </message>
    <message>
        <source>The record gives no area.</source>
        <translation>La fiche ne donne pas d’emprise.</translation>
    </message>
    <message>
        <source>the record gives no coordinates</source>
        <translation>la fiche ne donne pas de coordonnées</translation>
    </message>
    <message>
        <source>The record gives the whole world and no period, as catalogues do where nothing is known.</source>
        <translation>La fiche donne le monde entier et aucune période, comme font les catalogues quand rien n’est connu.</translation>
    </message>
    <message>
        <source>The record has no bounding box.</source>
        <translation>La fiche n’a pas d’emprise.</translation>
    </message>
    <message>
        <source>The record has no geometry.</source>
        <translation>La fiche n’a pas de géométrie.</translation>
    </message>
    <message>
        <source>the record has no OpenSearch link</source>
        <translation>la fiche n’a pas de lien OpenSearch</translation>
    </message>
    <message>
        <source>The record&apos;s bounding box cannot be read.</source>
        <translation>L’emprise de la fiche est illisible.</translation>
    </message>
    <message>
        <source>The record&apos;s geometry cannot be read.</source>
        <translation>La géométrie de la fiche est illisible.</translation>
    </message>
    <message>
        <source>The record&apos;s geometry cannot be read; its bounding box is shown.</source>
        <translation>La géométrie de la fiche est illisible ; son emprise est montrée.</translation>
    </message>
    <message>
        <source>The record&apos;s geometry is too large to draw; its bounding box is shown.</source>
        <translation>La géométrie de la fiche est trop grande pour être dessinée ; son emprise est montrée.</translation>
    </message>
    <message>
        <source>The server did not apply all filters; what it should have left out was left out here.</source>
        <translation>Le serveur n’a pas appliqué tous les filtres ; ce qu’il aurait dû écarter l’a été ici.</translation>
    </message>
    <message>
        <source>The server gave only empty pages; the search stopped there.</source>
        <translation>Le serveur n’a donné que des pages vides ; la recherche s’est arrêtée là.</translation>
    </message>
    <message>
        <source>The server gave the same page again; the search stopped there.</source>
        <translation>Le serveur a redonné la même page ; la recherche s’est arrêtée là.</translation>
    </message>
    <message>
        <source>The server gives no more than its first {count} records: narrow the search.</source>
        <translation>Le serveur ne donne que ses {count} premières fiches : resserrez la recherche.</translation>
    </message>
    <message>
        <source>The server does not sort by {name}: what it gives is sorted here, page by page.</source>
        <translation>Le serveur ne trie pas par {name} : ce qu’il donne est trié ici, page par page.</translation>
    </message>
    <message>
        <source>Off line: it cannot be downloaded now, nor ordered from here.</source>
        <translation>Hors ligne : il ne peut être ni téléchargé maintenant, ni commandé d'ici.</translation>
    </message>
    <message>
        <source>The list is long: of {count} entries only those whose title holds the words were read.</source>
        <translation>La liste est longue : de ses {count} entrées, seules celles dont le titre contient les mots ont été lues.</translation>
    </message>
    <message>
        <source>The server refused to filter by {parts}; that was done here.</source>
        <translation>Le serveur a refusé de filtrer par {parts} ; cela a été fait ici.</translation>
    </message>
    <message>
        <source>The server searched only a part of its records: try again, or narrow the search.</source>
        <translation>Le serveur n’a cherché que dans une partie de ses fiches : réessayez, ou resserrez la recherche.</translation>
    </message>
    <message>
        <source>There is no collection {name} here.</source>
        <translation>Il n’y a pas de collection {name} ici.</translation>
    </message>
    <message>
        <source>This catalogue is too large to walk: {count} of its documents were read.</source>
        <translation>Ce catalogue est trop grand pour être parcouru : {count} de ses documents ont été lus.</translation>
    </message>
    <message>
        <source>this OpenSearch service wants {wanted}</source>
        <translation>ce service OpenSearch exige {wanted}</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>raison inconnue</translation>
    </message>
    <message>
        <source>west was beyond east: exchanged</source>
        <translation>l’ouest était au-delà de l’est : échangés</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>vous n’avez pas le droit d’y écrire</translation>
    </message>
    <message>
        <source>your disk quota is used up</source>
        <translation>votre quota de disque est épuisé</translation>
    </message>
    <message>
        <source>it is too large for a list of catalogues</source>
        <translation>c’est trop gros pour une liste de catalogues</translation>
    </message>
    <message>
        <source>no catalogue and no map service was recognised there</source>
        <translation>aucun catalogue ni service de cartes n’y a été reconnu</translation>
    </message>
    <message>
        <source>another QGIS holds it</source>
        <translation>un autre QGIS la tient</translation>
    </message>
    <message>
        <source>a redirect where none may be</source>
        <translation>une redirection là où il ne doit pas y en avoir</translation>
    </message>
    <message>
        <source>another person</source>
        <translation>une autre personne</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>périmée</translation>
    </message>
    <message>
        <source>it does not know PKCE</source>
        <translation>il ne connaît pas PKCE</translation>
    </message>
    <message>
        <source>it does not know the plugin&apos;s client identifier</source>
        <translation>il ne connaît pas l'identifiant de client de l'extension</translation>
    </message>
    <message>
        <source>it does not open a browser</source>
        <translation>il n'ouvre pas de navigateur</translation>
    </message>
    <message>
        <source>it does not say where tokens are given</source>
        <translation>il ne dit pas où les jetons sont délivrés</translation>
    </message>
    <message>
        <source>it gives no codes</source>
        <translation>il ne donne pas de codes</translation>
    </message>
    <message>
        <source>its address is not https</source>
        <translation>son adresse n'est pas en https</translation>
    </message>
    <message>
        <source>no access token in it</source>
        <translation>pas de jeton d'accès dedans</translation>
    </message>
    <message>
        <source>no code in it</source>
        <translation>pas de code dedans</translation>
    </message>
    <message>
        <source>no ID token</source>
        <translation>pas de jeton d'identité</translation>
    </message>
    <message>
        <source>no list of keys</source>
        <translation>pas de liste de clés</translation>
    </message>
    <message>
        <source>the plugin has no client identifier there yet</source>
        <translation>l'extension n'y a pas encore d'identifiant de client</translation>
    </message>
    <message>
        <source>unreadable token</source>
        <translation>jeton illisible</translation>
    </message>
    <message>
        <source>wrong access token</source>
        <translation>mauvais jeton d'accès</translation>
    </message>
    <message>
        <source>wrong algorithm</source>
        <translation>mauvais algorithme</translation>
    </message>
    <message>
        <source>wrong audience</source>
        <translation>mauvais destinataire</translation>
    </message>
    <message>
        <source>wrong code</source>
        <translation>mauvais code</translation>
    </message>
    <message>
        <source>wrong issuer</source>
        <translation>mauvais émetteur</translation>
    </message>
    <message>
        <source>wrong nonce</source>
        <translation>mauvais nonce</translation>
    </message>
    <message>
        <source>wrong signature</source>
        <translation>mauvaise signature</translation>
    </message>
    <message>
        <source>wrong state</source>
        <translation>mauvais état</translation>
    </message>
    <message>
        <source>it is too large for a file of corrections</source>
        <translation>il est trop gros pour un fichier de corrections</translation>
    </message>
    <message>
        <source>it is not a file of corrections</source>
        <translation>ce n'est pas un fichier de corrections</translation>
    </message>
    <message>
        <source>its format is of a later version of the plugin</source>
        <translation>son format est celui d'une version plus récente de l'extension</translation>
    </message>
    <message>
        <source>it does not say its date as year-month-day</source>
        <translation>il ne donne pas sa date sous la forme année-mois-jour</translation>
    </message>
    <message>
        <source>{id} is in it twice</source>
        <translation>{id} y figure deux fois</translation>
    </message>
    <message>
        <source>{id} has a field that a correction cannot change: {name}</source>
        <translation>{id} a un champ qu'une correction ne peut pas changer : {name}</translation>
    </message>
    <message>
        <source>{id} has no correction</source>
        <translation>{id} n'a aucune correction</translation>
    </message>
    <message>
        <source>{id} is a part of the plugin</source>
        <translation>{id} fait partie de l'extension</translation>
    </message>
    <message>
        <source>the new address of {id} is not a plain https address</source>
        <translation>la nouvelle adresse de {id} n'est pas une simple adresse https</translation>
    </message>
    <message>
        <source>the new address of {id} is in another domain than the one that its key or account is for</source>
        <translation>la nouvelle adresse de {id} est dans un autre domaine que celui de sa clé ou de son compte</translation>
    </message>
    <message>
        <source>the sentence about {id} is not a short text in English or French</source>
        <translation>la phrase sur {id} n'est pas un court texte en anglais ou en français</translation>
    </message>
    <message>
        <source>{id} cannot be closed like that</source>
        <translation>{id} ne peut pas être fermé ainsi</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>il ne peut pas être ouvert</translation>
    </message>
    <message>
        <source>a part of the key is missing</source>
        <translation>une partie de la clé manque</translation>
    </message>
    <message>
        <source>it has no such way in</source>
        <translation>il n'a pas cette façon d'entrer</translation>
    </message>
    <message>
        <source>it is no ORCID iD: its last sign does not match</source>
        <translation>ce n'est pas un identifiant ORCID : son dernier signe ne correspond pas</translation>
    </message>
    <message>
        <source>you are not signed in there</source>
        <translation>vous n'y êtes pas connecté</translation>
    </message>
    <message>
        <source>your .netrc file names no such host</source>
        <translation>votre fichier .netrc ne nomme aucun de ces hôtes</translation>
    </message>
    <message>
        <source>JSON without a table and its rows</source>
        <translation>du JSON sans tableau ni lignes</translation>
    </message>
    <message>
        <source>no collection of records in it</source>
        <translation>aucune collection de fiches</translation>
    </message>
    <message>
        <source>no ERDDAP answers there</source>
        <translation>aucun ERDDAP n’y répond</translation>
    </message>
    <message>
        <source>Only its first {count} catalogues were read; the others are listed by their names.</source>
        <translation>Seuls ses {count} premiers catalogues ont été lus ; les autres sont listés par leur nom.</translation>
    </message>
    <message>
        <source>Records without an area or a period were kept.</source>
        <translation>Les fiches sans zone ou sans période ont été gardées.</translation>
    </message>
    <message>
        <source>Some of its catalogues could not be read.</source>
        <translation>Certains de ses catalogues n’ont pas pu être lus.</translation>
    </message>
    <message>
        <source>The next page lies at another host ({host}), which was not asked.</source>
        <translation>La page suivante est chez un autre hôte ({host}), qui n’a pas été interrogé.</translation>
    </message>
    <message>
        <source>XML that is no THREDDS catalogue</source>
        <translation>du XML qui n’est pas un catalogue THREDDS</translation>
    </message>
    <message>
        <source>There are too many stations to draw: search a smaller area or a shorter period.</source>
        <translation>Il y a trop de stations à dessiner : cherchez dans une zone plus petite ou une période plus courte.</translation>
    </message>
    <message>
        <source>it has too many stations for one answer: search a smaller area or a shorter period</source>
        <translation>il a trop de stations pour une seule réponse : cherchez dans une zone plus petite ou une période plus courte</translation>
    </message>
    <message>
        <source>the catalogue gave no station of it</source>
        <translation>le catalogue n’a donné aucune de ses stations</translation>
    </message>
    <message>
        <source>only some of its stations are drawn</source>
        <translation>seules certaines de ses stations sont dessinées</translation>
    </message>
    <message>
        <source>no text of networks and stations</source>
        <translation>pas de texte de réseaux et de stations</translation>
    </message>
    <message>
        <source>no StationXML</source>
        <translation>pas de StationXML</translation>
    </message>
    <message>
        <source>no version of the service</source>
        <translation>pas de version du service</translation>
    </message>
    <message>
        <source>Datasets with one of the variables or in one of the categories were found, not only those with both.</source>
        <translation>Les jeux de données qui ont l’une des variables ou sont dans l’une des catégories ont été trouvés, pas seulement ceux qui ont les deux.</translation>
    </message>
    <message>
        <source>no list of observations</source>
        <translation>pas de liste d’observations</translation>
    </message>
    <message>
        <source>no facets in it</source>
        <translation>pas de facettes dedans</translation>
    </message>
</context>
<context>
    <name>TransferRow</name>
    <message>
        <source>{received} of {total}</source>
        <translation>{received} sur {total}</translation>
    </message>
    <message>
        <source>Cancel this transfer</source>
        <translation>Annuler ce transfert</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Relancer</translation>
    </message>
</context>
<context>
    <name>TransfersStrip</name>
    <message>
        <source>Transfers</source>
        <translation>Transferts</translation>
    </message>
    <message>
        <source>{n} running</source>
        <translation>{n} en cours</translation>
    </message>
    <message>
        <source>{n} failed</source>
        <translation>{n} en échec</translation>
    </message>
    <message>
        <source>Clear the finished</source>
        <translation>Effacer les terminés</translation>
    </message>
</context>
<context>
    <name>UpdateDialog</name>
    <message>
        <source>Stopped.</source>
        <translation>Arrêté.</translation>
    </message>
    <message>
        <source>The address of a file of corrections begins with https://.</source>
        <translation>L'adresse d'un fichier de corrections commence par https://.</translation>
    </message>
    <message>
        <source>Asking {host}…</source>
        <translation>{host} est interrogé…</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>Arrê&amp;ter</translation>
    </message>
    <message>
        <source>Looking for corrections</source>
        <translation>Recherche de corrections</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>&amp;Chercher</translation>
    </message>
    <message>
        <source>Open corrections</source>
        <translation>Ouvrir des corrections</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Corrections</translation>
    </message>
    <message>
        <source>Corrections of {date}: look at each, and untick what you do not want.</source>
        <translation>Corrections du {date} : regardez chacune et décochez celles que vous ne voulez pas.</translation>
    </message>
    <message>
        <source>The corrections of {date} hold nothing new for this version.</source>
        <translation>Les corrections du {date} n'apportent rien de nouveau à cette version.</translation>
    </message>
    <message>
        <source>You accepted 1 correction.</source>
        <translation>Vous avez accepté 1 correction.</translation>
    </message>
    <message>
        <source>You accepted {n} corrections.</source>
        <translation>Vous avez accepté {n} corrections.</translation>
    </message>
    <message>
        <source>No correction was accepted so far.</source>
        <translation>Aucune correction n'a été acceptée jusqu'ici.</translation>
    </message>
    <message>
        <source>address now</source>
        <translation>adresse actuelle</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>devient</translation>
    </message>
    <message>
        <source>closed; its data are in {title}</source>
        <translation>fermé ; ses données sont dans {title}</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>fermé</translation>
    </message>
    <message>
        <source>the service is</source>
        <translation>le service est</translation>
    </message>
    <message>
        <source>sentence</source>
        <translation>phrase</translation>
    </message>
    <message>
        <source>but</source>
        <translation>mais</translation>
    </message>
    <message>
        <source>your own correction of this catalogue stays</source>
        <translation>votre propre correction de ce catalogue reste</translation>
    </message>
    <message>
        <source>Corrections of the catalogues</source>
        <translation>Corrections des catalogues</translation>
    </message>
    <message>
        <source>A small file can tell which catalogues have moved or closed since this version. Nothing is changed before you accept it.</source>
        <translation>Un petit fichier peut dire quels catalogues ont déménagé ou fermé depuis cette version. Rien n'est changé avant que vous l'acceptiez.</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>https://…</source>
        <translation>https://…</translation>
    </message>
    <message>
        <source>&amp;File…</source>
        <translation>&amp;Fichier…</translation>
    </message>
    <message>
        <source>Open a file of corrections from this computer</source>
        <translation>Ouvrir un fichier de corrections de cet ordinateur</translation>
    </message>
    <message>
        <source>&amp;Take back</source>
        <translation>&amp;Retirer</translation>
    </message>
    <message>
        <source>Forget all corrections that you accepted: the addresses are those of the plugin again</source>
        <translation>Oublier toutes les corrections acceptées : les adresses sont de nouveau celles de l'extension</translation>
    </message>
    <message>
        <source>A&amp;ccept the ticked</source>
        <translation>&amp;Accepter les cochées</translation>
    </message>
    <message>
        <source>Cl&amp;ose</source>
        <translation>&amp;Fermer</translation>
    </message>
</context>
</TS>
