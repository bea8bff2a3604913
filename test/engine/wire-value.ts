import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isSecret, secretSignature, signature } from "../../internals/secret-mark";

/** A JSON object. */
export type Properties = Record<string, unknown>;

/** Placeholder for "known after other resources exist" in a preview (sdk/go/common/resource/plugin/rpc.go). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Where in an object a secret sits, from the root. */
export type Path = (string | number)[];

/** An object as a cloud sees it, plain, and the places whose values the engine keeps secret. */
export interface Decoded {
  value: Properties;
  secrets: Path[];
}

/** Whether a value is a JSON object (not an array, not null). */
export function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The plain object in an engine's message; nested secrets count once, at the outermost place. */
export function decode(struct: Struct | undefined): Decoded {
  const secrets: Path[] = [];
  const open = (value: unknown, path: Path, sealed: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => open(item, [...path, index], sealed));
    if (!isRecord(value)) return value;
    if (isSecret(value)) {
      if (!sealed) secrets.push(path);
      return open(value.value, path, true);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, open(item, [...path, key], sealed)]),
    );
  };
  const value = open(struct?.toJavaScript() ?? {}, [], false) as Properties;
  return { value, secrets };
}

/** The message for an object; what stands at a secret place, if anything does, goes out sealed. */
export function encode({ value, secrets }: Decoded): Struct {
  const sealed = new Set(secrets.map((path) => JSON.stringify(path)));
  const seal = (item: unknown, path: Path): unknown => {
    const inner = Array.isArray(item)
      ? item.map((element, index) => seal(element, [...path, index]))
      : isRecord(item)
        ? Object.fromEntries(
            Object.entries(item)
              .filter(([, element]) => element !== undefined)
              .map(([key, element]) => [key, seal(element, [...path, key])]),
          )
        : item;
    return sealed.has(JSON.stringify(path)) ? { [signature]: secretSignature, value: inner } : inner;
  };
  return Struct.fromJavaScript(seal(value, []) as Parameters<typeof Struct.fromJavaScript>[0]);
}
