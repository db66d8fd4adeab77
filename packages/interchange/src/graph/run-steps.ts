/** Runs steps. */
import { isNablaError, NablaError, scope, type Tensor } from '@nablajs/core';
import type { HostTensor } from '../model/host-tensor.js';
import type { NodeInfo } from '../operators/attributes.js';
import type { Implementation } from '../operators/operator.js';
import type { Run } from '../operators/run.js';
import { type DeviceValue, device, isDevice, type Value } from '../operators/values.js';
import type { Step, Values } from './steps.js';

/** `after` sees what each step has made, before anything is released. */
export function runSteps(steps: readonly Step[], values: Values, run: Run, after?: (step: Step) => void): void {
  for (const step of steps) {
    if (step.branches === undefined) runStep(step, values, run);
    else runSteps(step.branches[condition(step, values) ? 0 : 1], values, run);
    after?.(step);
    for (const number of step.last) {
      const value = values[number];
      if (isDevice(value)) value.tensor.dispose();
      values[number] = undefined;
    }
  }
}

function condition({ inputs, info }: Step, values: Values): boolean {
  const value = values[inputs[0] as number];
  if (value === undefined || isDevice(value)) throw info.error('its condition depends on what the graph computes');
  return value.data[0] !== 0;
}

function runStep({ implementation, info, inputs, outputs }: Step, values: Values, run: Run): void {
  const given: (Value | undefined)[] = [];
  let isHost = implementation.host !== undefined;
  for (const number of inputs) {
    const value = number < 0 ? undefined : values[number];
    if (value === undefined && number >= 0) throw info.error('the node before it does not make its input');
    if (isHost && isDevice(value)) isHost = false;
    given.push(value);
  }
  const made = isHost ? onHost(implementation, info, given) : onDevice(implementation, info, given, run);
  for (let at = 0; at < outputs.length; at++) {
    const number = outputs[at] as number;
    if (number >= 0) values[number] = Array.isArray(made) ? made[at] : at === 0 ? (made as Value) : undefined;
  }
}

/** Computes a node on the host. */
export function onHost({ host }: Implementation, info: NodeInfo, given: readonly unknown[]): unknown {
  try {
    return host?.(...(given as HostTensor[]));
  } catch (error) {
    throw atNode(error, info);
  }
}

function onDevice(implementation: Implementation, info: NodeInfo, given: (Value | undefined)[], run: Run): unknown {
  const { device: compute, hostInputs = [] } = implementation;
  if (compute === undefined) throw info.error('it needs values that are known before the graph computes');
  for (const at of hostInputs) {
    if (isDevice(given[at])) throw info.error(`its input ${at} must be known before the graph computes`);
  }
  try {
    let made: unknown;
    scope(() => {
      const outputs = compute(run, ...(given as Value[]));
      if (Array.isArray(outputs)) made = outputs.map((value) => own(value, given));
      else made = own(outputs as Value, given);
      // A scope takes longer to look through objects.
      return isDevice(made as Value) ? (made as DeviceValue).tensor : made;
    });
    return made;
  } catch (error) {
    throw atNode(error, info);
  }
}

/** A handle of its own where an operator returns the tensor of an input: each is released by itself. */
function own(value: Value | undefined, given: readonly (Value | undefined)[]): Value | undefined {
  if (!isDevice(value) || !given.some((input) => isDevice(input) && input.tensor === value.tensor)) return value;
  return device(handle(value.tensor), value.type, value.layout);
}

const handle = (x: Tensor): Tensor => x.reshape(x.shape);

/** The error with the node's name in front. */
function atNode(error: unknown, info: NodeInfo): unknown {
  const text = error instanceof Error ? error.message : String(error);
  if (text.startsWith(info.label)) return error;
  const code = isNablaError(error) ? error.code : 'data';
  return new NablaError(code, `${info.label}: ${text}`, { cause: error });
}
