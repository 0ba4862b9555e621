<?php
$metadata['@IDP@/idp'] = [
    'host' => '__DEFAULT__',
    'privatekey' => 'idp.key', // pragma: allowlist secret
    'certificate' => 'idp.crt',
    'auth' => 'people',
    'attributes.NameFormat' => 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
    'authproc' => [
        // Quentin signs in and refuses what comes next: the service is told so, by a status of SAML.
        50 => [
            'class' => 'core:PHP',
            'code' => '
                if (($attributes["uid"] ?? []) === ["quentin"]) {
                    $status = "urn:oasis:names:tc:SAML:2.0:status:";
                    $refused = new \SimpleSAML\Module\saml\Error(
                        $status . "Responder", $status . "AuthnFailed", "the person refused"
                    );
                    \SimpleSAML\Auth\State::throwException($state, $refused);
                }
            ',
        ],
        100 => [
            'class' => 'core:AttributeMap',
            'givenName' => 'urn:oid:2.5.4.42',
            'sn' => 'urn:oid:2.5.4.4',
            'displayName' => 'urn:oid:2.16.840.1.113730.3.1.241',
            'mail' => 'urn:oid:0.9.2342.19200300.100.1.3',
            'eduPersonAffiliation' => 'urn:oid:1.3.6.1.4.1.5923.1.1.1.1',
            'eduPersonPrincipalName' => 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6',
            'eduPersonEntitlement' => 'urn:oid:1.3.6.1.4.1.5923.1.1.1.7',
            'eduPersonOrcid' => 'urn:oid:1.3.6.1.4.1.5923.1.1.1.16',
        ],
    ],
    'OrganizationName' => ['en' => 'University of the hub'],
    'OrganizationDisplayName' => ['en' => 'University of the hub'],
    'OrganizationURL' => ['en' => '@IDP@/'],
];
