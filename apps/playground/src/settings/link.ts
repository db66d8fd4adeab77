/** Settings as the fragment of a link, and back. A link names everything. */
import { computingOf, numberOf, one, parametersOf } from './parameters.js';
import {
  ACTIVATIONS,
  type ClickedPoint,
  DATA,
  DEFAULTS,
  EFFORTS,
  fits,
  isPlane,
  type Layer,
  LIMITS,
  OPTIMIZERS,
  SCHEDULES,
  type Settings,
} from './settings.js';

type NumberName = 'classes' | 'count' | 'noise' | 'rate' | 'epochs' | 'seed';

/** Settings from a link, and a sentence for each part that was not understood. */
interface ReadLink {
  readonly settings: Settings;
  readonly problems: readonly string[];
}

/** Writes settings as `data=spirals&classes=2&…`, without what the data set does not use. */
export function writeSettings(settings: Settings): string {
  const { data, layers, points, activation, optimizer, rate, schedule, batch, epochs, seed, backend, threads } =
    settings;
  const common = { seed, backend, threads };
  if (data === 'table') {
    return parametersOf({ data, table: settings.table, target: settings.target, effort: settings.effort, ...common });
  }
  const own =
    data === 'digits'
      ? {}
      : data === 'points'
        ? { classes: settings.classes, points: points.map(({ x, y, label }) => `${x}.${y}.${label}`).join('_') }
        : { classes: settings.classes, count: settings.count, noise: settings.noise };
  const network = { layers: layers.map(writeLayer).join('_'), activation, optimizer, rate, schedule, batch, epochs };
  return parametersOf({ data, ...own, ...network, ...common });
}

/** What is missing or wrong becomes the data set's default. */
export function readSettings(text: string): ReadLink {
  const given = new URLSearchParams(text);
  const problems: string[] = [];
  const data = one(given, 'data', DATA, 'spirals', problems);
  const base = DEFAULTS[data];
  const number = (name: NumberName, whole = true): number =>
    numberOf(given, name, { limits: LIMITS[name], otherwise: base[name], whole, problems });
  const classes = number('classes');
  const settings: Settings = {
    data,
    classes,
    count: number('count'),
    noise: number('noise', false),
    points: pointsOf(given.get('points') ?? '', classes, problems),
    table: given.get('table') ?? '',
    target: given.get('target') ?? '',
    effort: one(given, 'effort', EFFORTS, base.effort, problems),
    layers: layersOf(given.get('layers'), base, problems),
    activation: one(given, 'activation', ACTIVATIONS, base.activation, problems),
    optimizer: one(given, 'optimizer', OPTIMIZERS, base.optimizer, problems),
    rate: number('rate', false),
    schedule: one(given, 'schedule', SCHEDULES, base.schedule, problems),
    batch:
      given.get('batch') === 'full'
        ? 'full'
        : numberOf(given, 'batch', { limits: LIMITS.batch, otherwise: base.batch, problems }),
    epochs: number('epochs'),
    seed: number('seed'),
    ...computingOf(given, base, problems),
  };
  return { settings, problems };
}

function writeLayer(layer: Layer): string {
  switch (layer.type) {
    case 'dense':
      return `dense${layer.units}`;
    case 'conv':
      return `conv${layer.filters}x${layer.size}`;
    case 'pool':
      return `pool${layer.size}`;
    case 'dropout':
      return `dropout${layer.rate}`;
    case 'norm':
      return 'norm';
  }
}

function layersOf(text: string | null, base: Settings, problems: string[]): readonly Layer[] {
  if (text === null) return base.layers;
  const words = text === '' ? [] : text.split('_');
  const layers = words.map(readLayer);
  const wrong = words.find((_, at) => {
    const layer = layers[at];
    return layer === undefined || !fits(layer, base.data);
  });
  if (wrong === undefined && layers.length <= LIMITS.layers[1]) return layers as Layer[];
  problems.push(
    wrong === undefined
      ? `layers: expected at most ${LIMITS.layers[1]}. Received ${layers.length}.`
      : `layers: expected layers such as dense24, dropout0.25 or norm${base.data === 'digits' ? ', conv8x5, pool2' : ''}. ` +
          `Received '${wrong.slice(0, 40)}'.`,
  );
  return base.layers;
}

/** Returns undefined for a word that is no layer, or one with a number out of range. */
function readLayer(word: string): Layer | undefined {
  const [, type = '', first = '', second = ''] = /^([a-z]+)([\d.]*)(?:x(\d+))?$/.exec(word) ?? [];
  const within = (text: string, [least, most]: readonly [number, number], whole = true): number | undefined => {
    const value = text === '' ? Number.NaN : Number(text);
    return value >= least && value <= most && (!whole || Number.isInteger(value)) ? value : undefined;
  };
  if (type === 'norm' && first === '') return { type };
  if (second === '' && type === 'dense') {
    const units = within(first, LIMITS.units);
    return units === undefined ? undefined : { type, units };
  }
  if (second === '' && type === 'dropout') {
    const rate = within(first, LIMITS.dropout, false);
    return rate === undefined ? undefined : { type, rate };
  }
  if (second === '' && type === 'pool') {
    const size = within(first, LIMITS.size);
    return size === undefined ? undefined : { type, size };
  }
  const [filters, size] = [within(first, LIMITS.filters), within(second, LIMITS.size)];
  return type === 'conv' && filters !== undefined && size !== undefined ? { type, filters, size } : undefined;
}

function pointsOf(text: string, classes: number, problems: string[]): readonly ClickedPoint[] {
  const words = text === '' ? [] : text.split('_');
  const points = words.flatMap((word) => {
    const [x = Number.NaN, y = Number.NaN, label = Number.NaN] = word.split('.').map(Number);
    const isPoint = [x, y].every((value) => Number.isInteger(value) && Math.abs(value) <= 100);
    return isPoint && Number.isInteger(label) && label >= 0 && label < classes ? [{ x, y, label }] : [];
  });
  if (points.length === words.length && points.length <= LIMITS.points[1]) return points;
  const [most, last] = [LIMITS.points[1], classes - 1];
  problems.push(`points: expected at most ${most} such as 12.-40.0, of classes from 0 to ${last}. Some are left out.`);
  return points.slice(0, LIMITS.points[1]);
}

/** The views of the page. */
export type View = 'draw' | 'train' | 'write' | 'teach';

export function readFragment(fragment: string): { readonly view: View; readonly settings: string } {
  const [name, settings = ''] = fragment.replace(/^#/, '').split('?', 2);
  return { view: name === 'train' || name === 'write' || name === 'teach' ? name : 'draw', settings };
}

/** Changes the data set, and keeps the settings that fit it. */
export function withData(settings: Settings, data: Settings['data']): Settings {
  if (data === settings.data) return settings;
  const base = DEFAULTS[data];
  // Between two sets of points everything fits.
  if (isPlane(data) && isPlane(settings.data)) return { ...settings, data, noise: base.noise };
  return { ...base, seed: settings.seed, backend: settings.backend, threads: settings.threads };
}
