// An OpenID provider with two people, for the tests: consent, device flow, rotation, revocation, introspection.
//   node server.mjs PORT FOLDER-OF-NODE-MODULES
// Beside the protocol: POST /hub/rotate-keys signs with new keys from then on, and forgets the old ones.
import { createServer } from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const [port, modules] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(`${modules}/oidc-provider/lib/index.js`));
const issuer = `http://127.0.0.1:${port}`;
const cookieKeys = [randomBytes(32).toString('base64url')];
const people = {
  alice: { name: 'Alice Martin', preferred_username: 'alice', eduperson_entitlement: ['urn:x-hub:snow'] },
  bob: { name: 'Bob Durand', preferred_username: 'bob' },
};
const native = {
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1/'],
  post_logout_redirect_uris: [],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
};

function keys() {
  const jwk = (pair, more) => ({ ...pair.privateKey.export({ format: 'jwk' }), use: 'sig', kid: randomBytes(8).toString('hex'), ...more });
  return { keys: [
    jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }), { alg: 'RS256' }),
    jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }), { alg: 'PS256' }),
    jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }), { alg: 'ES256' }),
  ] };
}

function provider() {
  const made = new Provider(issuer, {
    jwks: keys(),
    cookies: { keys: cookieKeys },
    clients: [
      { ...native, client_id: 'gaia-qgis', client_name: 'GAIA Data for QGIS' },
      { ...native, client_id: 'gaia-ps256', id_token_signed_response_alg: 'PS256' },
      { ...native, client_id: 'gaia-es256', id_token_signed_response_alg: 'ES256' },
      { ...native, client_id: 'gdal' }, // the signing service's
      { ...native, client_id: 'gaia-hasty' }, // its codes and tokens are over in a second
      { // QGIS 3.22's own OAuth2: no PKCE, a secret; its tokens last 5 s
        ...native, client_id: 'qgis-own', client_secret: 'of-the-hub', token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
    pkce: { required: (ctx, client) => client.clientId !== 'qgis-own' },
    rotateRefreshToken: true,
    issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
    scopes: ['openid', 'offline_access', 'profile', 'data:read'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'eduperson_entitlement'] },
    conformIdTokenClaims: false, // names are in the ID token too, as Keycloak does
    findAccount: async (ctx, id) => people[id] && { accountId: id, claims: async () => ({ sub: id, ...people[id] }) },
    ttl: {
      AccessToken: (ctx, token, client) => ({ 'gaia-hasty': 1, 'qgis-own': 5 }[client.clientId] ?? 120),
      DeviceCode: (ctx, token, client) => (client.clientId === 'gaia-hasty' ? 1 : 120),
      AuthorizationCode: 60, IdToken: 300, RefreshToken: 3600, Session: 3600, Grant: 7200, Interaction: 600,
    },
    features: {
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true }, // a public client may ask for its own tokens
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
  });
  made.on('server_error', (ctx, error) => console.error('server_error', error));
  return made.callback();
}

let answer = provider();
createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/hub/rotate-keys') {
    answer = provider(); // what it remembers is kept beside it, in this process
    response.writeHead(204).end();
  } else {
    answer(request, response);
  }
}).listen(Number(port), '127.0.0.1', () => console.log('up'));
