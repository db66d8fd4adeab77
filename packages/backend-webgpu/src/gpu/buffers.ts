/** Buffers of the card, which are used again. */
import type { MemoryUsage } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import type { GpuStorage } from './gpu.js';

// The flags of GPUBufferUsage, which npm webgpu does not make global by itself.
const MAP_READ = 1;
const COPY_SRC = 4;
const COPY_DST = 8;
const STORAGE = 128;

/** Released buffers are kept up to this many bytes. */
const MOST_IDLE_BYTES = 512 * 1024 * 1024;

/** A buffer, and the number of the submit that its last use belongs to. */
export interface Slot extends GpuStorage {
  bytes: number;
  readonly size: number;
  lastUse: number;
}

/** Allocates storages on the card and reuses released ones. */
export interface Buffers {
  /** The number of the submit that pending commands belong to. Raised by the owner. */
  current: number;
  /** With `forUpload` returns a buffer that no pending command uses, because an upload runs before these. */
  allocate(elements: number, forUpload: boolean): Slot;
  release(slot: Slot): void;
  memory(): MemoryUsage;
  /** Takes a buffer that the host can read. */
  takeReader(bytes: number): GPUBuffer;
  /** Keeps one reader of each size. */
  giveReader(reader: GPUBuffer): void;
  /** Destroys all. */
  clear(): void;
}

/**
 * Rounds up to an eighth of a power of two, so tensors of about one size share buffers, and to whole vec4s, which the
 * last thread writes.
 */
function roundUp(bytes: number): number {
  const unit = Math.max(256, 2 ** (Math.floor(Math.log2(bytes)) - 3));
  return Math.ceil(bytes / unit) * unit;
}

/** Calls `dropped` after it has destroyed buffers. */
export function buffersOf(device: GPUDevice, dropped: () => void): Buffers {
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const largest = Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 16) * 16;
  const live = new Set<Slot>();
  /** Released buffers. The most recently used ones are last. */
  let idle: Slot[] = [];
  const readers = new Map<number, GPUBuffer>();
  let ids = 0;

  let idleBytes = 0;

  function reuse(size: number, forUpload: boolean): Slot | undefined {
    const at = idle.findLastIndex((slot) => slot.size === size && (!forUpload || slot.lastUse < buffers.current));
    if (at < 0) return undefined;
    idleBytes -= size;
    return idle.splice(at, 1)[0];
  }

  /** Destroys buffers that were used least recently. Pending commands must not lose theirs. */
  function trim(): void {
    idle = idle.filter(({ buffer, size, lastUse }) => {
      if (idleBytes <= MOST_IDLE_BYTES || lastUse >= buffers.current) return true;
      idleBytes -= size;
      buffer.destroy();
      return false;
    });
    dropped();
  }

  const buffers: Buffers = {
    current: 1,
    allocate(elements, forUpload) {
      const bytes = Math.max(4, 4 * elements);
      if (bytes > largest) {
        throw new NablaError(
          'memory',
          `backend 'webgpu': a tensor of this adapter has at most ${largest / 4} elements. Received ${elements}. ` +
            'Use a smaller batchSize or layer.',
        );
      }
      const size = Math.min(roundUp(bytes), largest);
      const slot = reuse(size, forUpload) ?? {
        buffer: device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST }),
        size,
        bytes,
        id: ids++,
        lastUse: 0,
      };
      slot.bytes = bytes;
      live.add(slot);
      return slot;
    },
    release(slot) {
      if (!live.delete(slot)) {
        throw new NablaError('argument', 'release: expected a live storage of this backend. Release each once.');
      }
      // Another object, so a second release of this one is an error.
      idle.push({ ...slot });
      idleBytes += slot.size;
      if (idleBytes > MOST_IDLE_BYTES) trim();
    },
    memory() {
      let bytes = 0;
      for (const slot of live) bytes += slot.bytes;
      return { buffers: live.size, bytes };
    },
    takeReader(bytes) {
      const size = roundUp(bytes);
      const kept = readers.get(size);
      readers.delete(size);
      return kept ?? device.createBuffer({ size, usage: MAP_READ | COPY_DST });
    },
    giveReader(reader) {
      readers.get(reader.size)?.destroy();
      readers.set(reader.size, reader);
    },
    clear() {
      for (const { buffer } of [...live, ...idle]) buffer.destroy();
      for (const reader of readers.values()) reader.destroy();
      live.clear();
      readers.clear();
      idle = [];
    },
  };
  return buffers;
}
