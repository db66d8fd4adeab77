/** The table of docs/formats.md: made of what was really converted. */
import { LAYERS } from '@nablajs/core';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { MODULES, type ModuleCase } from '../keras/modules.js';
import { convert, FORMATS, type Original, originalOf } from './conversions.js';
import { wrapped } from './wrapped.js';

/** The rows. */
export const TYPES: readonly string[] = [...Object.keys(LAYERS), ...Object.keys(SEQUENCE_LAYERS)];

/** The modules of a case, at any depth. */
const typesIn = (one: ModuleCase): string[] =>
  Array.from(JSON.stringify(one.module).matchAll(/"type":"(\w+)"/g), ([, type]) => type as string);

const firstWord = ({ name }: ModuleCase): string => name.split(/[ ,]/)[0] as string;

/** The cases of a row: those whose names begin with it; of what combines other modules, those with other names. */
export function casesOf(type: string): readonly ModuleCase[] {
  const known = MODULES.filter((one) => typesIn(one).every((each) => TYPES.includes(each)));
  const named = known.filter((one) => firstWord(one) === type);
  if (named.length > 0) return named;
  const combined = known.filter(({ module }) => module.type === type);
  const own = combined.filter((one) => !TYPES.includes(firstWord(one)));
  return own.length > 0 ? own : combined;
}

/** Footnotes in the order in which they are needed. */
class Footnotes {
  readonly texts: string[] = [];

  mark(text: string): string {
    if (!this.texts.includes(text)) this.texts.push(text);
    return `<sup>${this.texts.indexOf(text) + 1}</sup>`;
  }
}

const NO_LAYER = ' has no layers for these: ';

/** What the errors name: `max pooling padded by numbers`. */
function namesIn(reasons: readonly string[], type: string): string {
  const names = reasons.flatMap((reason) => {
    if (!reason.includes(NO_LAYER)) throw new Error(`${type} is refused for a reason without a footnote: ${reason}`);
    const [, list = ''] = reason.slice(0, -1).split(NO_LAYER);
    return list.split(/ \(\d+\)(?:, )?/).filter((name) => name !== '');
  });
  // PaddingMask has a row of its own.
  return [...new Set(names)].filter((name) => name !== 'PaddingMask').join('; ');
}

/** The cells out and in: a file comes back if there is one. */
function cellsFor(reasons: readonly string[], cases: number, type: string, footnotes: Footnotes): readonly string[] {
  if (reasons.length === 0) return ['✓', '✓'];
  const names = namesIn(reasons, type);
  if (reasons.length === cases) return [`–${footnotes.mark('It has no such layer.')}`, '–'];
  return [`✓${footnotes.mark(`It has no layer for: ${names}.`)}`, '✓'];
}

/** Converts each module to each format and back, and returns the table as Markdown. */
export async function formatsTable(): Promise<string> {
  const footnotes = new Footnotes();
  const rows: string[] = [];
  for (const type of TYPES) rows.push(`| \`${type}\` | ${(await cellsOf(type, footnotes)).join(' | ')} |`);
  const names = Object.keys(FORMATS);
  const head = [
    `| module | ${names.map((name) => `${name} out | in`).join(' | ')} |`,
    `| --- |${' :-: |'.repeat(2 * names.length)}`,
  ];
  const notes = footnotes.texts.map((text, at) => wrapped(`${at + 1}. ${text}`.split(' '), '    '));
  return [...head, ...rows, '', ...notes].join('\n');
}

async function cellsOf(type: string, footnotes: Footnotes): Promise<string[]> {
  const cases = casesOf(type);
  const [first] = cases as [ModuleCase];
  // In a graph, the weights are those of the layers around it.
  const isAlone = first.module.type !== 'Graph' || type === 'Graph';
  const originals = await Promise.all(cases.map((one) => originalOf(one, 'float32')));
  const isWeighted = isAlone && (originals[0]?.network.parameters.list.length ?? 0) > 0;
  const cells: string[] = [];
  for (const format of Object.keys(FORMATS)) {
    if (format === 'NumPy' && !isWeighted) {
      cells.push('', '');
      continue;
    }
    const reasons: string[] = [];
    for (const [at, one] of cases.entries()) {
      const reason = await convert(originals[at] as Original, format);
      if (reason !== undefined) reasons.push(reason);
      // Every night. TensorFlow.js has no float64.
      const isTwice = process.env['NABLA_SLOW'] === '1' && format !== 'TensorFlow.js';
      const again = isTwice ? await convert(await originalOf(one, 'float64'), format) : reason;
      if (again !== reason) throw new Error(`${one.name}: not in float64`);
    }
    cells.push(...cellsFor(reasons, cases.length, type, footnotes));
  }
  return cells;
}
