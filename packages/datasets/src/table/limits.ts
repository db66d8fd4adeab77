/** Of tables, and of the forms that models keep of them. */

export const MAX_COLUMNS = 10_000;
/** That the columns become. */
export const MAX_INPUTS = 65_536;
/** A column of more different texts has no categories and no classes. */
export const MAX_TEXTS = 1000;
