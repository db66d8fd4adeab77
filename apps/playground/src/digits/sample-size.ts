/** How many training and test digits the page offers: the first ones of MNIST. */
export const SAMPLE = { training: 5000, test: 1000 } as const;
