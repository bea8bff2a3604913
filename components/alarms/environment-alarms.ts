import * as pulumi from "@pulumi/pulumi";
import { Alarm } from "./alarm";
import { alarmName } from "./alarm-name";
import { applicationRules, type WatchedApplication } from "./application-rules";

export interface EnvironmentAlarmsArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly applications: readonly WatchedApplication[];
  readonly topic?: pulumi.Input<string> | undefined;
}

/** What tells that an application of an environment doesn't serve as it should. */
export class EnvironmentAlarms extends pulumi.ComponentResource {
  constructor(name: string, args: EnvironmentAlarmsArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:environment:EnvironmentAlarms", name, {}, options);
    const { cluster, namespace, applications, topic } = args;
    for (const application of applications)
      for (const rule of applicationRules(application, { cluster, namespace }))
        new Alarm(
          `${application.name}-${rule.kind}`,
          { name: alarmName(cluster, namespace, application.name, rule.kind), rule, topic },
          { parent: this },
        );
    this.registerOutputs();
  }
}
