/** `npm start` serves the model in the folder `model`. PORT sets the port, HOST who may connect. */
import { existsSync } from 'node:fs';
import { openModel } from './model.js';
import { createPredictionServer } from './server.js';

/** Only this machine reaches 127.0.0.1. The server has no passwords: put a proxy that has in front of it. */
const { PORT = '8080', HOST = '127.0.0.1' } = process.env;

if (!existsSync('model')) {
  console.error('There is no model yet. Train one: npm run train');
  process.exit(1);
}
const model = await openModel('model');
const server = createPredictionServer(model);
server.listen(Number(PORT), HOST, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : PORT;
  console.log(`Listening on http://${HOST}:${port}`);
});

/** Answers what has arrived, then ends. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close(() => model.close()));
