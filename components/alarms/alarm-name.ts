/**
 * CloudWatch has one space of names per account and region, and overwrites what has the name already, so each starts
 * with the cluster. No part holds a `/` or `_`, so no two things get one name. At most 255 characters:
 * 27 of a cluster, 63 each of a namespace and an application.
 */
export const alarmName = (cluster: string, ...parts: readonly string[]): string =>
  ["turnout", cluster, ...parts].join("/");

/** The same of a dashboard, which takes letters, digits, - and _ only. */
export const dashboardName = (cluster: string, namespace?: string): string =>
  ["turnout", cluster, ...(namespace === undefined ? [] : [namespace])].join("_");
