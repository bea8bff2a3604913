import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { deploymentOf } from "../live/objects";

const urn = (type: string, name: string) => `urn:pulumi:dev::turnout::${type}::${name}`;
const resource = (type: string, outputs: object, name = "it") => ({ urn: urn(type, name), type, outputs });

/** Resources of an environment's last update, as far as a rollback reads them; blue has r1, and green has r2. */
export const resourcesOf = (cluster: string, url: string | undefined, gateway = "shared") => [
  resource("pulumi:pulumi:Stack", { applications: { web: { ...(url !== undefined && { url }) } } }),
  resource("pulumi:providers:kubernetes", { clusterIdentifier: cluster }),
  resource("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", {
    spec: { parentRefs: [{ name: gateway }] },
  }),
  resource("kubernetes:apps/v1:Deployment", deploymentOf("web", "blue", "r1"), "web-blue"),
  resource("kubernetes:apps/v1:Deployment", deploymentOf("web", "green", "r2"), "web-green"),
];

/** Resources of a platform's last update. */
export const platformResources = (outputs: object) => [resource("pulumi:pulumi:Stack", outputs)];

const variables = ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_HOME", "PATH", "KUBECONFIG"] as const;

/** A checkout of a project, with the state of its stacks inside it or in a bucket. */
export class RecordedCheckout {
  readonly root = mkdtempSync(join(tmpdir(), "turnout-recorded-"));
  private readonly before = variables.map((name) => [name, process.env[name]] as const);

  constructor() {
    delete process.env.PULUMI_BACKEND_URL;
    delete process.env.PULUMI_ACCESS_TOKEN;
    process.env.PULUMI_HOME = join(this.root, "home"); // nobody is logged in
    this.project({});
  }

  project(config: object): void {
    const web = { name: "web", releaseHeader: "X-Release" };
    const all = { applications: { value: [web] }, ...config };
    this.write("Pulumi.yaml", JSON.stringify({ name: "turnout", config: all }));
  }

  inside(stack: string, resources: readonly object[]): void {
    const state = { version: 3, checkpoint: { stack, latest: { resources } } };
    this.write(`.turnout/state/.pulumi/stacks/turnout/${stack}.json`, JSON.stringify(state));
  }

  /** From now on there is a `pulumi` that is logged in to a bucket, and exports these stacks. */
  inBucket(stacks: Readonly<Record<string, readonly object[]>>): void {
    process.env.PULUMI_BACKEND_URL = "s3://state";
    process.env.PATH = `${join(this.root, "bin")}${delimiter}${process.env.PATH ?? ""}`;
    const pulumi = this.write(
      "bin/pulumi",
      '#!/bin/sh\n[ "$1 $2 $3" = "stack export --stack" ] && exec cat "$0-$4"\n',
    );
    chmodSync(pulumi, 0o755);
    for (const [stack, resources] of Object.entries(stacks))
      this.write(`bin/pulumi-${stack}`, JSON.stringify({ version: 3, deployment: { resources } }));
  }

  write(path: string, text: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  remove(): void {
    for (const [name, value] of this.before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    rmSync(this.root, { recursive: true });
  }
}
