/** What .ci/run holds the commands' JSON to. Each claim looks at the runs: for each file, the objects of its lines. */

const TENSORFLOW = '2.15.1';

const isNative = ([{ backends }]) => backends[1].native === TENSORFLOW;

export const CLAIMS = {
  'seed-begins': {
    'the first loss is between 2.25 and 2.65': ([seed]) => seed[1].loss > 2.25 && seed[1].loss < 2.65,
    'the second loss is smaller': ([seed]) => seed[2].loss < seed[1].loss,
  },
  'quick-learns': {
    'over 97.5 % of the digits are read': ([train]) => train.at(-1).testAccuracy > 0.975,
    'the saved model reads as many': ([train, evaluate]) =>
      evaluate[0].accuracy > 0 && evaluate[0].accuracy === train.at(-1).testAccuracy,
  },
  fallback: {
    'the backends agree': ([[{ ok }]]) => ok,
    'no native library computed': ([[{ backends }]]) => backends[1].native === null,
  },
  'native-conformance': {
    'every case passes or is declared': ([[{ ok }]]) => ok,
    'on the native library': ([[{ backend }]]) => backend.native === TENSORFLOW,
  },
  'native-gradients': {
    'every gradient is right': ([[{ ok }]]) => ok,
    'on the native library': ([[{ native }]]) => native === TENSORFLOW,
  },
  'native-parity': {
    'the backends agree': (runs) => runs.every(([{ ok }]) => ok),
    'on the native library': (runs) => runs.every(isNative),
  },
  peers: {
    'nothing is missing and nothing failed': ([[file]]) =>
      file.complete && file.missing.length === 0 && file.failures.length === 0,
    'nothing took longer than the limit': ([[file]]) => file.leftOut.every(({ reason }) => !reason.includes('--limit')),
    'TensorFlow is the native one': ([[file]]) =>
      file.candidates.find(({ name }) => name === 'tfjs-node').detail.includes(TENSORFLOW),
    'every candidate has a result': ([[file]]) =>
      file.candidates.length > 2 &&
      file.candidates.every(({ name }) => file.results.some(({ candidate }) => candidate === name)),
  },
};

/** The claims of `name` that do not hold for `runs`; one that throws does not hold either. */
export function brokenClaims(name, runs) {
  if (!Object.hasOwn(CLAIMS, name))
    throw new Error(`no claims are named '${name}'; known: ${Object.keys(CLAIMS).join(', ')}`);
  return Object.entries(CLAIMS[name])
    .filter(([, holds]) => {
      try {
        return holds(runs) !== true;
      } catch {
        return true;
      }
    })
    .map(([claim]) => claim);
}
