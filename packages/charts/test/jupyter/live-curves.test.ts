/** Curves that grow below a running cell. */
import { afterEach, expect, it } from 'vitest';
import { DISPLAY, displayed, LiveCurves } from '../../src/jupyter/index.js';
import { html } from '../../src/markup.js';

interface Message {
  readonly type: string;
  readonly text: string;
  readonly id: string | undefined;
}

const host = globalThis as { Deno?: unknown };

/** Stands in for Deno's kernel; returns the messages that it gets. */
function startKernel(): Message[] {
  const messages: Message[] = [];
  host.Deno = {
    jupyter: {
      async broadcast(type: string, content: { data: Record<string, string>; transient: { display_id?: string } }) {
        messages.push({ type, text: content.data['text/plain'] ?? '', id: content.transient.display_id });
      },
    },
  };
  return messages;
}

afterEach(() => {
  delete host.Deno;
});

it('replace what they showed, every few epochs and at the end', async () => {
  const messages = startKernel();
  const curves = new LiveCurves(2);
  for (const loss of [4, 3, 2]) await curves.add({ type: 'epoch-end', loss, validation: { loss: loss + 1 } });
  await curves.add({ type: 'batch', loss: 9 });
  await curves.add({ type: 'done', loss: 2 });
  expect(messages.map(({ type }) => type)).toEqual(['display_data', 'update_display_data']);
  expect(messages.map(({ text }) => text)).toEqual([
    '2 epochs: training loss 4.0000 to 3.0000, validation loss 5.0000 to 4.0000',
    '3 epochs: training loss 4.0000 to 2.0000, validation loss 5.0000 to 3.0000',
  ]);
  expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
  expect(messages[0]?.id).toMatch(/.{8,}/);
  expect(curves.history).toEqual({ loss: [4, 3, 2], validation: [{ loss: 5 }, { loss: 4 }, { loss: 3 }] });
});

it('say what they need outside of a notebook, and refuse a wrong number of epochs', async () => {
  await expect(displayed({ title: '', body: html``, text: '' }).show()).rejects.toThrow("Deno's kernel");
  expect(() => new LiveCurves(0)).toThrow('expected a whole number of epochs from 1. Received 0.');
});

it('have the symbol that Deno asks for', () => {
  expect(DISPLAY).toBe(Symbol.for('Jupyter.display'));
});
