/** Another table than the one in the documentation: invented houses, whose price is a number. */
import { Random } from '@nablajs/core';

const HOUSES = 400;

/** The table as CSV, with the columns area, rooms, city and price. */
export function housesTable() {
  const random = new Random(1);
  const house = () => {
    const [area, rooms, city] = [40 + random.uniform() * 160, 1 + random.uniform() * 6, random.uniform() < 0.5];
    const price = 2000 * area + 9000 * Math.floor(rooms) + (city ? 90_000 : 0) + 20_000 * random.uniform();
    return [area.toFixed(0), Math.floor(rooms), city ? 'Lyon' : 'Nantes', price.toFixed(0)].join(',');
  };
  return `${['area,rooms,city,price', ...Array.from({ length: HOUSES }, house)].join('\n')}\n`;
}

/** A house to ask about, and its price but for chance. */
export const QUESTION = { table: 'area,rooms,city\n100,3,Lyon\n', price: 2000 * 100 + 9000 * 3 + 90_000 + 10_000 };
