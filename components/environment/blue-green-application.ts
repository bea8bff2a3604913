import * as pulumi from "@pulumi/pulumi";
import { recordedWeights } from "../../release/checkpoint";
import { colors, type Color } from "../../release/color";
import { awaitedBeforeRoute } from "../../release/plan";
import type { RecordedApplication } from "../../release/recorded";
import type { GatewaySettings } from "../../settings/settings";
import { ColorService } from "./color-service";
import { ColorWorkload } from "./color-workload";
import type { PlannedApplication } from "./planned-application";
import { Route } from "./route";

export interface BlueGreenApplicationArgs {
  readonly namespace: string;
  readonly planned: PlannedApplication;
  readonly gateway: GatewaySettings;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * One application behind one hostname: two colors, each behind a Service of its own, and a route that
 * weighs them. What each color does in this update, and what waits for what, is the plan's decision.
 */
export class BlueGreenApplication extends pulumi.ComponentResource {
  readonly name: string;
  readonly host: string;
  readonly route: Route;
  readonly workloads: Readonly<Record<Color, ColorWorkload>>;
  /** What the engine will have recorded of it after this update: from the resources' own outputs, never planned values. */
  readonly recorded: pulumi.Output<RecordedApplication>;

  constructor(name: string, args: BlueGreenApplicationArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:environment:BlueGreenApplication", name, {}, options);
    const { namespace, planned, gateway } = args;
    const { plan, application, host } = planned;
    const labels = { ...args.labels, "app.kubernetes.io/name": application.name };
    this.name = name;
    this.host = host;
    const routeFirst = plan.order === "route";

    const services = colors.map(
      (color) => new ColorService(application, color, { namespace, labels }, { parent: this }),
    );

    const makeRoute = (after: pulumi.Resource[]) =>
      new Route(
        name,
        { namespace, labels, host, gateway, weights: plan.weights },
        { parent: this, dependsOn: [...services, ...after] },
      );
    const makeWorkload = (color: Color, after: pulumi.Resource[]) =>
      new ColorWorkload(
        planned,
        color,
        { namespace, labels },
        { parent: this, dependsOn: [...services, ...after] },
      );

    const early = routeFirst ? makeRoute([]) : undefined;
    const after = early ? [early] : [];
    this.workloads = { blue: makeWorkload("blue", after), green: makeWorkload("green", after) };
    this.route = early ?? makeRoute(awaitedBeforeRoute(plan).map((color) => this.workloads[color]));
    this.recorded = pulumi
      .all([this.route.spec, this.workloads.blue.recorded, this.workloads.green.recorded])
      .apply(([spec, blue, green]) => ({
        weights: recordedWeights({ spec }, application.name),
        blue,
        green,
      }));
    this.registerOutputs();
  }
}
