/** Finds a graphics card. */
import { NablaError } from '@nablajs/core';

/** How npm webgpu, which is Dawn for Node, is loaded. */
interface Dawn {
  create(flags: string[]): GPU;
}

/** A variable, so bundlers for browsers do not look for the package. */
const PACKAGE = 'webgpu';

/** Programs set workgroup memory to zeros themselves: drivers may take a second to compile it. */
const DAWN_FLAG = 'disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension';

/** One instance for the process: while it is referenced, its adapters and devices work. */
let dawn: GPU | undefined;

async function loadDawn(): Promise<GPU> {
  try {
    const { create } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE)) as Dawn;
    dawn ??= create([DAWN_FLAG]);
    return dawn;
  } catch (cause) {
    throw failed('there is no WebGPU. In Node: npm install webgpu. In a browser: HTTPS or localhost', cause);
  }
}

function failed(why: string, cause?: unknown): NablaError {
  const reason = cause === undefined ? '' : ` (${(cause as Error).message})`;
  return new NablaError('backend', `createBackend: ${why}${reason}.`, { cause });
}

/** Returns an adapter: the browser's, Deno's, or in Node that of npm webgpu. */
export async function requestAdapter(powerPreference: GPUPowerPreference): Promise<GPUAdapter> {
  const own = (globalThis.navigator as Navigator | undefined)?.gpu;
  const adapter = await (own ?? (await loadDawn())).requestAdapter({ powerPreference });
  if (adapter !== null) return adapter;
  throw failed('WebGPU finds no graphics card. Check its driver (on Linux: Vulkan), or use backend-wasm');
}

/** Asks for the largest buffers that the adapter has; all other limits stay at WebGPU's defaults. */
export async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  try {
    return await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
  } catch (cause) {
    throw failed('the adapter gives no device. Ask for a new adapter', cause);
  }
}
