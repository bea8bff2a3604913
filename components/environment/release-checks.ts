import * as pulumi from "@pulumi/pulumi";
import { type CustomResourceOptions, ResourceHook } from "@pulumi/pulumi";
import { AsyncResource } from "node:async_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { untilBound } from "../../live/bindings";
import type { PlannedApplication } from "../../program/planned-application";
import type { Subject, Witness } from "../../program/witness";
import {
  goneProblem,
  moveProblem,
  podsProblem,
  templateProblem,
  trafficProblem,
  waitsForPods,
  workloadProblem,
} from "../../release/guard";
import { type Color, colors, other, type RecordedApplication, serviceName } from "../../release/model";
import type { Change, Switch } from "../../traffic/switch";
import type { ApplicationImages } from "./application-images";
import { PodWatch } from "./pod-watch";

/** Seconds in which a gateway has taken a changed route; an ALB at worst takes minutes (docs/facts.md#slow-routes). */
const moveSeconds = 120;

/** As often as a readiness probe may run at most. */
const lookEveryMilliseconds = 500;

/**
 * Checks at the moment of each change, before the update makes it. The engine runs these as resource hooks: one that
 * throws keeps its change, and all that depends on it, from being made.
 */
export class ReleaseChecks {
  private allReady: Promise<void> | undefined;
  private readonly moves = new Map<string, { end: ReturnType<Witness["observeMove"]>; at: number }>();
  private readonly switches = new Map<string, Switch>();
  /** Looks at pods that are waited for. */
  readonly pods: PodWatch;

  /**
   * @param binds whether pods are to be made only once a load balancer's controller has bound their Service.
   * @param images how they get to the nodes.
   */
  constructor(
    private readonly witness: Witness,
    private readonly namespace: string,
    private readonly applications: readonly PlannedApplication[],
    private readonly binds: boolean,
    private readonly images: Pick<ApplicationImages, "provide"> = {},
  ) {
    this.pods = new PodWatch(witness, namespace);
  }

  /** Before the weights of any route: all applications release together, or none does. */
  async beforeRoute(planned: PlannedApplication): Promise<void> {
    const { plan, application } = planned;
    // A route that is made before its pods waits for none.
    if (plan.order === "workload") await (this.allReady ??= this.checkAll());
    const live = await this.lookOnceReady(planned);
    refuse(trafficProblem(application.name, live, plan) ?? moveProblem(application.name, live, planned));
    // A first route moves nothing, and a rollback may have moved this one before this update, which only records it.
    if (plan.order === "route" || isThere(live, plan)) return;
    const end = this.witness.observeMove(this.subjectOf(planned));
    this.moves.set(planned.application.name, { end, at: Date.now() });
  }

  /** After them: an applied route is not yet a moved route (docs/release.md#a-release). */
  async afterRoute(planned: PlannedApplication): Promise<void> {
    const { name } = planned.application;
    const move = this.moves.get(name);
    if (move === undefined) return;
    const { moved, reason, proof } = await move.end(changeOf(planned, move.at), moveSeconds);
    this.switches.set(name, proof);
    if (!moved) void pulumi.log.warn(`${name}: ${reason ?? "the traffic was not seen to move."}`);
  }

  /** Before anything of a color's Deployment changes. */
  async beforeWorkload(planned: PlannedApplication, color: Color): Promise<void> {
    await this.checkWorkload(planned, color);
    if (!takesPodsAway(planned, color)) return;
    const end = this.witness.observeMove(this.subjectOf(planned));
    const { moved, reason } = await end(changeOf(planned, Date.now()), moveSeconds);
    const name = `${planned.application.name}-${color}`;
    if (!moved) refuse(`${name} keeps its pods: ${reason ?? "it may still get traffic."}`);
    // Meanwhile a rollback, which doesn't wait for the engine, may have given it the traffic back.
    await this.checkWorkload(planned, color);
  }

  /** Before the pods of a color are made. */
  async beforePods({ application, plan, image }: PlannedApplication, color: Color): Promise<void> {
    const { replicas, frozen } = plan.colors[color];
    if (replicas === 0) return;
    if (!frozen) await this.images.provide?.(application.name, image);
    if (this.binds) await untilBound(this.witness, this.namespace, application, color);
  }

  /** Proof of the last move of the application's traffic, in this update or before. */
  lastSwitch({ application, lastSwitch }: PlannedApplication): Switch | undefined {
    return this.switches.get(application.name) ?? lastSwitch;
  }

  private async checkWorkload(planned: PlannedApplication, color: Color): Promise<void> {
    const { plan, recorded, application, autoscaled } = planned;
    const { name } = application;
    const live = await this.look(planned);
    refuse(goneProblem(name, live, planned, color) ?? templateProblem(name, live, planned, color));
    if (autoscaled !== color) refuse(podsProblem(name, live, planned, color));
    const changesPods = takesPodsAway(planned, color) || !plan.colors[color].frozen;
    if (recorded[color] !== undefined && changesPods) refuse(workloadProblem(name, live, color));
  }

  private async checkAll(): Promise<void> {
    // An application that comes up for the first time has no traffic to move, and the engine has waited for its pods.
    const moving = this.applications.filter(({ plan }) => plan.order === "workload");
    await Promise.all(moving.map((planned) => this.checkOne(planned)));
  }

  /** Readiness as the cluster has it now, and the smoke check of a release that no traffic went to yet. */
  private async checkOne(planned: PlannedApplication): Promise<void> {
    const { application, plan, preview } = planned;
    refuse(trafficProblem(application.name, await this.lookOnceReady(planned), plan));
    if (!isUntried(planned) || application.smoke === undefined) return;
    const subject = { ...this.subjectOf(planned), url: preview.url };
    await this.witness.smoke(application.smoke, subject, plan.colors[plan.preview].release);
  }

  /** A pod that dies right before the traffic moves is replaced, within the time that a release has to come up. */
  private async lookOnceReady(planned: PlannedApplication): Promise<RecordedApplication> {
    const { application, plan } = planned;
    const end = performance.now() + application.readyTimeoutSeconds * 1000;
    const reasons = colors.map((color) => this.pods.lasting(planned, color));
    for (;;) {
      const live = await this.look(planned);
      const waits = trafficProblem(application.name, live, plan) !== undefined && waitsForPods(live, plan);
      if (!waits || performance.now() >= end) return live;
      for (const reason of reasons) refuse(await reason(live));
      await pause(lookEveryMilliseconds);
    }
  }

  private look({ application }: PlannedApplication): Promise<RecordedApplication> {
    return this.witness.look(this.namespace, application.name);
  }

  private subjectOf({ application, entry }: PlannedApplication): Subject {
    return {
      namespace: this.namespace,
      application: application.name,
      url: entry.url,
      ...(entry.via !== undefined && { via: entry.via }),
      header: application.releaseHeader,
    };
  }
}

/** A release that waits without traffic changes no route when it comes up, so it is checked when it gets some. */
function isUntried({ plan, recorded }: PlannedApplication): boolean {
  if (plan.kind === "release") return true;
  return ["shift", "promote"].includes(plan.kind) && recorded.weights?.[plan.preview] === 0;
}

const takesPodsAway = ({ plan, recorded }: PlannedApplication, color: Color): boolean =>
  plan.active !== color && plan.colors[color].replicas < (recorded[color]?.replicas ?? 0);

const isThere = ({ weights }: RecordedApplication, plan: PlannedApplication["plan"]) =>
  colors.every((color) => weights?.[color] === plan.weights[color]);

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new Error(problem);
}

type Hooks = Pick<CustomResourceOptions, "hooks">;

/** Binds the checks of a release to the resources that it changes; nothing where there are no checks to make. */
export class ReleaseHooks {
  constructor(
    private readonly planned: PlannedApplication,
    private readonly checks: ReleaseChecks | undefined,
  ) {}

  /** Before and after the traffic moves. */
  ofRoute(): Hooks {
    const { planned, checks } = this;
    if (checks === undefined) return {};
    const { name } = planned.application;
    const before = hook(`${name}-before-traffic`, () => checks.beforeRoute(planned));
    const after = hook(`${name}-after-traffic`, () => checks.afterRoute(planned));
    return {
      hooks: { beforeCreate: [before], afterCreate: [after], beforeUpdate: [before], afterUpdate: [after] },
    };
  }

  /** Around any change of a color's Deployment; also around its creation, because it may exist already. */
  ofWorkload(color: Color): Hooks {
    const { planned, checks } = this;
    if (checks === undefined) return {};
    const name = serviceName(planned.application.name, color);
    const before = hook(`${name}-before-change`, async () => {
      await checks.beforeWorkload(planned, color);
      await checks.beforePods(planned, color);
      checks.pods.begin(planned, color);
    });
    const after = hook(`${name}-after-change`, () => refuse(checks.pods.end(planned, color)));
    return {
      hooks: { beforeCreate: [before], afterCreate: [after], beforeUpdate: [before], afterUpdate: [after] },
    };
  }
}

/** The engine calls back outside of the program's own context, where logs would not reach the engine. */
const hook = (name: string, check: () => Promise<void> | void) =>
  new ResourceHook(name, AsyncResource.bind(check));

/** Change of an application's traffic in this update, as the witness needs it. */
function changeOf({ plan, recorded }: PlannedApplication, at: number): Change {
  const { active, weights, colors } = plan;
  const idle = other(active);
  // A canary has its weight beside the active color's; without one the active color has all of it.
  const to = weights[idle] > 0 ? idle : active;
  return { at, from: recorded[other(to)]?.release, to: colors[to].release, share: weights[to] };
}
