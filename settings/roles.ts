import * as z from "zod";
import { documentAt } from "../problems/documents";
import { beside, error, text, tree, whole, type Contradiction, type Unchecked } from "../problems/schema";
import { at, inOneLine } from "../problems/problem";
import { applicationSchema } from "./application";
import { awsSchema } from "./aws";
import { gatewaySchema } from "./gateway";
import { isRegistry } from "./image";
import { shutdownProblems } from "./shutdown";

const wordRule = (fix: string) => error(`must be text that is not empty; ${fix}`);
const word = (fix: string) => z.string(wordRule(fix)).min(1, wordRule(fix));
const domainRule = error("must be a domain of lower-case labels; write it as example.com");

const stackName = /^[A-Za-z0-9_.-]{1,100}$/;

/** Settings that both a platform and its environments read. */
const common = {
  /** `local` is the cluster of the kubeconfig; else the stack that made the cluster. */
  platform: text(
    stackName,
    `must be local or the name of a platform's stack; set it as in ${documentAt("docs/aws.md")}`,
  ).default("local"),
  aws: awsSchema.optional(),
  // 62: with the longest namespace in front, and the dot, a host is far below DNS's 253 characters.
  domain: z
    .string(domainRule)
    .max(189, domainRule)
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, domainRule),
  gateway: gatewaySchema,
  context: word("name a context of your kubeconfig").optional(),
  cluster: word("set the identity that the error message printed").optional(),
  /** USD; `turnout diff` fails for what costs more. */
  monthlyCap: whole(1, 1_000_000, "set the most USD that this stack may cost in a month").optional(),
};

const registryRule = error(
  "must be the host of a registry, with a dot or a port or localhost, and a path in lower case, without https://; write it as registry.example.com/shop",
);

export const environmentSchema = z
  .strictObject({
    ...common,
    /** Where images of applications with `build` are pushed, on any cluster but AWS. */
    registry: z.string(registryRule).refine(isRegistry, registryRule).optional(),
    /** Whether a release's pods may start before the engine gets to them. */
    headStart: z
      .boolean(error("must be true or false; set false to let pods start only where the engine starts them"))
      .default(true),
    applications: z
      .array(applicationSchema, error("must be a list of applications; write it as [{ name: web, … }]"))
      .min(1, error("must hold at least one application; add one with name, image, port and probes")),
  })
  .superRefine(...beside(acrossApplications))
  .superRefine(...beside(awsProblems));

/** Contradictions within one environment; its applications may still be wrong in any way. */
function acrossApplications({ gateway, applications }: Unchecked): Contradiction[] {
  if (!Array.isArray(applications)) return [];
  const names = applications.map((one) => at(one, ["name"]));
  return applications.flatMap((application, index) =>
    [...nameProblems(names, index), ...shutdownProblems(at(application, ["shutdown"]), gateway)].map(
      ({ path, ...problem }) => ({ ...problem, path: ["applications", index, ...path] }),
    ),
  );
}

function nameProblems(names: readonly unknown[], index: number): Contradiction[] {
  const name = names[index];
  const first = names.indexOf(name);
  if (name === undefined || first === index) return [];
  const rule = `must differ from that of applications[${first}]; rename one of the two` as const;
  return [{ path: ["name"], value: name, rule }];
}

/** The part of an application that a platform reads: whether it has images to keep. */
const built = z.looseObject({ name: z.string(), build: z.string().optional() });

export const platformSchema = z
  .strictObject({
    ...common,
    domain: common.domain.default("localhost"),
    /** Set to false before the platform is destroyed: until then, nothing deletes what holds data or traffic. */
    protect: z
      .boolean(error("must be true or false; set false to let the platform be destroyed"))
      .default(true),
    applications: z.array(built).catch([]).default([]),
  })
  .superRefine(...beside(awsProblems));

/** Of the stack that keeps the state of all others. */
export const stateSchema = z.strictObject(
  { aws: awsSchema },
  error("must hold aws; write it as { account, region }"),
);

/** Where the settings of the cloud don't go together; total, as they may each be wrong by themselves. */
function awsProblems({ platform = "local", aws, domain, gateway }: Unchecked): Contradiction[] {
  if (typeof platform !== "string" || platform === "local") return [];
  const problems: Contradiction[] = [];
  // A text that is no stack's name may be a misspelt `local`, which needs no account.
  if (aws === undefined && stackName.test(platform))
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
      rule: `must be in aws.region (${inOneLine(region)}), where the alarms are, for an alarm notifies topics of its own region only; create a topic there`,
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
