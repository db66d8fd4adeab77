/** The first digits of MNIST. */
export const SAMPLE = { training: 5000, test: 1000 } as const;

/** How often the network of the Draw view sees them when the page trains it again. */
export const EPOCHS_IN_PAGE = 4;
