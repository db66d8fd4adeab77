/** `node scripts/adapter.mjs` says which WebGPU adapter Dawn finds on this machine, as JSON, or exits with 1. */
import { pathToFileURL } from 'node:url';

/** Describes the adapter and whether it is a driver for the processor, or throws an error that says what is missing. */
export async function findAdapter() {
  let dawn;
  try {
    dawn = await import('webgpu');
  } catch ({ message }) {
    throw new Error(`Dawn does not load, run npm install webgpu: ${message}`);
  }
  Object.assign(globalThis, dawn.globals);
  const adapter = await dawn.create([]).requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('Dawn finds no adapter: this machine has no Vulkan, Metal or Direct3D driver');
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  return { vendor, architecture, device, description, isFallbackAdapter };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(JSON.stringify(await findAdapter()));
    process.exit(0);
  } catch ({ message }) {
    console.error(message.replaceAll('\n', ' '));
    process.exit(1);
  }
}
