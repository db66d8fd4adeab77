const [LEFT, RIGHT, TOP] = [44, 426, 12];
/** The lowest value of the axis, as a power of ten. The highest is 1, or more for larger losses. */
const LOWEST = -3;

/** Draws the losses so far of a run of `epochs`, and the validation losses if there are any. */
export function drawLossCurve(
  svg: SVGSVGElement,
  losses: readonly number[],
  epochs: number,
  validation: readonly number[] = [],
): void {
  const highest = losses.reduce((most, loss) => Math.max(most, Math.ceil(Math.log10(loss))), 0);
  const bottom = svg.viewBox.baseVal.height - 28;
  const x = (epoch: number): number => LEFT + ((RIGHT - LEFT) * (epoch - 1)) / Math.max(epochs - 1, 1);
  const y = (loss: number): number => {
    const power = Math.max(Math.log10(loss), LOWEST);
    return TOP + ((bottom - TOP) * (highest - power)) / (highest - LOWEST);
  };
  const points = (all: readonly number[]): string =>
    all.map((loss, at) => `${x(at + 1).toFixed(1)},${y(loss).toFixed(1)}`).join(' ');
  const powers = Array.from({ length: highest - LOWEST + 1 }, (_, at) => 10 ** (highest - at));
  const lines = powers.map(
    (loss) =>
      `<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${y(loss)}" y2="${y(loss)}" />
       <text x="${LEFT - 8}" y="${y(loss) + 4}" text-anchor="end">${loss}</text>`,
  );
  const marks = [1, Math.round(epochs / 2), epochs].map(
    (epoch) => `<text x="${x(epoch)}" y="${bottom + 20}" text-anchor="middle">${epoch}</text>`,
  );
  const last = losses.at(-1);
  const now = last === undefined ? '' : `<circle class="now" cx="${x(losses.length)}" cy="${y(last)}" r="5" />`;
  svg.innerHTML = `${lines.join('')}${marks.join('')}
    <polyline class="validation" points="${points(validation)}" />
    <polyline class="loss" points="${points(losses)}" />
    ${now}`;
}
