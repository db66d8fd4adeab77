/** What `nabla gradcheck` is asked. Apart from the check, which takes its time to load. */
import type { CheckSettings } from '../settings/settings.js';

export interface GradcheckSettings extends CheckSettings {
  /** `finite-differences`, or the name of a backend. */
  readonly against: string;
  /** Elements of each tensor to take differences for; undefined is all, or in the settings' network `NETWORK_SAMPLES`. */
  readonly samples: number | undefined;
  /** Whether a flag names the images. */
  readonly dataGiven: boolean;
  /** Of names in the default set; undefined is all of them. */
  readonly filter: string | undefined;
}

export const FINITE_DIFFERENCES = 'finite-differences';

/** Of each tensor of the settings' network, which has too many elements for a difference of each. */
export const NETWORK_SAMPLES = 100;
