import { spawnSync } from "node:child_process";
import { httpRoutes, openKubernetes } from "../live/kubernetes";
import { inOneLine } from "../problems/problem";
import { type CurrentCluster, currentCluster, readKubeconfigs } from "../program/kubeconfig";
import { findSubject, openProject } from "./subject";
import { type Ask, UserError } from "./terminal";

/** Whether a cluster is one of this machine's own: anybody else's is never changed unasked. */
export const isAtHand = ({ context, server }: CurrentCluster): boolean =>
  /^(kind-|k3d-|minikube$|docker-desktop$)/.test(context) ||
  /^https?:\/\/(127\.\d+\.\d+\.\d+|localhost|0\.0\.0\.0|\[::1\])(:\d+)?(\/|$)/.test(server);

/**
 * Brings up the first environment where the current cluster is at hand and a person wants it: by `--up`, or asked.
 *
 * @throws UserError where that was wanted and can't be; the project is whole.
 */
export async function bringUp(
  root: string,
  isWanted: boolean,
  say: (line: string) => void,
  person: Ask,
): Promise<void> {
  const by = "`npx turnout up --local` brings it up";
  const cluster = currentCluster(readKubeconfigs(process.env));
  if (cluster === undefined || !isAtHand(cluster)) {
    if (!isWanted) return;
    const reason =
      cluster === undefined
        ? "your kubeconfig has no current context"
        : `context ${inOneLine(cluster.context)} leads to ${inOneLine(cluster.server)}, which is not this machine`;
    throw new UserError(`Nothing was brought up, because ${reason}: ${by} on the cluster that you choose.`);
  }
  if (!isWanted) {
    const answer = await person(
      `Bring this branch up on the cluster of context ${inOneLine(cluster.context)} now? [y/N] `,
    );
    if (answer === undefined || !/^y(es)?$/i.test(answer.trim())) return;
  }
  const { gateway } = await gatewayOf(root, by);
  for (const args of [...(gateway ? [] : [["up", "--stack", "platform"]]), ["up", "--local"]]) {
    say(`$ npx turnout ${args.join(" ")}`);
    const { status } = spawnSync("npx", ["--no-install", "turnout", ...args], {
      cwd: root,
      stdio: "inherit",
    });
    if (status !== 0)
      throw new UserError(`The project is ready, but not up, for the reason above: mend that, then ${by}.`);
  }
}

/** Whether the project's Gateway is there already. @throws UserError where there can be none. */
async function gatewayOf(root: string, by: string): Promise<{ readonly gateway: boolean }> {
  const { settings } = findSubject(openProject(root), { stack: "platform" });
  if (settings.role !== "platform")
    throw new UserError("Stack platform is no platform: nothing was brought up.");
  const { namespace, name, className } = settings.gateway;
  const { custom } = await openKubernetes();
  const at = { group: httpRoutes.group, version: httpRoutes.version };
  const named = async (list: Promise<unknown>) =>
    ((await list) as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
  const orNone = (error: unknown): string[] => {
    if ((error as { code?: unknown }).code === 404) return []; // the Gateway API's kinds are not installed
    throw error;
  };
  const classes = await named(custom.listClusterCustomObject({ ...at, plural: "gatewayclasses" })).catch(
    orNone,
  );
  const trouble = classTrouble(classes, className);
  if (trouble !== undefined)
    throw new UserError(
      `The project is ready, but not up: ${trouble}. Then ${by}, after \`npx turnout up --stack platform\`.`,
    );
  const gateways = await named(
    custom.listNamespacedCustomObject({ ...at, namespace, plural: "gateways" }),
  ).catch(orNone);
  return { gateway: gateways.includes(name) };
}

/** Why no Gateway of a class would work on a cluster with these classes, and what to do; undefined where one would. */
export function classTrouble(classes: readonly string[], wanted: string): string | undefined {
  if (classes.includes(wanted)) return undefined;
  if (classes.length === 0)
    return "the cluster has no controller of the Gateway API; install one, such as Traefik";
  const there = classes.map((name) => inOneLine(name)).join(", ");
  return `the cluster has GatewayClass ${there}, and not ${wanted}; set className under turnout:gateway in Pulumi.yaml`;
}
