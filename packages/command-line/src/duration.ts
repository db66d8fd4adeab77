/**
 * Formats a duration as `7s`, `3m05s` or `1h02m`.
 *
 * @example
 * ```ts
 * duration(185); // '3m05s'
 * ```
 */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const pad = (value: number): string => `${value}`.padStart(2, '0');
  if (hours > 0) return `${hours}h${pad(minutes)}m`;
  return minutes > 0 ? `${minutes}m${pad(whole % 60)}s` : `${whole}s`;
}
