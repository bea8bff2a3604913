import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BranchMap } from "../naming/branch-map";
import { checkBranchMap } from "../naming/check-branch-map";
import { isObject } from "../problems/problem";
import { type Ask, UserError } from "./terminal";

/** The files of a project as they are made; words in capitals stand for what differs. */
export const templates = join(__dirname, "../template");

/** A person's word on an application; asked for where it is needed. */
export interface AppOptions {
  readonly port?: string;
  readonly readiness?: string;
  readonly liveness?: string;
}

/** A project's facts about its application. */
export interface AppFacts {
  readonly build: string;
  readonly port: number;
  readonly readiness: string;
  readonly liveness: string;
}

/**
 * @param from the application's folder; undefined means the example.
 * @throws UserError where something can't be found, and nobody can be asked.
 */
export async function appFacts(
  from: string | undefined,
  build: string,
  options: AppOptions,
  person: Ask,
): Promise<AppFacts> {
  if (from === undefined) return { build, port: 8080, readiness: "/readyz", liveness: "/healthz" };
  const file = join(from, "Dockerfile");
  if (!existsSync(file))
    throw new UserError(
      `There is no Dockerfile in ${from}: write one, or name the folder that has it with --app.`,
    );
  const exposed = portIn(readFileSync(file, "utf8"));
  const port = Number(options.port ?? exposed ?? (await answer(person, "The port it listens at", "--port")));
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UserError(
      `The port of the application must be a number from 1 to 65535; set it by --port, or by EXPOSE in its Dockerfile.`,
    );
  const readiness =
    options.readiness ??
    (await answer(person, "A path that answers 200 once it is ready, such as /", "--readiness"));
  const liveness = options.liveness ?? readiness;
  for (const [name, path] of Object.entries({ readiness, liveness }))
    if (!/^\/[\w./~%@:?&=+-]*$/.test(path))
      throw new UserError(`--${name} ${path} is no path: it must begin with a slash, such as /healthz.`);
  return { build, port, readiness, liveness };
}

async function answer(person: Ask, question: string, option: string): Promise<string> {
  const given = await person(`${question}: `);
  if (given === undefined) throw new UserError(`${question}: nobody can be asked; name it with ${option}.`);
  return given.trim();
}

/** The only port that a Dockerfile exposes; undefined where it names none, or several. */
export function portIn(dockerfile: string): string | undefined {
  const ports = [...dockerfile.matchAll(/^\s*EXPOSE\s+(.+)$/gim)].flatMap(([, list = ""]) =>
    list.trim().split(/\s+/),
  );
  const [port, another] = ports.map((one) => /^(\d+)(\/tcp)?$/i.exec(one)?.[1]);
  return another === undefined ? port : undefined;
}

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
    throw new UserError(`No project can be named ${JSON.stringify(name)}: ${problem}`);
}

export interface PackageFile {
  readonly name?: string;
  readonly [key: string]: unknown;
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
  const wanted = JSON.parse(readFileSync(join(templates, "package.json"), "utf8")) as PackageFile;
  const added: string[] = [];
  const merge = (there: Readonly<Record<string, unknown>>, more: PackageFile, path: string) => {
    const result: Record<string, unknown> = { ...there };
    for (const [key, value] of Object.entries(more)) {
      const place = path === "" ? key : `${path}.${key}`;
      const has = result[key];
      if (isObject(has) && isObject(value)) result[key] = merge(has, value, place);
      else if (
        has === undefined ||
        (place === "scripts.test" && typeof has === "string" && has.includes("no test specified"))
      ) {
        result[key] = value;
        added.push(place);
      }
    }
    return result;
  };
  const merged = merge(own ?? {}, wanted, "");
  const text = JSON.stringify(merged).replace('"NAME"', JSON.stringify(name));
  return {
    merged: JSON.parse(
      text.includes('"TURNOUT"') ? text.replace('"TURNOUT"', JSON.stringify(spec())) : text,
    ) as PackageFile,
    added,
  };
}
