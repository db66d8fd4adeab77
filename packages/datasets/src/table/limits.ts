/** The limits of tables and their forms. */

/** The largest number of columns. */
export const MAX_COLUMNS = 10_000;
/** The largest number of inputs that the columns may become. */
export const MAX_INPUTS = 65_536;
/** The largest number of classes, and of texts that become an input each. */
export const MAX_CLASSES = 1000;
/** The largest number of different texts in a column of categories. */
export const MAX_TEXTS = 10_000;
/** The largest number of words that a column of running text knows. */
export const MAX_WORDS_OF_COLUMN = 50_000;
