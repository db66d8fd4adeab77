/** The commands of the card: many runs in one submit. */
import type { MemoryUsage } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import { buffersOf, type Slot } from './buffers.js';
import { deviceError, lostError } from './errors.js';
import type { Gpu, GpuStorage } from './gpu.js';
import { pipelinesOf } from './pipelines.js';
import type { Program } from './program.js';

/** Runs before pending commands are handed to the card, and bytes that they read and write. */
const MOST_PENDING = 256;
const MOST_PENDING_BYTES = 512 * 1024 * 1024;
/** Each run has 256 bytes of the uniform buffer. */
const SLOT_WORDS = 64;
const SLOT_BYTES = 4 * SLOT_WORDS;
/** Bind groups are kept up to this number: a training step binds the same buffers again and again. */
const MOST_GROUPS = 4096;

const UNIFORM_COPY_DST = 64 | 8;
const MAP_READ = 1;

/** A device with its buffers, pipelines and pending commands. */
export interface GpuQueue extends Gpu {
  memory(): MemoryUsage;
  /** Compiles programs ahead, while the host does other things. */
  prepare(programs: readonly Program[]): void;
  /** Copies the words of a storage to the host, after the commands so far. Downloads of one moment share a submit. */
  download(storage: GpuStorage): Promise<ArrayBuffer>;
  /** Destroys all buffers and the device. */
  dispose(): void;
}

export function queueOf(device: GPUDevice): GpuQueue {
  const { queue } = device;
  const groups = new Map<string, GPUBindGroup>();
  const buffers = buffersOf(device, () => groups.clear());
  const pipelines = pipelinesOf(device, SLOT_BYTES);
  const words = new Uint32Array(MOST_PENDING * SLOT_WORDS);
  const uniforms = device.createBuffer({ size: words.byteLength, usage: UNIFORM_COPY_DST });
  let encoder: GPUCommandEncoder | undefined;
  let pass: GPUComputePassEncoder | undefined;
  let [pending, pendingBytes] = [0, 0];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failure: NablaError | undefined;
  let isDisposed = false;

  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    failure ??= deviceError(event.error);
  });
  device.lost.then((info) => {
    if (!isDisposed) failure ??= lostError(info);
  });

  function check(): void {
    if (failure !== undefined) throw new NablaError(failure.code, failure.message, { cause: failure });
  }

  /** Flushes once a turn of the event loop has added no command. */
  function flushWhenIdle(): void {
    const seen = pending;
    timer = setTimeout(() => (pending > seen ? flushWhenIdle() : flush()));
  }

  function openEncoder(): GPUCommandEncoder {
    if (encoder === undefined) {
      encoder = device.createCommandEncoder();
      flushWhenIdle();
    }
    return encoder;
  }

  function closePass(): void {
    pass?.end();
    pass = undefined;
  }

  function flush(): void {
    clearTimeout(timer);
    if (encoder === undefined) return;
    closePass();
    if (pending > 0) queue.writeBuffer(uniforms, 0, words, 0, pending * SLOT_WORDS);
    queue.submit([encoder.finish()]);
    encoder = undefined;
    pending = 0;
    pendingBytes = 0;
    buffers.current += 1;
  }

  function groupOf(program: Program, storages: readonly GpuStorage[]): GPUBindGroup {
    let key = `${program.reads}`;
    for (const storage of storages) {
      (storage as Slot).lastUse = buffers.current;
      pendingBytes += storage.bytes;
      key += ` ${storage.id}`;
    }
    const kept = groups.get(key);
    if (kept !== undefined) return kept;
    const entries = [...storages.map(({ buffer }) => ({ buffer })), { buffer: uniforms, size: SLOT_BYTES }];
    const group = device.createBindGroup({
      layout: pipelines.layoutOf(program),
      entries: entries.map((resource, binding) => ({ binding, resource })),
    });
    if (groups.size >= MOST_GROUPS) groups.clear();
    groups.set(key, group);
    return group;
  }

  async function read(reader: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
    try {
      await reader.mapAsync(MAP_READ, 0, bytes);
    } catch (cause) {
      // The event that says why may come after this.
      await new Promise((resolve) => setTimeout(resolve));
      check();
      const code = isDisposed ? 'disposed' : 'backend';
      throw new NablaError(code, `backend 'webgpu': the download failed: ${(cause as Error).message}`, { cause });
    }
    check();
    const copy = reader.getMappedRange(0, bytes).slice(0);
    reader.unmap();
    buffers.giveReader(reader);
    return copy;
  }

  return {
    allocate(elements) {
      check();
      return buffers.allocate(elements, false);
    },
    release: (storage) => buffers.release(storage as Slot),
    memory: () => buffers.memory(),
    upload(data) {
      check();
      const storage = buffers.allocate(data.length, true);
      queue.writeBuffer(storage.buffer, 0, data as Uint32Array<ArrayBuffer>);
      return storage;
    },
    prepare: pipelines.prepare,
    dispatch({ program, reads, writes, params, workgroups: [x, y, z] }) {
      check();
      if (x * y * z === 0) return;
      pass ??= openEncoder().beginComputePass();
      pass.setPipeline(pipelines.of(program));
      const start = pending * SLOT_WORDS;
      // Throws if they are more, which would need a tensor of more than 13 dimensions.
      words.subarray(start, start + SLOT_WORDS).set(params);
      pass.setBindGroup(0, groupOf(program, reads.concat(writes)), [4 * start]);
      pass.dispatchWorkgroups(x, y, z);
      pending += 1;
      if (pending === MOST_PENDING || pendingBytes > MOST_PENDING_BYTES) flush();
    },
    flush,
    async download(storage) {
      check();
      const { buffer, bytes, lastUse } = storage as Slot;
      const reader = buffers.takeReader(bytes);
      if (lastUse < buffers.current) {
        // It is read before pending commands, so the card has work while the host waits.
        const own = device.createCommandEncoder();
        own.copyBufferToBuffer(buffer, 0, reader, 0, bytes);
        queue.submit([own.finish()]);
      } else {
        closePass();
        openEncoder().copyBufferToBuffer(buffer, 0, reader, 0, bytes);
        await undefined;
      }
      flush();
      return read(reader, bytes);
    },
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
      closePass();
      encoder = undefined;
      groups.clear();
      buffers.clear();
      uniforms.destroy();
      device.destroy();
    },
  };
}
