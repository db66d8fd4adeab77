const [LEFT, RIGHT, TOP, BOTTOM] = [44, 426, 12, 284];
/** The powers of ten that the axis reaches from, and to. */
const [HIGHEST, LOWEST] = [0, -3];

const x = (epoch: number, epochs: number): number => LEFT + ((RIGHT - LEFT) * (epoch - 1)) / (epochs - 1);

function y(loss: number): number {
  const power = Math.max(Math.log10(loss), LOWEST);
  return TOP + ((BOTTOM - TOP) * (HIGHEST - power)) / (HIGHEST - LOWEST);
}

/** The losses so far of a run of `epochs`. */
export function drawLossCurve(svg: SVGSVGElement, losses: readonly number[], epochs: number): void {
  const points = losses.map((loss, at) => `${x(at + 1, epochs).toFixed(1)},${y(loss).toFixed(1)}`);
  const [nowX, nowY] = (points.at(-1) ?? '').split(',');
  svg.innerHTML = `${axes(epochs)}
    <polyline class="loss" points="${points.join(' ')}" />
    <circle class="now" cx="${nowX}" cy="${nowY}" r="5" />`;
}

function axes(epochs: number): string {
  const powers = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, at) => 10 ** (HIGHEST - at));
  const lines = powers.map(
    (loss) =>
      `<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${y(loss)}" y2="${y(loss)}" />
       <text x="${LEFT - 8}" y="${y(loss) + 4}" text-anchor="end">${loss}</text>`,
  );
  const marks = [1, epochs / 2, epochs].map(
    (epoch) => `<text x="${x(epoch, epochs)}" y="${BOTTOM + 20}" text-anchor="middle">${epoch}</text>`,
  );
  return [...lines, ...marks].join('');
}
