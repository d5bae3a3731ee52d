// Makes keys.json and tokens.yaml anew, with new keys. Not part of the build; what it made is committed.
//
//   npm install jose && node make-tokens.mjs
//
// The tokens are made with npm's jose, so that a misunderstanding of ours is not on both sides. What it rightly will not
// make (doubled members, signatures of another algorithm than the header says) is signed with Node's own crypto.
import * as jose from 'jose';
import { constants, createHash, createHmac, sign as rawSign } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const NOW = 1768739696; // 2026-01-18T12:34:56Z
const AT = { iat: NOW, nbf: NOW, exp: NOW + 240 };
const BASE = { iss: 'frostglass', aud: 'cowork-agent', sub: 'evt-1', scope: 'alert:create:evt-1', jti: 'jti-1', ...AT };
const FULL = { ...BASE, purp: 'motion-alert', txn: 'evt-1' };

const b64 = (value) => Buffer.from(value).toString('base64url');
const json = (value) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const without = (object, ...names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

async function makeKey(alg, options = {}) {
  const pair = await jose.generateKeyPair(alg, { extractable: true, ...options });
  const jwk = await jose.exportJWK(pair.publicKey);
  jwk.kid = await jose.calculateJwkThumbprint(jwk);
  return { alg, ...pair, kid: jwk.kid, jwk: { ...jwk, alg, use: 'sig' } };
}
const keys = {};
for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']) {
  keys[alg] = await makeKey(alg);
}
const { RS256, PS256, ES256, EdDSA, Ed25519 } = keys;
const foreign = { RS256: await makeKey('RS256'), ES256: await makeKey('ES256'), EdDSA: await makeKey('EdDSA') };
const es384 = await makeKey('ES384');
const ended = await makeKey('ES256');
const later = await makeKey('ES256');
const forEncryption = await makeKey('RS256');
const withoutAlgorithm = await makeKey('ES256');
const misnamed = await makeKey('ES256');
const withPrivateHalf = await makeKey('ES256');
const privateJwk = await jose.exportJWK(withPrivateHalf.privateKey);
misnamed.jwk.kid = misnamed.kid = foreign.ES256.kid.split('').reverse().join('');
writeFileSync('keys.json', JSON.stringify({
  keys: [
    ...Object.values(keys).map((key) => key.jwk),
    { ...ended.jwk, exp: NOW + 10 },
    { ...later.jwk, nbf: NOW + 71 },
    { ...forEncryption.jwk, use: 'enc' },
    without(withoutAlgorithm.jwk, 'alg'),
    misnamed.jwk,
    { ...withPrivateHalf.jwk, d: privateJwk.d },
    { kty: 'oct', k: b64('a secret of thirty-two characters'), alg: 'HS256', kid: 'oct-1' },
  ],
}, null, 2) + '\n');

const header = (key, more = {}) => ({ alg: key.alg, kid: key.kid, typ: 'JWT', ...more });
/// A JWS by jose over any bytes, so also over claims that no library would write.
const signed = (claims, key = ES256, head = header(key), options) =>
  new jose.CompactSign(json(claims)).setProtectedHeader(head).sign(key.privateKey, options);
/// A JWS by Node's crypto, header and claims as text.
const raw = (head, claims, key = ES256, how = { dsaEncoding: 'ieee-p1363' }, digest = 'sha256') => {
  const input = `${b64(json(head))}.${b64(json(claims))}`;
  return `${input}.${rawSign(digest, Buffer.from(input), { key: key.privateKey, ...how }).toString('base64url')}`;
};
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
const hmac = (head, claims, secret) => {
  const input = `${b64(json(head))}.${b64(json(claims))}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};
const unsigned = (head, claims = BASE, signature = '') => `${b64(json(head))}.${b64(json(claims))}.${signature}`;
const resigned = (token, signature) => token.replace(/[^.]*$/, signature);

const scenarios = [];
const accept = async (name, token, more = {}) => scenarios.push({ name, token: await token, ...more, accepted: 'jti-1' });
const refuse = async (name, why, token, more = {}) => scenarios.push({ name, token: await token, ...more, refused: why });

const good = await signed(BASE);
const goodRsa = await signed(BASE, RS256);

// --- What is right
for (const key of Object.values(keys)) await accept(`accepts ${key.alg}`, signed(FULL, key));
await accept('accepts a token made by the JWT class of jose', new jose.SignJWT({ scope: BASE.scope }).setProtectedHeader(header(RS256))
  .setIssuer(BASE.iss).setAudience(BASE.aud).setSubject('evt-1').setJti('jti-1').setIssuedAt(NOW).setNotBefore(NOW)
  .setExpirationTime(NOW + 240).sign(RS256.privateKey));
await accept('accepts a token without purp and txn', good);
await accept('accepts claims that it does not know', signed({ ...FULL, other: { deep: [1, null, true] } }));
await accept('accepts escapes and white space in JSON',
  signed(' ' + JSON.stringify(BASE).replace('"evt-1"', '"\\u0065vt-1"').replaceAll(',', ' ,\n\t') + '\r\n'));
await accept('accepts a key that has not ended yet', signed(BASE, ended), { now: NOW + 9 });
await accept('accepts a key of a host whose clock is ahead by the leeway', signed(BASE, later), { now: NOW + 11 });

// --- Unsigned
for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none ', '', ' none', 'ｎｏｎｅ', 'none\u0000']) {
  await refuse(`refuses the algorithm ${JSON.stringify(alg).replaceAll('"', '')}, unsigned`, 'algorithm_not_allowed',
    unsigned({ alg, kid: ES256.kid, typ: 'JWT' }));
}
await refuse('refuses an unsigned token of jose', 'algorithm_not_allowed', new jose.UnsecuredJWT(BASE).encode());
await refuse('refuses the algorithm none with a signature', 'algorithm_not_allowed', raw({ ...header(ES256), alg: 'none' }, BASE));
await refuse('refuses a header without an algorithm', 'algorithm_not_allowed', raw(without(header(ES256), 'alg'), BASE));
await refuse('refuses null as algorithm', 'algorithm_not_allowed', raw({ ...header(ES256), alg: null }, BASE));
await refuse('refuses a list of algorithms', 'algorithm_not_allowed', raw({ ...header(ES256), alg: ['ES256'] }, BASE));
await refuse('refuses a number as algorithm', 'algorithm_not_allowed', raw({ ...header(ES256), alg: 256 }, BASE));
await refuse('refuses an algorithm in other letters', 'algorithm_not_allowed', raw({ ...header(ES256), alg: 'es256' }, BASE));
await refuse('refuses a token without its signature', 'signature_wrong', resigned(good, ''));
await refuse('refuses an RSA token without its signature', 'signature_wrong', resigned(goodRsa, ''));

// --- The public key as a secret
const pem = await jose.exportSPKI(RS256.publicKey);
const der = Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64');
const secrets = {
  'its PEM': pem, 'its PEM without the last line end': pem.trimEnd(), 'its DER': der,
  'its JWK': JSON.stringify(RS256.jwk), 'its modulus': Buffer.from(RS256.jwk.n, 'base64url'), 'its modulus as text': RS256.jwk.n,
};
for (const [name, secret] of Object.entries(secrets)) {
  const bytes = new Uint8Array(Buffer.from(secret));
  await refuse(`refuses HS256 with the public key as secret: ${name}`, 'algorithm_not_allowed',
    new jose.CompactSign(json(BASE)).setProtectedHeader({ ...header(RS256), alg: 'HS256' }).sign(bytes));
  await refuse(`refuses an HMAC that calls itself RS256, with the public key as secret: ${name}`, 'signature_wrong',
    hmac(header(RS256), BASE, Buffer.from(secret)));
}
await refuse('refuses HS256 with the symmetric key of the key set', 'algorithm_not_allowed',
  new jose.CompactSign(json(BASE)).setProtectedHeader({ alg: 'HS256', kid: 'oct-1', typ: 'JWT' })
    .sign(new TextEncoder().encode('a secret of thirty-two characters')));
for (const alg of ['HS384', 'HS512']) {
  await refuse(`refuses ${alg} with the public key as secret`, 'algorithm_not_allowed',
    new jose.CompactSign(json(BASE)).setProtectedHeader({ ...header(RS256), alg }).sign(new Uint8Array(der)));
}

// --- Another algorithm than the key's
await refuse('refuses PS256 with a key for RS256', 'algorithm_not_of_key',
  raw({ ...header(RS256), alg: 'PS256' }, BASE, RS256, pss));
await refuse('refuses RS256 with a key for PS256', 'algorithm_not_of_key', raw({ ...header(PS256), alg: 'RS256' }, BASE, PS256, {}));
await refuse('refuses a PS256 signature that calls itself RS256', 'signature_wrong', raw(header(RS256), BASE, RS256, pss));
await refuse('refuses an RS256 signature that calls itself PS256', 'signature_wrong', raw(header(PS256), BASE, PS256, {}));
await refuse('refuses PS256 with a salt of another length', 'signature_wrong', raw(header(PS256), BASE, PS256, { ...pss, saltLength: 20 }));
await refuse('refuses RS256 made with SHA-1', 'signature_wrong', raw(header(RS256), BASE, RS256, {}, 'sha1'));
await refuse('refuses RS384', 'algorithm_not_allowed', raw({ ...header(RS256), alg: 'RS384' }, BASE, RS256, {}, 'sha384'));
await refuse('refuses RS512', 'algorithm_not_allowed', raw({ ...header(RS256), alg: 'RS512' }, BASE, RS256, {}, 'sha512'));
await refuse('refuses ES384', 'algorithm_not_allowed', signed(BASE, es384));
await refuse('refuses ES256K', 'algorithm_not_allowed', raw({ ...header(ES256), alg: 'ES256K' }, BASE));
await refuse('refuses EdDSA with the id of a key for ES256', 'algorithm_not_of_key',
  signed(BASE, EdDSA, { ...header(EdDSA), kid: ES256.kid }));
await refuse('refuses ES256 with the id of a key for EdDSA', 'algorithm_not_of_key', signed(BASE, ES256, { ...header(ES256), kid: EdDSA.kid }));
await refuse('refuses EdDSA with the id of a key for RS256', 'algorithm_not_of_key',
  signed(BASE, EdDSA, { ...header(EdDSA), kid: RS256.kid }));
await refuse('refuses Ed25519 with a key that is named EdDSA', 'algorithm_not_of_key',
  raw({ ...header(EdDSA), alg: 'Ed25519' }, BASE, EdDSA, {}, null));
await refuse('refuses EdDSA with a key that is named Ed25519', 'algorithm_not_of_key',
  raw({ ...header(Ed25519), alg: 'EdDSA' }, BASE, Ed25519, {}, null));
await refuse('refuses an HMAC that calls itself EdDSA, with the public key as secret', 'signature_wrong',
  hmac(header(EdDSA), BASE, Buffer.from(EdDSA.jwk.x, 'base64url')));
await refuse('refuses an EdDSA signature by another key', 'signature_wrong', signed(BASE, foreign.EdDSA, header(EdDSA)));

// --- Keys
await refuse('refuses a key that it does not know', 'key_unknown', signed(BASE, foreign.ES256));
await refuse('refuses a known name for an unknown key', 'signature_wrong', signed(BASE, foreign.RS256, header(RS256)));
await refuse('refuses a token that names no key', 'key_not_named', signed(BASE, ES256, without(header(ES256), 'kid')));
await refuse('refuses an empty key id', 'key_unknown', signed(BASE, ES256, header(ES256, { kid: '' })));
await refuse('refuses a path as key id', 'key_unknown', signed(BASE, ES256, header(ES256, { kid: '../../dev/null' })));
await refuse('refuses a query as key id', 'key_unknown', signed(BASE, ES256, header(ES256, { kid: "x' UNION SELECT 'secret" })));
await refuse('refuses a number as key id', 'key_not_named', raw(header(ES256, { kid: 1 }), BASE));
await refuse('refuses null as key id', 'key_not_named', raw(header(ES256, { kid: null }), BASE));
await refuse('refuses a key for encryption', 'key_unknown', signed(BASE, forEncryption));
await refuse('refuses a key without an algorithm', 'key_unknown', signed(BASE, withoutAlgorithm));
await refuse('refuses a key whose id is no thumbprint of it', 'key_unknown', signed(BASE, misnamed));
await refuse('refuses a key whose private half was published', 'key_unknown', signed(BASE, withPrivateHalf));
await refuse('refuses a key that has ended', 'key_expired', signed(BASE, ended), { now: NOW + 10 });
await refuse('refuses a key that is not valid yet', 'key_not_yet_valid', signed(BASE, later));
await refuse('refuses an embedded key', 'key_embedded', signed(BASE, foreign.ES256, header(foreign.ES256, { jwk: foreign.ES256.jwk })));
await refuse('refuses an embedded key under a known id', 'key_embedded', signed(BASE, foreign.ES256, header(ES256, { jwk: foreign.ES256.jwk })));
await refuse('refuses an embedded key even if it is the right one', 'key_embedded', signed(BASE, ES256, header(ES256, { jwk: ES256.jwk })));
await refuse('refuses jku', 'key_embedded', signed(BASE, foreign.ES256, header(foreign.ES256, { jku: 'https://attacker.example/jwks.json' })));
await refuse('refuses x5u', 'key_embedded', signed(BASE, foreign.ES256, header(foreign.ES256, { x5u: 'https://attacker.example/x.pem' })));
await refuse('refuses x5c', 'key_embedded', signed(BASE, foreign.RS256, header(foreign.RS256, { x5c: [der.toString('base64')] })));
await refuse('refuses x5t', 'key_embedded', signed(BASE, ES256, header(ES256, { x5t: b64(createHash('sha1').update(der).digest()) })));
await refuse('refuses x5t#S256', 'key_embedded',
  signed(BASE, ES256, header(ES256, { 'x5t#S256': b64(createHash('sha256').update(der).digest()) })));

// --- Headers
await refuse('refuses crit', 'critical_header',
  signed(BASE, ES256, header(ES256, { crit: ['urn:x'], 'urn:x': true }), { crit: { 'urn:x': true } }));
await refuse('refuses an empty crit', 'critical_header', raw(header(ES256, { crit: [] }), BASE));
await refuse('refuses b64: true', 'critical_header', signed(BASE, ES256, header(ES256, { crit: ['b64'], b64: true })));
const detached = await new jose.FlattenedSign(json(BASE)).setProtectedHeader(header(ES256, { crit: ['b64'], b64: false })).sign(ES256.privateKey);
await refuse('refuses b64: false', 'critical_header', `${detached.protected}.${b64(json(BASE))}.${detached.signature}`);
await refuse('refuses b64 without crit', 'critical_header', raw(header(ES256, { b64: false }), BASE));
await refuse('refuses a detached payload', 'malformed', good.replace(/\.[^.]*\./, '..'));
await refuse('refuses another type', 'type_wrong', signed(BASE, ES256, header(ES256, { typ: 'at+jwt' })));
await refuse('refuses the type in other letters', 'type_wrong', signed(BASE, ES256, header(ES256, { typ: 'jwt' })));
await refuse('refuses a token without type', 'type_wrong', signed(BASE, ES256, without(header(ES256), 'typ')));
await refuse('refuses a nested token', 'header_unknown', signed(good, ES256, header(ES256, { cty: 'JWT' })));
await refuse('refuses compression', 'header_unknown', raw(header(ES256, { zip: 'DEF' }), BASE));
const head = JSON.stringify(header(ES256));
await refuse('refuses a doubled alg, the right one last', 'header_duplicated', raw(head.replace('{', '{"alg":"none",'), BASE));
await refuse('refuses a doubled alg, the right one first', 'header_duplicated', raw(head.replace('}', ',"alg":"none"}'), BASE));
await refuse('refuses a doubled alg that is escaped', 'header_duplicated', raw(head.replace('}', ',"\\u0061lg":"none"}'), BASE));
await refuse('refuses a doubled kid', 'header_duplicated', raw(head.replace('}', `,"kid":"${RS256.kid}"}`), BASE));
await refuse('refuses a header with a member doubled deep inside', 'header_duplicated', raw(head.replace('}', ',"x":[{"y":1,"y":1}]}'), BASE));
await refuse('refuses a header that is an array', 'malformed', raw(`[${head}]`, BASE));
await refuse('refuses a header with a byte-order mark', 'malformed', raw('\ufeff' + head, BASE));
await refuse('refuses a header with something behind it', 'malformed', raw(head + '{}', BASE));
await refuse('refuses comments in a header', 'malformed', raw(head.replace('{', '{/**/'), BASE));
await refuse('refuses single quotes in a header', 'malformed', raw(head.replaceAll('"', "'"), BASE));
await refuse('refuses a comma too many in a header', 'malformed', raw(head.replace('}', ',}'), BASE));
await refuse('refuses a header that nests a thousand deep', 'malformed', raw(head.replace('}', ',"x":' + '['.repeat(999) + ']'.repeat(999) + '}'), BASE));

// --- Claims
for (const name of Object.keys(BASE)) {
  await refuse(`refuses a token without ${name}`, 'claim_missing', signed(without(BASE, name)));
  await refuse(`refuses ${name}: null`, 'claim_type_wrong', signed({ ...BASE, [name]: null }));
}
const claims = JSON.stringify(BASE);
await refuse('refuses a doubled sub, the right one last', 'claims_duplicated', signed(claims.replace('{', '{"sub":"evt-2",')));
await refuse('refuses a doubled exp, the right one first', 'claims_duplicated', signed(claims.replace('}', ',"exp":1968739696}')));
await refuse('refuses a doubled exp that is escaped', 'claims_duplicated', signed(claims.replace('}', ',"e\\u0078p":1968739696}')));
await refuse('refuses claims that are an array', 'malformed', signed(`[${claims}]`));
await refuse('refuses claims that are text', 'malformed', signed(JSON.stringify(claims)));
await refuse('refuses empty claims', 'claim_missing', signed('{}'));
await refuse('refuses claims that are not UTF-8', 'malformed', signed(BASE).then(() =>
  new jose.CompactSign(Buffer.concat([Buffer.from(claims.slice(0, -1) + ',"x":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]))
    .setProtectedHeader(header(ES256)).sign(ES256.privateKey)));
await refuse('refuses half a surrogate pair', 'malformed', signed(claims.replace('}', ',"x":"\\ud800"}')));
await refuse('refuses a raw control character', 'malformed', signed(claims.replace('evt-1', 'evt-1\u0000')));
await refuse('refuses an escape in digits of another script', 'malformed', signed(claims.replace('"evt-1"', '"\\u００65vt-1"')));
await refuse('refuses another issuer', 'issuer_wrong', signed({ ...BASE, iss: 'https://attacker.example' }));
await refuse('refuses an issuer with a letter that only looks the same', 'issuer_wrong', signed({ ...BASE, iss: 'fr\u043estglass' }));
await refuse('refuses an issuer with a space behind it', 'issuer_wrong', signed({ ...BASE, iss: 'frostglass ' }));
await refuse('refuses another audience', 'audience_wrong', signed({ ...BASE, aud: 'console' }));
await refuse('refuses an audience that only begins right', 'audience_wrong', signed({ ...BASE, aud: 'cowork-agent-2' }));
await refuse('refuses several audiences', 'claim_type_wrong', signed({ ...BASE, aud: ['cowork-agent', 'console'] }));
await refuse('refuses a list of one audience', 'claim_type_wrong', signed({ ...BASE, aud: ['cowork-agent'] }));
await refuse('refuses another subject', 'subject_wrong', signed({ ...BASE, sub: 'evt-2' }));
await refuse('refuses a good token for another event', 'subject_wrong', good, { event: 'evt-2' });
await refuse('refuses a subject with an invisible character', 'subject_wrong', signed({ ...BASE, sub: 'evt-1\u200b' }));
await refuse('refuses a subject in full-width letters', 'subject_wrong', signed({ ...BASE, sub: 'ｅvt-1' }));
await refuse('refuses a subject in capitals', 'subject_wrong', signed({ ...BASE, sub: 'EVT-1' }));
await refuse('refuses the scope of another event', 'scope_wrong', signed({ ...BASE, scope: 'alert:create:evt-2' }));
await refuse('refuses a scope for all events', 'scope_wrong', signed({ ...BASE, scope: 'alert:create:*' }));
await refuse('refuses a scope of another verb', 'scope_wrong', signed({ ...BASE, scope: 'alert:read:evt-1' }));
await refuse('refuses two scopes', 'scope_wrong', signed({ ...BASE, scope: 'alert:create:evt-1 alert:create:evt-2' }));
await refuse('refuses a scope without an event', 'scope_wrong', signed({ ...BASE, scope: 'alert:create:' }));
await refuse('refuses a list of scopes', 'claim_type_wrong', signed({ ...BASE, scope: ['alert:create:evt-1'] }));
await refuse('refuses an empty jti', 'claim_type_wrong', signed({ ...BASE, jti: '' }));
await refuse('refuses a jti with a line end', 'claim_type_wrong', signed({ ...BASE, jti: 'jti-1\nlevel=info' }));
await refuse('refuses a jti of 129 characters', 'claim_type_wrong', signed({ ...BASE, jti: 'j'.repeat(129) }));
await refuse('refuses a purpose that is no text', 'claim_type_wrong', signed({ ...FULL, purp: ['motion-alert'] }));
await refuse('refuses a transaction that is no text', 'claim_type_wrong', signed({ ...FULL, txn: 1 }));
await refuse('refuses an empty purpose', 'claim_type_wrong', signed({ ...FULL, purp: '' }));
await refuse('refuses a purpose with a line end', 'claim_type_wrong', signed({ ...FULL, purp: 'motion-alert\nlevel=info' }));
await refuse('refuses a transaction of 257 characters', 'claim_type_wrong', signed({ ...FULL, txn: 'x'.repeat(257) }));

// --- Times
const time = (name, literal) => signed(claims.replace(`"${name}":${BASE[name]}`, `"${name}":${literal}`));
for (const [what, literal] of Object.entries({
  text: `"${NOW + 240}"`, 'a fraction': `${NOW + 240}.5`, 'a whole fraction': `${NOW + 240}.0`, 'an exponent': '1.768739936e9',
  'a huge exponent': '1e400', 'a huge number': '9'.repeat(40), 'more than a long': '9223372036854775808', 'a negative number': '-1',
  true: 'true', 'a list': `[${NOW + 240}]`,
})) {
  await refuse(`refuses exp as ${what}`, 'claim_type_wrong', time('exp', literal));
}
for (const [what, literal] of Object.entries({ 'a leading zero': `0${NOW + 240}`, NaN: 'NaN', Infinity: 'Infinity', 'a plus sign': `+${NOW}`, hexadecimal: '0x69' })) {
  await refuse(`refuses exp with ${what}`, 'malformed', time('exp', literal));
}
await refuse('refuses iat as text', 'claim_type_wrong', time('iat', `"${NOW}"`));
await refuse('refuses nbf as a fraction', 'claim_type_wrong', time('nbf', `${NOW}.25`));
await refuse('refuses milliseconds', 'claim_type_wrong', signed({ ...BASE, iat: NOW * 1000, nbf: NOW * 1000, exp: (NOW + 240) * 1000 }));
await accept('accepts a life of 240 s, which is 300 s with the leeway', signed(BASE));
await refuse('refuses a life of 241 s', 'lives_too_long', signed({ ...BASE, exp: NOW + 241 }));
await refuse('refuses a life of years', 'lives_too_long', signed({ ...BASE, exp: 99999999999 }));
await refuse('refuses a token issued at the beginning of time', 'lives_too_long', signed({ ...BASE, iat: 0, nbf: 0 }));
await refuse('refuses a token that expires before it was issued', 'times_disordered', signed({ ...BASE, iat: NOW + 5, exp: NOW + 4 }));
await refuse('refuses a token that expires as it is issued', 'times_disordered', signed({ ...BASE, exp: NOW }));
await refuse('refuses a token that expires before it is valid', 'times_disordered', signed({ ...BASE, nbf: NOW + 240 }));
await accept('accepts iat and nbf ahead by the leeway', signed({ ...BASE, iat: NOW + 60, nbf: NOW + 60, exp: NOW + 300 }), { now: NOW });
await refuse('refuses iat ahead by more', 'issued_in_future', signed({ ...BASE, iat: NOW + 61, exp: NOW + 300 }), { now: NOW });
await refuse('refuses nbf ahead by more', 'not_yet_valid', signed({ ...BASE, nbf: NOW + 61 }), { now: NOW });
await accept('accepts the last second of the leeway', good, { now: NOW + 299 });
await refuse('refuses the second at which the leeway ends', 'expired', good, { now: NOW + 300 });
await refuse('refuses the second after it', 'expired', good, { now: NOW + 301 });
await refuse('refuses a token of last year', 'expired', good, { now: NOW + 31536000 });

// --- Form
const [h, p, s] = good.split('.');
await refuse('refuses nothing', 'malformed', '');
await refuse('refuses a word', 'malformed', 'token');
await refuse('refuses two dots', 'malformed', '..');
await refuse('refuses two parts', 'malformed', `${h}.${p}`);
await refuse('refuses four parts', 'malformed', `${good}.${s}`);
await refuse('refuses an empty fourth part', 'malformed', `${good}.`);
await refuse('refuses an empty first part', 'malformed', `.${good}`);
await refuse('refuses two tokens', 'malformed', `${good},${good}`);
await refuse('refuses the scheme before the token', 'malformed', `Bearer ${good}`);
for (const [what, token] of Object.entries({ 'an ES256': good, 'an RS256': goodRsa })) {
  await refuse(`refuses ${what} signature that lacks a byte`, 'signature_wrong',
    resigned(token, b64(Buffer.from(token.split('.')[2], 'base64url').subarray(0, -1))));
}
await refuse('refuses a signature cut in the middle of a byte', 'malformed', good.slice(0, -1));
await refuse('refuses padding', 'malformed', `${good}==`);
await refuse('refuses padding in the header', 'malformed', `${h}=.${p}.${s}`);
await refuse('refuses a space before it', 'malformed', ` ${good}`);
await refuse('refuses a line end behind it', 'malformed', `${good}\n`);
await refuse('refuses a space inside', 'malformed', `${h}.${p}. ${s}`);
await refuse('refuses a null character behind it', 'malformed', `${good}\u0000`);
await refuse('refuses full-width dots', 'malformed', `${h}\uff0e${p}\uff0e${s}`);
await refuse('refuses an invisible character', 'malformed', `${h}.${p}\u200b.${s}`);
await refuse('refuses a letter that only looks the same', 'malformed', `\u0435${good.slice(1)}`);
await refuse('refuses a letter that is the same in its low byte', 'malformed', `${String.fromCharCode(0x100 + good.charCodeAt(0))}${good.slice(1)}`);
await refuse('refuses the alphabet of plain base64', 'malformed', `${h}.${p}.${'+/'.repeat(43)}`);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
await refuse('refuses other bits left over in the last character', 'malformed', good.slice(0, -1) + alphabet[alphabet.indexOf(good.at(-1)) + 1]);
await refuse('refuses JSON serialization', 'malformed', JSON.stringify(await new jose.FlattenedSign(json(BASE)).setProtectedHeader(header(ES256)).sign(ES256.privateKey)));
await refuse('refuses an encrypted token', 'malformed', new jose.EncryptJWT(BASE).setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: RS256.kid, typ: 'JWT' })
  .encrypt(await jose.importJWK({ ...RS256.jwk, alg: 'RSA-OAEP-256', use: 'enc' }, 'RSA-OAEP-256')));
let size = 0;
while ((await signed({ ...BASE, other: 'x'.repeat(size + 1) })).length <= 4096) size++;
await accept('accepts the longest token that fits', signed({ ...BASE, other: 'x'.repeat(size) }));
await refuse('refuses one with a character more', 'too_long', signed({ ...BASE, other: 'x'.repeat(size + 1) }));

// --- Signatures
await refuse('refuses the signature of another token', 'signature_wrong', resigned(good, (await signed({ ...BASE, jti: 'jti-2' })).split('.')[2]));
await refuse('refuses claims of another token', 'signature_wrong', `${h}.${b64(json({ ...BASE, jti: 'jti-2' }))}.${s}`);
await refuse('refuses the header of another token', 'signature_wrong', `${b64(JSON.stringify(header(ES256), null, 1))}.${p}.${s}`);
await refuse('refuses claims that are only written otherwise', 'signature_wrong', `${h}.${b64(JSON.stringify(BASE, null, 1))}.${s}`);
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
// Not an attack: every ES256 signature has a twin. So what was used is told by jti and not by the text.
const twin = BigInt('0x' + order.toString('hex')) - BigInt('0x' + Buffer.from(s, 'base64url').subarray(32).toString('hex'));
await accept('accepts the twin of an ES256 signature', resigned(good,
  b64(Buffer.concat([Buffer.from(s, 'base64url').subarray(0, 32), Buffer.from(twin.toString(16).padStart(64, '0'), 'hex')]))));
const zero = Buffer.alloc(32);
const one = Buffer.from('01'.padStart(64, '0'), 'hex');
for (const [what, pair] of Object.entries({
  'r and s zero': [zero, zero], 'r zero': [zero, one], 's zero': [one, zero], 'r and s one': [one, one], 'r and s the order': [order, order],
})) {
  await refuse(`refuses an ES256 signature with ${what}`, 'signature_wrong', resigned(good, b64(Buffer.concat(pair))));
}
await refuse('refuses an ES256 signature in DER', 'signature_wrong', raw(header(ES256), BASE, ES256, { dsaEncoding: 'der' }));
await refuse('refuses an ES256 signature with zeros before r and s', 'signature_wrong', resigned(good,
  b64(Buffer.concat([Buffer.alloc(1), Buffer.from(s, 'base64url').subarray(0, 32), Buffer.alloc(1), Buffer.from(s, 'base64url').subarray(32)]))));
await refuse('refuses an ES256 signature with a byte behind it', 'signature_wrong', resigned(good, b64(Buffer.concat([Buffer.from(s, 'base64url'), Buffer.alloc(1)]))));
await refuse('refuses an RSA signature of zeros', 'signature_wrong', resigned(goodRsa, b64(Buffer.alloc(256))));
await refuse('refuses an RSA signature that is one', 'signature_wrong', resigned(goodRsa, b64(Buffer.concat([Buffer.alloc(255), Buffer.from([1])]))));
await refuse('refuses an RSA signature with a zero before it', 'signature_wrong',
  resigned(goodRsa, b64(Buffer.concat([Buffer.alloc(1), Buffer.from(goodRsa.split('.')[2], 'base64url')]))));
await refuse('refuses an EdDSA signature of zeros', 'signature_wrong', resigned(await signed(BASE, EdDSA), b64(Buffer.alloc(64))));

const yaml = scenarios.map((one) => '- ' + Object.entries(one)
  .map(([name, value]) => `${name}: ${JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))}`)
  .join('\n  ') + '\n').join('\n');
writeFileSync('tokens.yaml', `# Made by make-tokens.mjs; keys in keys.json. The event is evt-1 and the time 2026-01-18T12:35:06Z (1768739706, ten seconds
# after iat) unless the scenario says otherwise; now is in seconds of unix time.

${yaml}`);
console.log(`${scenarios.length} scenarios`);
