/**
 * Writes kinds/replacement.json: the properties whose change replaces a resource, of every AWS type that test/identity
 * lists, as the schema of the installed version of @pulumi/aws marks them.
 *
 *     npx tsx tools/replacement.ts             asks `pulumi package get-schema`, which installs the provider's plugin
 *     npx tsx tools/replacement.ts FILE        reads a schema that is there already
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";

/** The part of Pulumi's package schema that is read here (pulumi.com/docs/iac/packages-and-automation/pulumi-packages/schema). */
interface Schema {
  readonly version?: string;
  readonly attribution?: string;
  readonly resources: Readonly<Record<string, { readonly inputProperties?: Properties }>>;
  readonly types?: Readonly<Record<string, { readonly properties?: Properties }>>;
}

type Properties = Readonly<Record<string, Property>>;

interface Property extends Type {
  readonly replaceOnChanges?: boolean;
  readonly willReplaceOnChanges?: boolean;
}

interface Type {
  readonly $ref?: string;
  readonly items?: Type;
}

/** Paths of the properties that replace a resource of that type, in a stable order; `[*]` stands for any index. */
export function replacementIn(schema: Schema, type: string): string[] {
  const inside = (properties: Properties, prefix: string, seen: readonly string[]): string[] =>
    Object.entries(properties).flatMap(([name, property]) => {
      const path = `${prefix}${name}`;
      if (property.willReplaceOnChanges || property.replaceOnChanges) return [path];
      const { $ref = "" } = property.items ?? property;
      const of = schema.types?.[decodeURIComponent($ref.replace("#/types/", ""))]?.properties;
      if (of === undefined || seen.includes($ref)) return [];
      return inside(of, property.items ? `${path}[*].` : `${path}.`, [...seen, $ref]);
    });
  const resource = schema.resources[type];
  if (resource === undefined) throw new Error(`The schema has no ${type}; test/identity lists it.`);
  return inside(resource.inputProperties ?? {}, "", []).sort();
}

async function main(file: string | undefined): Promise<void> {
  const root = join(__dirname, "..");
  const { version } = JSON.parse(
    readFileSync(join(root, "node_modules/@pulumi/aws/package.json"), "utf8"),
  ) as {
    version: string;
  };
  const text =
    file === undefined
      ? execFileSync("pulumi", ["package", "get-schema", `aws@${version}`], {
          encoding: "utf8",
          maxBuffer: 2 ** 30,
        })
      : readFileSync(file, "utf8");
  const schema = JSON.parse(text) as Schema;
  if (schema.version !== version)
    throw new Error(
      `The schema is of version ${schema.version ?? "(none)"}, and @pulumi/aws ${version} is installed.`,
    );
  const lists = join(root, "test/identity");
  const urns = readdirSync(lists)
    .filter((name) => name.endsWith(".urns"))
    .map((name) => readFileSync(join(lists, name), "utf8"));
  const types = [...new Set(urns.join("\n").match(/\baws:[\w/]+:\w+(?=::)/g))].sort();
  const document = {
    package: "@pulumi/aws",
    version,
    source: schema.attribution ?? "",
    types: Object.fromEntries(types.map((type) => [type, replacementIn(schema, type)])),
  };
  const output = join(root, "kinds/replacement.json");
  const style = await resolveConfig(output);
  writeFileSync(output, await format(JSON.stringify(document), { ...style, parser: "json" }));
}

if (require.main === module) void main(process.argv[2]);
