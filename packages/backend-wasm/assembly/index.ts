export { begin } from './arguments';
export { end, finish, serve, share, start } from './jobs';
export { tables } from './math';
