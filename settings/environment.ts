import { z } from "zod";
import { beside, error, text, whole, type Contradiction, type Unchecked } from "../problems/schema";
import { at } from "../problems/problem";
import { applicationSchema } from "./application";
import { awsSchema } from "./aws";
import { awsProblems } from "./aws-problems";
import { gatewaySchema } from "./gateway";
import { shutdownProblems } from "./shutdown-problems";

const wordRule = (fix: string) => error(`must be text that is not empty; ${fix}`);
const word = (fix: string) => z.string(wordRule(fix)).min(1, wordRule(fix));
const domainRule = error("must be a domain of lower-case labels; write it as example.com");

/** What both a platform and its environments read. */
export const common = {
  /** `local` is the cluster of the kubeconfig; else the stack that made the cluster. */
  platform: text(
    /^[A-Za-z0-9_.-]{1,100}$/,
    "must be local or the name of a platform's stack; set it as in docs/aws.md",
  ).default("local"),
  aws: awsSchema.optional(),
  // 62: with the longest namespace in front, and the dot, a host keeps DNS's 253 characters by far.
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

export const environmentSchema = z
  .strictObject({
    ...common,
    applications: z
      .array(applicationSchema, error("must be a list of applications; write it as [{ name: web, … }]"))
      .min(1, error("must hold at least one application; add one with name, image, port and probes")),
  })
  .superRefine(...beside(acrossApplications))
  .superRefine(...beside(awsProblems));

/** What in one environment doesn't go together; its applications may still be wrong in any way. */
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
