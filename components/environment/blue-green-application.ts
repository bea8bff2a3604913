import * as pulumi from "@pulumi/pulumi";
import type { PlannedApplication } from "../../program/planned-application";
import { recordedPreview, recordedWeights } from "../../release/checkpoint";
import {
  allTo,
  annotations,
  type Color,
  colors,
  previewName,
  type RecordedApplication,
} from "../../release/model";
import { isAlone } from "../../settings/application";
import { awaitedBeforeTraffic } from "../../release/release-plan";
import type { Switch } from "../../traffic/switch";
import type { Cloud } from "./cloud";
import { type ReleaseChecks, ReleaseHooks } from "./release-checks";
import { ColorService, type GatewayRef, Route } from "./routing";
import { Autoscaler, ColorWorkload } from "./workload";

/** Arguments of an application: those of its environment, and its own plan, one of `applications` there. */
export interface BlueGreenApplicationArgs {
  /** It must be there before. */
  readonly namespace: string;
  readonly planned: PlannedApplication;
  readonly gateway: GatewayRef;
  readonly labels: Readonly<Record<string, string>>;
  /** Missing where nothing is changed: in a preview. */
  readonly checks?: ReleaseChecks | undefined;
  readonly cloud?: Cloud | undefined;
}

/**
 * One application behind one hostname: two colors, each behind a Service of its own, and a route that
 * weighs them. What each color does in this update, and what waits for what, is the plan's decision.
 */
export class BlueGreenApplication extends pulumi.ComponentResource {
  readonly planned: PlannedApplication;
  readonly workloads: Readonly<Record<Color, ColorWorkload>>;
  /** Resources that must be there before the traffic of any application of the environment moves. */
  readonly beforeTraffic: readonly pulumi.Resource[];
  /** Each color's Service, with how a load balancer treats it. */
  private readonly services: readonly pulumi.Resource[];
  private readonly labels: Readonly<Record<string, string>>;
  private readonly hooks: ReleaseHooks;
  private readonly previewRoute: Route;
  private route: Route | undefined;

  constructor(
    name: string,
    private readonly args: BlueGreenApplicationArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:environment:BlueGreenApplication", name, {}, options);
    const { namespace, planned } = args;
    const { plan, application } = planned;
    this.planned = planned;
    this.labels = labelsOf(application.name, args.labels);
    this.hooks = new ReleaseHooks(planned, args.checks);
    const where = { namespace, labels: this.labels };

    // A load balancer of a cloud goes by its own targets.
    const servesAlone = isAlone(application) && args.cloud === undefined;
    this.services = colors.flatMap((color) => {
      const service = new ColorService(application, color, { ...where, servesAlone }, { parent: this });
      const beside = args.cloud?.besideService(application, color, where, {
        parent: this,
        dependsOn: service,
      });
      return beside === undefined ? [service] : [service, beside];
    });
    if (plan.order === "route") this.route = this.makeRoute([]);
    // Before the pods: what is at the preview hostname and has no traffic is known not to have come through its checks.
    this.previewRoute = this.makePreviewRoute();
    const after = [...this.services, this.previewRoute, ...(this.route ? [this.route] : [])];
    // An autoscaler that keeps its color changes first, or it could remove pods that this update needs.
    const told = planned.autoscaled === plan.active ? this.makeAutoscaler(this.services) : [];
    const makeWorkload = (color: Color) =>
      new ColorWorkload(
        planned,
        color,
        where,
        { parent: this, dependsOn: [...after, ...(color === plan.active ? told : [])] },
        this.hooks.ofWorkload(color),
      );
    this.workloads = { blue: makeWorkload("blue"), green: makeWorkload("green") };
    const awaited = awaitedBeforeTraffic(plan).map((color) => this.workloads[color]);
    this.beforeTraffic = [...awaited, this.previewRoute];
  }

  /**
   * Moves the traffic to where the plan wants it, once `ready` is there: all applications release together. A first
   * release's own route was there before: it doesn't wait for its pods, but those of others wait for them. Whoever
   * declares applications without an environment calls it once for each, after the last one is declared.
   */
  moveTraffic(ready: readonly pulumi.Resource[] = this.beforeTraffic): void {
    this.route ??= this.makeRoute(ready);
    const { autoscaled, plan } = this.planned;
    if (autoscaled !== plan.active) this.makeAutoscaler([this.route, this.workloads[plan.active]]);
    this.registerOutputs();
  }

  /** Proof of the last move of its traffic; of this update, once its route is recorded. */
  lastSwitch(): Switch | undefined {
    return this.args.checks?.lastSwitch(this.planned) ?? this.planned.lastSwitch;
  }

  /** State that the engine will have recorded after this update: from resources' outputs, never planned values. */
  get recorded(): pulumi.Output<RecordedApplication> {
    const { application } = this.planned;
    const route = this.route;
    if (route === undefined) throw new Error(`${application.name} has no route before its traffic moves`);
    return pulumi
      .all([
        route.spec,
        route.metadata,
        this.previewRoute.spec,
        this.workloads.blue.recorded,
        this.workloads.green.recorded,
      ])
      .apply(([spec, metadata, preview, blue, green]) => ({
        weights: recordedWeights({ spec }, application.name),
        rejected: metadata.annotations?.[annotations.rejected],
        preview: recordedPreview({ spec: preview }, application.name),
        blue,
        green,
      }));
  }

  private makeAutoscaler(after: readonly pulumi.Resource[]): readonly pulumi.Resource[] {
    const { application, plan } = this.planned;
    if (application.autoscaling === undefined) return [];
    const args = { application, plan, namespace: this.args.namespace, labels: this.labels };
    return [new Autoscaler(args, { parent: this, dependsOn: [...after] })];
  }

  private makeRoute(after: readonly pulumi.Resource[]): Route {
    const { plan, application, entry } = this.planned;
    const { namespace, gateway } = this.args;
    return new Route(
      application.name,
      {
        application: application.name,
        namespace,
        labels: this.labels,
        ...(plan.rejected !== undefined && { annotations: { [annotations.rejected]: plan.rejected } }),
        host: entry.host,
        gateway,
        weights: plan.weights,
      },
      { parent: this, dependsOn: [...this.services, ...after], ...this.hooks.ofRoute() },
    );
  }

  private makePreviewRoute(): Route {
    const { plan, application, preview } = this.planned;
    const { namespace, gateway } = this.args;
    return new Route(
      previewName(application.name),
      {
        application: application.name,
        namespace,
        labels: this.labels,
        host: preview.host,
        gateway,
        weights: allTo(plan.preview),
      },
      { parent: this, dependsOn: [...this.services] },
    );
  }
}

/** Standard labels of an application's objects, from those of its environment. */
export const labelsOf = (application: string, labels: Readonly<Record<string, string>>) => ({
  ...labels,
  "app.kubernetes.io/name": application,
});

/** Stack output of one application. */
type ApplicationOutput = RecordedApplication & {
  readonly url: string;
  readonly previewUrl: string;
  /** Proof of the last move of its traffic. */
  readonly lastSwitch?: Switch | undefined;
};

export function applicationOutputs(
  applications: readonly BlueGreenApplication[],
): Record<string, pulumi.Output<ApplicationOutput>> {
  return Object.fromEntries(
    applications.map((application) => [
      application.planned.application.name,
      // Once everything is recorded: the checks have seen by then what there was to see.
      application.recorded.apply((state) => ({
        url: application.planned.entry.url,
        previewUrl: application.planned.preview.url,
        ...state,
        lastSwitch: application.lastSwitch(),
      })),
    ]),
  );
}
