import type { BranchMap } from "../naming/branch-map";
import { LIMITS } from "../naming/limits";
import { columns } from "./columns";
import { namesOf, type Names, type NamesOptions } from "../naming/names";

/** What `turnout names` was asked for. */
export interface NamesCommandOptions extends NamesOptions {
  readonly json?: boolean;
}

/** `turnout names BRANCH`: writes all names of a branch, for people or as JSON. */
export function runNames(
  branch: string,
  { json, ...options }: NamesCommandOptions,
  map: BranchMap,
  out: NodeJS.WritableStream,
): void {
  const names = namesOf(branch, map, options);
  out.write(json ? `${JSON.stringify(names, null, 2)}\n` : namesTable(names));
}

/** The names as a table, each with its length and its limit in characters; ends in a newline. */
export function namesTable(names: Names): string {
  const rows: [name: string, value: string, limit?: number][] = [
    ["branch", names.branch],
    ["stack", names.stack, LIMITS.stack],
    ["namespace", names.namespace, LIMITS.namespace],
    ["host", names.host, LIMITS.host],
    ...names.service.map((service): [string, string, number] => ["service", service, LIMITS.service]),
    ...Object.entries(names.labels).map(([key, value]): [string, string, number] => [
      `label ${key}`,
      value,
      LIMITS.labelValue,
    ]),
  ];
  const lines = rows.map(([name, value, limit]) => [
    name,
    value,
    String([...value].length),
    String(limit ?? "-"),
  ]);
  return columns(["name", "value", "length", "limit"], lines, ["length", "limit"]);
}
