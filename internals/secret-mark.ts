/** Key of all that is not plain data: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go */
export const signature = "4dabf18193072939515e22adb298388d";

/** The signature of a secret; assets, archives and references have others. */
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Whether a value is a secret, as the engine marks it in its messages (with `value`) and in its state (encrypted). */
export const isSecret = (value: unknown): value is { readonly value?: unknown } =>
  typeof value === "object" &&
  value !== null &&
  (value as Readonly<Record<string, unknown>>)[signature] === secretSignature;
