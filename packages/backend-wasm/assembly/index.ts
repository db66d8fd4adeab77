export { begin } from './arguments';
export { end, run, serve, share } from './jobs';
