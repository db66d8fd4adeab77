/** WebGPU in Node: Dawn, as `navigator.gpu`, where libraries look for it. */

/** Returns the name of the adapter that libraries get. Throws if this machine has none. */
export async function openDawn(require) {
  const { create, globals } = require('webgpu');
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('Dawn finds no adapter');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Node.js', gpu }, configurable: true });
  return adapter.info.description || adapter.info.vendor;
}
