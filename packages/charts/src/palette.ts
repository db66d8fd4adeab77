/** The colours of series, for light and dark pages. */
/**
 * The colours of up to eight series on a light page. A search found them: they have a contrast of about 3:1 or more
 * with the background, and are as far apart as possible for readers with full colour vision, protanopia, deuteranopia
 * and tritanopia (Machado et al. 2009).
 */
export const LIGHT_COLORS = [
  '#0044bb',
  '#db7701',
  '#37a56d',
  '#890474',
  '#696027',
  '#8c65e5',
  '#0a809a',
  '#373737',
] as const;
/** The colours of the same series on a dark page. */
export const DARK_COLORS = [
  '#007ff0',
  '#d73e05',
  '#6ec786',
  '#cf57ad',
  '#fae34a',
  '#cfaaf4',
  '#a3f9fa',
  '#6a6a6a',
] as const;

/**
 * Returns a series' colour as a CSS variable of the page. Colours repeat after eight series.
 *
 * @example
 * ```ts
 * seriesColor(9); // 'var(--mark-1)'
 * ```
 */
export const seriesColor = (at: number): string => `var(--mark-${at % LIGHT_COLORS.length})`;
