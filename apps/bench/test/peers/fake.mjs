/** A peer for the tests of the loop. It doubles its inputs, and prints to stdout, where only answers belong. */
import { serve, Unsupported } from '../../peers/node/support/protocol.mjs';

const doubles = ({ data }) => {
  let last;
  return {
    execute() {
      last = data.map((value) => 2 * value);
    },
    result: () => last,
    sink: () => last[0],
  };
};

/** The loss of step n is n. */
const counts = (later) => {
  let epochs = 0;
  return {
    execute() {
      epochs++;
      if (later) return new Promise((resolve) => setTimeout(resolve, 1));
    },
    result: () => [epochs],
    sink: () => (later ? Promise.resolve(epochs) : Number.NaN),
  };
};

await serve(async () => {
  console.log('not an answer');
  if (process.argv[2] === 'broken') throw new Error('no such library\nwith a long story');
  return {
    version: '1.2',
    detail: 'fake',
    threads: 1,
    kinds: {
      unary: (_, { x }) => doubles(x),
      train: ({ optimizer }) => counts(optimizer === 'adam'),
      convnet: () => counts(true),
      softmax() {
        throw new Unsupported('never heard of it');
      },
      infer() {
        throw new Error('it broke\nat length');
      },
    },
  };
});
