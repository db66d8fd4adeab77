import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dashboardText } from '../../src/dashboard/dashboard-text.js';
import { STATE } from './dashboard-state.js';

const at = (width: number, height: number, changes: Partial<typeof STATE> = {}): string[] =>
  dashboardText({ ...STATE, ...changes }, { width, height, colours: false })
    .split('\n')
    .map((line) => line.trimEnd());

const SMALLEST_FRAME = [
  'nabla train                   runs/2026-01-02T03-04-05-table',
  '█████████████████████████████████████████░░░░░░░░░░░░░░  75%',
  'epoch 8/10   step 5/10   learning rate 0.000123   rows/s 100',
  'elapsed 1m15s   ETA 25s   best epoch 4 (validation loss 0.5)',
  'loss  ── training 0.125  ┄┄ validation 1.063',
  '    1.667┤╮',
  '         │╰─╮',
  '   0.8962┤  ╰──╮┄┄┄┄┄┄┄┄╮                       ╭┄┄┄┄┄┄┄┄',
  '         │     ╰────────╰┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄╯',
  '   0.1258┤                 ╰────────────────────────────────',
  '         └ epoch 0 ───────────────────────────────────── 7.5',
  'accuracy  ── validation 97.00%',
  '   97.00%┤                                         ╭─────',
  '         │                               ╭─────────╯',
  '   94.00%┤                     ╭─────────╯',
  '         │           ╭─────────╯',
  '   91.00%┤      ─────╯',
  '         └ epoch 0 ───────────────────────────────────── 7.5',
  'checkpoint kept',
];

describe('dashboardText', () => {
  it('has everything in 60 x 20', () => {
    expect(at(60, 20)).toEqual(SMALLEST_FRAME);
  });

  it('has longer curves in 80 x 24', () => {
    const lines = at(80, 24);
    expect(lines).toHaveLength(23);
    expect(lines.slice(0, 5)).toEqual([
      'nabla train                                       runs/2026-01-02T03-04-05-table',
      `${'█'.repeat(56)}${'░'.repeat(19)}  75%`,
      'epoch 8/10   step 5/10   learning rate 0.000123   rows/s 100   elapsed 1m15s',
      'ETA 25s   best epoch 4 (validation loss 0.5)',
      'loss  ── training 0.125  ┄┄ validation 1.063',
    ]);
    // The training loss falls as 1 / x, so it is in the upper three of seven rows for a twelfth of the time.
    expect(lines.slice(5, 12).map((line) => line.slice(9, 25).trimEnd())).toEqual([
      '┤╮',
      '│╰╮',
      '│ ╰─╮     ┄╮',
      '┤   ╰───╮  ╰┄┄┄┄',
      '│       ╰─────╮',
      '│             ╰─',
      '┤',
    ]);
  });

  it('has the charts side by side in 160 x 24', () => {
    const lines = at(160, 24);
    expect(lines).toHaveLength(24);
    expect(lines[3]).toBe(`${'loss  ── training 0.125  ┄┄ validation 1.063'.padEnd(81)}accuracy  ── validation 97.00%`);
    expect(lines[4]).toMatch(/^ {4}1\.667┤╮ +97\.00%┤ +╭──$/);
    expect(lines[21]).toMatch(/^ {3}0\.1258┤ +╰─{20} +91\.00%┤ +─╯$/);
    const axis = `└ epoch 0 ${'─'.repeat(56)} 7.5`;
    expect(lines[22]).toBe(`         ${axis}           ${axis}`);
  });

  it.each([
    [60, 20],
    [61, 25],
    [80, 24],
    [119, 30],
    [120, 20],
    [160, 50],
    [500, 200],
    [40, 10],
    [10, 3],
    [1, 1],
  ])('stays within %d x %d, with and without colours', (width, height) => {
    const coloured = dashboardText(STATE, { width, height, colours: true });
    const lines = stripVTControlCharacters(coloured).split('\n');
    expect(lines.length).toBeLessThanOrEqual(height);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(stripVTControlCharacters(coloured)).toBe(dashboardText(STATE, { width, height, colours: false }));
  });

  it('colours curves only if colours are on', () => {
    const frame = { width: 60, height: 20 };
    const lines = dashboardText(STATE, { ...frame, colours: true }).split('\n');
    expect(lines[5]).toContain('\u001b[36m╮');
    expect(lines[7]).toContain('\u001b[33m┄┄┄┄┄┄┄┄╮');
    expect(dashboardText(STATE, { ...frame, colours: false })).not.toContain('\u001b');
  });

  it('has no values before the first step', () => {
    const nothing = { training: [], validation: [], score: { name: 'R2' as const, points: [] }, best: undefined };
    const start = { ...nothing, epoch: 1, step: 0, rows: 0, seconds: 0, run: undefined, message: undefined };
    const lines = at(80, 24, start);
    expect(lines[0]).toBe('nabla train');
    expect(lines[2]).toBe('epoch 1/10   step 0/10   learning rate 0.000123   rows/s -   elapsed 0s   ETA -');
    expect(lines[3]).toBe('best epoch -');
    expect(lines[4]).toBe('loss  ── training  ┄┄ validation');
    expect(lines[13]).toBe('R2  ── validation');
  });

  it('measures the speed of a resumed run from its resumption, and starts the axis there', () => {
    const lines = at(80, 24, { rowsBefore: 5000 });
    expect(lines[2]).toContain('rows/s 33 ');
    expect(lines[3]).toContain('ETA 1m15s');
    expect(lines[12]).toMatch(/└ epoch 5 ─+ 7\.5$/);
  });

  it('keeps the end of a long path', () => {
    const [line = ''] = at(60, 20, { run: `/home/${'x'.repeat(80)}/last` });
    expect(line).toMatch(/^nabla train {2}…x+\/last$/);
    expect(line).toHaveLength(60);
  });
});
