import { existsSync } from "node:fs";
import { join } from "node:path";
import { inOneLine } from "../problems/problem";
import { readText } from "../settings/project-file";
import { type Ask, UserError } from "./terminal";

/** A person's word on an application; asked for where it is needed. */
export interface AppOptions {
  readonly port?: string;
  readonly readiness?: string;
  readonly liveness?: string;
}

/** A project's facts about its application. */
export interface AppFacts {
  /** The build context in the settings. */
  readonly build: string;
  readonly port: number;
  readonly readiness: string;
  readonly liveness: string;
}

/** Facts of the example in `app/`. */
const exampleFacts = { port: 8080, readiness: "/readyz", liveness: "/healthz" };

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
  if (from === undefined) return { build, ...exampleFacts };
  const file = join(from, "Dockerfile");
  if (!existsSync(file))
    throw new UserError(
      `There is no Dockerfile in ${inOneLine(from, 300)}: write one (its name begins with a capital), or name the folder that has it with --app.`,
    );
  const found = dockerfileFacts(readText(file));
  const asked = await answers(
    {
      port: options.port ?? found.port,
      readiness: options.readiness ?? found.health,
    },
    person,
  );
  const port = Number(asked.port);
  if (!/^\d+$/.test(asked.port) || port < 1 || port > 65_535)
    throw new UserError(
      `The port of the application is ${inOneLine(JSON.stringify(asked.port))}: it must be a number from 1 to 65535; set it by --port, or by EXPOSE in its Dockerfile.`,
    );
  const { readiness } = asked;
  const liveness = options.liveness ?? readiness;
  for (const [name, path] of Object.entries({ readiness, liveness }))
    if (!/^\/[\w./~%@:?&=+-]*$/.test(path))
      throw new UserError(
        `--${name} is ${inOneLine(JSON.stringify(path))}: it must be a path that begins with a slash, such as /healthz.`,
      );
  return { build, port, readiness, liveness };
}

type Wanted = "port" | "readiness";

const questions: Readonly<Record<Wanted, string>> = {
  port: "the port that the application listens at",
  readiness: "a path that answers 200 once the application is ready, such as /",
};

/** @throws UserError with all that is missing, where nobody can be asked. */
async function answers(
  known: Readonly<Record<Wanted, string | undefined>>,
  person: Ask,
): Promise<Record<Wanted, string>> {
  const result: Partial<Record<Wanted, string>> = {};
  const unknown: Wanted[] = [];
  for (const [name, question] of Object.entries(questions) as [Wanted, string][]) {
    const text = known[name] ?? (unknown.length > 0 ? undefined : await person(`Name ${question}: `));
    if (text === "^C") throw new UserError("Stopped at a question: nothing was made.");
    if (text === undefined) unknown.push(name);
    else result[name] = text.trim();
  }
  if (unknown.length === 0) return result as Record<Wanted, string>;
  throw new UserError(
    `Name ${unknown.map((name) => `${questions[name]}, with --${name}`).join("; and ")}: the Dockerfile doesn't say it, and nobody can be asked.`,
  );
}

/** An address in a health check; one whose path is only known inside of the container is none. */
const address = /https?:\/\/[\w.-]+(?::(?:\d+|\$\{?\w+\}?))?(\/[\w./~%-]*)?(?![^\s"'?#;|&)\]])/;

/**
 * Port and path of the health check, as far as a Dockerfile names exactly one for its last stage: `EXPOSE`, also of an
 * `ARG` or `ENV` with a value, and the address in `HEALTHCHECK`.
 */
export function dockerfileFacts(dockerfile: string): {
  readonly port: string | undefined;
  readonly health: string | undefined;
} {
  const text = dockerfile.replace(/\\[ \t]*\r?\n/g, " ");
  const lines = (instruction: string, within = text) =>
    [...within.matchAll(new RegExp(`^\\s*${instruction}\\s+(.+)$`, "gim"))].map(([, rest = ""]) =>
      rest.trim(),
    );
  const values = new Map(
    lines("(?:ARG|ENV)").flatMap((line) =>
      [...line.matchAll(/(\w+)(?:=|\s+)"?(\d+)"?(?=\s|$)/g)].map(
        ([, name = "", value = ""]) => [name, value] as const,
      ),
    ),
  );
  const image = lastStage(text);
  const ports = lines("EXPOSE", image)
    .flatMap((list) => list.split(/\s+/))
    .filter((one) => !/\/(udp|sctp)$/i.test(one))
    .map((one) =>
      one
        .replace(/\/tcp$/i, "")
        .replace(
          /^\$\{?(\w+)(?::-(\d+))?\}?$/,
          (all, name: string, or = all) => values.get(name) ?? String(or),
        ),
    );
  const healths = lines("HEALTHCHECK", image).map((line) => {
    const found = address.exec(line);
    return found === null ? undefined : (found[1] ?? "/");
  });
  const port = only(ports);
  return { port: port !== undefined && /^\d+$/.test(port) ? port : undefined, health: only(healths) };
}

/** The stage that becomes the image, after those that it is made from. */
function lastStage(text: string): string {
  const stages = text.split(/^(?=[ \t]*FROM\s)/im);
  const nameOf = (stage: string) => /^\s*FROM\s.*\sAS\s+(\S+)/i.exec(stage)?.[1]?.toLowerCase();
  const whole = (index: number): string => {
    const stage = stages[index] ?? "";
    const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(stage)?.[1]?.toLowerCase();
    const base = stages.findIndex((one, at) => at < index && nameOf(one) === from && from !== undefined);
    return (base === -1 ? "" : whole(base)) + stage;
  };
  return whole(stages.length - 1);
}

const only = <T>(list: readonly T[]): T | undefined => {
  const [one, another] = new Set(list);
  return another === undefined ? one : undefined;
};
