// Attacks the pictures of a folder that `frostglass bench privacy --network DIR` wrote, with trained networks:
// one that finds faces (SSD MobileNet v1, on the probes), and one that recognises them (ResNet-34, 128 numbers a
// face, https://github.com/vladmandic/face-api). The second gets the place of each face by hand. It names the
// person of the nearest known picture, as it is trained to be used.
//
//     npm install && node attack.mjs DIR
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import jpeg from 'jpeg-js';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const require = createRequire(import.meta.url);
const home = (name) => path.dirname(require.resolve(`${name}/package.json`));
setWasmPaths(path.join(home('@tensorflow/tfjs-backend-wasm'), 'dist') + path.sep);
const faces = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
const tf = faces.tf;
await tf.setBackend('wasm');
await tf.ready();
const models = path.join(home('@vladmandic/face-api'), 'model');
await faces.nets.ssdMobilenetv1.loadFromDisk(models);
await faces.nets.faceRecognitionNet.loadFromDisk(models);

// A face that the network is half sure of counts as found.
const options = new faces.SsdMobilenetv1Options({ minConfidence: 0.5, maxResults: 5 });
// Pictures of a treatment that the first network searches.
const SEARCHED = 20;
// Faces are cut out with a margin, as detectors cut them out.
const MARGIN = 0.1;

const folder = process.argv[2];
const [, ...lines] = fs.readFileSync(path.join(folder, 'index.csv'), 'utf8').trim().split('\n');
const pictures = lines.map((line) => {
  const [file, treatment, share, person, use, x, y, w, h] = line.split(',');
  return { file, treatment, share, person, use, face: [x, y, w, h].map(Number) };
});

function read(picture) {
  const { width, height, data } = jpeg.decode(fs.readFileSync(path.join(folder, picture.file)), { useTArray: true });
  return tf.tidy(() => tf.tensor3d(data, [height, width, 4]).slice([0, 0, 0], [-1, -1, 3]).toFloat());
}

async function describe(picture) {
  const image = read(picture);
  const [x, y, w, h] = picture.face;
  const box = [y - MARGIN * h, x - MARGIN * w, y + (1 + MARGIN) * h, x + (1 + MARGIN) * w];
  const cut = tf.tidy(() => tf.image.cropAndResize(image.expandDims(0), [box], [0], [150, 150]).squeeze([0]));
  const numbers = await faces.nets.faceRecognitionNet.computeFaceDescriptor(cut);
  tf.dispose([image, cut]);
  return numbers;
}

const distance = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
const percent = (part, all) => `${((100 * part) / all).toFixed(1)} %`;

console.log("treatment         face's height   faces found   named right");
const groups = new Map();
for (const picture of pictures) {
  const name = `${picture.treatment},${picture.share}`;
  groups.set(name, [...(groups.get(name) ?? []), picture]);
}
for (const [name, group] of groups) {
  const known = group.filter((picture) => picture.use === 'known');
  const probes = group.filter((picture) => picture.use === 'probe');
  const searched = probes.filter((_, i) => i % Math.ceil(probes.length / SEARCHED) === 0);
  let found = 0;
  for (const picture of searched) {
    const image = read(picture);
    found += (await faces.detectAllFaces(image, options)).length > 0 ? 1 : 0;
    tf.dispose(image);
  }
  for (const picture of group) {
    picture.numbers = await describe(picture);
  }
  let right = 0;
  for (const probe of probes) {
    const nearest = known.reduce((a, b) =>
      distance(a.numbers, probe.numbers) <= distance(b.numbers, probe.numbers) ? a : b);
    right += nearest.person === probe.person ? 1 : 0;
  }
  const [treatment, share] = name.split(',');
  console.log(
    `${treatment.padEnd(18)}${percent(100 * share, 100).padStart(13)}${percent(found, searched.length).padStart(14)}` +
      `${percent(right, probes.length).padStart(14)}`,
  );
}
