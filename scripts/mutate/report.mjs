/** What is made of Stryker's report. */

/** Every mutant that counts, with its source line. Those that Stryker could not run are left out. */
export function mutantsOf({ files }, folder) {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants
      .filter(({ status }) => status !== 'Ignored' && status !== 'CompileError')
      .map(({ status, mutatorName, replacement, location: { start, end } }) => ({
        file: `${folder}/${file}`,
        line: start.line,
        status,
        mutator: mutatorName,
        code: lines[start.line - 1].trim(),
        original: textBetween(lines, start, end),
        replacement,
      }));
  });
}

function textBetween(lines, start, end) {
  const cut = lines.slice(start.line - 1, end.line);
  cut[cut.length - 1] = cut[cut.length - 1].slice(0, end.column - 1);
  cut[0] = cut[0].slice(start.column - 1);
  return cut.join(' ').replace(/\s+/g, ' ').trim();
}

const short = (text = '') => text.replace(/\s+/g, ' ').trim();

/** Whether an entry of equivalent.json names this mutant: by what stands there, not by its line. */
function names(entry, { file, code, original, replacement }) {
  return (
    entry.file === file &&
    entry.original === original &&
    entry.replacement === short(replacement) &&
    (entry.code === undefined || entry.code === code)
  );
}

const SURVIVED = new Set(['Survived', 'NoCoverage']);

/** Counts of one package. A mutant named equivalent must have survived: entries that name none are `stale`. */
export function summarise(mutants, equivalent, folder) {
  const own = equivalent.filter(({ file }) => file.startsWith(`${folder}/`));
  const survivors = mutants.filter(({ status }) => SURVIVED.has(status));
  const named = survivors.filter((mutant) => own.some((entry) => names(entry, mutant)));
  const count = (wanted) => mutants.filter(({ status }) => status === wanted).length;
  // A mutant on which the tests' process fails is seen too.
  const killed = count('Killed') + count('RuntimeError');
  const timedOut = count('Timeout');
  return {
    mutants: mutants.length,
    killed,
    timedOut,
    survived: count('Survived'),
    notCovered: count('NoCoverage'),
    equivalent: named.length,
    score: percent(killed + timedOut, mutants.length),
    scoreWithoutEquivalent: percent(killed + timedOut, mutants.length - named.length),
    survivors: survivors.filter((mutant) => !named.includes(mutant)),
    stale: own.filter((entry) => !survivors.some((mutant) => names(entry, mutant))),
  };
}

const percent = (part, whole) => (whole === 0 ? 100 : (100 * part) / whole);

/** For the terminal. */
export function listSurvivors({ survivors, stale, score, ...counts }) {
  const lines = survivors.map(
    ({ file, line, status, mutator, original, replacement }) =>
      `${file}:${line} ${status} ${mutator}: ${short(original)} -> ${short(replacement)}`,
  );
  const gone = stale.map(({ file, original, replacement }) => `not a survivor: ${file}: ${original} -> ${replacement}`);
  const { mutants, killed, timedOut, equivalent } = counts;
  const last = `${killed + timedOut} of ${mutants} mutants died (${score.toFixed(1)} %); ${equivalent} are equivalent.`;
  return [...lines, ...gone, last].join('\n');
}

/** The page with the package's row replaced, or added behind the others. */
export function withRow(page, name, summary) {
  const { date, commit, mutants, killed, timedOut, survived, notCovered, equivalent, minutes } = summary;
  const scores = [summary.score, summary.scoreWithoutEquivalent].map((score) => `${score.toFixed(1)} %`);
  const counts = [mutants, killed, timedOut, survived, notCovered, equivalent];
  const row = `| ${[name, ...counts, ...scores, date, commit, `${minutes.toFixed(0)} min`].join(' | ')} |`;
  const lines = page.split('\n');
  const own = lines.findIndex((line) => line.startsWith(`| ${name} |`));
  if (own >= 0) return lines.with(own, row).join('\n');
  const last = lines.findLastIndex((line) => line.startsWith('|'));
  return lines.toSpliced(last + 1, 0, row).join('\n');
}
