import { makesCluster } from "./cluster";
import { deploysEnvironments } from "./environment";
import { makesRoles } from "./identity";
import { makesNetwork } from "./network";
import { readsCluster, readsImages, readsTargets } from "./reading";
import { readsResources } from "./refresh";
import type { CiScope } from "./scope";
import { readsState, writesState } from "./state";
import type { Statement } from "./statement";

/** What a CI job does, and with it what it may do. */
export const deployRoles = ["preview", "environment", "platform"] as const;
export type DeployRoleName = (typeof deployRoles)[number];

/**
 * What a role may do on AWS, as policies by their topic: a managed policy holds 6,144 characters, and a role takes
 * ten of them.
 */
export function roleStatements(
  role: DeployRoleName,
  scope: CiScope,
): Readonly<Record<string, readonly Statement[]>> {
  const reading = {
    images: readsImages(scope),
    read: [readsCluster(scope), ...readsTargets(scope), ...readsResources(scope)],
  };
  switch (role) {
    case "preview":
      return { ...reading, state: readsState(scope) };
    case "environment":
      return deploysEnvironments(scope);
    case "platform":
      return {
        ...reading,
        state: writesState(scope),
        network: makesNetwork(scope),
        cluster: makesCluster(scope),
        identity: makesRoles(scope),
      };
  }
}
