/** What core needs for a training of the Train view, and what is saved with its network. */
import { fromConfig, type JsonValue, LOSSES, OPTIMIZERS } from '@nablajs/core';
import { scheduleFromConfig } from '@nablajs/core/schedules';
import { writeSettings } from '../settings/link.js';
import { LOSS, optimizerFor, scheduleFor } from '../settings/network.js';
import type { Settings } from '../settings/settings.js';

/** What is saved with a model. */
export type Notes = Readonly<Record<string, JsonValue>>;

/** Returns a copy with values of JSON only. */
export const plainJson = (value: object): Notes => JSON.parse(JSON.stringify(value)) as Notes;

/** Returns the settings as a model's notes. */
export const notesOf = (settings: Settings): Notes => ({ playground: writeSettings(settings) });

/** Returns the options of a training. */
export function optionsFor(settings: Settings) {
  return {
    loss: fromConfig('loss', LOSSES, LOSS),
    optimizer: fromConfig('optimizer', OPTIMIZERS, optimizerFor(settings)),
    schedule: scheduleFromConfig(scheduleFor(settings)),
    ...{ epochs: settings.epochs, batchSize: settings.batch, seed: settings.seed },
    notes: notesOf(settings),
  };
}
