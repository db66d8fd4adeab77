/** The settings of `nabla gradcheck`, in a separate file because the check takes long to load. */
import type { CheckSettings } from '../settings/settings.js';

export interface GradcheckSettings extends CheckSettings {
  /** `finite-differences`, or the name of a backend. */
  readonly against: string;
  /** How many elements of each tensor to check. Default: all, or `NETWORK_SAMPLES` in the settings' network. */
  readonly samples: number | undefined;
  readonly dataGiven: boolean;
  /** Part of the names of the cases to check. Default: all cases. */
  readonly filter: string | undefined;
}

export const FINITE_DIFFERENCES = 'finite-differences';

/** How many elements of each tensor to check in the settings' network, which has too many for all. */
export const NETWORK_SAMPLES = 100;
