import type { Picture } from '../../lab/report.js';

const SIDE = 300;

/** Predicted against true values of a regression: right answers are on the diagonal. */
export function Scatter({ truth, answer }: NonNullable<Picture['scatter']>) {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of truth) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const place = (value: number): number => (SIDE * (value - least)) / (most - least || 1);
  const format = (value: number): string => value.toPrecision(4);
  return (
    <figure class="scatter">
      <svg
        viewBox={`-6 -6 ${SIDE + 12} ${SIDE + 12}`}
        role="img"
        aria-label={`Predicted and true values of ${truth.length} rows, from ${format(least)} to ${format(most)}`}
      >
        <line x1="0" y1={SIDE} x2={SIDE} y2="0" class="grid" />
        {Array.from(truth, (value, at) => (
          <circle key={at} cx={place(value)} cy={SIDE - place(answer[at] as number)} r="3" />
        ))}
      </svg>
      <figcaption class="faint small">
        Across: the true value, {format(least)} to {format(most)}. Up: what the network answers. On the line it is
        right.
      </figcaption>
    </figure>
  );
}
