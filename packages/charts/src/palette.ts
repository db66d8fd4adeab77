/** The colours of series in a report, for light and dark pages. */

/**
 * Found by search: about 3 to 1 in contrast with a card at least, and as far apart as eight hues can be, as seen with
 * full colour vision and with protanopia, deuteranopia and tritanopia (Machado et al. 2009).
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

/** A series' colour as a CSS variable of the page; colours come round again after eight. */
export const seriesColor = (at: number): string => `var(--mark-${at % LIGHT_COLORS.length})`;
