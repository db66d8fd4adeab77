interface DigestProps {
  /** Whether every training with these settings ends with it. */
  readonly isSame: boolean;
  /** The SHA-256 of the weights; undefined while it is not known, and always on a page served over plain http. */
  readonly digest: string | undefined;
}

/** The digest of a network's weights: a fingerprint that is the same on every machine. */
export function Digest({ digest, isSame }: DigestProps) {
  return (
    <p class="digest">
      <span>SHA-256 of the weights{isSame && ', the same on every machine'}</span>
      <code>{digest ?? (isSecureContext ? '…' : 'Browsers only compute it on a page served over https.')}</code>
    </p>
  );
}
