/** The picture of photos.js: what the networks learned from, and what they say about some of the other photos. */
import { readFileSync } from 'node:fs';
import { seriesColor, shapeSeries, svgFile, text } from '@nablajs/charts';
import { dense, Random } from '@nablajs/core';
import { split } from '@nablajs/datasets';

const FOLDER = new URL('../../../examples/node/data/photos/', import.meta.url);
/** Photos of a class in that folder, and of those that are learned and shown. */
const [OF_CLASS, LEARNED, TESTED] = [12, 2, 3];
const [SIDE, GAP, LEFT, TOP] = [64, 6, 70, 38];
const MIDDLE = 24;

/** The places of the photos that the program learned from, and of the others, by the same draw. */
function divided(classes) {
  const labels = Int32Array.from({ length: OF_CLASS * classes }, (_, at) => Math.floor(at / OF_CLASS));
  const batch = (rows) => ({
    x: dense(new Float32Array(rows.length), [rows.length, 1]),
    y: dense(rows, [rows.length]),
  });
  const all = { length: labels.length, inputShape: [1], batch };
  const { train, test } = split(all, 1 - LEARNED / OF_CLASS, new Random(1), { labels });
  return [train, test].map((part) => [...part.batch(Int32Array.from({ length: part.length }, (_, at) => at)).y.data]);
}

export function drawPhotos({ classes, fromNothing, tuned }) {
  const [learned, tested] = divided(classes.length);
  const rows = classes.map((name, label) => {
    const own = (places) => places.filter((place) => Math.floor(place / OF_CLASS) === label);
    return { name, learned: own(learned), tested: own(tested).slice(0, TESTED) };
  });
  const left = (column) => LEFT + column * (SIDE + GAP) + (column >= LEARNED ? MIDDLE : 0);
  const top = (row) => TOP + row * (SIDE + GAP + 16);
  const width = left(LEARNED + TESTED) + 14;
  const height = top(rows.length) + 4;
  const answerOf = (place) => classes[tuned.predictions[tested.indexOf(place)]];
  const option = {
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: { type: 'value', min: 0, max: width, show: false },
    yAxis: { type: 'value', min: 0, max: height, show: false, inverse: true },
    series: [
      shapeSeries(rows, ({ name, tested: shown }, _, row) => [
        text(name, LEFT - 10, top(row) + SIDE / 2, { align: 'right' }),
        ...shown.map((place, at) => {
          const [x, y] = [left(LEARNED + at) + SIDE / 2, top(row) + SIDE + 9];
          const fill = answerOf(place) === name ? seriesColor(2) : seriesColor(1);
          return text(answerOf(place), x, y, { align: 'center', fontSize: 11, fill });
        }),
      ]),
      shapeSeries([0], () => [
        text('learns from', left(0), 20, { fill: 'var(--faint)' }),
        text('answers', left(LEARNED), 20, { fill: 'var(--faint)' }),
      ]),
    ],
  };
  const images = rows.flatMap(({ learned: first, tested: second }, row) =>
    [...first, ...second].map((place, column) => imageAt(classes, place, left(column), top(row))),
  );
  const count = (share) => `${Math.round(share * tested.length)}`;
  const label =
    `Two photos each of brick, grass and gravel to learn from, and the answers to others. Fine-tuned, the network is ` +
    `right in ${count(tuned.accuracy)} of ${tested.length}; one that starts from nothing, in ${count(fromNothing.accuracy)}.`;
  return svgFile({ label, width, height, option }).replace('</svg>', `${images.join('\n')}\n</svg>`);
}

function imageAt(classes, place, x, y) {
  const name = `${classes[Math.floor(place / OF_CLASS)]}/${String((place % OF_CLASS) + 1).padStart(2, '0')}.jpg`;
  const data = readFileSync(new URL(name, FOLDER)).toString('base64');
  return `<image x="${x}" y="${y}" width="${SIDE}" height="${SIDE}" href="data:image/jpeg;base64,${data}"/>`;
}
