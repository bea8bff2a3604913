import assert from "node:assert/strict";
import { branches } from "../../branches";
import type { Run } from "../../program/planned-application";
import program from "../../index";
import { environmentOf } from "../../naming/environment";
import { routeType } from "../../release/checkpoint";
import type { RecordedApplication } from "../../release/model";
import { AWS } from "./aws-names";
import type { Changes } from "./branch";
import type { DestroyOptions, Engine, OperationOptions } from "./engine";
import { at } from "./kubernetes-rules";
import type { Outcome } from "./outcome";
import { inCluster } from "./simulated-witness";
import type { Simulation } from "./simulation";
import type { Properties } from "./wire-value";

/** The account as a user writes it into the settings. */
export const account = {
  account: AWS.account,
  region: AWS.region,
  hostedZone: "Z0123456789AB",
  github: { repository: "example/shop" },
};
/** Settings that a user adds to the project's own file to be on AWS. */
const settings: Changes = { platform: "platform", aws: account, domain: "shop.example" };
/** The project's own shared Gateway; a further one, or one of an environment's own, stands beside. */
export const gateway = { namespace: "turnout-gateway", name: "shared" };

/** One stack of the project, with the project's own program. */
export class AwsStack {
  constructor(
    readonly engine: Engine,
    readonly name: string,
    private readonly simulation: Simulation,
    private readonly run: Run,
    private readonly own: Changes,
  ) {}

  /** Changes what the stack is to be, as an edit of its file does: what is not named is as for all stacks. */
  configure(changes: Changes = {}): Promise<void> {
    const all = Object.entries({ ...settings, ...this.own, ...changes });
    return this.engine.configure(Object.fromEntries(all.map(([key, value]) => [`turnout:${key}`, value])));
  }

  preview(options?: OperationOptions): Promise<Outcome> {
    return this.engine.preview(() => program(this.run), options);
  }

  /** `before` runs in front of the program, in its context. */
  up(options?: OperationOptions, before?: () => void): Promise<Outcome> {
    return this.engine.up(async () => {
      before?.();
      return program(this.run);
    }, options);
  }

  /** An update that must end well: what a test builds on. */
  async brought(options?: OperationOptions, before?: () => void): Promise<Outcome> {
    const outcome = await this.up(options, before);
    assert.equal(outcome.errors, "");
    return outcome;
  }

  /** As `turnout destroy`: the program runs for a platform alone. */
  destroy(options?: DestroyOptions): Promise<Outcome> {
    const asked = this.own.role === "platform" && { program: () => program(this.run) };
    return this.engine.destroy({ ...asked, ...options });
  }

  get namespace(): string {
    return environmentOf(this.name, branches)?.namespace ?? "";
  }

  /** The Gateway that its route is attached to, as the cluster has it. */
  gateway(): string {
    const route = this.simulation.kubernetes.find(routeType, `${this.namespace}/web`);
    const [parent] = (at(route?.properties, "spec", "parentRefs") ?? []) as Properties[];
    return `${String(parent?.namespace)}/${String(parent?.name)}`;
  }

  /** Its application as it really is in the cluster. */
  now(): RecordedApplication {
    return inCluster(this.simulation.kubernetes, "web", this.namespace);
  }
}
