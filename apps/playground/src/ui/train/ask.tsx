import { useEffect, useState } from 'preact/hooks';
import { COORDINATES } from '../../lab/coordinates.js';
import type { DataFacts } from '../../lab/lab.js';
import { lab, textOf } from '../lab-client.js';
import { Field } from './controls/fields.js';

interface AskProps {
  readonly facts: DataFacts;
  /** The digest of the network's weights; undefined while they change. */
  readonly digest: string | undefined;
}

interface Input {
  readonly name: string;
  /** The texts to choose from; undefined for a number or a date. */
  readonly values: readonly string[] | undefined;
  readonly start: string;
}

/** Asks the trained network about one example. */
export function Ask({ facts, digest }: AskProps) {
  const inputs = inputsOf(facts);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [answer, setAnswer] = useState('');
  // Another network may answer otherwise.
  useEffect(() => setAnswer(''), [digest]);
  const texts = Object.fromEntries(inputs.map(({ name, start }) => [name, typed[name] ?? start]));
  const ask = async (): Promise<void> => setAnswer(words(await lab.ask(texts), facts));
  return (
    <form
      class="card ask"
      aria-labelledby="ask-title"
      onSubmit={(event) => {
        event.preventDefault();
        ask().catch((error: unknown) => setAnswer(textOf(error)));
      }}
    >
      <h2 id="ask-title">Ask the network</h2>
      <div class="fields">
        {inputs.map(({ name, values }) => {
          const set = (value: string): void => setTyped({ ...typed, [name]: value });
          return (
            <Field key={name} label={name}>
              {values === undefined ? (
                <input value={texts[name]} onInput={({ currentTarget }) => set(currentTarget.value)} />
              ) : (
                <select value={texts[name]} onChange={({ currentTarget }) => set(currentTarget.value)}>
                  {values.map((value) => (
                    <option key={value}>{value}</option>
                  ))}
                </select>
              )}
            </Field>
          );
        })}
      </div>
      <div class="row">
        <button type="submit" class="quiet">
          Ask
        </button>
        <output class="told">{answer}</output>
      </div>
    </form>
  );
}

function inputsOf({ table }: DataFacts): Input[] {
  if (table === undefined) return COORDINATES.map((name) => ({ name, values: undefined, start: '0.5' }));
  return table.form.columns.map((column) => {
    if (column.kind === 'category') return { name: column.name, values: column.values, start: column.values[0] ?? '' };
    const middle = 'median' in column ? column.median : column.mean;
    const start = column.kind === 'number' ? `${Number(middle.toPrecision(4))}` : '';
    return { name: column.name, values: undefined, start };
  });
}

function words(answers: readonly number[], { task, classes, table }: DataFacts): string {
  const name = table?.form.target.name ?? 'class';
  if (task.isRegression) return `${name}: ${Number((answers[0] ?? Number.NaN).toPrecision(6))}`;
  const best = answers.indexOf(answers.reduce((a, b) => Math.max(a, b)));
  return `${name}: ${classes[best]}, with ${(100 * (answers[best] ?? 0)).toFixed(1)} %`;
}
