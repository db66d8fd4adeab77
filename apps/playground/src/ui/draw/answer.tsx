const percent = (share: number): string => `${(100 * share).toFixed(share > 0.9995 || share < 0.0995 ? 0 : 1)} %`;

interface AnswerProps {
  /** The probability of each digit; undefined without a drawing. */
  readonly probabilities: Float32Array | undefined;
}

/** What the network reads, and how sure it is of each digit. */
export function Answer({ probabilities }: AnswerProps) {
  const shares = Array.from({ length: 10 }, (_, digit) => probabilities?.[digit] ?? 0);
  const best = probabilities === undefined ? undefined : shares.indexOf(shares.reduce((a, b) => Math.max(a, b)));
  return (
    <section class="answer" aria-labelledby="answer-title">
      <h2 id="answer-title">The network reads</h2>
      <p class="read" data-digit={best}>
        {best ?? <span class="faint">?</span>}
      </p>
      <p class="hidden" role="status">
        {best === undefined
          ? 'The pad is empty.'
          : `The network reads ${best}, with a probability of ${percent(shares[best] as number)}.`}
      </p>
      <table class="bars">
        <caption class="hidden">The probability of each digit</caption>
        <tbody>
          {shares.map((share, digit) => (
            <tr key={digit} class={digit === best ? 'best' : undefined}>
              <th scope="row">{digit}</th>
              <td class="bar">
                <span style={{ transform: `scaleX(${share})` }} />
              </td>
              <td class="share">{probabilities === undefined ? '' : percent(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
