import type { CiScope } from "./scope";
import type { Statement } from "./statement";

/** Making and changing alarms, cut also to what they do when their state changes. */
export function putsAlarms({ alarmTopic }: CiScope, resources: readonly string[]): Statement {
  return {
    sid: "PutAlarms",
    why: "An alarm may tell the topic of the platform's settings, where there is one, and do nothing else: as its action it could also end EC2 instances.",
    actions: ["cloudwatch:PutMetricAlarm"],
    resources,
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-alarm-actions.html
    // "For all" also holds of an alarm without actions, whether AWS then gives the key no value or leaves it out.
    conditions:
      alarmTopic === undefined
        ? { "ForAllValues:StringNotLike": { "cloudwatch:AlarmActions": "*" } }
        : { "ForAllValues:StringEquals": { "cloudwatch:AlarmActions": alarmTopic } },
  };
}
