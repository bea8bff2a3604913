import assert from "node:assert/strict";
import type { ApplicationStatus, Status } from "../../cli/status";
import { previewHostOf } from "../../naming/host";
import { Checkout } from "./checkout";
import { removeNamespace } from "./kubernetes";
import { namesIn, prepare } from "./project";
import type { Ended, Running } from "./running";

/** Of each pod, as request and limit: two pods in each color fill two cores, and half a core answers 500 a second. */
const cpu = process.env.TURNOUT_TEST_CPU ?? "500m";

/** A branch's environment on the cluster, from a checkout of its own: two pods that answer quickly and log nothing. */
export class BranchEnvironment {
  readonly checkout = prepare(new Checkout());
  readonly namespace: string;
  readonly host: string;
  /** Where the newest release answers, promoted or not. */
  readonly previewHost: string;
  private readonly stack: string;

  constructor(branch: string) {
    const { stack, namespace, host } = namesIn(branch);
    this.stack = stack;
    this.namespace = namespace;
    this.host = host;
    this.previewHost = previewHostOf(namespace, "localhost");
  }

  /** Writes the stack's own file for its one application; `version` is only there to make a difference. */
  want(version: string, web: object = {}): void {
    this.wantEach(version, { web: { replicas: 2, ...web } });
  }

  /** Writes the stack's own file for several applications, by their names. */
  wantEach(version: string, applications: Readonly<Record<string, object>>): void {
    const common = { resources: { cpu }, env: { LOG_LEVEL: "error", VERSION: version } };
    const overrides = Object.entries(applications).map(([name, own]) => [name, { ...common, ...own }]);
    this.checkout.edit(`Pulumi.${this.stack}.yaml`, ({ config }) => {
      config["turnout:overrides"] = Object.fromEntries(overrides) as object;
    });
  }

  /** Sets another setting of the stack. */
  set(name: string, value: unknown): void {
    this.checkout.edit(`Pulumi.${this.stack}.yaml`, ({ config }) => {
      config[`turnout:${name}`] = value;
    });
  }

  /** A second application that is as the first one. */
  addApplication(name: string): void {
    this.checkout.edit("Pulumi.yaml", ({ config }) => {
      const applications = config.applications as { default: object[] };
      applications.default.push({ ...applications.default[0], name });
    });
  }

  /** Brings the shared Gateway, which every test's checkout takes over, and this environment up for the first time. */
  async make(): Promise<void> {
    await this.turnout("up", "--stack", "platform", "--adopt");
    await this.turnout("up");
  }

  /** A command that has to end well. @returns its output. */
  async turnout(verb: string, ...args: string[]): Promise<string> {
    const { code, output, errors } = await this.attempt(verb, ...args);
    assert.equal(code, 0, `turnout ${verb}:\n${output}${errors}`);
    return output;
  }

  async attempt(verb: string, ...args: string[]): Promise<Ended> {
    return (await this.begin(verb, ...args)).ended;
  }

  begin(verb: string, ...args: string[]): Promise<Running> {
    const stack = args.includes("--stack") ? [] : ["--stack", this.stack];
    return this.checkout.begin(verb, ...args, ...stack, "--yes");
  }

  async status(application = "web"): Promise<ApplicationStatus> {
    const { applications } = JSON.parse(await this.turnout("status", "--json")) as Status;
    const found = applications[application];
    assert.ok(found, `status tells nothing of ${application}`);
    return found;
  }

  /** Best effort, and without waiting: the next tests have namespaces of their own. */
  async remove(): Promise<void> {
    await removeNamespace(this.namespace).catch(() => undefined);
    this.checkout.remove();
  }
}
