import { readKubeconfigs } from "../settings/kubeconfig";
import { parse } from "yaml";

/** The current context of the kubeconfig that kubectl would use; undefined where there is none. */
export function currentContext(environment: NodeJS.ProcessEnv): string | undefined {
  for (const text of readKubeconfigs(environment)) {
    const context = (parse(text) as { "current-context"?: string } | null)?.["current-context"];
    if (context) return context;
  }
  return undefined;
}
