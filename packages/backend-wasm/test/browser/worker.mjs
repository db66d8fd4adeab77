import './tasks.mjs';

globalThis.onmessage = ({ data: { task, args } }) =>
  globalThis.tasks[task](...args).then((answer) => globalThis.postMessage(answer), globalThis.reportError);
