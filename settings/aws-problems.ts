import { inOneLine } from "../problems/problem";
import { tree, type Contradiction, type Unchecked } from "../problems/schema";

/** Where the settings of the cloud don't go together; total, as they may each be wrong by themselves. */
export function awsProblems({ platform = "local", aws, domain, gateway }: Unchecked): Contradiction[] {
  if (typeof platform !== "string" || platform === "local") return [];
  const problems: Contradiction[] = [];
  if (aws === undefined)
    problems.push({
      path: ["aws"],
      value: aws,
      rule: 'must hold the account and region of the platform; write it as { account: "111122223333", region: eu-central-1 }',
    });
  if (tree(aws).hostedZone !== undefined && isLocal(domain))
    problems.push({
      path: ["domain"],
      value: domain,
      rule: "must be one that aws.hostedZone answers for; set the domain of that zone or a part of it",
    });
  const { region, alarmTopic } = tree(aws);
  const topic = typeof alarmTopic === "string" ? alarmTopic.split(":") : [];
  if (topic.length === 6 && typeof region === "string" && topic[3] !== region)
    problems.push({
      path: ["aws", "alarmTopic"],
      value: alarmTopic,
      rule: `must be in aws.region (${inOneLine(region)}), where the alarms are, for an alarm tells topics of its own region only; make a topic there`,
    });
  const { name, others, own } = tree(gateway);
  if (own === true && tree(aws).hostedZone === undefined)
    problems.push({
      path: ["gateway", "own"],
      value: own,
      rule: "must not be set without aws.hostedZone, for no wildcard leads to a load balancer of one's own; set the zone or remove the line",
    });
  if (Array.isArray(others) && new Set<unknown>([name, ...(others as unknown[])]).size <= others.length)
    problems.push({
      path: ["gateway", "others"],
      value: others,
      rule: "must not name a Gateway twice; remove the repeated name",
    });
  return problems;
}

const isLocal = (domain: unknown) => typeof domain === "string" && /(^|\.)localhost$/.test(domain);
