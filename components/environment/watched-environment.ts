import { getTargetGroupOutput } from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";
import { targetGroupName } from "../../naming/aws";
import type { Color } from "../../release/model";
import { EnvironmentAlarms } from "../alarms/environment-alarms";
import { EnvironmentDashboard } from "../alarms/environment-dashboard";

export interface WatchedEnvironmentArgs {
  readonly cluster: string;
  readonly region: string;
  readonly namespace: string;
  readonly applications: readonly string[];
  /** `app/NAME/ID`, as CloudWatch names the load balancer. */
  readonly loadBalancer: pulumi.Input<string>;
  readonly topic?: string | undefined;
}

/** Alarms and a page for an environment that people depend on. */
export class WatchedEnvironment extends pulumi.ComponentResource {
  /** @param after what made the target groups: the controller has them once the routes lead to pods that are Ready. */
  constructor(
    name: string,
    args: WatchedEnvironmentArgs,
    after: readonly pulumi.Resource[],
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:environment:WatchedEnvironment", name, {}, options);
    const { cluster, region, namespace, topic } = args;
    const suffixOf = (application: string, color: Color) =>
      getTargetGroupOutput(
        { name: targetGroupName({ cluster, namespace, application, color }) },
        { parent: this, dependsOn: [...after] },
      ).arnSuffix;
    const applications = args.applications.map((application) => ({
      name: application,
      loadBalancer: pulumi.output(args.loadBalancer),
      targetGroups: { blue: suffixOf(application, "blue"), green: suffixOf(application, "green") },
    }));
    new EnvironmentAlarms(name, { cluster, namespace, applications, topic }, { parent: this });
    new EnvironmentDashboard(name, { cluster, region, namespace, applications }, { parent: this });
    this.registerOutputs();
  }
}
