/** Compiled programs. */
import type { Program } from './program.js';

const COMPUTE = 4;

/** Compiles programs, and describes what they bind. */
export interface Pipelines {
  /** Returns the compiled program. Waits for the compiler if the program was not prepared. */
  of(program: Program): GPUComputePipeline;
  /** Compiles without waiting. What fails here fails again, and is reported, when the program first runs. */
  prepare(programs: readonly Program[]): void;
  /** Returns the layout of a program's bindings, one for each number of storages read and written. */
  layoutOf(program: Program): GPUBindGroupLayout;
}

/** Each program is compiled once, by its code. The uniform `params` has `uniformBytes`. */
export function pipelinesOf(device: GPUDevice, uniformBytes: number): Pipelines {
  const layouts = new Map<string, GPUBindGroupLayout>();
  const compiled = new Map<string, GPUComputePipeline>();

  function layoutOf({ reads, writes }: Program): GPUBindGroupLayout {
    const key = `${reads} ${writes}`;
    const types = Array<GPUBufferBindingType>(reads + writes + 1).fill('storage');
    types.fill('read-only-storage', 0, reads).fill('uniform', -1);
    const layout =
      layouts.get(key) ??
      device.createBindGroupLayout({
        entries: types.map((type, binding) => ({
          binding,
          visibility: COMPUTE,
          buffer: type === 'uniform' ? { type, hasDynamicOffset: true, minBindingSize: uniformBytes } : { type },
        })),
      });
    layouts.set(key, layout);
    return layout;
  }

  const descriptorOf = (program: Program): GPUComputePipelineDescriptor => ({
    label: program.name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layoutOf(program)] }),
    compute: { module: device.createShaderModule({ label: program.name, code: program.code }) },
  });

  return {
    of(program) {
      const pipeline = compiled.get(program.code) ?? device.createComputePipeline(descriptorOf(program));
      compiled.set(program.code, pipeline);
      return pipeline;
    },
    prepare(programs) {
      for (const program of programs) {
        device.createComputePipelineAsync(descriptorOf(program)).then(
          (pipeline) => compiled.set(program.code, pipeline),
          () => {},
        );
      }
    },
    layoutOf,
  };
}
