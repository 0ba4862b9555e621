<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AccessRow</name>
    <message>
        <location filename="../gaia_plugin/gui/access_tab.py" line="51"/>
        <source>Download &amp;to…</source>
        <translation>&amp;Télécharger vers…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/access_tab.py" line="53"/>
        <source>Files &amp;inside…</source>
        <translation>Fichiers &amp;dedans…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/access_tab.py" line="55"/>
        <source>&amp;Copy the address</source>
        <translation>&amp;Copier l’adresse</translation>
    </message>
</context>
<context>
    <name>AccessTab</name>
    <message>
        <location filename="../gaia_plugin/gui/access_tab.py" line="103"/>
        <source>The record gives no address: read its overview, or ask its contacts.</source>
        <translation>La fiche ne donne aucune adresse : lisez son aperçu, ou demandez à ses contacts.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/access_tab.py" line="132"/>
        <source>Show {n} more</source>
        <translation>Afficher {n} autres</translation>
    </message>
    <message>
        <location filename="../ui/access_tab.ui" line="8"/>
        <source>What can be done with this dataset</source>
        <translation>Ce qu’on peut faire de ce jeu de données</translation>
    </message>
</context>
<context>
    <name>AccountPanel</name>
    <message>
        <location filename="../gaia_plugin/gui/accounts_panel.py" line="118"/>
        <source>Your browser is open: sign in there, then come back.</source>
        <translation>Votre navigateur est ouvert : connectez-vous, puis revenez ici.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_panel.py" line="119"/>
        <source>One moment…</source>
        <translation>Un instant…</translation>
    </message>
    <message>
        <location filename="../ui/accounts_panel.ui" line="27"/>
        <source>&amp;Test</source>
        <translation>&amp;Tester</translation>
    </message>
    <message>
        <location filename="../ui/accounts_panel.ui" line="27"/>
        <source>Ask the service whether it takes this sign-in</source>
        <translation>Demander au service s’il accepte cette connexion</translation>
    </message>
    <message>
        <location filename="../ui/accounts_panel.ui" line="28"/>
        <source>Sign &amp;out</source>
        <translation>Se &amp;déconnecter</translation>
    </message>
    <message>
        <location filename="../ui/accounts_panel.ui" line="43"/>
        <source>&amp;Cancel</source>
        <translation>&amp;Annuler</translation>
    </message>
</context>
<context>
    <name>AccountWays</name>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="102"/>
        <source>With your account</source>
        <translation>Avec votre compte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="113"/>
        <source>&amp;Other account…</source>
        <translation>Autre &amp;compte…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="113"/>
        <source>&amp;Sign in…</source>
        <translation>&amp;Se connecter…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="115"/>
        <source>Opens your browser; come back here when it says so</source>
        <translation>Ouvre votre navigateur ; revenez ici quand il le dit</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="119"/>
        <source>Sign in with a &amp;code…</source>
        <translation>Se connecter avec un c&amp;ode…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="120"/>
        <source>On a telephone or another computer; also for remote desktops</source>
        <translation>Sur un téléphone ou un autre ordinateur ; aussi pour les bureaux à distance</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="149"/>
        <source>Sign &amp;in</source>
        <translation>Se co&amp;nnecter</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="150"/>
        <source>Show &amp;it</source>
        <translation>&amp;L’afficher</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="158"/>
        <source>Use my .&amp;netrc file</source>
        <translation>Utiliser mon fichier .&amp;netrc</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="168"/>
        <source>Not set up yet</source>
        <translation>Pas encore configuré</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="171"/>
        <source>The plugin needs a client identifier of its own there, which the service issues. It is no secret: it is entered once, and may be given to all.</source>
        <translation>L’extension a besoin d’un identifiant de client à elle, que le service délivre. Ce n’est pas un secret : on le saisit une fois, et il peut être donné à tous.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="180"/>
        <source>Client identifier</source>
        <translation>Identifiant de client</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="181"/>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="189"/>
        <source>Copy a &amp;letter that asks for it</source>
        <translation>Copier une le&amp;ttre qui le demande</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="190"/>
        <source>What to send to the support of the infrastructure, or to your administrator</source>
        <translation>Ce qu’il faut envoyer à l’assistance de l’infrastructure, ou à votre administrateur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="193"/>
        <source>The letter is in the clipboard</source>
        <translation>La lettre est dans le presse-papiers</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="153"/>
        <source>Use this ke&amp;y</source>
        <translation>Utiliser cette c&amp;lé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="151"/>
        <source>&amp;Use it</source>
        <translation>&amp;Utiliser</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_ways.py" line="147"/>
        <source>Configuration</source>
        <translation>Configuration</translation>
    </message>
</context>
<context>
    <name>Accounts</name>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="34"/>
        <source>Hello,

We would like our users to sign in at {issuer} from QGIS with the extension GAIA Data. Could you register a public client (OpenID Connect, no secret) for it?

- Authorization code with PKCE (S256), redirect address http://127.0.0.1/ with any port (RFC 8252)
- Device authorization grant (RFC 8628), for remote desktops
- Refresh tokens with rotation; scopes: {scopes}

What we need back is the client identifier.

Thank you</source>
        <translation>Bonjour,

Nous souhaitons que nos utilisateurs puissent se connecter à {issuer} depuis QGIS avec l’extension GAIA Data. Pourriez-vous enregistrer pour elle un client public (OpenID Connect, sans secret) ?

- Code d’autorisation avec PKCE (S256), adresse de redirection http://127.0.0.1/ sur un port quelconque (RFC 8252)
- Autorisation d’appareil (RFC 8628), pour les bureaux à distance
- Jetons de rafraîchissement à usage unique ; portées : {scopes}

Il nous faut en retour l’identifiant du client.

Merci</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="55"/>
        <source>DINAMIS is open to French public bodies, local authorities, universities, laboratories and associations with a public-service mission, and to companies for a public contract or their own research.</source>
        <translation>DINAMIS est ouvert aux organismes publics français, aux collectivités, aux universités, aux laboratoires et aux associations chargées d’une mission de service public, ainsi qu’aux entreprises pour un marché public ou leur propre recherche.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="56"/>
        <source>Your organisation joins once: its contact person (référent) fills in the form, its legal representative signs.</source>
        <translation>Votre organisme adhère une fois : son référent remplit le formulaire, son représentant légal signe.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="57"/>
        <source>Then you ask for your account, and the référent of your organisation activates it.</source>
        <translation>Vous demandez ensuite votre compte, et le référent de votre organisme l’active.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="59"/>
        <source>Who may join</source>
        <translation>Qui peut adhérer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="59"/>
        <source>Join DINAMIS</source>
        <translation>Adhérer à DINAMIS</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="59"/>
        <source>Ask for an account</source>
        <translation>Demander un compte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="67"/>
        <source>Read the licence and accept it on the provider&apos;s page, with the account that you use here; then start again.</source>
        <translation>Lisez la licence et acceptez-la sur la page du fournisseur, avec le compte que vous utilisez ici ; puis recommencez.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="69"/>
        <source>Complete your profile on the provider&apos;s page. Once the provider has validated it, start again: you need not sign in anew.</source>
        <translation>Complétez votre profil sur la page du fournisseur. Quand il l’a validé, recommencez : inutile de vous reconnecter.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="71"/>
        <source>Nothing is lost: what was downloaded is kept, and what was cut goes on where it stopped.</source>
        <translation>Rien n’est perdu : ce qui est téléchargé est gardé, et ce qui a été coupé reprend où il s’est arrêté.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="74"/>
        <source>You are known there, but what you asked for is not open to you: its provider decides who may have it.</source>
        <translation>Vous y êtes connu, mais ce que vous demandez ne vous est pas ouvert : son fournisseur décide qui peut l’avoir.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="77"/>
        <source>Open its page</source>
        <translation>Ouvrir sa page</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="38"/>
        <source>Sign in and go on</source>
        <translation>Se connecter et continuer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="39"/>
        <source>What to do…</source>
        <translation>Que faire…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="45"/>
        <source>under way…</source>
        <translation>en cours…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="48"/>
        <source>not set up yet</source>
        <translation>pas encore configuré</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="49"/>
        <source>not signed in</source>
        <translation>pas connecté</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="83"/>
        <source>has ended: sign in again</source>
        <translation>terminée : reconnectez-vous</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="53"/>
        <source>refused when tested</source>
        <translation>refusée au test</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="57"/>
        <source>signed in: {who}</source>
        <translation>connecté : {who}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="58"/>
        <source>a key is kept</source>
        <translation>une clé est gardée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="78"/>
        <source>holder of the key</source>
        <translation>titulaire de la clé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="79"/>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="80"/>
        <source>Since</source>
        <translation>Depuis</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="84"/>
        <source>Until</source>
        <translation>Jusqu’à</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="86"/>
        <source>the service takes it</source>
        <translation>le service l’accepte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="87"/>
        <source>the service refused it</source>
        <translation>le service l’a refusée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="88"/>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="97"/>
        <source>Opens</source>
        <translation>Ouvre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="100"/>
        <source>Sent only to</source>
        <translation>Envoyé seulement à</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="140"/>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="141"/>
        <source>Access key</source>
        <translation>Clé d’accès</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="142"/>
        <source>Secret key</source>
        <translation>Clé secrète</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="143"/>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="144"/>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="145"/>
        <source>ORCID iD</source>
        <translation>Identifiant ORCID</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="153"/>
        <source>With a key that you made there</source>
        <translation>Avec une clé que vous y avez créée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="154"/>
        <source>With your name and password</source>
        <translation>Avec votre nom et votre mot de passe</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="155"/>
        <source>With keys of its object store (S3)</source>
        <translation>Avec les clés de son stockage objet (S3)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="156"/>
        <source>Your ORCID iD</source>
        <translation>Votre identifiant ORCID</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="173"/>
        <source>The keyring of your system</source>
        <translation>Le trousseau de votre système</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="175"/>
        <source>QGIS&apos;s encrypted database</source>
        <translation>La base chiffrée de QGIS</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="176"/>
        <source>Memory, until QGIS closes</source>
        <translation>La mémoire, jusqu’à la fermeture de QGIS</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="182"/>
        <source>Your system encrypts them and opens them with your session.</source>
        <translation>Votre système les chiffre et les ouvre avec votre session.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="183"/>
        <source>QGIS encrypts them with your master password.</source>
        <translation>QGIS les chiffre avec votre mot de passe principal.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="185"/>
        <source>Nothing is written; when QGIS closes, you are signed out.</source>
        <translation>Rien n’est écrit ; à la fermeture de QGIS, vous êtes déconnecté.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="189"/>
        <source>{place} is not used: {detail}.</source>
        <translation>{place} : pas utilisable ({detail}).</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="113"/>
        <source>you sign out</source>
        <translation>votre déconnexion</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="42"/>
        <source>The service did not confirm it: what it had given ends by itself.</source>
        <translation>Le service ne l’a pas confirmé : ce qu’il avait donné se termine de soi-même.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="44"/>
        <source>Your browser may still be signed in there.</source>
        <translation>Votre navigateur y est peut-être encore connecté.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_rights.py" line="46"/>
        <source>Sign out there too</source>
        <translation>S’y déconnecter aussi</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_texts.py" line="157"/>
        <source>With what QGIS already knows</source>
        <translation>Avec ce que QGIS sait déjà</translation>
    </message>
</context>
<context>
    <name>AccountsDialog</name>
    <message>
        <location filename="../gaia_plugin/gui/accounts_dialog.py" line="65"/>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_dialog.py" line="140"/>
        <source>Sign out everywhere, and delete every key that the plugin keeps on this computer?</source>
        <translation>Se déconnecter partout, et effacer toutes les clés que l’extension garde sur cet ordinateur ?</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_dialog.py" line="142"/>
        <source>Forget everything</source>
        <translation>Tout oublier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_dialog.py" line="143"/>
        <source>Keep them</source>
        <translation>Les garder</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="14"/>
        <source>Accounts</source>
        <translation>Comptes</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="19"/>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="20"/>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="30"/>
        <source>&amp;Kept in</source>
        <translation>&amp;Gardé dans</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="31"/>
        <source>Where your keys and sign-ins are kept; choosing another moves them</source>
        <translation>Où vos clés et vos connexions sont gardées ; en choisir un autre les y déplace</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="33"/>
        <source>&amp;Unlock…</source>
        <translation>Dé&amp;verrouiller…</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="33"/>
        <source>Open the place where earlier sign-ins lie: your system or QGIS may ask for a password</source>
        <translation>Ouvrir l’endroit où se trouvent des connexions antérieures : votre système ou QGIS peut demander un mot de passe</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="34"/>
        <source>&amp;Forget everything…</source>
        <translation>Tout ou&amp;blier…</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="34"/>
        <source>Sign out everywhere and leave no key on this computer</source>
        <translation>Se déconnecter partout et ne laisser aucune clé sur cet ordinateur</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="41"/>
        <source>&amp;Add…</source>
        <translation>&amp;Ajouter…</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="41"/>
        <source>Another place to sign in: an OpenID issuer, a key, a name and password, or what QGIS already knows</source>
        <translation>Un autre endroit où se connecter : un émetteur OpenID, une clé, un nom et un mot de passe, ou ce que QGIS sait déjà</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="42"/>
        <source>&amp;Remove</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="45"/>
        <source>C&amp;lose</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="44"/>
        <source>Try &amp;again</source>
        <translation>&amp;Réessayer</translation>
    </message>
    <message>
        <location filename="../ui/accounts.ui" line="44"/>
        <source>Ask once more for what was refused</source>
        <translation>Redemander ce qui a été refusé</translation>
    </message>
</context>
<context>
    <name>AddProviderDialog</name>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="31"/>
        <source>A key, sent in a header</source>
        <translation>Une clé, envoyée dans un en-tête</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="32"/>
        <source>A name and a password</source>
        <translation>Un nom et un mot de passe</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="33"/>
        <source>An account at an OpenID issuer</source>
        <translation>Un compte chez un émetteur OpenID</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="45"/>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="98"/>
        <source>Give it a name.</source>
        <translation>Donnez-lui un nom.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="100"/>
        <source>Say which hosts it is for: it is sent nowhere else.</source>
        <translation>Dites pour quels hôtes : rien n’est envoyé ailleurs.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="102"/>
        <source>This is no name of a header.</source>
        <translation>Ce n’est pas un nom d’en-tête.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="104"/>
        <source>The address of the issuer begins with https://.</source>
        <translation>L’adresse de l’émetteur commence par https://.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="107"/>
        <source>A host is a name such as data.example.org.</source>
        <translation>Un hôte est un nom comme data.example.org.</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="6"/>
        <source>Another place to sign in</source>
        <translation>Un autre endroit où se connecter</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="11"/>
        <source>&amp;What you have</source>
        <translation>&amp;Ce que vous avez</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="13"/>
        <source>&amp;Name</source>
        <translation>&amp;Nom</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="14"/>
        <source>As you call the service</source>
        <translation>Comme vous appelez le service</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="15"/>
        <source>&amp;Sent only to</source>
        <translation>&amp;Envoyé seulement à</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="16"/>
        <source>data.example.org (several: with spaces)</source>
        <translation>data.example.org (plusieurs : avec des espaces)</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="17"/>
        <source>Address of the &amp;issuer</source>
        <translation>Adresse de l’&amp;émetteur</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="18"/>
        <source>https://…</source>
        <translation>https://…</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="19"/>
        <source>&amp;Client identifier</source>
        <translation>&amp;Identifiant de client</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="21"/>
        <source>&amp;Header</source>
        <translation>En-&amp;tête</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_add.py" line="37"/>
        <source>What QGIS already knows (authentication)</source>
        <translation>Ce que QGIS sait déjà (authentification)</translation>
    </message>
    <message>
        <location filename="../ui/accounts_add.ui" line="23"/>
        <source>C&amp;onfiguration</source>
        <translation>C&amp;onfiguration</translation>
    </message>
</context>
<context>
    <name>AddToMap</name>
    <message>
        <location filename="../gaia_plugin/bridge/layers.py" line="106"/>
        <source>Add to map: {name}</source>
        <translation>Ajout à la carte : {name}</translation>
    </message>
</context>
<context>
    <name>AreaButton</name>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="64"/>
        <source>Map extent</source>
        <translation>Étendue de la carte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="95"/>
        <source>map extent</source>
        <translation>étendue de la carte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="97"/>
        <source>anywhere</source>
        <translation>partout</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="119"/>
        <source>&amp;Anywhere</source>
        <translation>&amp;Partout</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="120"/>
        <source>&amp;Map extent</source>
        <translation>&amp;Étendue de la carte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="122"/>
        <source>Draw a &amp;rectangle</source>
        <translation>Dessiner un &amp;rectangle</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="123"/>
        <source>Draw a &amp;polygon</source>
        <translation>Dessiner un p&amp;olygone</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="127"/>
        <source>&amp;Selected features of the active layer</source>
        <translation>Entités &amp;sélectionnées de la couche active</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="129"/>
        <source>Extent of a &amp;layer</source>
        <translation>Étendue d’une &amp;couche</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="135"/>
        <source>&amp;Coordinates…</source>
        <translation>Coor&amp;données…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="138"/>
        <source>&amp;Zoom to this area</source>
        <translation>&amp;Zoomer sur cette zone</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="139"/>
        <source>Cl&amp;ear this area</source>
        <translation>E&amp;ffacer cette zone</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="169"/>
        <source>Drawn rectangle</source>
        <translation>Rectangle dessiné</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="155"/>
        <source>Drawn polygon</source>
        <translation>Polygone dessiné</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="174"/>
        <source>What was drawn lies outside the map&apos;s coordinate system: draw it again.</source>
        <translation>Le dessin sort du domaine du système de coordonnées de la carte : recommencez.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="199"/>
        <source>Selection of {layer}</source>
        <translation>Sélection de {layer}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="203"/>
        <source>The selected features have no usable geometry: select others.</source>
        <translation>Les entités sélectionnées n’ont pas de géométrie utilisable : choisissez-en d’autres.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="213"/>
        <source>The layer {layer} has no extent: choose another.</source>
        <translation>La couche {layer} n’a pas d’étendue : choisissez-en une autre.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_button.py" line="93"/>
        <source>Where:</source>
        <translation>Où :</translation>
    </message>
</context>
<context>
    <name>AreaDialog</name>
    <message>
        <location filename="../gaia_plugin/gui/area_dialog.py" line="67"/>
        <source>Degrees of longitude and latitude (WGS 84). Four numbers can be pasted at once.</source>
        <translation>Degrés de longitude et de latitude (WGS 84). On peut coller les quatre nombres à la fois.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_dialog.py" line="73"/>
        <source>Each of the four must be a number of degrees, such as 5.25 or -4.5.</source>
        <translation>Chacun des quatre doit être un nombre de degrés, comme 5,25 ou -4,5.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_dialog.py" line="75"/>
        <source>Longitudes go from -180 to 180.</source>
        <translation>Les longitudes vont de -180 à 180.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_dialog.py" line="77"/>
        <source>Latitudes go from -90 to 90.</source>
        <translation>Les latitudes vont de -90 à 90.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_dialog.py" line="79"/>
        <source>The south must be below the north.</source>
        <translation>Le sud doit être au-dessous du nord.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_dialog.py" line="81"/>
        <source>West and east must differ.</source>
        <translation>L’ouest et l’est doivent différer.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/area_dialog.py" line="85"/>
        <source>{box}: the area crosses the antimeridian.</source>
        <translation>{box} : la zone franchit l’antiméridien.</translation>
    </message>
    <message>
        <location filename="../ui/area_dialog.ui" line="6"/>
        <source>Search area</source>
        <translation>Zone de recherche</translation>
    </message>
    <message>
        <location filename="../ui/area_dialog.ui" line="15"/>
        <source>&amp;North</source>
        <translation>&amp;Nord</translation>
    </message>
    <message>
        <location filename="../ui/area_dialog.ui" line="34"/>
        <source>-90 to 90</source>
        <translation>-90 à 90</translation>
    </message>
    <message>
        <location filename="../ui/area_dialog.ui" line="21"/>
        <source>&amp;West</source>
        <translation>&amp;Ouest</translation>
    </message>
    <message>
        <location filename="../ui/area_dialog.ui" line="28"/>
        <source>-180 to 180</source>
        <translation>-180 à 180</translation>
    </message>
    <message>
        <location filename="../ui/area_dialog.ui" line="27"/>
        <source>&amp;East</source>
        <translation>&amp;Est</translation>
    </message>
    <message>
        <location filename="../ui/area_dialog.ui" line="33"/>
        <source>&amp;South</source>
        <translation>&amp;Sud</translation>
    </message>
</context>
<context>
    <name>AssetDialog</name>
    <message>
        <location filename="../gaia_plugin/gui/asset_dialog.py" line="47"/>
        <source>{n} granules: the chosen files of each are downloaded.</source>
        <translation>{n} granules : les fichiers choisis de chacun seront téléchargés.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/asset_dialog.py" line="63"/>
        <source>&amp;Download</source>
        <translation>&amp;Télécharger</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/asset_dialog.py" line="132"/>
        <source>at least</source>
        <translation>au moins</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/asset_dialog.py" line="139"/>
        <source>Folder for downloads</source>
        <translation>Dossier des téléchargements</translation>
    </message>
    <message>
        <location filename="../ui/asset_dialog.ui" line="6"/>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <location filename="../ui/asset_dialog.ui" line="14"/>
        <source>Files to download</source>
        <translation>Fichiers à télécharger</translation>
    </message>
    <message>
        <location filename="../ui/asset_dialog.ui" line="16"/>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <location filename="../ui/asset_dialog.ui" line="17"/>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <location filename="../ui/asset_dialog.ui" line="18"/>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <location filename="../ui/asset_dialog.ui" line="24"/>
        <source>&amp;Folder</source>
        <translation>&amp;Dossier</translation>
    </message>
    <message>
        <location filename="../ui/asset_dialog.ui" line="26"/>
        <source>Choose a folder</source>
        <translation>Choisir un dossier</translation>
    </message>
    <message>
        <location filename="../ui/asset_dialog.ui" line="29"/>
        <source>Add to the &amp;project when done</source>
        <translation>Ajouter au &amp;projet une fois téléchargé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/asset_dialog.py" line="110"/>
        <source>Files &amp;inside…</source>
        <translation>Fichiers &amp;dedans…</translation>
    </message>
</context>
<context>
    <name>Baskets</name>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="25"/>
        <source>&amp;Everything that matches, as one archive</source>
        <translation>&amp;Tout ce qui correspond, en une archive</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="61"/>
        <source>This archive is on its way already.</source>
        <translation>Cette archive est déjà en route.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="76"/>
        <source>The search has no area and no period: {service} would pack all there is of {title}. Go on?</source>
        <translation>La recherche n’a ni zone ni période : {service} préparerait tout ce qu’il a de {title}. Continuer ?</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="81"/>
        <source>Everything, as one archive</source>
        <translation>Tout, en une archive</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="96"/>
        <source>{service} packs your archive, which comes when it is ready.</source>
        <translation>{service} prépare votre archive, qui viendra quand elle sera prête.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="102"/>
        <source>Show it</source>
        <translation>L’afficher</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="97"/>
        <source>Asked for: {what}.</source>
        <translation>Demandé : {what}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="84"/>
        <source>&amp;Pack everything</source>
        <translation>Tout &amp;préparer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/baskets_offer.py" line="85"/>
        <source>&amp;Cancel</source>
        <translation>&amp;Annuler</translation>
    </message>
</context>
<context>
    <name>CatalogDialog</name>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="21"/>
        <source>Catalogues</source>
        <translation>Catalogues</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="18"/>
        <source>Filter the catalogues</source>
        <translation>Filtrer les catalogues</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="31"/>
        <source>&amp;New</source>
        <translation>&amp;Nouveau</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="31"/>
        <source>Empty the form, to add another catalogue</source>
        <translation>Vider le formulaire, pour ajouter un autre catalogue</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="32"/>
        <source>&amp;Remove</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="189"/>
        <source>&amp;Restore</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="34"/>
        <source>&amp;From…</source>
        <translation>&amp;Depuis…</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="34"/>
        <source>From a file or from QGIS&apos;s connections, or to a file</source>
        <translation>Depuis un fichier ou les connexions de QGIS, ou vers un fichier</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="49"/>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="50"/>
        <source>Paste the address of a catalogue or a map service</source>
        <translation>Collez l’adresse d’un catalogue ou d’un service cartographique</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="51"/>
        <source>&amp;Test</source>
        <translation>&amp;Tester</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="254"/>
        <source>S&amp;top</source>
        <translation>Arrê&amp;ter</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="63"/>
        <source>Na&amp;me</source>
        <translation>No&amp;m</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="65"/>
        <source>&amp;Protocol</source>
        <translation>&amp;Protocole</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="67"/>
        <source>&amp;Group</source>
        <translation>&amp;Groupe</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="69"/>
        <source>&amp;Identifier</source>
        <translation>&amp;Identifiant</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="70"/>
        <source>Letters, digits, points, hyphens and underscores; names the catalogue in saved searches and projects</source>
        <translation>Lettres, chiffres, points, tirets et soulignés ; désigne le catalogue dans les recherches et les projets enregistrés</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="78"/>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <location filename="../ui/catalog_dialog.ui" line="79"/>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="50"/>
        <source>Find out</source>
        <translation>À déterminer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="80"/>
        <source>Your catalogues</source>
        <translation>Vos catalogues</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="81"/>
        <source>Catalogues of the plugin</source>
        <translation>Catalogues de l’extension</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="86"/>
        <source>{title} (corrected)</source>
        <translation>{title} (corrigé)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="153"/>
        <source>Add a catalogue: paste its address and test it.</source>
        <translation>Ajouter un catalogue : collez son adresse et testez-la.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="166"/>
        <source>A catalogue of the plugin. Where its address has moved, correct it here.</source>
        <translation>Un catalogue de l’extension. Si son adresse a changé, corrigez-la ici.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="163"/>
        <source>One of your catalogues.</source>
        <translation>L’un de vos catalogues.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="222"/>
        <source>Test the address first, or choose its protocol.</source>
        <translation>Testez d’abord l’adresse, ou choisissez son protocole.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="224"/>
        <source>Give it a name.</source>
        <translation>Donnez-lui un nom.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="226"/>
        <source>The identifier takes letters, digits, points, hyphens and underscores.</source>
        <translation>L’identifiant accepte lettres, chiffres, points, tirets et soulignés.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="228"/>
        <source>Another catalogue has this identifier already.</source>
        <translation>Un autre catalogue a déjà cet identifiant.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="277"/>
        <source>It is in the list already: {title}.</source>
        <translation>Il est déjà dans la liste : {title}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="236"/>
        <source>Stopped.</source>
        <translation>Arrêté.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="253"/>
        <source>Asking {host}…</source>
        <translation>{host} est interrogé…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="255"/>
        <source>Testing a catalogue</source>
        <translation>Test d’un catalogue</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="316"/>
        <source>“{title}” is saved and ticked in the sources.</source>
        <translation>« {title} » est enregistré et coché dans les sources.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="354"/>
        <source>It is as the plugin has it again.</source>
        <translation>Il est de nouveau tel que l’extension le fournit.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="218"/>
        <source>The address holds a password or a key, which this file would show: leave it out.</source>
        <translation>L’adresse contient un mot de passe ou une clé, que ce fichier montrerait : enlevez-les.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="221"/>
        <source>To keep it all the same, choose its protocol.</source>
        <translation>Pour le garder malgré tout, choisissez son protocole.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="88"/>
        <source>{title} (moved)</source>
        <translation>{title} (déplacé)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="165"/>
        <source>A service that is closed.</source>
        <translation>Un service fermé.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_dialog.py" line="171"/>
        <source>The plugin has it at {address}</source>
        <translation>L'extension l'a à l'adresse {address}</translation>
    </message>
</context>
<context>
    <name>CatalogExchange</name>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="36"/>
        <source>&amp;Import from a file…</source>
        <translation>&amp;Importer depuis un fichier…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="37"/>
        <source>&amp;Export yours to a file…</source>
        <translation>&amp;Exporter les vôtres vers un fichier…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="39"/>
        <source>From &amp;QGIS connections</source>
        <translation>Depuis les connexions de &amp;QGIS</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="43"/>
        <source>{name} ({where})</source>
        <translation>{name} ({where})</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="47"/>
        <source>None that is not here already</source>
        <translation>Aucune qui ne soit déjà ici</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="49"/>
        <source>&amp;Corrections of addresses…</source>
        <translation>&amp;Corrections d'adresses…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="53"/>
        <source>Import catalogues</source>
        <translation>Importer des catalogues</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="73"/>
        <source>Export your catalogues</source>
        <translation>Exporter vos catalogues</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="83"/>
        <source>{n} catalogues written to {file}.</source>
        <translation>{n} catalogues écrits dans {file}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_exchange.py" line="87"/>
        <source>Catalogues</source>
        <translation>Catalogues</translation>
    </message>
</context>
<context>
    <name>CiteTab</name>
    <message>
        <location filename="../gaia_plugin/gui/cite_tab.py" line="29"/>
        <source>The provider&apos;s own words.</source>
        <translation>Citation donnée par le fournisseur.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/cite_tab.py" line="31"/>
        <source>Made from the record, which gives no citation.</source>
        <translation>Composée d’après la fiche, qui ne donne pas de citation.</translation>
    </message>
    <message>
        <location filename="../ui/cite_tab.ui" line="9"/>
        <source>Citation</source>
        <translation>Citation</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/cite_tab.py" line="33"/>
        <source>Made from the record, which has no citation nor DOI: ask its contacts before publishing.</source>
        <translation>Composée d’après la fiche, qui n’a ni citation ni DOI : consultez ses contacts avant de publier.</translation>
    </message>
    <message>
        <location filename="../ui/cite_tab.ui" line="14"/>
        <source>Copy the citation</source>
        <translation>Copier la citation</translation>
    </message>
    <message>
        <location filename="../ui/cite_tab.ui" line="15"/>
        <source>Copy the DOI</source>
        <translation>Copier le DOI</translation>
    </message>
</context>
<context>
    <name>Compartments</name>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="255"/>
        <source>Demonstration</source>
        <translation>Démonstration</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="257"/>
        <source>Atmosphere</source>
        <translation>Atmosphère</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="258"/>
        <source>Ocean</source>
        <translation>Océan</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="259"/>
        <source>Land surfaces</source>
        <translation>Surfaces continentales</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="260"/>
        <source>Solid Earth</source>
        <translation>Terre solide</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="261"/>
        <source>Biodiversity</source>
        <translation>Biodiversité</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="262"/>
        <source>Climate</source>
        <translation>Climat</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="263"/>
        <source>Several compartments</source>
        <translation>Plusieurs compartiments</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="256"/>
        <source>Closed services</source>
        <translation>Services fermés</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <location filename="../gaia_plugin/gui/controller.py" line="327"/>
        <source>The record has no footprint to show on the map.</source>
        <translation>La fiche n’a pas d’emprise à montrer sur la carte.</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <location filename="../gaia_plugin/gui/details.py" line="61"/>
        <source>The record gives nothing that a map can show</source>
        <translation>La fiche ne donne rien qu’une carte puisse montrer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details.py" line="68"/>
        <source>Choose granules in the Granules tab</source>
        <translation>Choisissez des granules dans l’onglet Granules</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="72"/>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="75"/>
        <source>Found in</source>
        <translation>Trouvé dans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="95"/>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="96"/>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="97"/>
        <source>Area</source>
        <translation>Zone</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="98"/>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="100"/>
        <source>DOI</source>
        <translation>DOI</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="102"/>
        <source>Cloud cover</source>
        <translation>Couverture nuageuse</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="104"/>
        <source>Updated</source>
        <translation>Mis à jour</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="105"/>
        <source>Projection</source>
        <translation>Projection</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="106"/>
        <source>Identifier</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="113"/>
        <source>No footprint in the record</source>
        <translation>La fiche n’a pas d’emprise</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="125"/>
        <source>not stated: ask the provider before use</source>
        <translation>non indiquée : demandez au fournisseur avant usage</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="135"/>
        <source>Lineage</source>
        <translation>Généalogie</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="138"/>
        <source>Conditions of use</source>
        <translation>Conditions d’utilisation</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="139"/>
        <source>Contacts</source>
        <translation>Contacts</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="140"/>
        <source>Keywords</source>
        <translation>Mots-clés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/details_html.py" line="141"/>
        <source>Related</source>
        <translation>Voir aussi</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="13"/>
        <source>Details of the selected dataset</source>
        <translation>Détails du jeu de données sélectionné</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="14"/>
        <source>Overview</source>
        <translation>Aperçu</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="15"/>
        <source>Access</source>
        <translation>Accès</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="16"/>
        <source>Granules</source>
        <translation>Granules</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="17"/>
        <source>Cite</source>
        <translation>Citer</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="26"/>
        <source>Show this dataset on the map</source>
        <translation>Montrer ce jeu de données sur la carte</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="26"/>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="28"/>
        <source>Show the granules</source>
        <translation>Voir les granules</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="29"/>
        <source>Add to map</source>
        <translation>Ajouter à la carte</translation>
    </message>
    <message>
        <location filename="../ui/details.ui" line="30"/>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/family_html.py" line="50"/>
        <source>Datasets</source>
        <translation>Jeux de données</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/family_html.py" line="21"/>
        <source>Part of</source>
        <translation>Fait partie de</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/family_html.py" line="33"/>
        <source>Datasets of this study ({n})</source>
        <translation>Jeux de données de cette étude ({n})</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/family_html.py" line="35"/>
        <source>Its parts ({n})</source>
        <translation>Ses parties ({n})</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/family_html.py" line="55"/>
        <source>… and others: the tab “{tab}” lists them.</source>
        <translation>… et d'autres : l'onglet « {tab} » les montre.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/family_html.py" line="43"/>
        <source>Show the datasets</source>
        <translation>Montrer les jeux de données</translation>
    </message>
</context>
<context>
    <name>DeviceCodePanel</name>
    <message>
        <location filename="../gaia_plugin/gui/accounts_code.py" line="44"/>
        <source>On any screen, open {link} and type this code:</source>
        <translation>Sur n’importe quel écran, ouvrez {link} et tapez ce code :</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_code.py" line="70"/>
        <source>The code lasts another {minutes} min {seconds} s.</source>
        <translation>Le code vaut encore {minutes} min {seconds} s.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/accounts_code.py" line="73"/>
        <source>The code has expired.</source>
        <translation>Le code a expiré.</translation>
    </message>
    <message>
        <location filename="../ui/accounts_code.ui" line="10"/>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <location filename="../ui/accounts_code.ui" line="13"/>
        <source>Co&amp;py the code</source>
        <translation>Co&amp;pier le code</translation>
    </message>
    <message>
        <location filename="../ui/accounts_code.ui" line="19"/>
        <source>The same address as a QR code, for a telephone</source>
        <translation>La même adresse en code QR, pour un téléphone</translation>
    </message>
    <message>
        <location filename="../ui/accounts_code.ui" line="14"/>
        <source>Op&amp;en the page</source>
        <translation>O&amp;uvrir la page</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <location filename="../gaia_plugin/gui/ui.py" line="29"/>
        <source>&amp;Cancel</source>
        <translation>&amp;Annuler</translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="18"/>
        <source>No source is chosen: open Sources and tick at least one.</source>
        <translation>Aucune source n’est choisie : ouvrez Sources et cochez-en au moins une.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="29"/>
        <source>Type some words, or nothing, and press Enter.</source>
        <translation>Tapez quelques mots, ou rien, puis Entrée.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="38"/>
        <source>Searching…</source>
        <translation>Recherche en cours…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="47"/>
        <source>No source could be searched:</source>
        <translation>Aucune source n’a pu être interrogée :</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="63"/>
        <source>The search was cancelled.</source>
        <translation>La recherche a été annulée.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="66"/>
        <source>the words “{text}”</source>
        <translation>les mots « {text} »</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="69"/>
        <source>the area “{area}”</source>
        <translation>la zone « {area} »</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="71"/>
        <source>the period “{period}”</source>
        <translation>la période « {period} »</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="77"/>
        <source>The chosen sources hold nothing.</source>
        <translation>Les sources choisies sont vides.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="78"/>
        <source>Nothing was found for {limits}.

Try fewer words, or lift one of these.</source>
        <translation>Rien n’a été trouvé pour {limits}.

Essayez moins de mots, ou levez l’une de ces limites.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="81"/>
        <source> and </source>
        <translation> et </translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="84"/>
        <source>Some sources failed: see the line above.</source>
        <translation>Certaines sources ont échoué : voyez la ligne ci-dessus.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="21"/>
        <source>This is a demonstration with synthetic values: it needs no network.</source>
        <translation>Ceci est une démonstration aux valeurs synthétiques : elle se passe de réseau.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="21"/>
        <source>Type a word (snow, ocean…) or nothing, and press Enter.</source>
        <translation>Tapez un mot (neige, océan…) ou rien, puis Entrée.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="21"/>
        <source>To search the real services, tick them in Sources.</source>
        <translation>Pour interroger les vrais services, cochez-les dans Sources.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="50"/>
        <source>The line above opens the whole list.</source>
        <translation>La ligne du dessus ouvre la liste entière.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="52"/>
        <source>Without a network, the demonstration still works.</source>
        <translation>Sans réseau, la démonstration fonctionne toujours.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/empty_text.py" line="32"/>
        <source>{n} sources will be asked: choose among them in Sources.</source>
        <translation>{n} sources seront interrogées : choisissez parmi elles dans Sources.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>Something failed at {host}.</source>
        <translation>Quelque chose a échoué chez {host}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} was not found: check the address, your network and your proxy.</source>
        <translation>{host} est introuvable : vérifiez l’adresse, votre réseau et votre proxy.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} refused the connection: the service may be down; try again later.</source>
        <translation>{host} refuse la connexion : le service est peut-être arrêté ; réessayez plus tard.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The connection to {host} was lost: try again.</source>
        <translation>La connexion à {host} a été perdue : réessayez.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} did not answer in {seconds:g} s: try again, or search a smaller area or period.</source>
        <translation>{host} n’a pas répondu en {seconds:g} s : réessayez, ou réduisez la zone ou la période.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} is not working at the moment (HTTP {status}): try again later.</source>
        <translation>{host} ne fonctionne pas en ce moment (HTTP {status}) : réessayez plus tard.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} asks for fewer requests (HTTP {status}): wait a moment and try again.</source>
        <translation>{host} demande moins de requêtes (HTTP {status}) : attendez un moment et réessayez.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} asks you to sign in (HTTP {status}).</source>
        <translation>{host} vous demande de vous identifier (HTTP {status}).</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} opens files to those who are signed in: sign in to {service} first.</source>
        <translation>{host} ouvre ses fichiers aux personnes identifiées : identifiez-vous d’abord auprès de {service}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} needs an API key of {service}: make one in your account there.</source>
        <translation>{host} demande une clé d'API de {service} : créez-en une dans votre compte là-bas.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} does not give you access to this (HTTP {status}): ask its provider for the right.</source>
        <translation>{host} ne vous donne pas accès à cette ressource (HTTP {status}) : demandez ce droit à son fournisseur.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} asks you to accept a licence first.</source>
        <translation>{host} vous demande d’accepter d’abord une licence.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>Your download quota at {host} is used up: try again later.</source>
        <translation>Votre quota de téléchargement chez {host} est épuisé : réessayez plus tard.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} no longer has what was asked for (HTTP {status}).</source>
        <translation>{host} n’a plus ce qui est demandé (HTTP {status}).</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} refused the request: {detail}</source>
        <translation>{host} a refusé la requête : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>This product is stored off line at {host}: it must be ordered first.</source>
        <translation>Ce produit est archivé hors ligne chez {host} : il faut d’abord le commander.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>This product is not on line at {host} yet: it is looked for again in {minutes:g} min.</source>
        <translation>Ce produit n’est pas encore en ligne chez {host} : nouvel essai dans {minutes:g} min.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} sent an answer that cannot be read: {detail}</source>
        <translation>{host} a envoyé une réponse illisible : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} sent more than {limit_mb:g} MB: narrow the search.</source>
        <translation>{host} a envoyé plus de {limit_mb:g} Mo : restreignez la recherche.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} redirects without end: its address may have changed.</source>
        <translation>{host} redirige sans fin : son adresse a peut-être changé.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>This kind of link cannot be opened: {detail}</source>
        <translation>Ce type de lien ne peut pas être ouvert : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The download from {host} failed.</source>
        <translation>Le téléchargement depuis {host} a échoué.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The download from {host} stopped at {received} of {expected} bytes: start it again.</source>
        <translation>Le téléchargement depuis {host} s’est arrêté à {received} octets sur {expected} : relancez-le.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{path} cannot be written: {detail}</source>
        <translation>Impossible d’écrire {path} : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{name} from {host} is not what its provider announced ({algorithm} differs): it was not kept.</source>
        <translation>{name}, reçu de {host}, n’est pas ce que son fournisseur annonçait (la somme {algorithm} diffère) : le fichier n’a pas été gardé.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{name} from {host} has {received} bytes and not the {expected} that were announced: it was not kept.</source>
        <translation>{name}, reçu de {host}, a {received} octets et non les {expected} annoncés : le fichier n’a pas été gardé.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} has a certificate that is not trusted: ask its owner, or add it in QGIS&apos;s options.</source>
        <translation>Le certificat de {host} n’est pas reconnu : demandez à son propriétaire, ou ajoutez-le dans les options de QGIS.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} refused your key of {service}: it may have expired; make a new one in your account.</source>
        <translation>{host} a refusé votre clé de {service} : elle a peut-être expiré ; créez-en une autre dans votre compte.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>Your sign-in at {host} has ended: sign in again.</source>
        <translation>Votre connexion à {host} a pris fin : connectez-vous à nouveau.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} is open to members of {service}: ask your organisation&apos;s contact person for the right.</source>
        <translation>{host} est réservé aux membres de {service} : demandez le droit d'accès au référent de votre organisme.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} has not validated your profile yet: complete it in your account there, or wait.</source>
        <translation>{host} n'a pas encore validé votre profil : complétez-le dans votre compte là-bas, ou patientez.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>Your download quota at {host} is used up until {until:%Y-%m-%d %H:%M}.</source>
        <translation>Votre quota de téléchargement chez {host} est épuisé jusqu'au {until:%Y-%m-%d %H:%M}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} refused the sign-in: {detail}</source>
        <translation>{host} a refusé la connexion : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The sign-in at {host} was not finished within {minutes:g} min: start it again.</source>
        <translation>La connexion à {host} n'a pas été terminée en {minutes:g} min : recommencez-la.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>No port of this computer is free for the answer of {host}: sign in with a code instead.</source>
        <translation>Aucun port de cet ordinateur n'est libre pour la réponse de {host} : connectez-vous plutôt avec un code.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>No browser could be opened for {host}: sign in with a code instead.</source>
        <translation>Aucun navigateur n'a pu être ouvert pour {host} : connectez-vous plutôt avec un code.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The code for {host} has expired: ask for a new one.</source>
        <translation>Le code pour {host} a expiré : demandez-en un autre.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>This computer&apos;s clock is {minutes:g} min off that of {host}: set it, then sign in again.</source>
        <translation>L'horloge de cet ordinateur est décalée de {minutes:g} min par rapport à celle de {host} : réglez-la, puis reconnectez-vous.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>An answer that claims to be of {host} was refused ({detail}): start the sign-in again.</source>
        <translation>Une réponse qui se dit de {host} a été refusée ({detail}) : recommencez la connexion.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>Signing in at {host} is not possible: {detail}</source>
        <translation>La connexion à {host} n'est pas possible : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>Your sign-ins cannot be kept on this computer: {detail}</source>
        <translation>Vos connexions ne peuvent pas être gardées sur cet ordinateur : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} needs your sign-in, which cannot go with streaming ({detail}): download the file instead.</source>
        <translation>{host} demande votre connexion, qui ne peut pas accompagner la lecture à distance ({detail}) : téléchargez plutôt le fichier.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} keeps this file restricted: ask for access to it on its page there.</source>
        <translation>{host} réserve ce fichier : demandez-y l’accès sur sa page.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} asks you to sign its guestbook: download this file from its page there.</source>
        <translation>{host} demande de remplir son livre d’or : téléchargez ce fichier depuis sa page.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} makes whoever downloads from {bucket} pay: it is not fetched.</source>
        <translation>{host} fait payer les téléchargements de {bucket} : le fichier n’est pas récupéré.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} gives no selection of this size: choose a smaller area, a shorter period or fewer files.</source>
        <translation>{host} ne donne pas de sélection de cette taille : choisissez une zone plus petite, une période plus courte ou moins de fichiers.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} is preparing your files ({percent:g} %): they are fetched when they are ready.</source>
        <translation>{host} prépare vos fichiers ({percent:g} %) : ils seront récupérés dès qu’ils seront prêts.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} keeps your selection waiting: it is looked for again in {minutes:g} min.</source>
        <translation>{host} fait attendre votre sélection : nouvel essai dans {minutes:g} min.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} gives this file by {protocol}: open its address with your file manager or an FTP client.</source>
        <translation>{host} donne ce fichier par {protocol} : ouvrez son adresse avec votre gestionnaire de fichiers ou un client FTP.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{name} was not unpacked: {detail}</source>
        <translation>{name} n'a pas été décompressée : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{name} was not unpacked, because of {member} in it: {detail}</source>
        <translation>{name} n'a pas été décompressée, à cause de {member} qu'elle contient : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{name} is damaged and was not unpacked ({detail}): download it again.</source>
        <translation>{name} est endommagée et n'a pas été décompressée ({detail}) : téléchargez-la de nouveau.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{host} gives its files only whole: download {name} itself.</source>
        <translation>{host} ne donne ses fichiers qu'entiers : téléchargez {name} lui-même.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{name} has changed at {host} meanwhile: list its files again.</source>
        <translation>{name} a changé entre-temps sur {host} : listez de nouveau ses fichiers.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The list of downloads could not be read ({detail}): it was kept as {kept}, and a new one begun.</source>
        <translation>La liste des téléchargements n’a pas pu être lue ({detail}) : elle est conservée sous le nom {kept}, et une nouvelle est commencée.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The list of downloads cannot be kept at {path} ({detail}): it lasts until QGIS is closed.</source>
        <translation>La liste des téléchargements ne peut pas être conservée dans {path} ({detail}) : elle dure jusqu’à la fermeture de QGIS.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The list of downloads cannot be read or written: {detail}</source>
        <translation>La liste des téléchargements ne peut être ni lue ni écrite : {detail}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>The sign-in at {host} was refused in the browser ({detail}): nothing has changed.</source>
        <translation>La connexion à {host} a été refusée dans le navigateur ({detail}) : rien n’a changé.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>No port is free for the answer of {host}: close other programs, then try again.</source>
        <translation>Aucun port n’est libre pour la réponse de {host} : fermez d’autres programmes, puis réessayez.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>No browser opened for {host}: choose a default browser in your system, then try again.</source>
        <translation>Aucun navigateur ne s’est ouvert pour {host} : choisissez un navigateur par défaut dans votre système, puis réessayez.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>No room is left ({detail}): free some space, then try again; it goes on where it was ({path}).</source>
        <translation>Il n’y a plus de place ({detail}) : libérez de l’espace, puis réessayez ; la suite reprend où elle en était ({path}).</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="18"/>
        <source>{name} was not unpacked: {detail}; free some space, then try again.</source>
        <translation>{name} n’a pas été décompressée : {detail} ; libérez de l’espace, puis réessayez.</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <location filename="../gaia_plugin/gui/filter_rows.py" line="75"/>
        <source>from</source>
        <translation>de</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/filter_rows.py" line="75"/>
        <source>to</source>
        <translation>à</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/filter_rows.py" line="163"/>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/filter_rows.py" line="163"/>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/filter_rows.py" line="174"/>
        <source>any</source>
        <translation>tous</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/filter_rows.py" line="126"/>
        <source>A whole word; * stands for any letters</source>
        <translation>Un mot entier ; * vaut n’importe quelles lettres</translation>
    </message>
</context>
<context>
    <name>FiltersButton</name>
    <message>
        <location filename="../gaia_plugin/gui/filters_button.py" line="94"/>
        <source>Filters ({n})</source>
        <translation>Filtres ({n})</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/filters_button.py" line="94"/>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
</context>
<context>
    <name>FiltersPopup</name>
    <message>
        <location filename="../ui/filters_popup.ui" line="6"/>
        <source>Filters on the granules</source>
        <translation>Filtres sur les granules</translation>
    </message>
    <message>
        <location filename="../ui/filters_popup.ui" line="14"/>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <location filename="../ui/filters_popup.ui" line="16"/>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
</context>
<context>
    <name>Footprints</name>
    <message>
        <location filename="../gaia_plugin/bridge/footprint_save.py" line="91"/>
        <source>One colour a catalogue</source>
        <translation>Une couleur par catalogue</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/footprint_style.py" line="99"/>
        <source>Other</source>
        <translation>Autre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/footprints.py" line="117"/>
        <source>GAIA Data: results</source>
        <translation>GAIA Data : résultats</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/granules_controller.py" line="138"/>
        <source>GAIA Data: granules</source>
        <translation>GAIA Data : granules</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/footprint_save.py" line="69"/>
        <source>Saving the footprints</source>
        <translation>Enregistrement des emprises</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <location filename="../gaia_plugin/gui/formats.py" line="49"/>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/formats.py" line="59"/>
        <source>E</source>
        <translation>E</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/formats.py" line="59"/>
        <source>W</source>
        <translation>O</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/formats.py" line="65"/>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/formats.py" line="65"/>
        <source>S</source>
        <translation>S</translation>
    </message>
</context>
<context>
    <name>Found</name>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="20"/>
        <source>This is an OAI-PMH service, which is made for harvesting and cannot be searched: ask its provider for a CSW or a STAC catalogue.</source>
        <translation>C’est un service OAI-PMH, fait pour le moissonnage et qui ne peut pas être interrogé : demandez à son fournisseur un CSW ou un catalogue STAC.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="20"/>
        <source>This is the metadata of one dataset and not a catalogue: paste the address of the catalogue that it comes from.</source>
        <translation>Ce sont les métadonnées d’un seul jeu de données et non un catalogue : collez l’adresse du catalogue d’où elles viennent.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="20"/>
        <source>This is an ArcGIS server and not a catalogue: add it with QGIS&apos;s Data Source Manager.</source>
        <translation>C’est un serveur ArcGIS et non un catalogue : ajoutez-le avec le gestionnaire de sources de données de QGIS.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="20"/>
        <source>This is an OpenSearch service whose answers are web pages: the plugin cannot read them.</source>
        <translation>C’est un service OpenSearch dont les réponses sont des pages web : l’extension ne peut pas les lire.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="20"/>
        <source>This is a GeoNetwork whose search did not answer: paste the address of its CSW.</source>
        <translation>C’est un GeoNetwork dont la recherche n’a pas répondu : collez l’adresse de son CSW.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="53"/>
        <source>STAC API</source>
        <translation>API STAC</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="54"/>
        <source>static STAC catalogue</source>
        <translation>catalogue STAC statique</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="96"/>
        <source>Found: {kind}, “{title}”.</source>
        <translation>Trouvé : {kind}, « {title} ».</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="101"/>
        <source>At least {datasets}.</source>
        <translation>Au moins {datasets}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="106"/>
        <source>But it could not be searched: {sentence}</source>
        <translation>Mais il n’a pas pu être interrogé : {sentence}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="126"/>
        <source>properties such as cloud cover</source>
        <translation>propriétés comme la couverture nuageuse</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="132"/>
        <source>Its server filters nothing: the plugin does.</source>
        <translation>Son serveur ne filtre rien : l’extension s’en charge.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="133"/>
        <source>Its server filters by {filters}.</source>
        <translation>Son serveur filtre par {filters}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="140"/>
        <source>{added} added, {replaced} corrected.</source>
        <translation>{added} ajoutés, {replaced} corrigés.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="143"/>
        <source>{n} could not be used.</source>
        <translation>{n} n’ont pas pu être utilisés.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="52"/>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="73"/>
        <source>Recognised: {kinds}, or the map services {services}.</source>
        <translation>Reconnus : {kinds}, ou les services de carte {services}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="82"/>
        <source>There is nothing at this address (HTTP {status}): check it.</source>
        <translation>Il n'y a rien à cette adresse (HTTP {status}) : vérifiez-la.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="87"/>
        <source>{host} wants a key or an account (HTTP {status}).</source>
        <translation>{host} demande une clé ou un compte (HTTP {status}).</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/catalog_texts.py" line="117"/>
        <source>Also there: {kinds}. Choose one as the protocol to take it.</source>
        <translation>Il y a aussi : {kinds}. Choisissez-en un comme protocole pour le prendre.</translation>
    </message>
</context>
<context>
    <name>GaiaPlugin</name>
    <message>
        <location filename="../gaia_plugin/plugin.py" line="38"/>
        <source>Search the Earth-system data of Data Terra</source>
        <translation>Chercher les données du système Terre de Data Terra</translation>
    </message>
</context>
<context>
    <name>GranuleCard</name>
    <message>
        <location filename="../ui/granule_card.ui" line="12"/>
        <source>Details of the selected granule</source>
        <translation>Détails du granule choisi</translation>
    </message>
    <message>
        <location filename="../ui/granule_card.ui" line="13"/>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <location filename="../ui/granule_card.ui" line="14"/>
        <source>Access</source>
        <translation>Accès</translation>
    </message>
</context>
<context>
    <name>GranulesTab</name>
    <message>
        <location filename="../gaia_plugin/gui/granules_tab.py" line="106"/>
        <source>Searching…</source>
        <translation>Recherche en cours…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/granules_tab.py" line="109"/>
        <source>No granule here: clear the box below, or search a larger area or period.</source>
        <translation>Aucun granule ici : décochez la case ci-dessous, ou élargissez la zone ou la période.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/granules_tab.py" line="112"/>
        <source>{n} of {total} granules: scroll for more.</source>
        <translation>{n} granules sur {total} : faites défiler pour voir la suite.</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="13"/>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="24"/>
        <source>Granules</source>
        <translation>Granules</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="31"/>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="34"/>
        <source>Add to map</source>
        <translation>Ajouter à la carte</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="35"/>
        <source>Download…</source>
        <translation>Télécharger…</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="16"/>
        <source>Only in the searched area and period</source>
        <translation>Dans la zone et la période cherchées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/granules_tab.py" line="108"/>
        <source>No granule matches: lift a filter, or search a larger area or period.</source>
        <translation>Aucun granule ne correspond : levez un filtre, ou cherchez une zone ou une période plus large.</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="32"/>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="32"/>
        <source>Show the properties and files of the selected granule</source>
        <translation>Montrer les propriétés et les fichiers du granule choisi</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="31"/>
        <source>Zoom to the selected granules</source>
        <translation>Zoomer sur les granules choisis</translation>
    </message>
    <message>
        <location filename="../ui/granules_tab.ui" line="27"/>
        <source>Its service makes one archive of all that matches the area, the period and the filters: it comes when it is ready</source>
        <translation>Son service fait une archive de tout ce qui correspond à la zone, à la période et aux filtres : elle vient quand elle est prête</translation>
    </message>
</context>
<context>
    <name>GranulesTable</name>
    <message>
        <location filename="../gaia_plugin/gui/granules_table.py" line="97"/>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/granules_table.py" line="97"/>
        <source>Granule</source>
        <translation>Granule</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/granules_table.py" line="97"/>
        <source>Clouds</source>
        <translation>Nuages</translation>
    </message>
</context>
<context>
    <name>LayerDialog</name>
    <message>
        <location filename="../gaia_plugin/gui/layer_dialog.py" line="20"/>
        <source>The record of “{dataset}” doesn't name its layer, and the service has several:</source>
        <translation>La fiche « {dataset} » ne nomme pas sa couche, et le service en a plusieurs :</translation>
    </message>
    <message>
        <location filename="../ui/layer_dialog.ui" line="6"/>
        <source>Which layer?</source>
        <translation>Quelle couche ?</translation>
    </message>
    <message>
        <location filename="../ui/layer_dialog.ui" line="10"/>
        <source>Filter the layers</source>
        <translation>Filtrer les couches</translation>
    </message>
    <message>
        <location filename="../ui/layer_dialog.ui" line="11"/>
        <source>Layers</source>
        <translation>Couches</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="150"/>
        <source>See on the map</source>
        <translation>Voir sur la carte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="165"/>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="153"/>
        <source>Search inside</source>
        <translation>Chercher dedans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="154"/>
        <source>Order</source>
        <translation>Commander</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="155"/>
        <source>Other services</source>
        <translation>Autres services</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="156"/>
        <source>Read</source>
        <translation>Lire</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="164"/>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="167"/>
        <source>Granules</source>
        <translation>Granules</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="170"/>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="169"/>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="75"/>
        <source>Licence: {name}</source>
        <translation>Licence : {name}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="90"/>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="91"/>
        <source>How to cite it</source>
        <translation>Comment le citer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="92"/>
        <source>Publication</source>
        <translation>Publication</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="93"/>
        <source>About it</source>
        <translation>À son sujet</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="95"/>
        <source>Documentation</source>
        <translation>Documentation</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="96"/>
        <source>Where it comes from</source>
        <translation>D’où il vient</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="97"/>
        <source>What it was made from</source>
        <translation>Ce dont il est issu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="98"/>
        <source>The original record</source>
        <translation>La fiche d’origine</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="99"/>
        <source>The record&apos;s page</source>
        <translation>La page de la fiche</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="100"/>
        <source>The record (STAC)</source>
        <translation>La fiche (STAC)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="117"/>
        <source>Its granules (STAC)</source>
        <translation>Ses granules (STAC)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="114"/>
        <source>Metadata</source>
        <translation>Métadonnées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="107"/>
        <source>Small picture</source>
        <translation>Vignette</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="108"/>
        <source>Overview picture</source>
        <translation>Image d’aperçu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="115"/>
        <source>Page to read</source>
        <translation>Page à lire</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="116"/>
        <source>Order form</source>
        <translation>Formulaire de commande</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="118"/>
        <source>Its granules (OpenSearch)</source>
        <translation>Ses granules (OpenSearch)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="143"/>
        <source>Its files are given by FTP: open them from Access.</source>
        <translation>Ses fichiers sont donnés par FTP : ouvrez-les depuis Accès.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="144"/>
        <source>This record gives no file to download.</source>
        <translation>Cette fiche ne donne aucun fichier à télécharger.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/link_groups.py" line="152"/>
        <source>Open with another program (FTP)</source>
        <translation>Ouvrir avec un autre programme (FTP)</translation>
    </message>
</context>
<context>
    <name>Loading</name>
    <message>
        <location filename="../gaia_plugin/bridge/downloads_loading.py" line="54"/>
        <source>Open {name}</source>
        <translation>Ouverture de {name}</translation>
    </message>
</context>
<context>
    <name>Manifests</name>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="34"/>
        <source>Save the results as a &amp;manifest…</source>
        <translation>Enregistrer les résultats comme &amp;manifeste…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="37"/>
        <source>&amp;Fetch a manifest…</source>
        <translation>&amp;Récupérer un manifeste…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="53"/>
        <source>STAC items, which QGIS draws</source>
        <translation>Items STAC, que QGIS dessine</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="54"/>
        <source>Metalink, for download programs</source>
        <translation>Metalink, pour les logiciels de téléchargement</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="55"/>
        <source>List for aria2</source>
        <translation>Liste pour aria2</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="91"/>
        <source>Save as a manifest</source>
        <translation>Enregistrer comme manifeste</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="112"/>
        <source>Saving a manifest</source>
        <translation>Enregistrement d’un manifeste</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="67"/>
        <source>{n} records are saved in {name}.</source>
        <translation>{n} fiches sont enregistrées dans {name}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="115"/>
        <source>Show the folder</source>
        <translation>Afficher le dossier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="127"/>
        <source>Fetch a manifest</source>
        <translation>Récupérer un manifeste</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="127"/>
        <source>Manifests</source>
        <translation>Manifestes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="139"/>
        <source>Reading a manifest</source>
        <translation>Lecture d’un manifeste</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="149"/>
        <source>{n} files of {name} are in the queue.</source>
        <translation>{n} fichiers de {name} sont dans la file.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="151"/>
        <source>{name} names no file that can be fetched.</source>
        <translation>{name} ne nomme aucun fichier qui puisse être récupéré.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="154"/>
        <source>{n} entries cannot be fetched.</source>
        <translation>{n} entrées ne peuvent pas être récupérées.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="157"/>
        <source>Show them</source>
        <translation>Les afficher</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="163"/>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="80"/>
        <source>{n} files are saved in {name}.</source>
        <translation>{n} fichiers sont enregistrés dans {name}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="67"/>
        <source>1 record is saved in {name}.</source>
        <translation>1 fiche est enregistrée dans {name}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="80"/>
        <source>1 file is saved in {name}.</source>
        <translation>1 fichier est enregistré dans {name}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/manifest_actions.py" line="108"/>
        <source>Left out, as other programs cannot fetch them: {files}. STAC items keep all.</source>
        <translation>Laissés de côté, car d’autres programmes ne savent pas les récupérer : {files}. Les items STAC gardent tout.</translation>
    </message>
</context>
<context>
    <name>MembersDialog</name>
    <message>
        <location filename="../gaia_plugin/gui/members_dialog.py" line="35"/>
        <source>Reading the list of files…</source>
        <translation>Lecture de la liste des fichiers…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/members_dialog.py" line="41"/>
        <source>&amp;Download</source>
        <translation>&amp;Télécharger</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/members_dialog.py" line="116"/>
        <source>of {files}, {size}</source>
        <translation>sur {files}, {size}</translation>
    </message>
    <message>
        <location filename="../ui/members_dialog.ui" line="6"/>
        <source>Files inside</source>
        <translation>Fichiers de l’archive</translation>
    </message>
    <message>
        <location filename="../ui/members_dialog.ui" line="14"/>
        <source>Files of the archive</source>
        <translation>Fichiers de l’archive</translation>
    </message>
    <message>
        <location filename="../ui/members_dialog.ui" line="16"/>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <location filename="../ui/members_dialog.ui" line="17"/>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
</context>
<context>
    <name>Offline</name>
    <message>
        <location filename="../gaia_plugin/gui/offline.py" line="39"/>
        <source>No network: searching the demonstration and what is on this machine.</source>
        <translation>Pas de réseau : la recherche porte sur la démonstration et ce qui est sur cette machine.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/offline.py" line="46"/>
        <source>1 source not asked</source>
        <translation>1 source non interrogée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/offline.py" line="47"/>
        <source>{n} sources not asked</source>
        <translation>{n} sources non interrogées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/offline.py" line="53"/>
        <source>1 source not reached</source>
        <translation>1 source injoignable</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/offline.py" line="54"/>
        <source>{n} sources not reached</source>
        <translation>{n} sources injoignables</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/offline.py" line="60"/>
        <source>no network</source>
        <translation>pas de réseau</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <location filename="../ui/panel.ui" line="15"/>
        <source>More actions on the results</source>
        <translation>Autres actions sur les résultats</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="51"/>
        <source>&amp;Save the footprints…</source>
        <translation>&amp;Enregistrer les emprises…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="54"/>
        <source>&amp;Zoom to the results</source>
        <translation>&amp;Zoomer sur les résultats</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="57"/>
        <source>&amp;Clear the results</source>
        <translation>E&amp;ffacer les résultats</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="82"/>
        <source>&amp;Relevance</source>
        <translation>&amp;Pertinence</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="83"/>
        <source>&amp;Date, latest first</source>
        <translation>&amp;Date, du plus récent au plus ancien</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="84"/>
        <source>&amp;Title</source>
        <translation>&amp;Titre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="85"/>
        <source>&amp;Provider</source>
        <translation>&amp;Fournisseur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="154"/>
        <source>No search yet</source>
        <translation>Aucune recherche pour l’instant</translation>
    </message>
    <message>
        <location filename="../ui/panel.ui" line="13"/>
        <source>Show how each source fares</source>
        <translation>Montrer où en est chaque source</translation>
    </message>
    <message>
        <location filename="../ui/panel.ui" line="14"/>
        <source>Sort</source>
        <translation>Trier</translation>
    </message>
    <message>
        <location filename="../ui/panel.ui" line="14"/>
        <source>Sort the results</source>
        <translation>Trier les résultats</translation>
    </message>
    <message>
        <location filename="../ui/panel.ui" line="24"/>
        <source>Results</source>
        <translation>Résultats</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="153"/>
        <source>Searching…</source>
        <translation>Recherche en cours…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="154"/>
        <source>Cancelled</source>
        <translation>Annulée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="63"/>
        <source>Only those without &amp;footprint</source>
        <translation>Seulement ceux sans &amp;emprise</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/panel.py" line="61"/>
        <source>&amp;Accounts…</source>
        <translation>&amp;Comptes…</translation>
    </message>
</context>
<context>
    <name>PeriodButton</name>
    <message>
        <location filename="../gaia_plugin/gui/period_button.py" line="135"/>
        <source>any time</source>
        <translation>toutes dates</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/period_button.py" line="135"/>
        <source>When:</source>
        <translation>Quand :</translation>
    </message>
</context>
<context>
    <name>PeriodPopup</name>
    <message>
        <location filename="../gaia_plugin/gui/period_button.py" line="51"/>
        <source>Any time</source>
        <translation>Toutes dates</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/period_button.py" line="52"/>
        <source>Last month</source>
        <translation>Le mois dernier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/period_button.py" line="53"/>
        <source>Last year</source>
        <translation>L’an dernier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/period_button.py" line="54"/>
        <source>Since 2020</source>
        <translation>Depuis 2020</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/period_button.py" line="87"/>
        <source>The period ends before it starts.</source>
        <translation>La période se termine avant de commencer.</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="11"/>
        <source>&amp;From</source>
        <translation>&amp;Du</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="12"/>
        <source>First day</source>
        <translation>Premier jour</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="13"/>
        <source>&amp;open</source>
        <translation>&amp;ouvert</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="13"/>
        <source>No earliest date</source>
        <translation>Sans date de début</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="14"/>
        <source>&amp;To</source>
        <translation>&amp;Au</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="15"/>
        <source>Last day</source>
        <translation>Dernier jour</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="16"/>
        <source>o&amp;pen</source>
        <translation>ou&amp;vert</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="16"/>
        <source>No latest date</source>
        <translation>Sans date de fin</translation>
    </message>
    <message>
        <location filename="../ui/period_popup.ui" line="24"/>
        <source>&amp;Done</source>
        <translation>&amp;Terminé</translation>
    </message>
</context>
<context>
    <name>Products</name>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>True colour</source>
        <translation>Couleurs naturelles</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Infrared</source>
        <translation>Infrarouge</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>First bands</source>
        <translation>Premières bandes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Surface reflectance, slopes corrected</source>
        <translation>Réflectance de surface, pentes corrigées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Surface reflectance</source>
        <translation>Réflectance de surface</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Monthly synthesis of surface reflectance</source>
        <translation>Synthèse mensuelle de réflectance de surface</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Water vapour and aerosols</source>
        <translation>Vapeur d’eau et aérosols</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Reflectance at the top of the atmosphere</source>
        <translation>Réflectance au sommet de l’atmosphère</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Panchromatic image</source>
        <translation>Image panchromatique</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Colour image</source>
        <translation>Image en couleurs</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Snow</source>
        <translation>Neige</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Land cover</source>
        <translation>Occupation du sol</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Fraction of snow on the ground</source>
        <translation>Fraction de neige au sol</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Fraction of snow at the top of the canopy</source>
        <translation>Fraction de neige au sommet de la canopée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Duration of snow cover</source>
        <translation>Durée d’enneigement</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Day of snow onset</source>
        <translation>Jour d’apparition de la neige</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Day of snow melt-out</source>
        <translation>Jour de disparition de la neige</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Clouds</source>
        <translation>Nuages</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Geophysical mask</source>
        <translation>Masque géophysique</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Edge of the image</source>
        <translation>Bord de l’image</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Saturation</source>
        <translation>Saturation</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Flags</source>
        <translation>Indicateurs</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Scene classification</source>
        <translation>Classification de la scène</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cloud probability</source>
        <translation>Probabilité de nuage</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Snow probability</source>
        <translation>Probabilité de neige</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Opaque clouds</source>
        <translation>Nuages opaques</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cirrus</source>
        <translation>Cirrus</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Quality flags</source>
        <translation>Indicateurs de qualité</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>All clouds but the thinnest</source>
        <translation>Tous les nuages sauf les plus fins</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Clouds and shadows but the thinnest</source>
        <translation>Nuages et ombres sauf les plus fins</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cloud seen at one date</source>
        <translation>Nuage vu à une seule date</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cloud seen between dates</source>
        <translation>Nuage vu entre plusieurs dates</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Thin cloud</source>
        <translation>Nuage fin</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Shadow of a cloud in the image</source>
        <translation>Ombre d’un nuage de l’image</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Shadow of a cloud outside the image</source>
        <translation>Ombre d’un nuage hors de l’image</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>High cloud</source>
        <translation>Nuage élevé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cloud</source>
        <translation>Nuage</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cloud shadow</source>
        <translation>Ombre de nuage</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Water</source>
        <translation>Eau</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Topographic shadow</source>
        <translation>Ombre du relief</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Hidden by the relief</source>
        <translation>Caché par le relief</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Sun too low for the correction of slopes</source>
        <translation>Soleil trop bas pour corriger les pentes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Sun tangent to the slope</source>
        <translation>Soleil tangent à la pente</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Land</source>
        <translation>Terre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Saturated</source>
        <translation>Saturé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Saturated or defective</source>
        <translation>Saturé ou défectueux</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Dark area</source>
        <translation>Zone sombre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Vegetation</source>
        <translation>Végétation</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Bare soil</source>
        <translation>Sol nu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Unclassified</source>
        <translation>Non classé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cloud of medium probability</source>
        <translation>Nuage de probabilité moyenne</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cloud of high probability</source>
        <translation>Nuage de forte probabilité</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Snow or ice</source>
        <translation>Neige ou glace</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>No snow</source>
        <translation>Pas de neige</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Cloud or cloud shadow</source>
        <translation>Nuage ou ombre de nuage</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Trees cover more than 90 %</source>
        <translation>Couvert arboré de plus de 90 %</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Snow seen under thin cloud</source>
        <translation>Neige vue sous un nuage fin</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Tree cover not known</source>
        <translation>Couvert arboré inconnu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Snow set to 100 % in a shaded slope</source>
        <translation>Neige fixée à 100 % sur une pente à l’ombre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>0 days</source>
        <translation>0 jour</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>91 days</source>
        <translation>91 jours</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>182 days</source>
        <translation>182 jours</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>273 days</source>
        <translation>273 jours</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>366 days</source>
        <translation>366 jours</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Dense built-up area</source>
        <translation>Bâti dense</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Diffuse built-up area</source>
        <translation>Bâti diffus</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Industrial and commercial areas</source>
        <translation>Zones industrielles et commerciales</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Roads</source>
        <translation>Surfaces de routes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Rapeseed</source>
        <translation>Colza</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Straw cereals</source>
        <translation>Céréales à paille</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Protein crops</source>
        <translation>Protéagineux</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Soy</source>
        <translation>Soja</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Sunflower</source>
        <translation>Tournesol</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Maize</source>
        <translation>Maïs</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Rice</source>
        <translation>Riz</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Tubers and roots</source>
        <translation>Tubercules et racines</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Grasslands</source>
        <translation>Prairies</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Orchards</source>
        <translation>Vergers</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Vineyards</source>
        <translation>Vignes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Broad-leaved forest</source>
        <translation>Forêts de feuillus</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Coniferous forest</source>
        <translation>Forêts de conifères</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Natural grasslands and pastures</source>
        <translation>Pelouses</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Woody moorlands</source>
        <translation>Landes ligneuses</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Natural mineral surfaces</source>
        <translation>Surfaces minérales</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Beaches and dunes</source>
        <translation>Plages et dunes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Glaciers and perpetual snow</source>
        <translation>Glaciers et neiges éternelles</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Summer crops</source>
        <translation>Cultures d’été</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/product_texts.py" line="13"/>
        <source>Winter crops</source>
        <translation>Cultures d’hiver</translation>
    </message>
</context>
<context>
    <name>Properties</name>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="173"/>
        <source>cloud cover</source>
        <translation>couverture nuageuse</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="174"/>
        <source>snow cover</source>
        <translation>couverture neigeuse</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="175"/>
        <source>platform</source>
        <translation>plateforme</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="176"/>
        <source>constellation</source>
        <translation>constellation</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="177"/>
        <source>instrument</source>
        <translation>instrument</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="178"/>
        <source>pixel size (m)</source>
        <translation>taille du pixel (m)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="179"/>
        <source>orbit direction</source>
        <translation>sens de l’orbite</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="180"/>
        <source>relative orbit</source>
        <translation>orbite relative</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="181"/>
        <source>processing level</source>
        <translation>niveau de traitement</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="182"/>
        <source>sun elevation (°)</source>
        <translation>élévation du soleil (°)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="183"/>
        <source>angle off nadir (°)</source>
        <translation>angle hors nadir (°)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="184"/>
        <source>day or night</source>
        <translation>jour ou nuit</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="185"/>
        <source>variable</source>
        <translation>variable</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="186"/>
        <source>category of variables</source>
        <translation>catégorie de variables</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="187"/>
        <source>climate</source>
        <translation>climat</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="188"/>
        <source>geology</source>
        <translation>géologie</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="189"/>
        <source>producer</source>
        <translation>producteur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="190"/>
        <source>funding</source>
        <translation>financement</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="191"/>
        <source>network</source>
        <translation>réseau</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="192"/>
        <source>channel</source>
        <translation>voie</translation>
    </message>
</context>
<context>
    <name>RecordActions</name>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="79"/>
        <source>This record gives nothing that a map can show.</source>
        <translation>Cette fiche ne donne rien qu’une carte puisse montrer.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="87"/>
        <source>this dataset</source>
        <translation>ce jeu de données</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="113"/>
        <source>{name} is on the map.</source>
        <translation>{name} est sur la carte.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="301"/>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="310"/>
        <source>Show the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="265"/>
        <source>The address of the service is in the clipboard.</source>
        <translation>L’adresse du service est dans le presse-papiers.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="273"/>
        <source>This address cannot be opened safely.</source>
        <translation>Cette adresse ne peut pas être ouverte sans risque.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="285"/>
        <source>Save the footprints</source>
        <translation>Enregistrer les emprises</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="285"/>
        <source>GeoPackage</source>
        <translation>GeoPackage</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="309"/>
        <source>The footprints are saved in {name}.</source>
        <translation>Les emprises sont enregistrées dans {name}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="116"/>
        <source>{n} layers are on the map.</source>
        <translation>{n} couches sont sur la carte.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="143"/>
        <source>{sentence} ({n} times)</source>
        <translation>{sentence} ({n} fois)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="159"/>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="260"/>
        <source>The address is in the clipboard.</source>
        <translation>L’adresse est dans le presse-papiers.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="233"/>
        <source>Folder for this download</source>
        <translation>Dossier pour ce téléchargement</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="277"/>
        <source>{host} was handed to your file manager; the address is in the clipboard, too.</source>
        <translation>{host} a été confié à votre gestionnaire de fichiers ; l’adresse est aussi dans le presse-papiers.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_actions.py" line="279"/>
        <source>No program here opens {host}: the address is in the clipboard.</source>
        <translation>Aucun programme d’ici n’ouvre {host} : l’adresse est dans le presse-papiers.</translation>
    </message>
</context>
<context>
    <name>RecordMenu</name>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="59"/>
        <source>&amp;Zoom to</source>
        <translation>&amp;Zoomer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="62"/>
        <source>Add to &amp;map</source>
        <translation>Ajouter à la &amp;carte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="72"/>
        <source>&amp;Download…</source>
        <translation>&amp;Télécharger…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="86"/>
        <source>Show the &amp;granules</source>
        <translation>Voir les &amp;granules</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="98"/>
        <source>Copy the &amp;identifier</source>
        <translation>Copier l’&amp;identifiant</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="100"/>
        <source>Copy the D&amp;OI</source>
        <translation>Copier le D&amp;OI</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="102"/>
        <source>&amp;Copy the citation</source>
        <translation>Copier la ci&amp;tation</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="90"/>
        <source>Open its &amp;page</source>
        <translation>Ouvrir sa &amp;page</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="79"/>
        <source>Save as a &amp;manifest…</source>
        <translation>Enregistrer comme &amp;manifeste…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="83"/>
        <source>Files &amp;inside {name}…</source>
        <translation>Fichiers &amp;dans {name}…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/record_menu.py" line="75"/>
        <source>Download &amp;to…</source>
        <translation>&amp;Télécharger vers…</translation>
    </message>
</context>
<context>
    <name>RemoteMembers</name>
    <message>
        <location filename="../gaia_plugin/bridge/remote_members.py" line="41"/>
        <source>Files inside {name}</source>
        <translation>Fichiers de {name}</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <location filename="../gaia_plugin/bridge/period_text.py" line="62"/>
        <source>since {date}</source>
        <translation>depuis {date}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/period_text.py" line="65"/>
        <source>until {date}</source>
        <translation>jusqu’à {date}</translation>
    </message>
</context>
<context>
    <name>ResultsDelegate</name>
    <message>
        <location filename="../gaia_plugin/gui/results_delegate.py" line="141"/>
        <source>no
footprint</source>
        <translation>sans
emprise</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <location filename="../gaia_plugin/gui/search_bar.py" line="54"/>
        <source>Stop the search (Esc)</source>
        <translation>Arrêter la recherche (Échap)</translation>
    </message>
    <message>
        <location filename="../ui/search_bar.ui" line="12"/>
        <source>What are you looking for?</source>
        <translation>Que cherchez-vous ?</translation>
    </message>
    <message>
        <location filename="../ui/search_bar.ui" line="12"/>
        <source>Words to search for</source>
        <translation>Mots à chercher</translation>
    </message>
    <message>
        <location filename="../ui/search_bar.ui" line="12"/>
        <source>Words to search for in every chosen source; Enter searches (Ctrl+F comes back here)</source>
        <translation>Mots à chercher dans toutes les sources choisies ; Entrée lance la recherche (Ctrl+F revient ici)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/search_bar.py" line="53"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../ui/search_bar.ui" line="13"/>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <location filename="../gaia_plugin/bridge/sign_in_browser.py" line="60"/>
        <source>You are signed in. You can close this page and go back to QGIS.</source>
        <translation>Vous êtes connecté. Vous pouvez fermer cette page et revenir à QGIS.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/sign_in_browser.py" line="60"/>
        <source>The sign-in did not succeed: QGIS says why. You can close this page.</source>
        <translation>La connexion n’a pas abouti : QGIS dit pourquoi. Vous pouvez fermer cette page.</translation>
    </message>
</context>
<context>
    <name>SignedLayers</name>
    <message>
        <location filename="../gaia_plugin/bridge/signed_layers.py" line="70"/>
        <source>Open {name}</source>
        <translation>Ouverture de {name}</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="15"/>
        <source>closed</source>
        <translation>fermé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="17"/>
        <source>key</source>
        <translation>clé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="18"/>
        <source>account</source>
        <translation>compte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="42"/>
        <source>English</source>
        <translation>anglais</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="43"/>
        <source>French</source>
        <translation>français</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="50"/>
        <source>datasets and their granules</source>
        <translation>jeux de données et granules</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="51"/>
        <source>datasets</source>
        <translation>jeux de données</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="56"/>
        <source>API key</source>
        <translation>clé d'API</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="57"/>
        <source>account for some files</source>
        <translation>compte pour certains fichiers</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/source_texts.py" line="59"/>
        <source>no account</source>
        <translation>sans compte</translation>
    </message>
</context>
<context>
    <name>SourcesButton</name>
    <message>
        <location filename="../gaia_plugin/gui/sources_popup.py" line="226"/>
        <source>Sources:</source>
        <translation>Sources :</translation>
    </message>
</context>
<context>
    <name>SourcesPopup</name>
    <message>
        <location filename="../gaia_plugin/gui/sources_popup.py" line="185"/>
        <source>A source that is slow or fails never holds the others.</source>
        <translation>Une source lente ou en panne ne retarde jamais les autres.</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="10"/>
        <source>Filter the sources</source>
        <translation>Filtrer les sources</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="13"/>
        <source>Sources</source>
        <translation>Sources</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="35"/>
        <source>&amp;All</source>
        <translation>&amp;Toutes</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="36"/>
        <source>&amp;None</source>
        <translation>Auc&amp;une</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="37"/>
        <source>D&amp;emonstration</source>
        <translation>Dé&amp;monstration</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="37"/>
        <source>Only the demonstration catalogue, which works with no network</source>
        <translation>Seulement le catalogue de démonstration, qui se passe de réseau</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="39"/>
        <source>&amp;Done</source>
        <translation>Te&amp;rminé</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="28"/>
        <source>Add a &amp;catalogue…</source>
        <translation>Ajouter un &amp;catalogue…</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="28"/>
        <source>Add a catalogue by its address, correct one, import or export yours</source>
        <translation>Ajouter un catalogue par son adresse, en corriger un, importer ou exporter les vôtres</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/sources_popup.py" line="181"/>
        <source>Search {title} instead</source>
        <translation>Chercher plutôt dans {title}</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="29"/>
        <source>Acc&amp;ounts…</source>
        <translation>C&amp;omptes…</translation>
    </message>
    <message>
        <location filename="../ui/sources_popup.ui" line="29"/>
        <source>Who is signed in where: accounts and keys</source>
        <translation>Qui est connecté où : comptes et clés</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="116"/>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="117"/>
        <source>searching…</source>
        <translation>recherche…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="118"/>
        <source>has more</source>
        <translation>il y en a d’autres</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="119"/>
        <source>done</source>
        <translation>terminé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="120"/>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="240"/>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="137"/>
        <source>{n} of at least {total}</source>
        <translation>{n} sur au moins {total}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="138"/>
        <source>{n} of {total}</source>
        <translation>{n} sur {total}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="148"/>
        <source>The server filtered by {filters}.</source>
        <translation>Le serveur a filtré par {filters}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="154"/>
        <source>Filtered here by {filters}, as the server cannot.</source>
        <translation>Filtré ici par {filters}, car le serveur ne le peut pas.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="160"/>
        <source>words</source>
        <translation>mots</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="161"/>
        <source>area</source>
        <translation>zone</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="162"/>
        <source>period</source>
        <translation>période</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="163"/>
        <source>dataset</source>
        <translation>jeu de données</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="201"/>
        <source>1 record could not be read.</source>
        <translation>1 fiche n’a pas pu être lue.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="202"/>
        <source>{n} records could not be read.</source>
        <translation>{n} fiches n’ont pas pu être lues.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="208"/>
        <source>No dataset</source>
        <translation>Aucun jeu de données</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="209"/>
        <source>1 dataset</source>
        <translation>1 jeu de données</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="210"/>
        <source>{n} datasets</source>
        <translation>{n} jeux de données</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="216"/>
        <source>No granule</source>
        <translation>Aucun granule</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="217"/>
        <source>1 granule</source>
        <translation>1 granule</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="218"/>
        <source>{n} granules</source>
        <translation>{n} granules</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="224"/>
        <source>No file</source>
        <translation>Aucun fichier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="225"/>
        <source>1 file</source>
        <translation>1 fichier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="226"/>
        <source>{n} files</source>
        <translation>{n} fichiers</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="238"/>
        <source>{n} still searching</source>
        <translation>{n} en cours</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="244"/>
        <source>{n} failed</source>
        <translation>{n} en échec</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="248"/>
        <source>more to load</source>
        <translation>d’autres à charger</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="114"/>
        <source>needs a key</source>
        <translation>demande une clé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="135"/>
        <source>at least {total}</source>
        <translation>au moins {total}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/messages.py" line="246"/>
        <source>{n} without footprint</source>
        <translation>{n} sans emprise</translation>
    </message>
</context>
<context>
    <name>StatusList</name>
    <message>
        <location filename="../ui/status_list.ui" line="8"/>
        <source>State of each source</source>
        <translation>État de chaque source</translation>
    </message>
</context>
<context>
    <name>StatusRow</name>
    <message>
        <location filename="../gaia_plugin/gui/status_list.py" line="76"/>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/status_list.py" line="65"/>
        <source>More</source>
        <translation>La suite</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/status_list.py" line="76"/>
        <source>Ask all the same</source>
        <translation>Interroger quand même</translation>
    </message>
</context>
<context>
    <name>Sum</name>
    <message>
        <location filename="../gaia_plugin/bridge/downloads_sum.py" line="77"/>
        <source>GAIA Data: {n} transfers</source>
        <translation>GAIA Data : {n} transferts</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/bridge/downloads_sum.py" line="77"/>
        <source>GAIA Data: 1 transfer</source>
        <translation>GAIA Data : 1 transfert</translation>
    </message>
</context>
<context>
    <name>Told</name>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the keyring refused</source>
        <translation>le trousseau a refusé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS&apos;s authentication database is switched off</source>
        <translation>la base d'authentification de QGIS est désactivée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS&apos;s authentication database cannot be read</source>
        <translation>la base d'authentification de QGIS est illisible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS&apos;s authentication database cannot be written</source>
        <translation>la base d'authentification de QGIS ne se laisse pas écrire</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>GDAL is older than 3.7 here</source>
        <translation>GDAL est ici plus ancien que la version 3.7</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>GDAL would hand the key on to where the server redirects</source>
        <translation>GDAL transmettrait la clé là où le serveur redirige</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a file of another machine</source>
        <translation>un fichier d’une autre machine</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a redirect from https to http</source>
        <translation>une redirection de https vers http</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a redirect to something that is not a web address</source>
        <translation>une redirection vers autre chose qu’une adresse web</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a service without any layer</source>
        <translation>un service sans aucune couche</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a web page instead of JSON</source>
        <translation>une page web au lieu de JSON</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a web page instead of XML</source>
        <translation>une page web au lieu de XML</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an answer that lacks what was asked for</source>
        <translation>une réponse où manque ce qui était demandé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a signed address of something else</source>
        <translation>une adresse signée d’autre chose</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a signed address that has expired already</source>
        <translation>une adresse signée déjà expirée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no signed addresses</source>
        <translation>pas d’adresses signées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its addresses are signed for a few hours</source>
        <translation>ses adresses sont signées pour quelques heures</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an empty answer</source>
        <translation>une réponse vide</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an excluded area is not drawn</source>
        <translation>une zone exclue n’est pas dessinée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an unknown content coding</source>
        <translation>un codage de contenu inconnu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>broken XML</source>
        <translation>XML mal formé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>compressed text that is broken</source>
        <translation>texte compressé abîmé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>coordinates are not in degrees</source>
        <translation>les coordonnées ne sont pas en degrés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>crosses the antimeridian</source>
        <translation>franchit l’antiméridien</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is not a STAC catalogue</source>
        <translation>ce n’est pas un catalogue STAC</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is not a list of catalogues</source>
        <translation>ce n’est pas une liste de catalogues</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its address holds a key, which the project would keep</source>
        <translation>son adresse contient une clé, que le projet garderait</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its address is signed for a short time; download it instead</source>
        <translation>son adresse n’est signée que pour peu de temps ; téléchargez-le plutôt</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its tiles are in an unknown CRS</source>
        <translation>ses tuiles sont dans un système de coordonnées inconnu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON nested too deep</source>
        <translation>JSON trop imbriqué</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON that is not an object</source>
        <translation>JSON qui n’est pas un objet</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>latitudes beyond a pole were cut</source>
        <translation>des latitudes au-delà d’un pôle ont été coupées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>longitudes and latitudes were exchanged</source>
        <translation>longitudes et latitudes étaient échangées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no capabilities</source>
        <translation>pas de capacités</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no collections</source>
        <translation>pas de collections</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no form of the request was accepted</source>
        <translation>aucune forme de la requête n’a été acceptée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no search is offered</source>
        <translation>aucune recherche n’est proposée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>not a local file</source>
        <translation>ce n’est pas un fichier local</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>not a web address</source>
        <translation>ce n’est pas une adresse web</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>not HTTP</source>
        <translation>ce n’est pas du HTTP</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>not JSON</source>
        <translation>ce n’est pas du JSON</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>south was above north: exchanged</source>
        <translation>le sud était au-dessus du nord : échangés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>text in an unknown encoding</source>
        <translation>texte dans un encodage inconnu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the record does not say which layer is meant</source>
        <translation>la fiche ne dit pas de quelle couche il s’agit</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the record gives no area</source>
        <translation>la fiche ne donne pas de zone</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the record has no STAC link</source>
        <translation>la fiche n’a pas de lien STAC</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the server searches titles only</source>
        <translation>le serveur ne cherche que dans les titres</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the tiles&apos; address has no {x}, {y}, {z}</source>
        <translation>l’adresse des tuiles n’a pas {x}, {y}, {z}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>there are no footprints to save</source>
        <translation>il n’y a pas d’emprise à enregistrer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>truncated JSON</source>
        <translation>JSON tronqué</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>truncated XML</source>
        <translation>XML tronqué</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>XML instead of JSON</source>
        <translation>du XML au lieu de JSON</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>XML nested too deep</source>
        <translation>XML trop imbriqué</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>XML that declares entities</source>
        <translation>XML qui déclare des entités</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no form of the search was accepted</source>
        <translation>aucune forme de la recherche n’a été acceptée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no list of hits</source>
        <translation>pas de liste de résultats</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no record in it</source>
        <translation>aucune fiche dedans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>broken JSON</source>
        <translation>JSON mal formé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON instead of XML</source>
        <translation>du JSON au lieu de XML</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON with NaN or Infinity</source>
        <translation>JSON avec NaN ou Infinity</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no dataset in it</source>
        <translation>aucun jeu de données dedans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no DOI in it</source>
        <translation>aucun DOI dedans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>not an OpenSearch description</source>
        <translation>ce n’est pas une description OpenSearch</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>not XML</source>
        <translation>ce n’est pas du XML</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a web page instead of the file; it may ask you to sign in on the provider&apos;s site</source>
        <translation>une page web au lieu du fichier ; elle demande peut-être de s’identifier sur le site du fournisseur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON that is no collection of features</source>
        <translation>JSON qui n’est pas une collection d’entités</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is not a Dataverse</source>
        <translation>ce n’est pas un Dataverse</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no metadata in it</source>
        <translation>aucune métadonnée dedans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a header that cannot be sent</source>
        <translation>un en-tête qui ne peut pas être envoyé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a location cannot be read</source>
        <translation>un lieu est illisible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a point is not in degrees</source>
        <translation>un point n’est pas en degrés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a polygon cannot be read</source>
        <translation>un polygone est illisible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an exception report</source>
        <translation>un rapport d’exception</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>cannot be read</source>
        <translation>illisible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>coordinates in EPSG:{code} could not be read</source>
        <translation>les coordonnées en EPSG:{code} sont illisibles</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Documents of this catalogue that could not be read: {count}.</source>
        <translation>Documents de ce catalogue qui n’ont pu être lus : {count}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its description offers neither Atom nor GeoJSON</source>
        <translation>sa description ne propose ni Atom ni GeoJSON</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Its own search did not answer: it was asked through CSW, which finds less.</source>
        <translation>Sa propre recherche n’a pas répondu : il a été interrogé par CSW, qui trouve moins.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Its records name places and give few coordinates: an area finds little of them.</source>
        <translation>Ses fiches nomment des lieux et donnent peu de coordonnées : une zone en trouve peu.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Its search has no areas: each dataset found was asked for its own, which takes time.</source>
        <translation>Sa recherche ignore les zones : chaque jeu trouvé a été interrogé sur la sienne, ce qui prend du temps.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON that is no search answer</source>
        <translation>un JSON qui n’est pas une réponse de recherche</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON without a feed of entries</source>
        <translation>un JSON sans flux d’entrées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON without a response and its documents</source>
        <translation>un JSON sans réponse ni documents</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{kind} links are not streamed</source>
        <translation>les liens {kind} ne s’affichent pas en flux</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>longitudes beyond 180° were turned back</source>
        <translation>les longitudes au-delà de 180° ont été ramenées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Model output is global: records that name no place were kept whatever the area.</source>
        <translation>Les sorties de modèles sont mondiales : les fiches sans lieu ont été gardées quelle que soit la zone.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{name} holds no layer that QGIS can draw</source>
        <translation>{name} ne contient aucune couche que QGIS sache dessiner</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{name} instead of {kind} capabilities</source>
        <translation>{name} au lieu des capacités {kind}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no catalogue of the kind &apos;{kind}&apos;</source>
        <translation>aucun catalogue du type « {kind} »</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no catalogue in it can be used</source>
        <translation>aucun catalogue utilisable n’y figure</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no list of records (&apos;{name}&apos;) in it</source>
        <translation>aucune liste de fiches (« {name} ») n’y figure</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no list of {member}</source>
        <translation>aucune liste « {member} »</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no reason</source>
        <translation>aucune raison</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no reason given</source>
        <translation>aucune raison donnée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>not a catalogue&apos;s answer but {name}</source>
        <translation>pas une réponse de catalogue mais {name}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>not a feed but {name}</source>
        <translation>pas un flux mais {name}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Only the first {count} records were looked at: narrow the search.</source>
        <translation>Seules les {count} premières fiches ont été examinées : resserrez la recherche.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS cannot open “{name}”</source>
        <translation>QGIS ne peut pas ouvrir « {name} »</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS cannot read {name}</source>
        <translation>QGIS ne peut pas lire {name}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{scheme} addresses</source>
        <translation>adresses {scheme}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Some records could not be read in full: their area or period may be missing.</source>
        <translation>Certaines fiches n’ont pu être lues en entier : leur emprise ou leur période peut manquer.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the box is all zeros</source>
        <translation>l’emprise est toute à zéro</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the box is not in degrees</source>
        <translation>l’emprise n’est pas en degrés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the box lacks a number</source>
        <translation>il manque un nombre à l’emprise</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the catalogue names zones and gives no coordinates</source>
        <translation>le catalogue nomme des zones et ne donne pas de coordonnées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the catalogue&apos;s list gives no area</source>
        <translation>la liste du catalogue ne donne pas d’emprise</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The corners of the record&apos;s bounding box were in the wrong order.</source>
        <translation>Les coins de l’emprise de la fiche étaient dans le mauvais ordre.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The data cover the whole Earth, or the record does not say where.</source>
        <translation>Les données couvrent toute la Terre, ou la fiche ne dit pas où.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the disk does not take files of that size</source>
        <translation>le disque n’accepte pas de fichiers de cette taille</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the disk is full</source>
        <translation>le disque est plein</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the disk is read-only</source>
        <translation>le disque est en lecture seule</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the folder does not exist</source>
        <translation>le dossier n’existe pas</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the geometry has no usable position</source>
        <translation>la géométrie n’a aucune position utilisable</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the name is too long</source>
        <translation>le nom est trop long</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the polygon cannot be read</source>
        <translation>le polygone est illisible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The record gives no area.</source>
        <translation>La fiche ne donne pas d’emprise.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the record gives no coordinates</source>
        <translation>la fiche ne donne pas de coordonnées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The record gives the whole world and no period, as catalogues do where nothing is known.</source>
        <translation>La fiche donne le monde entier et aucune période, comme font les catalogues quand rien n’est connu.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The record has no bounding box.</source>
        <translation>La fiche n’a pas d’emprise.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The record has no geometry.</source>
        <translation>La fiche n’a pas de géométrie.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the record has no OpenSearch link</source>
        <translation>la fiche n’a pas de lien OpenSearch</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The record&apos;s bounding box cannot be read.</source>
        <translation>L’emprise de la fiche est illisible.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The record&apos;s geometry cannot be read.</source>
        <translation>La géométrie de la fiche est illisible.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The record&apos;s geometry cannot be read; its bounding box is shown.</source>
        <translation>La géométrie de la fiche est illisible ; son emprise est montrée.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The record&apos;s geometry is too large to draw; its bounding box is shown.</source>
        <translation>La géométrie de la fiche est trop grande pour être dessinée ; son emprise est montrée.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The server did not apply all filters; what it should have left out was left out here.</source>
        <translation>Le serveur n’a pas appliqué tous les filtres ; ce qu’il aurait dû écarter l’a été ici.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The server gave only empty pages; the search stopped there.</source>
        <translation>Le serveur n’a donné que des pages vides ; la recherche s’est arrêtée là.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The server gave the same page again; the search stopped there.</source>
        <translation>Le serveur a redonné la même page ; la recherche s’est arrêtée là.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The server gives no more than its first {count} records: narrow the search.</source>
        <translation>Le serveur ne donne que ses {count} premières fiches : resserrez la recherche.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The server does not sort by {name}: what it gives is sorted here, page by page.</source>
        <translation>Le serveur ne trie pas par {name} : ce qu’il donne est trié ici, page par page.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Off line: it cannot be downloaded now, nor ordered from here.</source>
        <translation>Hors ligne : il ne peut être ni téléchargé maintenant, ni commandé d'ici.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The list is long: of {count} entries only those whose title holds the words were read.</source>
        <translation>La liste est longue : de ses {count} entrées, seules celles dont le titre contient les mots ont été lues.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The server refused to filter by {parts}; that was done here.</source>
        <translation>Le serveur a refusé de filtrer par {parts} ; cela a été fait ici.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The server searched only a part of its records: try again, or narrow the search.</source>
        <translation>Le serveur n’a cherché que dans une partie de ses fiches : réessayez, ou resserrez la recherche.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>There is no collection {name} here.</source>
        <translation>Il n’y a pas de collection {name} ici.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>This catalogue is too large to walk: {count} of its documents were read.</source>
        <translation>Ce catalogue est trop grand pour être parcouru : {count} de ses documents ont été lus.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>this OpenSearch service wants {wanted}</source>
        <translation>ce service OpenSearch exige {wanted}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>unknown reason</source>
        <translation>raison inconnue</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>west was beyond east: exchanged</source>
        <translation>l’ouest était au-delà de l’est : échangés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>you may not write there</source>
        <translation>vous n’avez pas le droit d’y écrire</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>your disk quota is used up</source>
        <translation>votre quota de disque est épuisé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is too large for a list of catalogues</source>
        <translation>c’est trop gros pour une liste de catalogues</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no catalogue and no map service was recognised there</source>
        <translation>aucun catalogue ni service de cartes n’y a été reconnu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>another QGIS holds it</source>
        <translation>un autre QGIS la tient</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a redirect where none may be</source>
        <translation>une redirection là où il ne doit pas y en avoir</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>another person</source>
        <translation>une autre personne</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>expired</source>
        <translation>périmée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it does not know PKCE</source>
        <translation>il ne connaît pas PKCE</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it does not know the plugin&apos;s client identifier</source>
        <translation>il ne connaît pas l'identifiant de client de l'extension</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it does not open a browser</source>
        <translation>il n'ouvre pas de navigateur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it does not say where tokens are given</source>
        <translation>il ne dit pas où les jetons sont délivrés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it gives no codes</source>
        <translation>il ne donne pas de codes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its address is not https</source>
        <translation>son adresse n'est pas en https</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no access token in it</source>
        <translation>pas de jeton d'accès dedans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no code in it</source>
        <translation>pas de code dedans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no ID token</source>
        <translation>pas de jeton d'identité</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no list of keys</source>
        <translation>pas de liste de clés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the plugin has no client identifier there yet</source>
        <translation>l'extension n'y a pas encore d'identifiant de client</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>unreadable token</source>
        <translation>jeton illisible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>wrong access token</source>
        <translation>mauvais jeton d'accès</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>wrong algorithm</source>
        <translation>mauvais algorithme</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>wrong audience</source>
        <translation>mauvais destinataire</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>wrong code</source>
        <translation>mauvais code</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>wrong issuer</source>
        <translation>mauvais émetteur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>wrong nonce</source>
        <translation>mauvais nonce</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>wrong signature</source>
        <translation>mauvaise signature</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>wrong state</source>
        <translation>mauvais état</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is too large for a file of corrections</source>
        <translation>il est trop gros pour un fichier de corrections</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is not a file of corrections</source>
        <translation>ce n'est pas un fichier de corrections</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its format is of a later version of the plugin</source>
        <translation>son format est celui d'une version plus récente de l'extension</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it does not say its date as year-month-day</source>
        <translation>il ne donne pas sa date sous la forme année-mois-jour</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{id} is in it twice</source>
        <translation>{id} y figure deux fois</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{id} has a field that a correction cannot change: {name}</source>
        <translation>{id} a un champ qu'une correction ne peut pas changer : {name}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{id} has no correction</source>
        <translation>{id} n'a aucune correction</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{id} is a part of the plugin</source>
        <translation>{id} fait partie de l'extension</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the new address of {id} is not a plain https address</source>
        <translation>la nouvelle adresse de {id} n'est pas une simple adresse https</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the new address of {id} is in another domain than the one that its key or account is for</source>
        <translation>la nouvelle adresse de {id} est dans un autre domaine que celui de sa clé ou de son compte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the sentence about {id} is not a short text in English or French</source>
        <translation>la phrase sur {id} n'est pas un court texte en anglais ou en français</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{id} cannot be closed like that</source>
        <translation>{id} ne peut pas être fermé ainsi</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it cannot be opened</source>
        <translation>il ne peut pas être ouvert</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a part of the key is missing</source>
        <translation>une partie de la clé manque</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it has no such way in</source>
        <translation>il n'a pas cette façon d'entrer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is no ORCID iD: its last sign does not match</source>
        <translation>ce n'est pas un identifiant ORCID : son dernier signe ne correspond pas</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>you are not signed in there</source>
        <translation>vous n'y êtes pas connecté</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>your .netrc file names no such host</source>
        <translation>votre fichier .netrc ne nomme aucun de ces hôtes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>JSON without a table and its rows</source>
        <translation>du JSON sans tableau ni lignes</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no collection of records in it</source>
        <translation>aucune collection de fiches</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no ERDDAP answers there</source>
        <translation>aucun ERDDAP n’y répond</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Only its first {count} catalogues were read; the others are listed by their names.</source>
        <translation>Seuls ses {count} premiers catalogues ont été lus ; les autres sont listés par leur nom.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Records without an area or a period were kept.</source>
        <translation>Les fiches sans zone ou sans période ont été gardées.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Some of its catalogues could not be read.</source>
        <translation>Certains de ses catalogues n’ont pas pu être lus.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>The next page lies at another host ({host}), which was not asked.</source>
        <translation>La page suivante est chez un autre hôte ({host}), qui n’a pas été interrogé.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>XML that is no THREDDS catalogue</source>
        <translation>du XML qui n’est pas un catalogue THREDDS</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>There are too many stations to draw: search a smaller area or a shorter period.</source>
        <translation>Il y a trop de stations à dessiner : cherchez dans une zone plus petite ou une période plus courte.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it has too many stations for one answer: search a smaller area or a shorter period</source>
        <translation>il a trop de stations pour une seule réponse : cherchez dans une zone plus petite ou une période plus courte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the catalogue gave no station of it</source>
        <translation>le catalogue n’a donné aucune de ses stations</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>only some of its stations are drawn</source>
        <translation>seules certaines de ses stations sont dessinées</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no text of networks and stations</source>
        <translation>pas de texte de réseaux et de stations</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no StationXML</source>
        <translation>pas de StationXML</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no version of the service</source>
        <translation>pas de version du service</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>Datasets with one of the variables or in one of the categories were found, not only those with both.</source>
        <translation>Les jeux de données qui ont l’une des variables ou sont dans l’une des catégories ont été trouvés, pas seulement ceux qui ont les deux.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no list of observations</source>
        <translation>pas de liste d’observations</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no facets in it</source>
        <translation>pas de facettes dedans</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>what was kept is damaged</source>
        <translation>ce qui était gardé est abîmé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is too long</source>
        <translation>il est trop long</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>this computer has no keyring</source>
        <translation>cet ordinateur n’a pas de trousseau</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the keyring is locked</source>
        <translation>le trousseau est verrouillé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the Python library keyring is not installed</source>
        <translation>la bibliothèque Python keyring n’est pas installée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the keyring does not answer</source>
        <translation>le trousseau ne répond pas</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the master password of QGIS was not given</source>
        <translation>le mot de passe principal de QGIS n’a pas été donné</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it was not opened</source>
        <translation>il n’a pas été ouvert</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS&apos;s authentication database is locked</source>
        <translation>la base d’authentification de QGIS est verrouillée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS&apos;s authentication database holds nothing yet</source>
        <translation>la base d’authentification de QGIS ne contient encore rien</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a backslash in its path</source>
        <translation>une barre oblique inverse dans son chemin</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a device</source>
        <translation>un périphérique</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a file and a folder of that name</source>
        <translation>un fichier et un dossier de ce nom</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a link</source>
        <translation>un lien</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a name that Windows cannot write</source>
        <translation>un nom que Windows ne peut pas écrire</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a name that Windows keeps for devices</source>
        <translation>un nom que Windows réserve aux périphériques</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a name that ends in a dot or a space</source>
        <translation>un nom qui finit par un point ou une espace</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a name that is not text</source>
        <translation>un nom qui n'est pas du texte</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a name that is too long</source>
        <translation>un nom trop long</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a path that is too long</source>
        <translation>un chemin trop long</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a path that is too long for this computer</source>
        <translation>un chemin trop long pour cet ordinateur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a path that leads outside</source>
        <translation>un chemin qui mène au dehors</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a path with a drive letter</source>
        <translation>un chemin avec une lettre de lecteur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a second file of that name</source>
        <translation>un second fichier de ce nom</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an absolute path</source>
        <translation>un chemin absolu</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an impossible size</source>
        <translation>une taille impossible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an unknown compression</source>
        <translation>une compression inconnue</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>another part of the file than was asked for</source>
        <translation>une autre partie du fichier que celle demandée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>control characters in its name</source>
        <translation>des caractères de contrôle dans son nom</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it cannot be read</source>
        <translation>illisible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it ends too early</source>
        <translation>elle s'arrête trop tôt</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it has no name</source>
        <translation>il n'a pas de nom</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it holds more than {count} files</source>
        <translation>elle contient plus de {count} fichiers</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it holds no file</source>
        <translation>elle ne contient aucun fichier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is encrypted</source>
        <translation>il est chiffré</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is neither a file nor a folder</source>
        <translation>ce n'est ni un fichier ni un dossier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is neither a zip nor a tar</source>
        <translation>ce n'est ni un zip ni un tar</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it shares its bytes with another file</source>
        <translation>il partage ses octets avec un autre fichier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it takes {needed} MB and {free} MB are free</source>
        <translation>il lui faut {needed} Mo et {free} Mo sont libres</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it unpacks to more than {limit} GB</source>
        <translation>elle contient plus de {limit} Go</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it unpacks to more than {ratio} times its size</source>
        <translation>elle contient plus de {ratio} fois sa taille</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its list of files is too large</source>
        <translation>sa liste de fichiers est trop longue</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the disk is nearly full</source>
        <translation>le disque est presque plein</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{member} cannot be read</source>
        <translation>{member} est illisible</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>{member} does not match its checksum</source>
        <translation>{member} ne correspond pas à sa somme de contrôle</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is damaged</source>
        <translation>elle est endommagée</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is of a later version</source>
        <translation>elle vient d’une version plus récente</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>its configuration did not sign in</source>
        <translation>sa configuration n’a pas permis de se connecter</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS answers for each request there, which GDAL cannot</source>
        <translation>QGIS y répond de chaque requête, ce que GDAL ne peut pas</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>QGIS no longer has this configuration</source>
        <translation>QGIS n’a plus cette configuration</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an object store&apos;s address without bucket or key</source>
        <translation>une adresse de stockage objet sans compartiment ou sans clé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no basket</source>
        <translation>pas de panier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>nothing is in this selection</source>
        <translation>cette sélection est vide</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the basket could not be packed</source>
        <translation>le panier n’a pas pu être préparé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>the basket was cancelled on its website</source>
        <translation>le panier a été annulé sur le site du service</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>no port of this computer is free</source>
        <translation>aucun port de cet ordinateur n’est libre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>another file has that name</source>
        <translation>un autre fichier porte ce nom</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it has more than {limit} MB</source>
        <translation>il dépasse {limit} Mo</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is no Metalink 4 document</source>
        <translation>ce n’est pas un document Metalink 4</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is no STAC item collection</source>
        <translation>ce n’est pas une collection d’items STAC</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it is no list of files to fetch</source>
        <translation>ce n’est pas une liste de fichiers à récupérer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>it lists more than {count} files</source>
        <translation>il liste plus de {count} fichiers</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>a list of parts that is none</source>
        <translation>une liste de morceaux qui n’en est pas une</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an object that is too large</source>
        <translation>un objet trop gros</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an object without a size</source>
        <translation>un objet sans taille</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>an upload without an identifier</source>
        <translation>un envoi sans identifiant</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/told.py" line="21"/>
        <source>GDAL takes no sign-in to a WCS 2.0</source>
        <translation>GDAL ne sait pas se connecter à un WCS 2.0</translation>
    </message>
</context>
<context>
    <name>Transfers</name>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="82"/>
        <source>Pause</source>
        <translation>Suspendre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="83"/>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="84"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="88"/>
        <source>Move to the top</source>
        <translation>Mettre en tête</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="89"/>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="90"/>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="91"/>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="92"/>
        <source>Add to the project</source>
        <translation>Ajouter au projet</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="93"/>
        <source>Copy a report</source>
        <translation>Copier un rapport</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="96"/>
        <source>Remove from the list</source>
        <translation>Retirer de la liste</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="140"/>
        <source>The report is in the clipboard.</source>
        <translation>Le rapport est dans le presse-papiers.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="292"/>
        <source>{name} was downloaded.</source>
        <translation>{name} a été téléchargé.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="294"/>
        <source>{n} files were downloaded.</source>
        <translation>{n} fichiers ont été téléchargés.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="311"/>
        <source>Show the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="314"/>
        <source>A transfer of last time goes on.</source>
        <translation>Un transfert de la dernière session reprend.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="316"/>
        <source>{n} transfers of last time go on.</source>
        <translation>{n} transferts de la dernière session reprennent.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="317"/>
        <source>Show them</source>
        <translation>Les afficher</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="317"/>
        <source>Show it</source>
        <translation>L'afficher</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_exit.py" line="45"/>
        <source>A transfer is running: it goes on the next time QGIS is open.</source>
        <translation>Un transfert est en cours : il reprendra à la prochaine ouverture de QGIS.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_exit.py" line="48"/>
        <source>{n} transfers are running: they go on the next time QGIS is open.</source>
        <translation>{n} transferts sont en cours : ils reprendront à la prochaine ouverture de QGIS.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_exit.py" line="53"/>
        <source>&amp;Close QGIS</source>
        <translation>&amp;Fermer QGIS</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_exit.py" line="54"/>
        <source>&amp;Stay</source>
        <translation>&amp;Rester</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="28"/>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="31"/>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="32"/>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="40"/>
        <source>{time} left</source>
        <translation>reste {time}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="181"/>
        <source>{received} of {total}</source>
        <translation>{received} sur {total}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="66"/>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="67"/>
        <source>running</source>
        <translation>en cours</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="68"/>
        <source>waiting for its host</source>
        <translation>en attente du serveur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="69"/>
        <source>paused</source>
        <translation>en pause</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="70"/>
        <source>done</source>
        <translation>terminé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="71"/>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="72"/>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="90"/>
        <source>Asked again at {time}.</source>
        <translation>Nouvel essai à {time}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="124"/>
        <source>connecting…</source>
        <translation>connexion…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="130"/>
        <source>in the project</source>
        <translation>dans le projet</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="162"/>
        <source>{n} running</source>
        <translation>{n} en cours</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="162"/>
        <source>{n} waiting</source>
        <translation>{n} en attente</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="162"/>
        <source>{n} paused</source>
        <translation>{n} en pause</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="162"/>
        <source>{n} failed</source>
        <translation>{n} en échec</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="162"/>
        <source>{n} done</source>
        <translation>{n} terminé(s)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="184"/>
        <source>{n} of {total} files</source>
        <translation>{n} fichiers sur {total}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="193"/>
        <source>GAIA Data, transfers of {time}</source>
        <translation>GAIA Data, transferts au {time}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="201"/>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="202"/>
        <source>Of</source>
        <translation>Jeu de données</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="203"/>
        <source>From</source>
        <translation>Origine</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="204"/>
        <source>To</source>
        <translation>Destination</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="205"/>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="206"/>
        <source>Attempts</source>
        <translation>Essais</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="207"/>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="208"/>
        <source>Error</source>
        <translation>Erreur</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="210"/>
        <source>{name}: {value}</source>
        <translation>{name} : {value}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="94"/>
        <source>Save as a manifest…</source>
        <translation>Enregistrer comme manifeste…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="306"/>
        <source>{name} is in the project.</source>
        <translation>{name} est dans le projet.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_controller.py" line="309"/>
        <source>QGIS can draw nothing of {name}.</source>
        <translation>QGIS ne peut rien afficher de {name}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="121"/>
        <source>unpacking, {percent} %</source>
        <translation>décompression, {percent} %</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="85"/>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_actions.py" line="86"/>
        <source>Download again</source>
        <translation>Télécharger de nouveau</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="97"/>
        <source>This product is not on line at {service} yet.</source>
        <translation>Ce produit n’est pas encore en ligne chez {service}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="101"/>
        <source>{service} keeps your selection waiting.</source>
        <translation>{service} fait attendre votre sélection.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="102"/>
        <source>{service} is preparing your files ({percent:g} %).</source>
        <translation>{service} prépare vos fichiers ({percent:g} %).</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="162"/>
        <source>{n} cancelled</source>
        <translation>{n} annulé(s)</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="84"/>
        <source>This archive</source>
        <translation>Cette archive</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_texts.py" line="100"/>
        <source>Your quota at {service} is used up.</source>
        <translation>Votre quota chez {service} est épuisé.</translation>
    </message>
</context>
<context>
    <name>TransfersDock</name>
    <message>
        <location filename="../gaia_plugin/gui/transfers_dock.py" line="17"/>
        <source>Transfers – GAIA Data</source>
        <translation>Transferts – GAIA Data</translation>
    </message>
</context>
<context>
    <name>TransfersEntry</name>
    <message>
        <location filename="../gaia_plugin/gui/transfers_entry.py" line="39"/>
        <source>Transfers</source>
        <translation>Transferts</translation>
    </message>
    <message>
        <location filename="../ui/transfers_entry.ui" line="11"/>
        <source>Show the transfers</source>
        <translation>Afficher les transferts</translation>
    </message>
</context>
<context>
    <name>TransfersPanel</name>
    <message>
        <location filename="../gaia_plugin/gui/transfers_panel.py" line="49"/>
        <source>What you download is listed here.</source>
        <translation>Ce que vous téléchargez apparaît ici.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_panel.py" line="54"/>
        <source>&amp;All</source>
        <translation>&amp;Tous</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_panel.py" line="55"/>
        <source>&amp;On the way</source>
        <translation>En &amp;cours</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_panel.py" line="56"/>
        <source>&amp;Failed</source>
        <translation>En é&amp;chec</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_panel.py" line="57"/>
        <source>&amp;Done</source>
        <translation>Te&amp;rminés</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_panel.py" line="74"/>
        <source>Listed: {name}</source>
        <translation>Liste : {name}</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="13"/>
        <source>&amp;Pause all</source>
        <translation>Tout &amp;suspendre</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_panel.py" line="96"/>
        <source>&amp;Resume all</source>
        <translation>Tout &amp;reprendre</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="13"/>
        <source>Stop all transfers for now: what has come stays, and they go on where they were</source>
        <translation>Arrêter tous les transferts pour l'instant : ce qui est arrivé reste, et ils reprendront où ils en étaient</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="14"/>
        <source>&amp;Clear the finished</source>
        <translation>&amp;Effacer les terminés</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="14"/>
        <source>Take what is done or cancelled off the list; the files stay</source>
        <translation>Retirer de la liste ce qui est terminé ou annulé ; les fichiers restent</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="16"/>
        <source>Which transfers are listed</source>
        <translation>Transferts affichés</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="18"/>
        <source>Settings of transfers</source>
        <translation>Réglages des transferts</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="21"/>
        <source>All transfers</source>
        <translation>Tous les transferts</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="24"/>
        <source>Transfers</source>
        <translation>Transferts</translation>
    </message>
    <message>
        <location filename="../ui/transfers_panel.ui" line="17"/>
        <source>Fetch the files of a manifest…</source>
        <translation>Récupérer les fichiers d’un manifeste…</translation>
    </message>
</context>
<context>
    <name>TransfersSettings</name>
    <message>
        <location filename="../gaia_plugin/gui/transfers_settings.py" line="34"/>
        <source>kB/s</source>
        <translation>ko/s</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_settings.py" line="34"/>
        <source>MB/s</source>
        <translation>Mo/s</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_settings.py" line="34"/>
        <source>Mbit/s</source>
        <translation>Mbit/s</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_settings.py" line="44"/>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_settings.py" line="77"/>
        <source>“{name}” is not known: use {fields}.</source>
        <translation>« {name} » n'est pas connu : utilisez {fields}.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_settings.py" line="85"/>
        <source>For example: {folder}</source>
        <translation>Par exemple : {folder}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/transfers_settings.py" line="89"/>
        <source>Folder for downloads</source>
        <translation>Dossier de téléchargement</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="6"/>
        <source>Settings of transfers</source>
        <translation>Réglages des transferts</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="11"/>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="13"/>
        <source>&amp;Files at the same time</source>
        <translation>&amp;Fichiers en même temps</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="15"/>
        <source>&amp;Connections for one file</source>
        <translation>&amp;Connexions par fichier</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="16"/>
        <source>A host that allows fewer is asked for fewer</source>
        <translation>Un serveur qui en permet moins en reçoit moins</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="17"/>
        <source>&amp;No more than</source>
        <translation>&amp;Pas plus de</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="20"/>
        <source>Bandwidth</source>
        <translation>Débit</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="21"/>
        <source>Unit of the bandwidth</source>
        <translation>Unité du débit</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="29"/>
        <source>When a file is there</source>
        <translation>Quand un fichier est arrivé</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="31"/>
        <source>Add it to the &amp;project</source>
        <translation>L'ajouter au pro&amp;jet</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="32"/>
        <source>&amp;Unpack archives</source>
        <translation>&amp;Décompresser les archives</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="33"/>
        <source>&amp;Keep the archive beside what was in it</source>
        <translation>&amp;Garder l'archive à côté de son contenu</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="39"/>
        <source>Where files go</source>
        <translation>Où vont les fichiers</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="41"/>
        <source>In the &amp;folder of the project, where it is saved</source>
        <translation>Dans le d&amp;ossier du projet, s'il est enregistré</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="42"/>
        <source>Al&amp;ways in the folder for downloads</source>
        <translation>&amp;Toujours dans le dossier de téléchargement</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="43"/>
        <source>Folder for &amp;downloads</source>
        <translation>Dossier de té&amp;léchargement</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="47"/>
        <source>Choose a folder</source>
        <translation>Choisir un dossier</translation>
    </message>
    <message>
        <location filename="../ui/transfers_settings.ui" line="50"/>
        <source>&amp;Subfolders</source>
        <translation>&amp;Sous-dossiers</translation>
    </message>
</context>
<context>
    <name>UpdateDialog</name>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="56"/>
        <source>Stopped.</source>
        <translation>Arrêté.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="64"/>
        <source>The address of a file of corrections begins with https://.</source>
        <translation>L'adresse d'un fichier de corrections commence par https://.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="67"/>
        <source>Asking {host}…</source>
        <translation>{host} est interrogé…</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="68"/>
        <source>S&amp;top</source>
        <translation>Arrê&amp;ter</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="73"/>
        <source>Looking for corrections</source>
        <translation>Recherche de corrections</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="15"/>
        <source>&amp;Look</source>
        <translation>&amp;Chercher</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="86"/>
        <source>Open corrections</source>
        <translation>Ouvrir des corrections</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="22"/>
        <source>Corrections</source>
        <translation>Corrections</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="113"/>
        <source>Corrections of {date}: look at each, and untick what you do not want.</source>
        <translation>Corrections du {date} : regardez chacune et décochez celles que vous ne voulez pas.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="115"/>
        <source>The corrections of {date} hold nothing new for this version.</source>
        <translation>Les corrections du {date} n'apportent rien de nouveau à cette version.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="121"/>
        <source>You accepted 1 correction.</source>
        <translation>Vous avez accepté 1 correction.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="121"/>
        <source>You accepted {n} corrections.</source>
        <translation>Vous avez accepté {n} corrections.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="123"/>
        <source>No correction was accepted so far.</source>
        <translation>Aucune correction n'a été acceptée jusqu'ici.</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="164"/>
        <source>address now</source>
        <translation>adresse actuelle</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="164"/>
        <source>becomes</source>
        <translation>devient</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="167"/>
        <source>closed; its data are in {title}</source>
        <translation>fermé ; ses données sont dans {title}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="167"/>
        <source>closed</source>
        <translation>fermé</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="168"/>
        <source>the service is</source>
        <translation>le service est</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="173"/>
        <source>sentence</source>
        <translation>phrase</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="175"/>
        <source>but</source>
        <translation>mais</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/update_dialog.py" line="175"/>
        <source>your own correction of this catalogue stays</source>
        <translation>votre propre correction de ce catalogue reste</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="6"/>
        <source>Corrections of the catalogues</source>
        <translation>Corrections des catalogues</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="9"/>
        <source>A small file can tell which catalogues have moved or closed since this version. Nothing is changed before you accept it.</source>
        <translation>Un petit fichier peut dire quels catalogues ont déménagé ou fermé depuis cette version. Rien n'est changé avant que vous l'acceptiez.</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="13"/>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="14"/>
        <source>https://…</source>
        <translation>https://…</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="16"/>
        <source>&amp;File…</source>
        <translation>&amp;Fichier…</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="16"/>
        <source>Open a file of corrections from this computer</source>
        <translation>Ouvrir un fichier de corrections de cet ordinateur</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="33"/>
        <source>&amp;Take back</source>
        <translation>&amp;Retirer</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="33"/>
        <source>Forget all corrections that you accepted: the addresses are those of the plugin again</source>
        <translation>Oublier toutes les corrections acceptées : les adresses sont de nouveau celles de l'extension</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="35"/>
        <source>A&amp;ccept the ticked</source>
        <translation>&amp;Accepter les cochées</translation>
    </message>
    <message>
        <location filename="../ui/update_dialog.ui" line="36"/>
        <source>Cl&amp;ose</source>
        <translation>&amp;Fermer</translation>
    </message>
</context>
<context>
    <name>WaitingLayers</name>
    <message>
        <location filename="../gaia_plugin/gui/waiting_layers.py" line="41"/>
        <source>{name} could not be opened. {sentence}</source>
        <translation>{name} n’a pas pu être ouvert. {sentence}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/waiting_layers.py" line="44"/>
        <source>{n} layers could not be opened. {sentence}</source>
        <translation>{n} couches n’ont pas pu être ouvertes. {sentence}</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/waiting_layers.py" line="59"/>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
</context>
<context>
    <name>WaysOn</name>
    <message>
        <location filename="../gaia_plugin/gui/ways_on.py" line="49"/>
        <source>Read the licence</source>
        <translation>Lire la licence</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/ways_on.py" line="50"/>
        <source>Open its page</source>
        <translation>Ouvrir sa page</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/ways_on.py" line="51"/>
        <source>Copy the address</source>
        <translation>Copier l’adresse</translation>
    </message>
    <message>
        <location filename="../gaia_plugin/gui/ways_on.py" line="57"/>
        <source>The licence is in your browser: once you have accepted it there, try again.</source>
        <translation>La licence est dans votre navigateur : une fois que vous l’y avez acceptée, réessayez.</translation>
    </message>
</context>
</TS>
