import type { BranchMap } from "../naming/branch-map";
import { hostOf, previewHostOf } from "../naming/host";
import { LIMITS } from "../naming/limits";
import { loadBalancerName } from "../naming/load-balancer";
import { namesOf, type Names } from "../naming/names";
import { targetGroupName } from "../naming/target-group";
import { colors } from "../release/color";
import { columns } from "./columns";
import type { StackNamesOptions } from "./names-options";
import { refuseEmpty } from "./subject";

/** What `turnout names` was asked for. */
export interface NamesCommandOptions extends StackNamesOptions {
  readonly json?: boolean;
}

/** A branch's names, and those that they become elsewhere. */
export interface AllNames extends Names {
  /** By application: where it answers, and where what was released last does, promoted or not. */
  readonly hosts: Readonly<Record<string, { readonly host: string; readonly preview: string }>>;
  /** Of all applications, each one's blue before its green; only on AWS. */
  readonly targetGroup?: readonly string[];
  /** Of the Gateway that a new environment is at; one that is up may be at an earlier one. Only on AWS. */
  readonly loadBalancer?: string;
}

/**
 * `turnout names BRANCH`: writes all names of a branch, for people or as JSON.
 *
 * @throws UserError for a branch without a name.
 */
export function runNames(
  branch: string,
  { json, ...options }: NamesCommandOptions,
  map: BranchMap,
  out: NodeJS.WritableStream,
): void {
  refuseEmpty("The branch", branch);
  const names = allNamesOf(branch, map, options);
  out.write(json ? `${JSON.stringify(names, null, 2)}\n` : namesTable(names));
}

export function allNamesOf(branch: string, map: BranchMap, options: StackNamesOptions = {}): AllNames {
  const names = namesOf(branch, map, options);
  const { namespace } = names;
  const { domain = "localhost", applications = ["web"], aws } = options;
  const hosts = applications.map((application, index) => {
    const further = index === 0 ? undefined : application;
    const preview = previewHostOf(namespace, domain, further);
    return [application, { host: hostOf(namespace, domain, further), preview }] as const;
  });
  const owners = applications.flatMap((application) => colors.map((color) => ({ application, color })));
  return {
    ...names,
    hosts: Object.fromEntries(hosts),
    ...(aws && {
      targetGroup: owners.map((owner) => targetGroupName({ cluster: aws.cluster, namespace, ...owner })),
      loadBalancer: loadBalancerName(aws.cluster, aws.sharedGateway ?? namespace),
    }),
  };
}

/** The names as a table, each with its length and its limit in characters; ends in a newline. */
export function namesTable(names: AllNames): string {
  const each = (name: string, values: readonly string[], limit: number) =>
    values.map((value): Row => [name, value, limit]);
  const hosts = Object.values(names.hosts).flatMap(({ host, preview }): Row[] => [
    ["host", host, LIMITS.host],
    ["preview host", preview, LIMITS.host],
  ]);
  const rows: Row[] = [
    ["branch", names.branch],
    ["stack", names.stack, LIMITS.stack],
    ["namespace", names.namespace, LIMITS.namespace],
    ...hosts,
    ...each("service", names.service, LIMITS.service),
    ...each("target group", names.targetGroup ?? [], LIMITS.loadBalancing),
    ...each("load balancer", [names.loadBalancer ?? []].flat(), LIMITS.loadBalancing),
    ...Object.entries(names.labels).flatMap(([key, value]) =>
      each(`label ${key}`, [value], LIMITS.labelValue),
    ),
  ];
  const lines = rows.map(([name, value, limit]) => [
    name,
    value,
    String([...value].length),
    String(limit ?? "-"),
  ]);
  return columns(["name", "value", "length", "limit"], lines, ["length", "limit"]);
}

type Row = [name: string, value: string, limit?: number];
