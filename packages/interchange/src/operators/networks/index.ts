/** The operators of networks. */
import type { OperatorTable } from '../operator.js';
import { ACTIVATIONS } from './activations.js';
import { ATTENTION, rowAttention } from './attention.js';
import { CONVOLUTIONS } from './convolutions.js';
import { DROPOUT } from './dropout.js';
import { MICROSOFT } from './microsoft.js';
import { nablaDense, OWN_DOMAIN } from './nabla.js';
import { NORMS } from './norms.js';
import { POOLS } from './pools.js';
import { RECURRENT } from './recurrent.js';
import { RESIZES } from './resize.js';
import { SOFTMAXES } from './softmax.js';

export { isNablaModule, nablaModule } from './nabla.js';

/** Operators by name. */
export const NETWORK_OPERATORS: OperatorTable = {
  ...CONVOLUTIONS,
  ...POOLS,
  ...NORMS,
  ...ACTIVATIONS,
  ...SOFTMAXES,
  ...RECURRENT,
  ...ATTENTION,
  ...RESIZES,
  ...DROPOUT,
  ...MICROSOFT,
  [`${OWN_DOMAIN}::Dense`]: nablaDense,
  [`${OWN_DOMAIN}::Attention`]: rowAttention,
};
