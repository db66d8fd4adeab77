/** The tables of docs/comparison.md, written from the results of `comparison.mjs`. */

/** The rows: the key of the cells, and the title. */
export const ROWS = [
  ['trains', 'Trains networks'],
  ['gradients', 'Derives your own functions'],
  ['float64', 'Computes in float64'],
  ['threads', 'Threads in Node; results on 1 and 2'],
  ['webgpu', 'WebGPU'],
  ['cards', 'Other ways to a graphics card'],
  ['onnxIn', 'Reads ONNX'],
  ['onnxOut', 'Writes ONNX'],
  ['zoo', 'Pretrained models'],
  ['packages', 'Packages that npm installs'],
  ['megabytes', 'Size of what npm installs'],
  ['scripts', 'Packages with an install script'],
  ['page', 'A small program in a page, gzipped'],
  ['types', 'TypeScript types'],
  ['licence', 'Licence'],
];

const MARK = (name) => [`<!-- ${name}: written by docs/scripts/comparison.mjs -->`, `<!-- end of ${name} -->`];

/** The rows of the short table, on the first pages. */
const SHORT = ['trains', 'float64', 'threads', 'webgpu', 'onnxIn', 'onnxOut', 'zoo', 'megabytes', 'page'];

/** Returns README.md or docs/index.md with its table written anew between its marks. */
export function writeShortTable(page, results) {
  const rows = ROWS.filter(([row]) => SHORT.includes(row));
  return replace(page, 'short table', tableOf(rows, results));
}

/** Returns the page with both tables written anew between their marks. */
export function writeTables(page, results) {
  const checks = ROWS.map(([row, title]) => `**${title}**\n\n${evidenceOf(row, results).join('\n')}\n`);
  const versions = wrap(`Versions: ${results.flatMap((each) => each.versions).join(', ')}.`).join('\n');
  return replace(replace(page, 'table', `${tableOf(ROWS, results)}\n\n${versions}`), 'checks', checks.join('\n'));
}

/** A list item for each way in which cells of a row were checked. */
function evidenceOf(row, results) {
  const names = new Map();
  for (const { name, cells } of results) {
    const { how, evidence } = cells[row];
    const line = `${how}; ${evidence}`;
    names.set(line, [...(names.get(line) ?? []), name]);
  }
  return [...names].flatMap(([line, those]) => wrap(`- **${those.join(', ')}**: ${line}`));
}

function replace(page, name, text) {
  const [start, end] = MARK(name).map((mark) => page.indexOf(mark));
  if (start < 0 || end < start) throw new Error(`expected ${MARK(name).join(' … ')} in the page.`);
  return `${page.slice(0, start)}${MARK(name)[0]}\n\n${text.trimEnd()}\n\n${page.slice(end)}`;
}

function tableOf(rows, results) {
  const head = ['', ...results.map(({ name }) => name)];
  const lines = rows.map(([row, title]) => [title, ...results.map(({ cells }) => cells[row].value)]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Lines of at most 120 columns; later ones of a list item are indented. */
function wrap(line) {
  const indent = line.startsWith('- ') ? '  ' : '';
  const lines = [''];
  for (const word of line.split(/\s+/)) {
    const longer = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`;
    if (longer.length > 118) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
