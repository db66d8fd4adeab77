/** An adapter whose device counts what it is asked to do. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What a device did since it was made, or since `reset`. */
export interface Counts {
  submits: number;
  maps: number;
  dispatches: number;
  /** Buffers that were made and not destroyed. `reset` leaves them. */
  buffers: number;
  bytes: number;
}

export interface CountedAdapter {
  readonly adapter: GPUAdapter;
  readonly counts: Counts;
  /** The device, once the backend has asked for it. */
  device(): GPUDevice;
  reset(): void;
}

function countBuffers(device: GPUDevice, counts: Counts): void {
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const [map, destroy] = [buffer.mapAsync.bind(buffer), buffer.destroy.bind(buffer)];
    let isLive = true;
    counts.buffers += 1;
    counts.bytes += descriptor.size;
    buffer.mapAsync = (...args) => {
      counts.maps += 1;
      return map(...args);
    };
    buffer.destroy = () => {
      counts.buffers -= Number(isLive);
      counts.bytes -= isLive ? descriptor.size : 0;
      isLive = false;
      return destroy();
    };
    return buffer;
  };
}

function countCommands(device: GPUDevice, counts: Counts): void {
  const { queue } = device;
  const submit = queue.submit.bind(queue);
  queue.submit = (buffers) => {
    counts.submits += 1;
    return submit(buffers);
  };
  const createEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = createEncoder(descriptor);
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (options) => {
      const pass = begin(options);
      const dispatch = pass.dispatchWorkgroups.bind(pass);
      pass.dispatchWorkgroups = (...groups) => {
        counts.dispatches += 1;
        return dispatch(...groups);
      };
      return pass;
    };
    return encoder;
  };
  Object.defineProperty(device, 'queue', { value: queue });
}

/** Dawn ends the process if its instance is collected before its devices. */
const instances: GPU[] = [];

/** Returns an adapter of npm webgpu. `alter` may change the device too. */
export async function countedAdapter(alter: (device: GPUDevice) => void = () => {}): Promise<CountedAdapter> {
  const file = createRequire(import.meta.url).resolve('webgpu');
  const { create } = (await import(pathToFileURL(file).href)) as { create(flags: string[]): GPU };
  const instance = create(['disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension']);
  instances.push(instance);
  const adapter = (await instance.requestAdapter()) as GPUAdapter;
  const counts: Counts = { submits: 0, maps: 0, dispatches: 0, buffers: 0, bytes: 0 };
  let made: GPUDevice | undefined;
  const request = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    made = await request(descriptor);
    countBuffers(made, counts);
    countCommands(made, counts);
    alter(made);
    return made;
  };
  return {
    adapter,
    counts,
    device: () => made as GPUDevice,
    reset: () => Object.assign(counts, { submits: 0, maps: 0, dispatches: 0 }),
  };
}
