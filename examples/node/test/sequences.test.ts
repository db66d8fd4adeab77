/** The examples of sequences and texts. */
import { describe, expect, it } from 'vitest';
import { numbersIn, runBriefly, runExample } from './run-example.js';

/** A few epochs show that a program works. */
const WHOLE = process.env['NABLA_SLOW'] === '1';
const run = (file: string, epochs: number) => (WHOLE ? runExample(file) : runBriefly(file, epochs));

describe('sequences/gpt.js', () => {
  it('learns letters and words, and writes', async () => {
    const { code, stdout } = await run('sequences/gpt.js', 1);
    expect(code).toBe(0);
    expect(stdout).toContain('112054 characters to learn from, 12450 held out\n');
    const numbers = numbersIn(stdout, /^epoch \d+: held-out loss (\d\.\d{3}), perplexity (\d+\.\d)$/gm);
    const [loss = Number.NaN, perplexity = Number.NaN] = numbers.slice(-2);
    expect(loss).toBeLessThan(WHOLE ? 1.75 : 2.8);
    expect(perplexity).toBeCloseTo(Math.exp(loss), 0);
    const [, written = ''] = /\n\n(It is a truth[\s\S]*)\n$/.exec(stdout) ?? [];
    expect([...written]).toHaveLength('It is a truth'.length + 400);
  });
});

describe('sequences/forecast.js', () => {
  it('forecasts better than as a week or a day before', async () => {
    const { code, stdout } = await run('sequences/forecast.js', 4);
    expect(code).toBe(0);
    expect(stdout).toContain('182 days');
    const errors = numbersIn(stdout, /^ {2}(?:as a week before|as the day before|the LSTM) +(\d+\.\d\d)$/gm);
    expect(errors).toHaveLength(3);
    const [week = Number.NaN, yesterday = Number.NaN, network] = errors;
    expect(network).toBeLessThan(WHOLE ? 0.65 * week : week);
    expect(week).toBeLessThan(yesterday);
  });
});
