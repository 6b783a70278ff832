/** Something that listens or shows until it is given up. */
export interface Owned {
  readonly dispose: () => void;
}
