export { type MpiCommunicator, openMpi } from './open-mpi.js';
