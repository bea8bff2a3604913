import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { BranchMap } from "../naming/branch-map";
import { checkBranchMap } from "../naming/check-branch-map";
import { wordsOf } from "../problems/failure";
import { inOneLine, isObject } from "../problems/problem";
import type { AppFacts } from "./app-facts";
import { UserError } from "./terminal";

/** The files of a project as they are made; words in capitals stand for what differs. */
const templates = join(__dirname, "../template");

/**
 * The files of a project, by path.
 *
 * @throws UserError where the project can't have that name.
 */
export function projectTexts(name: string, facts: AppFacts): ReadonlyMap<string, string> {
  const words: Readonly<Record<string, string>> = {
    NAME: name,
    IMAGE: `localhost/${name}`,
    BUILD: JSON.stringify(facts.build),
    PORT: `${facts.port}`,
    READINESS: JSON.stringify(facts.readiness),
    LIVENESS: JSON.stringify(facts.liveness),
  };
  checkName(name);
  const files = readdirSync(templates, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.|^git/.test(file),
  );
  return new Map(
    files
      .filter((file) => file !== "package.json")
      .map((file) => [
        realNames[file] ?? file,
        readFileSync(join(templates, file), "utf8").replace(/\b[A-Z]{4,}\b/g, (word) => words[word] ?? word),
      ]),
  );
}

/** npm leaves a .gitignore out of a package, and with a Pulumi.yaml the template would be a project itself. */
const realNames: Readonly<Record<string, string>> = {
  gitignore: ".gitignore",
  gitattributes: ".gitattributes",
  "project.yaml": "Pulumi.yaml",
};

/** By the rules of the map that it is written into. */
function checkName(name: string): void {
  const map = {
    app: name,
    rules: [
      {
        branch: "main",
        stack: "prod",
        namespace: `${name}-prod`,
        acceptsMergesFrom: "anything",
        life: "kept",
      },
      {
        branch: "*",
        stack: "pr-<name>",
        namespace: `${name}-<name>`,
        acceptsMergesFrom: "nothing",
        life: "kept",
      },
    ],
  } as BranchMap;
  const [problem] = checkBranchMap(map, { stackFiles: ["Pulumi.prod.yaml"] });
  if (problem !== undefined)
    throw new UserError(
      `No project can be named ${inOneLine(JSON.stringify(name))}: it ${problem.slice(problem.lastIndexOf(": must") + 2)}`,
    );
  if (neededPackages().includes(name))
    throw new UserError(
      `No project can be named ${name}: it needs a package of that name, and npm refuses that; take another name.`,
    );
}

export type PackageFile = Readonly<Record<string, unknown>>;

const templatePackage = () =>
  JSON.parse(readFileSync(join(templates, "package.json"), "utf8")) as PackageFile & {
    readonly scripts: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };

/** Packages that a project needs. */
export const neededPackages = (): string[] => {
  const { dependencies, devDependencies } = templatePackage();
  return Object.keys({ ...dependencies, ...devDependencies });
};

/** Whether a script of a project's package.json is the one that it was made with. */
export const isOwnScript = ({ scripts }: PackageFile, name: "start" | "test"): boolean =>
  isObject(scripts) && scripts[name] === templatePackage().scripts[name];

/** @throws UserError for what a project can't be made with. */
export function readPackage(text: string): PackageFile {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UserError(
      `package.json is not JSON (${inOneLine(wordsOf(error))}): correct it, and run this again.`,
    );
  }
  if (!isObject(content))
    throw new UserError("package.json must be an object, such as {}: correct it, and run this again.");
  const wrong = ["scripts", "dependencies", "devDependencies", "mocha"].find(
    (key) => content[key] !== undefined && !isObject(content[key]),
  );
  if (wrong !== undefined)
    throw new UserError(`${wrong} in package.json must be an object: correct it, and run this again.`);
  if (content.type === "module")
    throw new UserError(
      'package.json says "type": "module", but the program of a Pulumi project that Turnout loads is CommonJS: make the project in a folder of its own, `mkdir deploy && cd deploy`, and run this there with --app ../FOLDER.',
    );
  return content;
}

/**
 * A project's package.json with what it needs; what it has stays. npm's own placeholder for a test is none.
 *
 * @param spec finds the version or file of this package; called only where package.json doesn't name it.
 */
export function mergedPackage(
  name: string,
  own: PackageFile | undefined,
  spec: () => string,
): { readonly merged: PackageFile; readonly added: readonly string[] } {
  const added: string[] = [];
  const value = (place: string, wanted: unknown) =>
    place === "name" ? name : place === "dependencies.turnout" ? spec() : wanted;
  const merge = (there: PackageFile, more: PackageFile, path: string) => {
    const result: Record<string, unknown> = { ...there };
    for (const [key, wanted] of Object.entries(more)) {
      const place = `${path}${key}`;
      const has = result[key];
      const isPlaceholder =
        place === "scripts.test" && typeof has === "string" && has.includes("no test specified");
      if (isObject(wanted) && (has === undefined || isObject(has)))
        result[key] = merge(has ?? {}, wanted, `${place}.`);
      else if (has === undefined || isPlaceholder) {
        result[key] = value(place, wanted);
        added.push(place);
      }
    }
    return result;
  };
  return { merged: merge(own ?? {}, templatePackage(), ""), added };
}

/** What a person's own file lacks to be a part of the project, as lines to put in; undefined where it lacks nothing. */
export function lacking(file: string, own: string, wanted: string): string | undefined {
  if (file === "index.ts") return /["']turnout["']/.test(own) ? undefined : wanted;
  if (file !== "Pulumi.yaml") return undefined;
  let there: unknown;
  try {
    there = parse(own);
  } catch (error) {
    throw new UserError(
      `Pulumi.yaml is not YAML (${inOneLine(wordsOf(error))}): correct it, and run this again.`,
    );
  }
  const { runtime, config } = isObject(there) ? there : {};
  const template = parse(wanted) as Record<"runtime" | "config", Readonly<Record<string, unknown>>>;
  const options = isObject(runtime) && isObject(runtime.options) ? runtime.options : {};
  const isStarted = `${String(options.nodeargs)}`.includes("turnout/start");
  const missing = Object.entries(template.config).filter(
    ([key]) => key.startsWith("turnout:") && !(isObject(config) && Object.hasOwn(config, key)),
  );
  const parts = {
    ...(isStarted ? {} : { runtime: template.runtime }),
    ...(isStarted || missing.length === 0 ? {} : { config: Object.fromEntries(missing) }),
  };
  return Object.keys(parts).length === 0 ? undefined : stringify(parts);
}

/** Lines of the template's .gitignore that a project's own doesn't have: a state has a passphrase beside it. */
export const unignored = (own: string, wanted: string): string[] => {
  const has = new Set(own.split("\n").map((line) => line.trim().replace(/^\/|\/$/g, "")));
  return wanted
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#") && !has.has(line.replace(/\/$/, "")));
};
