import * as pulumi from "@pulumi/pulumi";
import { setTimeout as pause } from "node:timers/promises";
import { type Color, colors, type RecordedApplication } from "../../release/model";
import {
  moveProblem,
  podsProblem,
  templateProblem,
  trafficProblem,
  waitsForPods,
  workloadProblem,
} from "../../release/guard";
import type { Switch } from "../../traffic/switch";
import { changeOf } from "./change";
import type { PlannedApplication } from "./planned-application";
import type { Subject, Witness } from "./witness";

/** Seconds in which a gateway has taken a changed route; an ALB at worst takes minutes (docs/facts.md#slow-routes). */
const moveSeconds = 120;

/** As often as a readiness probe may run at most. */
const lookEveryMilliseconds = 500;

/**
 * What is looked at, at the moment of each change, before the update makes it. The engine runs these as resource hooks:
 * one that throws keeps its change, and all that depends on it, from being made.
 */
export class ReleaseChecks {
  private allReady: Promise<void> | undefined;
  private readonly moves = new Map<string, { end: ReturnType<Witness["observeMove"]>; at: number }>();
  private readonly switches = new Map<string, Switch>();

  constructor(
    private readonly witness: Witness,
    private readonly namespace: string,
    private readonly applications: readonly PlannedApplication[],
  ) {}

  /** Before the weights of any route: all applications release together, or none does. */
  async beforeRoute(planned: PlannedApplication): Promise<void> {
    const { plan, application } = planned;
    // A route that is made before its pods has nobody to wait for.
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
    // That took a while, in which a rollback that doesn't wait for the engine may have given it the traffic back.
    await this.checkWorkload(planned, color);
  }

  /** What was seen when the application's traffic last moved, in this update or before. */
  lastSwitch({ application, lastSwitch }: PlannedApplication): Switch | undefined {
    return this.switches.get(application.name) ?? lastSwitch;
  }

  private async checkWorkload(planned: PlannedApplication, color: Color): Promise<void> {
    const { plan, recorded, application, autoscaled } = planned;
    const { name } = application;
    const live = await this.look(planned);
    refuse(templateProblem(name, live, planned, color));
    if (autoscaled !== color) refuse(podsProblem(name, live, planned, color));
    const changesPods = takesPodsAway(planned, color) || !plan.colors[color].frozen;
    if (recorded[color] !== undefined && changesPods) refuse(workloadProblem(name, live, color));
  }

  private async checkAll(): Promise<void> {
    // What comes up for the first time has no traffic to be moved; that it came up, the engine has waited for.
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

  /** A pod that dies right before the traffic moves is replaced; the release has the time for it that it had to come up. */
  private async lookOnceReady(planned: PlannedApplication): Promise<RecordedApplication> {
    const { application, plan } = planned;
    const end = performance.now() + application.readyTimeoutSeconds * 1000;
    for (;;) {
      const live = await this.look(planned);
      const waits = trafficProblem(application.name, live, plan) !== undefined && waitsForPods(live, plan);
      if (!waits || performance.now() >= end) return live;
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
