import type { TableForm } from '@nablajs/datasets/portable';
import type { ColumnEffect, ColumnImportance } from '@nablajs/tables';
import { useEffect, useState } from 'preact/hooks';
import { lab, textOf } from '../../lab-client.js';
import { Select, sameNames } from '../controls/fields.js';
import { effectLines } from './effect-lines.js';
import { percent, short } from './words.js';

interface EffectProps {
  readonly form: TableForm;
  /** What is known about the current network. The first column is the one to begin with. */
  readonly importance: readonly ColumnImportance[];
}

/** As many classes have colours of their own. */
const COLOURS = 4;
const SIZE = { width: 320, height: 120 };

/** How the answer depends on a column that the reader chooses. */
export function Effect({ form, importance }: EffectProps) {
  const names = form.columns.map(({ name }) => name);
  const [chosen, setColumn] = useState('');
  const column = names.includes(chosen) ? chosen : (importance[0]?.column ?? '');
  const classes = form.target.kind === 'class' ? form.target.values : [];
  const [chosenClass, setClass] = useState('');
  const own = classes.includes(chosenClass) ? chosenClass : (classes[0] ?? '');
  const { effect, problem } = useColumnEffect(column, importance);
  const isFew = classes.length <= COLOURS;
  const outputs = isFew ? [...(classes.length === 0 ? [0] : classes.keys())] : [classes.indexOf(own)];
  return (
    <>
      <div class="row">
        <Select label="Effect of the column" value={column} options={sameNames(names)} onChange={setColumn} />
        {!isFew && <Select label="On the class" value={own} options={sameNames(classes)} onChange={setClass} />}
      </div>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {effect !== undefined && <Drawing effect={effect} form={form} outputs={outputs} />}
    </>
  );
}

/** Asks for the effect of a column. */
function useColumnEffect(column: string, network: unknown) {
  const [found, setFound] = useState<{ readonly effect?: ColumnEffect; readonly problem?: string }>({});
  useEffect(() => {
    let isOld = false;
    lab.effect(column).then(
      (effect) => !isOld && setFound({ effect }),
      (error: unknown) => !isOld && setFound({ problem: textOf(error) }),
    );
    return () => {
      isOld = true;
    };
  }, [column, network]);
  return found;
}

interface DrawingProps {
  readonly effect: ColumnEffect;
  readonly form: TableForm;
  /** The outputs that are shown. */
  readonly outputs: readonly number[];
}

function Drawing({ effect, form, outputs }: DrawingProps) {
  const { target } = form;
  const column = form.columns.find(({ name }) => name === effect.column);
  const nameOf = (output: number): string => (target.kind === 'class' ? (target.values[output] ?? '') : target.name);
  const format = target.kind === 'class' ? percent : short;
  const title = target.kind === 'class' ? 'Mean probability' : `Mean ${target.name}`;
  if (column?.kind === 'category') {
    const place = (cell: string): number => column.values.indexOf(cell);
    const order = [...effect.cells.keys()].sort((a, b) => place(effect.cells[a] ?? '') - place(effect.cells[b] ?? ''));
    return <Cells effect={effect} order={order} outputs={outputs} {...{ nameOf, format, title }} />;
  }
  if (column?.kind === 'text') {
    return <Cells effect={effect} order={[...effect.cells.keys()]} outputs={outputs} {...{ nameOf, format, title }} />;
  }
  return <Lines effect={effect} outputs={outputs} isClass={target.kind === 'class'} {...{ nameOf, format, title }} />;
}

interface ChartProps extends Pick<DrawingProps, 'effect' | 'outputs'> {
  readonly title: string;
  readonly nameOf: (output: number) => string;
  readonly format: (value: number) => string;
}

const colourOf = (at: number, isClass: boolean): Record<string, string> => ({
  '--own': isClass ? `var(--class-${at})` : 'var(--accent)',
});

function Lines({ effect, outputs, title, nameOf, format, isClass }: ChartProps & { readonly isClass: boolean }) {
  const size = isClass ? { ...SIZE, range: [0, 1] as const } : SIZE;
  const { paths, least, most, first, last } = effectLines(effect, outputs, size);
  const end = (output: number, at: number): string => format(effect.answers.at(at)?.[output] ?? Number.NaN);
  const told = outputs.map((output) => `${nameOf(output)} from ${end(output, 0)} to ${end(output, -1)}`);
  return (
    <figure class="curves effect">
      <figcaption>
        <b>{title}</b>
        {isClass &&
          outputs.map((output, at) => (
            <span key={output} class={`key dashes-${at}`} style={colourOf(at, isClass)}>
              {nameOf(output)}
            </span>
          ))}
        <span class="faint">
          {effect.column} from {first} to {last}
        </span>
      </figcaption>
      <svg
        viewBox={`-4 -6 ${SIZE.width + 8} ${SIZE.height + 12}`}
        role="img"
        aria-label={`${title}, with ${effect.column} from ${first} to ${last}: ${told.join(', ')}`}
        preserveAspectRatio="none"
      >
        {[0, 0.5, 1].map((share) => (
          <line key={share} x1="0" x2={SIZE.width} y1={share * SIZE.height} y2={share * SIZE.height} class="grid" />
        ))}
        {paths.map((path, at) => (
          <path
            key={outputs[at]}
            d={path}
            class={`dashes-${at}`}
            style={colourOf(at, isClass)}
            vector-effect="non-scaling-stroke"
          />
        ))}
      </svg>
      <p class="ends" aria-hidden="true">
        <span>{format(most)}</span>
        <span>{format(least)}</span>
      </p>
    </figure>
  );
}

function Cells({ effect, outputs, order, title, nameOf, format }: ChartProps & { readonly order: readonly number[] }) {
  const all = effect.answers.flatMap((answers) => outputs.map((output) => answers[output] as number));
  const least = all.reduce((so, value) => Math.min(so, value), 0);
  const most = all.reduce((so, value) => Math.max(so, value), Number.MIN_VALUE);
  return (
    <figure class="columns">
      <figcaption>
        <b>{title}</b>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it. */}
      <section class="scrolls" tabIndex={0} aria-label={`${title} for each ${effect.column}`}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="name faint">
                {effect.column}
              </th>
              {outputs.map((output) => (
                <th key={output} scope="col" class="name faint">
                  {nameOf(output)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.map((at) => (
              <tr key={at}>
                <th scope="row" class="name">
                  {effect.cells[at] || '(missing)'}
                </th>
                {outputs.map((output) => {
                  const value = effect.answers[at]?.[output] as number;
                  return (
                    <td
                      key={output}
                      class="share"
                      style={{ '--share': `${(100 * (value - least)) / (most - least)}%` }}
                    >
                      {format(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </figure>
  );
}
