import { computingOf, numberOf, parametersOf } from '../parameters.js';
import { MOST_PROMPT, STEPS_PER_EPOCH, WRITE_DEFAULTS, WRITE_LIMITS, type WriteSettings } from './write-settings.js';

/** Settings from a link, and a sentence for each part that was not understood. */
interface ReadWriteLink {
  readonly settings: WriteSettings;
  readonly problems: readonly string[];
}

/** Writes settings as `text=pride-and-prejudice.txt&context=64&…`. */
export const writeLink = (settings: WriteSettings): string => parametersOf({ ...settings });

/** Reads what `writeLink` wrote. What is missing or wrong becomes the default. */
export function readWriteLink(text: string): ReadWriteLink {
  const given = new URLSearchParams(text);
  const problems: string[] = [];
  const number = (name: keyof typeof WRITE_LIMITS, whole = true): number =>
    numberOf(given, name, { limits: WRITE_LIMITS[name], otherwise: WRITE_DEFAULTS[name], whole, problems });
  const width = number('width');
  const settings: WriteSettings = {
    text: given.get('text') ?? WRITE_DEFAULTS.text,
    context: number('context'),
    blocks: number('blocks'),
    width,
    heads: divisorOf(width, number('heads'), problems),
    rate: number('rate', false),
    batch: number('batch'),
    steps: wholeEpochs(number('steps'), problems),
    seed: number('seed'),
    ...computingOf(given, WRITE_DEFAULTS, problems),
    prompt: promptOf(given.get('prompt'), problems),
    temperature: number('temperature', false),
    topK: number('topK'),
  };
  return { settings, problems };
}

function divisorOf(width: number, heads: number, problems: string[]): number {
  if (width % heads === 0) return heads;
  problems.push(`heads: expected a divisor of the width, ${width}. Received ${heads}.`);
  return 1;
}

function wholeEpochs(steps: number, problems: string[]): number {
  if (steps % STEPS_PER_EPOCH === 0) return steps;
  problems.push(`steps: expected a multiple of ${STEPS_PER_EPOCH}. Received ${steps}.`);
  return WRITE_DEFAULTS.steps;
}

function promptOf(prompt: string | null, problems: string[]): string {
  if (prompt === null) return WRITE_DEFAULTS.prompt;
  if (prompt.length <= MOST_PROMPT) return prompt;
  problems.push(`prompt: expected at most ${MOST_PROMPT} characters. Received ${prompt.length}.`);
  return WRITE_DEFAULTS.prompt;
}
