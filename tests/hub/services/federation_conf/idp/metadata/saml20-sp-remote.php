<?php
$metadata['@PROXY@/Saml2/proxy_saml2_backend.xml'] = [
    'AssertionConsumerService' => '@PROXY@/Saml2/acs/post',
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
];
// Another service whose assertions are sent to the proxy: what an attacker would do with one meant for theirs.
$metadata['urn:hub:another-service'] = [
    'AssertionConsumerService' => '@PROXY@/Saml2/acs/post',
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
];
