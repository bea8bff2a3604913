import { titleOf } from "./step-title";

/**
 * The engine's page about steps of an update that was cut off, in one line: its advice is for people who have nothing
 * that reads the cluster back for them (cli/recover.ts).
 *
 * @returns undefined for any other warning, and where a step was not in the cluster: that one needs the advice.
 */
export function cutOffSteps(warning: string): string | undefined {
  if (!/^Attempting to deploy or update resources\s+with \d+ pending operations/.test(warning))
    return undefined;
  const steps = [...warning.matchAll(/^\s*\* (\S+), interrupted while (\w+)$/gm)];
  if (!steps.every(([, urn = ""]) => /[:$]kubernetes:/.test(urn))) return undefined;
  const said = steps.map(([, urn = "", doing = ""]) => `${doing} ${titleOf(urn)}`).join(", ");
  return `An update before this one was cut off while ${said}: what became of that is looked up in the cluster.`;
}
