interface ConfusionProps {
  /** counts[truth][answer] */
  readonly counts: readonly (readonly number[])[];
  readonly classes: readonly string[];
  /** What is counted. */
  readonly of: string;
}

/** How often each class was answered as each class. */
export function Confusion({ counts, classes, of }: ConfusionProps) {
  return (
    <figure class="confusion">
      <figcaption>
        <b>Confusion matrix</b> <span class="faint">of {of}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it. */}
      <section class="scrolls" tabIndex={0} aria-label="Confusion matrix">
        <table>
          <caption class="hidden">Rows are true classes, columns are the network's answers.</caption>
          <thead>
            <tr>
              <th scope="col">true ↓ answer →</th>
              {classes.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, truth) => {
              const most = row.reduce((a, b) => Math.max(a, b), 1);
              return (
                <tr key={classes[truth]}>
                  <th scope="row">{classes[truth]}</th>
                  {row.map((count, answer) => (
                    <td
                      key={classes[answer]}
                      class={answer === truth ? 'right' : count > 0 ? 'wrong' : 'none'}
                      style={{ '--share': `${(100 * count) / most}%` }}
                    >
                      {count}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </figure>
  );
}
