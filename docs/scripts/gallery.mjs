#!/usr/bin/env node
/**
 * Runs the programs of docs/gallery.md, all or those named, and draws what they found into docs/images/gallery. With
 * `--check` it changes nothing, and exits with 1 if a picture differs. Needs a build, with the pages of
 * examples/browser, and Chromium.
 *
 *   node docs/scripts/gallery.mjs [--check] [NAME ...]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DRAWINGS } from './gallery/drawings.mjs';
import { runFederated } from './gallery/run-federated.mjs';

const FOLDER = new URL('../images/gallery/', import.meta.url);
const EXAMPLES = new URL('../../examples/node/', import.meta.url);
/** In bytes. A page with eight pictures should load at once. */
const MOST = 60_000;

/** The programs, by the names of their pictures. */
const PROGRAMS = {
  digits: 'mnist.js',
  photos: 'own-data/photos.js',
  table: 'own-data/penguins.js',
  text: 'text-classifier.js',
  gpt: 'sequences/gpt.js',
  forecast: 'sequences/forecast.js',
  gan: 'steps/gan.js',
};

const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !Object.hasOwn(DRAWINGS, name));
if (unknown.length > 0) {
  throw new Error(`gallery: expected ${Object.keys(DRAWINGS).join(', ')}. Received ${unknown.join(', ')}.`);
}
// The programs read their arguments, too.
process.argv.splice(2);
for (const [name, draw] of Object.entries(DRAWINGS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n== ${name}`);
  const program = PROGRAMS[name];
  const found = program === undefined ? await runFederated() : await import(new URL(program, EXAMPLES).href);
  const picture = await draw(found);
  const path = fileURLToPath(new URL(`${name}.svg`, FOLDER));
  if (picture.length > MOST) throw new Error(`gallery: expected at most ${MOST} bytes. ${path} has ${picture.length}.`);
  if (!values.check) writeFileSync(path, picture);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== picture) {
    console.log(`gallery: ${path} is not what the program finds now: node docs/scripts/gallery.mjs ${name}`);
    process.exitCode = 1;
  }
}
