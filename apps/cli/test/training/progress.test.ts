import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Progress, progressText } from '../../src/training/progress.js';

describe('progressText', () => {
  const frame = { totalRows: 1000, epochs: 4, seconds: 10, width: 200 };

  it('shows share, epoch, loss, rate and the time left', () => {
    const text = progressText({ rows: 250, epoch: 1, loss: 0.51239, accuracy: undefined }, frame);
    expect(text).toBe('██████░░░░░░░░░░░░░░░░░░ 25% | epoch 1/4 | loss 0.5124 | 25 rows/s | ETA 30s');
  });

  it('shows the accuracy once it was measured', () => {
    const text = progressText({ rows: 500, epoch: 3, loss: 0.25, accuracy: 0.97125 }, frame);
    expect(text).toContain('epoch 3/4 | loss 0.2500 | accuracy 97.13% | 50 rows/s | ETA 10s');
  });

  it('shows the perplexity of a text', () => {
    const text = progressText({ rows: 500, epoch: 3, loss: 1.5, accuracy: undefined, perplexity: 4.527 }, frame);
    expect(text).toContain('epoch 3/4 | loss 1.5000 | perplexity 4.53 | 50 rows/s | ETA 10s');
    const narrow = { rows: 500, epoch: 3, loss: 1.5, accuracy: undefined, perplexity: 4.527 };
    expect(progressText(narrow, { ...frame, width: 48 })).toBe('██░░ 50% | epoch 3/4 | loss 1.5000 | ETA 10s');
  });

  it('shows only the clock before the first step', () => {
    const text = progressText({ rows: 0, epoch: 1, loss: undefined, accuracy: undefined }, frame);
    expect(text).toBe(`${'░'.repeat(24)} 0% | epoch 1/4 | 10s`);
  });

  it('fits the terminal: first shortens the bar, then drops the rate, then the accuracy', () => {
    const state = { rows: 500, epoch: 3, loss: 0.25, accuracy: 0.97125 };
    const at = (width: number) => progressText(state, { ...frame, width });
    const words = 'epoch 3/4 | loss 0.2500 | accuracy 97.13% | 50 rows/s | ETA 10s';
    expect(at(85)).toBe(`██████░░░░░░ 50% | ${words}`);
    expect(at(74)).toBe('██░░ 50% | epoch 3/4 | loss 0.2500 | accuracy 97.13% | ETA 10s');
    expect(at(48)).toBe('██░░ 50% | epoch 3/4 | loss 0.2500 | ETA 10s');
    expect(at(20)).toBe('██░░ 50% | epoch 3/');
  });
});

describe('Progress', () => {
  function terminal() {
    let written = '';
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk);
        done();
      },
    });
    Object.assign(stream, { isTTY: true, columns: 100 });
    const take = (): string => {
      const taken = written;
      written = '';
      return taken;
    };
    return { stream, take };
  }

  it('draws, makes room for a line, and draws again where it was', () => {
    const { stream, take } = terminal();
    const progress = new Progress(100, 2, 0, stream);
    progress.resume();
    expect(take()).toContain(' 0% | epoch 1/2');
    progress.update({ rows: 50, loss: 0.5 });
    take();
    progress.pause();
    // The cursor goes to the first column, and the line is cleared.
    expect(take()).toBe('\r\u001b[K');
    progress.resume();
    expect(take()).toContain('25% | epoch 1/2 | loss 0.5000 | ');
    progress.pause();
    progress.pause();
    expect(take().endsWith('\r\u001b[K')).toBe(true);
  });
});
