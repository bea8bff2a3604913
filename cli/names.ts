import { sharedGateway } from "../estimate/placement";
import type { BranchMap } from "../naming/branch-map";
import { hostOf, previewHostOf } from "../naming/host";
import { LIMITS } from "../naming/slug";
import { loadBalancerName, targetGroupName } from "../naming/aws";
import { namesOf, type Names, type NamesOptions } from "../naming/names";
import { colors } from "../release/model";
import { json } from "../problems/problem";
import type { Settings } from "../settings/settings";
import { columns } from "./terminal";
import type { Subject } from "./subject";

/** The settings that a stack's names depend on. */
export interface StackNamesOptions extends NamesOptions {
  /** Only where its platform is on AWS. */
  readonly aws?: AwsNamesOptions;
}

export interface AwsNamesOptions {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** Shared Gateway of a new environment (an existing one may use another); undefined where it has its own. */
  readonly sharedGateway: string | undefined;
}

/** Reads a stack's settings for its names: domain, applications, and the place on AWS. Empty for a platform. */
export function namesOptions(settings: Settings, stack: string): StackNamesOptions {
  if (settings.role !== "environment") return {};
  const { domain, applications, aws, gateway } = settings;
  const shared = () => (gateway.own ? undefined : sharedGateway(gateway, stack));
  return {
    domain,
    applications: applications.map(({ name }) => name),
    ...(aws && { aws: { cluster: aws.cluster, sharedGateway: shared() } }),
  };
}

/** A branch's names, with the hosts and AWS names that are made of them. */
export interface AllNames extends Names {
  /** By application: its own host, and that of its latest release, promoted or not. */
  readonly hosts: Readonly<Record<string, { readonly host: string; readonly preview: string }>>;
  /** Of all applications, each one's blue before its green; only on AWS. */
  readonly targetGroup?: readonly string[];
  /** Of a new environment's Gateway; an existing one may use an earlier Gateway. Only on AWS. */
  readonly loadBalancer?: string;
}

/** `turnout names BRANCH`: writes all names of a branch, for people or as JSON. */
export function runNames(
  branch: string,
  { stack, settings, project }: Pick<Subject, "stack" | "settings" | "project">,
  { json: asJson = false, local = false }: { readonly json?: boolean; readonly local?: boolean },
  out: NodeJS.WritableStream,
): void {
  const names = allNamesOf(branch, project.map, { ...namesOptions(settings, stack), local });
  out.write(asJson ? json(names) : namesTable(names));
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
