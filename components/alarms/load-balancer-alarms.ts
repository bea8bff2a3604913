import * as pulumi from "@pulumi/pulumi";
import { Alarm } from "./alarm";
import { alarmName } from "./alarm-name";
import { loadBalancerRules } from "./load-balancer-rules";
import type { Place } from "./metric";

export interface LoadBalancerAlarmsArgs {
  readonly cluster: string;
  /** The end of its ARN, `app/NAME/ID`. */
  readonly loadBalancer: Place["loadBalancer"];
  readonly topic?: pulumi.Input<string> | undefined;
}

/** What tells that a load balancer itself is in trouble; called as its Gateway. */
export class LoadBalancerAlarms extends pulumi.ComponentResource {
  constructor(
    name: string,
    { cluster, loadBalancer, topic }: LoadBalancerAlarmsArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:LoadBalancerAlarms", name, {}, options);
    for (const rule of loadBalancerRules(loadBalancer))
      new Alarm(
        `${name}-${rule.kind}`,
        { name: alarmName(cluster, name, rule.kind), rule, topic },
        { parent: this },
      );
    this.registerOutputs();
  }
}
