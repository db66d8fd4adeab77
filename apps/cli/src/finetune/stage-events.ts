/** The events of a fine-tuning as a run and its curves have them: epochs count on from stage to stage. */
import type { DoneEvent, TrainEvent } from '@nablajs/core';
import type { FineTuneEvent, StageName, StageReport } from '@nablajs/finetune';

export type StagedEvent = TrainEvent & { readonly stage: number; readonly name: StageName };

const TRAIN_EVENTS: readonly string[] = ['epoch-start', 'batch', 'validation', 'epoch-end', 'done'];

export const isStaged = (event: FineTuneEvent): event is StagedEvent => TRAIN_EVENTS.includes(event.type);

export const epochsOf = (stages: readonly StageReport[]): number =>
  stages.reduce((count, { epochs }) => count + epochs, 0);

/** Counts the epochs of the stages before. */
export function countedOn(event: StagedEvent, before: number): StagedEvent {
  if (!('epoch' in event)) return event;
  const epochs = 'epochs' in event ? { epochs: event.epochs + before } : {};
  return { ...event, epoch: event.epoch + before, ...epochs } as StagedEvent;
}

export type StepsPerEpoch = (name: StageName) => number;

/** `stopped`: the end of a stage that a signal has stopped. */
export function doneOf(
  stages: readonly StageReport[],
  stepsPerEpoch: StepsPerEpoch,
  seconds: number,
  stopped: DoneEvent | undefined,
): DoneEvent {
  const epochs = epochsOf(stages);
  const steps = stages.reduce((sum, stage) => sum + stage.epochs * stepsPerEpoch(stage.name), 0);
  const kept = stages.findLast((stage) => stage.kept);
  return {
    ...{ type: 'done', seconds, aborted: stopped !== undefined },
    epochs: epochs + (stopped?.epochs ?? 0),
    steps: steps + (stopped?.steps ?? 0),
    loss: kept?.log['loss'] ?? stopped?.loss,
  };
}
