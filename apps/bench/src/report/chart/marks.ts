/** The colour and symbol of each candidate, in the chart and in the tables. */
import { drawSymbol, LIGHT_COLORS, seriesColor } from '@nablajs/charts';
import type { Markup } from '@nablajs/charts/markup';
import { NATIVE_FAST } from '../../harness/candidates.js';
import type { PeerName } from '../../peers/catalog.js';
import type { ResultFile } from '../../result/result-file.js';
import { candidateNames, isOurs } from '../sections.js';

export interface CandidateMark {
  /** A CSS colour; the page's style defines it for light and dark. */
  readonly color: string;
  /**
   * The symbol of dots, as ECharts takes it. Colours repeat after 7 peers, colour and symbol together after 49.
   */
  readonly symbol: string;
  /** The symbol's size as a multiple of a circle's, so all cover about the same area. */
  readonly scale: number;
}

const SYMBOLS = [
  { symbol: 'circle', scale: 1 },
  { symbol: 'rect', scale: 0.9 },
  { symbol: 'triangle', scale: 1.15 },
  { symbol: 'diamond', scale: 1.2 },
  {
    symbol: 'path://M0,-10L2.9,-3.1L9.5,-3.1L4.3,1.2L5.9,8.1L0,4L-5.9,8.1L-4.3,1.2L-9.5,-3.1L-2.9,-3.1Z',
    scale: 1.4,
  },
  { symbol: 'path://M-3,-9H3V-3H9V3H3V9H-3V3H-9V-3H-3Z', scale: 1.15 },
  { symbol: 'path://M-9,-9H9L0,0L9,9H-9L0,0Z', scale: 1.1 },
] as const;

/** The candidates with fixed marks, in their order. New ones are last. */
const BACKENDS: readonly string[] = ['wasm', 'native', 'ts', NATIVE_FAST, 'webgpu'];
/** Relatives share a colour: they are seven apart. */
const PEERS: readonly PeerName[] = [
  'torch',
  'numpy',
  'tfjs-node',
  'tfjs-wasm',
  'jax-js',
  'onnxruntime-node',
  'ml-matrix',
  'torch-avx2',
  'scipy',
  'tfjs-cpu',
  'notebook',
  'brain.js',
  'onnxruntime-web',
  'tfjs-webgpu',
  'jax-js-webgpu',
];

/**
 * Returns the marks by candidate. They are the same in every chart. Nabla's backends share the first colour if there
 * are other libraries.
 */
export function candidateMarks(file: ResultFile): ReadonlyMap<string, CandidateMark> {
  const names = candidateNames(file);
  const ours = ordered(
    BACKENDS,
    names.filter((name) => isOurs(file, name)),
  );
  const peers = ordered(
    PEERS,
    names.filter((name) => !isOurs(file, name)),
  );
  const ownColor = (at: number): string => seriesColor(names.length === ours.size ? at : 0);
  return new Map([
    ...[...ours].map(([name, at]) => [name, { ...symbolAt(at), color: ownColor(at) }] as const),
    ...[...peers].map(([name, at]) => [name, markAt(at)] as const),
  ]);
}

/** Numbers the names: a known name by its index in `known`, the others after all of these. */
function ordered(known: readonly string[], names: readonly string[]): Map<string, number> {
  const others = names.filter((name) => !known.includes(name));
  return new Map(
    names.map((name) => [name, known.includes(name) ? known.indexOf(name) : known.length + others.indexOf(name)]),
  );
}

const PEER_COLORS = LIGHT_COLORS.length - 1;

/** The mark of a peer. */
export const markAt = (at: number): CandidateMark => ({
  color: seriesColor(1 + (at % PEER_COLORS)),
  // Another symbol when the colours repeat.
  ...symbolAt(at + Math.floor(at / PEER_COLORS)),
});

const symbolAt = (at: number) => SYMBOLS[at % SYMBOLS.length] ?? SYMBOLS[0];

export function drawMark(marks: ReadonlyMap<string, CandidateMark>, candidate: string): Markup | '' {
  const mark = marks.get(candidate);
  return mark === undefined ? '' : drawSymbol(mark.symbol, mark.color);
}
