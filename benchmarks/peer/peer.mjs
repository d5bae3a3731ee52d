// What a firm would write in place of Frostglass: one Node process that checks the signature of a webhook, makes a blurred
// thumbnail and a hash, signs a token, and posts the alert. `frostglass bench pipeline --peer` measures it beside Frostglass.
// It keeps nothing and repeats nothing: an event that is under way when it dies is lost. It audits nothing, and its
// thumbnails are not anonymous.
//
// Usage: node peer.mjs SITES.yaml PORT RECEIVER-URL, with the receiver's secret in RECEIVER_SECRET
import { createHash, createHmac, generateKeyPairSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import jwt from 'jsonwebtoken';
import sharp from 'sharp';
import YAML from 'yaml';

const [sitesFile, port, receiver] = process.argv.slice(2);
const cameras = new Map(
  YAML.parse(readFileSync(sitesFile, 'utf8')).sites.flatMap((site) => site.cameras.map((camera) => [camera.id, camera])),
);
const receiverKey = keyOf(process.env.RECEIVER_SECRET);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function keyOf(secret) {
  return Buffer.from(secret.replace('whsec_', ''), 'base64');
}

/** The signature of Standard Webhooks over id, time and body. */
function sign(key, id, time, body) {
  return createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest('base64');
}

function isSigned(camera, headers, body) {
  const expected = Buffer.from(sign(keyOf(camera.secrets[0]), headers['webhook-id'], headers['webhook-timestamp'], body));
  const given = Buffer.from((headers['webhook-signature'] ?? '').replace('v1,', ''));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A difference hash of 64 bits: whether each of 8 by 8 cells is brighter than its right neighbour. */
async function differenceHash(picture) {
  const cells = await sharp(picture).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer();
  let bits = '';
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) {
      bits += cells[y * 9 + x] > cells[y * 9 + x + 1] ? '1' : '0';
    }
  }
  return bits;
}

function post(body) {
  const id = `msg_${randomUUID()}`;
  const time = Math.floor(Date.now() / 1000);
  return new Promise((resolve, reject) => {
    const sent = request(receiver, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'webhook-id': id,
        'webhook-timestamp': time,
        'webhook-signature': `v1,${sign(receiverKey, id, time, body)}`,
      },
    });
    sent.on('response', (answer) => answer.resume().on('end', resolve));
    sent.on('error', reject);
    sent.end(body);
  });
}

async function alertOf(cameraId, eventId, event) {
  const thumbnail = await sharp(Buffer.from(event.image, 'base64'))
    .resize(128, 128, { fit: 'fill' })
    .blur(6)
    .jpeg({ quality: 75 })
    .toBuffer();
  const token = jwt.sign({ scope: `alert:create:${eventId}` }, privateKey, {
    algorithm: 'RS256',
    expiresIn: '4m',
    jwtid: randomUUID(),
    subject: eventId,
  });
  return {
    alert_id: `alert-${eventId}`,
    event_id: eventId,
    camera_id: cameraId,
    captured_at: event.timestamp,
    boxes: event.bboxes,
    labels: event.labels,
    thumbnail: `data:image/jpeg;base64,${thumbnail.toString('base64')}`,
    phash: createHash('sha256').update(await differenceHash(thumbnail)).digest('hex'),
    token,
  };
}

async function take(incoming, body, outgoing) {
  const cameraId = incoming.url.match(/^\/v1\/cameras\/([^/]+)\/motion$/)?.[1];
  const camera = cameras.get(cameraId);
  if (!camera || !isSigned(camera, incoming.headers, body)) {
    outgoing.writeHead(401).end();
    return;
  }
  const eventId = `evt-${createHash('sha256').update(incoming.headers['webhook-id']).digest('hex').slice(0, 32)}`;
  const event = JSON.parse(body);
  outgoing
    .writeHead(202, { 'content-type': 'application/json' })
    .end(JSON.stringify({ event_id: eventId, duplicate: false }));
  await post(JSON.stringify({ type: 'alert', timestamp: new Date().toISOString(), data: await alertOf(cameraId, eventId, event) }));
}

createServer((incoming, outgoing) => {
  const chunks = [];
  incoming.on('data', (chunk) => chunks.push(chunk));
  incoming.on('end', () =>
    take(incoming, Buffer.concat(chunks), outgoing).catch((problem) => console.error(problem.message)),
  );
}).listen(port, '127.0.0.1', () => console.log(`listens on ${port}`));
