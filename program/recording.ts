/** A value whose change must be noticed and whose content must never be seen. */
interface Hidden {
  readonly hidden: string;
}

export type Value =
  null | boolean | number | string | Hidden | readonly Value[] | { readonly [key: string]: Value };

/** One resource that a program declared, with what decides how a change of it is carried out. */
export interface Declared {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, Value>>;
  /** URN of its provider, for what a provider manages. */
  readonly provider?: string | undefined;
  readonly aliases: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly protect: boolean;
}

/** All resources that one run of the program declared, in a stable order, and its log messages. */
export interface Recording {
  readonly resources: readonly Declared[];
  readonly messages: readonly string[];
  /** Letters of the zones in its settings, because an environment declares none; missing where they name none. */
  readonly zones?: readonly string[];
}

export const emptyRecording: Recording = { resources: [], messages: [] };

export const isHidden = (value: unknown): value is Hidden =>
  typeof value === "object" && value !== null && Object.keys(value).length === 1 && "hidden" in value;
