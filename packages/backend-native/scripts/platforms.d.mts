export interface Platform {
  readonly name: string;
  readonly os: string;
  readonly cpu: string;
  readonly libc?: string;
  readonly target: string;
}

export declare const PLATFORMS: readonly Platform[];
export declare const MOST_BYTES: number;
export declare function folderOf(platform: Platform): string;
export declare function addonOf(platform: Platform): string;
export declare function packageOf(platform: Platform): string;
export declare function manifestOf(platform: Platform): object;
export declare function readmeOf(platform: Platform): string;
