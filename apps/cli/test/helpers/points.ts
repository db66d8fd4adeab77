/** Points of two classes that a line separates, and a colour column that tells the class. */
export const rows = Array.from({ length: 200 }, (_, index) => {
  const [x, y] = [Math.cos(index * 1.7) * 3, Math.sin(index * 2.3) * 2];
  return { x: x.toFixed(4), y: y.toFixed(4), colour: index % 3 === 0 ? 'red' : 'blue', side: x > y ? 'right' : 'left' };
});
/** Returns a table with some of the columns. */
export const csv = (names: readonly (keyof (typeof rows)[number])[], some = rows): string =>
  `${names.join(',')}\n${some.map((row) => names.map((name) => row[name]).join(',')).join('\n')}\n`;
