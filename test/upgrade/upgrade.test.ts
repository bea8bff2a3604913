import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../../diff/compare";
import type { Declared, Value } from "../../program/recording";
import { declare } from "../components/declared";

/** A stack of a version before, as `keep.ts` keeps it. */
interface Kept {
  readonly config: Readonly<Record<string, string>>;
  readonly resources: readonly {
    readonly urn: string;
    readonly type: string;
    readonly provider?: string;
    readonly inputs?: object;
    readonly outputs: object;
  }[];
}

const files = readdirSync(__dirname).filter((file) => file.endsWith(".json"));

describe("a stack of a version before", () => {
  it("is kept for every one since the first", () => assert.ok(files.includes("0.1.0.json")));

  for (const file of files) {
    const kept = JSON.parse(readFileSync(join(__dirname, file), "utf8")) as Readonly<Record<string, Kept>>;
    for (const [stack, { config, resources }] of Object.entries(kept))
      it(`is updated in place: ${stack} of ${file}`, async () => {
        const head = await declare({
          stack,
          settings: config,
          applications: JSON.parse(config["turnout:applications"] ?? "[]") as object[],
          checkpoint: Object.fromEntries(resources.map((one) => [one.urn, recordedOf(one)])),
        });
        const base = { resources: resources.filter(isDeclared).map(declaredOf), messages: [] };
        const moved = compare(base, head).filter(({ op }) => op !== "update");
        assert.deepEqual(
          moved.map(({ op, urn, differences }) => ({ op, urn, differences })),
          [],
        );
        assert.ok(base.resources.length > 2);
      });
  }
});

/** Not the stack itself, Pulumi's own provider and components, which a recording doesn't have. */
const isDeclared = ({ type }: Kept["resources"][number]) =>
  type.startsWith("kubernetes:") || type === "pulumi:providers:kubernetes";

/** As the engine gives it to the program: secrets as plain values. */
const recordedOf = ({ type, inputs, outputs }: Kept["resources"][number]) => ({
  type,
  outputs: withSecrets({ ...outputs, __inputs: inputs }, (text) => JSON.parse(text) as Value),
});

function declaredOf({ urn, type, provider, inputs = {} }: Kept["resources"][number]): Declared {
  const plain = Object.entries(inputs).filter(([key]) => key !== "version" && key !== "__internal");
  return {
    urn,
    type,
    name: urn.split("::").at(-1) ?? "",
    // A recording has a digest of each secret (diff/recording-monitor.ts).
    inputs: withSecrets(Object.fromEntries(plain), (text) => ({
      hidden: createHash("sha256").update(text).digest("hex"),
    })) as Declared["inputs"],
    provider: provider?.split("::").slice(0, -1).join("::"), // a reference ends in ::ID
    aliases: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    protect: false,
  };
}

/** A value with its secrets as something else; the engine exports the JSON of each beside its own mark. */
function withSecrets(value: unknown, secret: (text: string) => Value): Value {
  if (Array.isArray(value)) return value.map((part) => withSecrets(part, secret));
  if (typeof value !== "object" || value === null) return value as Value;
  if ("plaintext" in value) return secret(String(value.plaintext));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withSecrets(part, secret)]));
}
