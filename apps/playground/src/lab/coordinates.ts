/** The names of the inputs of a point in the square. */
export const COORDINATES = ['x', 'y'] as const;

/** The square that is drawn reaches a little further than its points: from -REACH to REACH. */
export const REACH = 1.1;
