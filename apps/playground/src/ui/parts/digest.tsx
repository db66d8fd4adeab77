interface DigestProps {
  /** The SHA-256 of the weights; undefined while it is not known. */
  readonly digest: string | undefined;
}

/** The digest of a network's weights: a fingerprint that is the same on every machine. */
export function Digest({ digest }: DigestProps) {
  return (
    <p class="digest">
      <span>SHA-256 of the weights, the same on every machine</span>
      <code>{digest ?? '…'}</code>
    </p>
  );
}
