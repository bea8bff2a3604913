/** One request of our own, and what came back. */
export interface Sample {
  /** When it was asked, in milliseconds since 1970. */
  readonly at: number;
  /** From asking until the answer's last byte, or until it broke. */
  readonly milliseconds: number;
  /** 0 where no whole answer came. */
  readonly status: number;
  /** The release that answered, by its own word. */
  readonly release?: string;
  /** Why the application gave no answer. */
  readonly error?: string;
}

/** Whether a user would have got no answer, or an apology for one. */
export const failed = ({ status, error }: Sample): boolean => error !== undefined || status >= 500;

/** When its answer was there. */
export const answeredAt = ({ at, milliseconds }: Sample): number => at + milliseconds;
