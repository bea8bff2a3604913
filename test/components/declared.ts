import type { Run } from "../../program/planned-application";
import { record } from "../../diff/record";
import type { Declared, Recording, Value } from "../../program/recording";
import program from "../../index";
import { branches } from "../../branches";
import { type EnvironmentFunction, turnout } from "../../turnout";
import type { Checkpoint } from "../../release/checkpoint";

/** Settings that change what the real program declares. */
export interface Declaration {
  readonly applications?: readonly object[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly stack?: string;
  readonly checkpoint?: Checkpoint;
  /** Inputs of this run of the program beyond its settings. */
  readonly run?: Run;
  /** The project's own resources; the example has none. */
  readonly environment?: EnvironmentFunction;
}

export const web = {
  name: "web",
  image: "registry.example/web:1",
  port: 8080,
  probes: { readiness: { path: "/readyz" }, liveness: { path: "/healthz" } },
};

/** Resources that the real program declares; every output in it has been awaited. */
export function declare({
  applications = [web],
  settings,
  stack = "dev",
  checkpoint = {},
  run,
  environment,
}: Declaration = {}) {
  const values = {
    "turnout:domain": "shop.example",
    "turnout:gateway": JSON.stringify({ namespace: "turnout-gateway", name: "shared" }),
    "turnout:applications": JSON.stringify(applications),
    ...settings,
  };
  const hasSecrets = applications.some((one) => "secrets" in one);
  const config = { values, secretKeys: hasSecrets ? ["turnout:applications"] : [] };
  const whole = environment ? turnout({ branches, environment }) : program;
  return record({ program: () => whole(run), project: "turnout", stack, config, checkpoint });
}

export function ofKind({ resources }: Recording, kind: string): Declared[] {
  return resources.filter(({ type }) => type.endsWith(`:${kind}`));
}

/** The one resource of a kind with that name. */
export function the(recording: Recording, kind: string, name: string): Declared {
  const found = ofKind(recording, kind).filter((resource) => resource.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} of ${kind} ${name}`);
  return found[0];
}

/** A value inside of a resource; throws on the way where there is none. */
export function inside(resource: Declared, ...path: readonly (string | number)[]): Value | undefined {
  return path.reduce<Value | undefined>(
    (value, key) => (value as Readonly<Record<string | number, Value>>)[key],
    resource.inputs,
  );
}

/** An application with a value for most of its settings. */
export const shop = {
  ...web,
  command: ["gunicorn", "wsgi:app"],
  replicas: 2,
  env: { LOG_LEVEL: "debug", ALPHA: "1" },
  secrets: { DATABASE_URL: "postgres://user:hunter2@db", API_KEY: "hunter3" },
  resources: { cpu: "500m", memory: "512Mi" },
  shutdown: { preStopSeconds: 20, graceSeconds: 55 },
  readyTimeoutSeconds: 90,
};
/** Names of the Deployments and Services of both colors. */
export const names = ["web-blue", "web-green"];

/** The release in the pod template of a color. */
export const releaseOf = (recording: Recording, name: string) =>
  inside(the(recording, "Deployment", name), "spec", "template", "metadata", "labels", "turnout.dev/release");
