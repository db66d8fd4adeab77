import type { ColumnImportance } from '@nablajs/tables';
import { short } from './words.js';

interface ImportanceProps {
  /** The columns, the one that matters most first; undefined until that is known. */
  readonly importance: readonly ColumnImportance[] | undefined;
  readonly isRegression: boolean;
}

/** More columns do not fit the page. */
const MOST = 20;

/** How much each column matters: a bar for each, with its spread. */
export function Importance({ importance, isRegression }: ImportanceProps) {
  if (importance === undefined) return <p class="faint">Measuring what matters …</p>;
  const most = importance.reduce((so, { mean, deviation }) => Math.max(so, mean + deviation), Number.MIN_VALUE);
  const percentOf = (value: number): string => `${(100 * Math.max(0, value)) / most}%`;
  const rest = importance.length - MOST;
  return (
    <figure class="columns">
      <figcaption>
        <b>What matters</b>{' '}
        <span class="faint small">
          How much {isRegression ? 'R² falls' : 'the log loss grows'} when a column's values are mixed among the rows,
          with the spread of five draws
        </span>
      </figcaption>
      <table>
        <thead class="hidden">
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Bar</th>
            <th scope="col">Importance</th>
          </tr>
        </thead>
        <tbody>
          {importance.slice(0, MOST).map(({ column, mean, deviation }) => (
            <tr key={column}>
              <th scope="row" class="name">
                {column}
              </th>
              <td class="bar">
                <i style={{ width: percentOf(mean) }} />
                <s
                  style={{
                    left: percentOf(mean - deviation),
                    right: `calc(100% - ${percentOf(mean + deviation)})`,
                  }}
                />
              </td>
              <td class="number">
                {short(mean)} <span class="faint">± {Number(deviation.toPrecision(1))}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p class="faint small">And {rest} columns that matter less.</p>}
    </figure>
  );
}
