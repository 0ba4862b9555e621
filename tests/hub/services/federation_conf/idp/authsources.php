<?php
// Three people, name:password. Camille comes with an ORCID iD, as from ORCID; the other two are members of a university.
$config = [
    'people' => [
        'exampleauth:UserPass',
        'alice:wonderland' => [
            'uid' => ['alice'],
            'givenName' => ['Alice'],
            'sn' => ['Liddell'],
            'displayName' => ['Alice Liddell'],
            'mail' => ['alice.liddell@university.example'],
            'eduPersonPrincipalName' => ['alice@university.example'],
            'eduPersonAffiliation' => ['member', 'staff'],
            'eduPersonEntitlement' => ['urn:mace:university.example:data:snow', 'urn:mace:university.example:data:dem'],
        ],
        'camille:claudel' => [
            'uid' => ['0000-0002-1825-0097'],
            'displayName' => ['Camille Été'],
            'eduPersonPrincipalName' => ['0000-0002-1825-0097@orcid.example'],
            'eduPersonOrcid' => ['https://orcid.org/0000-0002-1825-0097'],
        ],
        'quentin:quits' => [
            'uid' => ['quentin'],
            'displayName' => ['Quentin Quits'],
            'eduPersonPrincipalName' => ['quentin@university.example'],
        ],
    ],
];
