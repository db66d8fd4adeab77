import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../../lab/answer.js';
import { COORDINATES } from '../../lab/coordinates.js';
import type { DataFacts } from '../../lab/facts.js';
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

function inputsOf({ form }: DataFacts): Input[] {
  if (form === undefined) return COORDINATES.map((name) => ({ name, values: undefined, start: '0.5' }));
  return form.columns.map((column) => {
    if (column.kind === 'category') {
      // A list of thousands of texts helps nobody.
      const values = column.encoding === 'index' ? undefined : column.values;
      return { name: column.name, values, start: column.values[0] ?? '' };
    }
    if (column.kind === 'text' || column.kind === 'sentence')
      return { name: column.name, values: undefined, start: '' };
    const middle = 'median' in column ? column.median : column.mean;
    const start = column.kind === 'number' ? `${Number(middle.toPrecision(4))}` : '';
    return { name: column.name, values: undefined, start };
  });
}

function words({ values, interval }: Answer, { task, classes, form }: DataFacts): string {
  const name = form?.target.name ?? 'class';
  const short = (value: number): number => Number(value.toPrecision(4));
  if (task.isRegression) {
    const range = interval && `, with 90 % between ${short(interval.low)} and ${short(interval.high)}`;
    return `${name}: ${short(values[0] ?? Number.NaN)}${range ?? ''}`;
  }
  const best = values.indexOf(values.reduce((a, b) => Math.max(a, b)));
  return `${name}: ${classes[best]}, with ${(100 * (values[best] ?? 0)).toFixed(1)} %`;
}
