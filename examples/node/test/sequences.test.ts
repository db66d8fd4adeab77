/** The examples of sequences and texts. */
import { describe, expect, it } from 'vitest';
import { numbersIn, run, WHOLE } from './run-example.js';

describe('sequences/gpt.js', () => {
  it('learns letters and words, and writes', async () => {
    const changes = {
      'epochs: 20': 'epochs: 1',
      '50 * batchSize': '15 * batchSize',
      '[64, 16]': '[16, 16]',
      "'She ', 60": "'She ', 9",
      "truth', 400": "truth', 20",
    };
    const { code, stdout } = await run('sequences/gpt.js', { changes });
    expect(code).toBe(0);
    expect(stdout).toContain('112054 characters to learn from, 12450 held out\n');
    const numbers = numbersIn(stdout, /^epoch \d+: held-out loss (\d\.\d{3}), perplexity (\d+\.\d)$/gm);
    const [loss = Number.NaN, perplexity = Number.NaN] = numbers.slice(-2);
    expect(loss).toBeLessThan(WHOLE ? 1.75 : 3.1);
    expect(perplexity).toBeCloseTo(Math.exp(loss), 0);
    const [, written = ''] = /\n\n(It is a truth[\s\S]*)\n$/.exec(stdout) ?? [];
    expect([...written]).toHaveLength('It is a truth'.length + (WHOLE ? 400 : 20));
  });
});

describe('sequences/forecast.js', () => {
  it('forecasts better than as a week or a day before', async () => {
    const changes = {
      '2 * 365)': '365)',
      'LSTM(32)': 'LSTM(16)',
      'epochs: 12': 'epochs: 4',
      'batchSize: 64': 'batchSize: 32',
    };
    const { code, stdout } = await run('sequences/forecast.js', { changes });
    expect(code).toBe(0);
    expect(stdout).toContain(WHOLE ? '182 days' : '91 days');
    const errors = numbersIn(stdout, /^ {2}(?:as a week before|as the day before|the LSTM) +(\d+\.\d\d)$/gm);
    expect(errors).toHaveLength(3);
    const [week = Number.NaN, yesterday = Number.NaN, network] = errors;
    expect(network).toBeLessThan(WHOLE ? 0.65 * week : week);
    expect(week).toBeLessThan(yesterday);
  });
});
