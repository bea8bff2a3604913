import { kubernetesProvider } from "../components/kubernetes-provider";
import { Platform } from "../components/platform/platform";
import { clusterAccess } from "../settings/cluster-access";
import type { RecordedState } from "../settings/recorded-state";
import type { PlatformSettings } from "../settings/settings";
import { unprotect } from "./unprotected";

/** What all branches share on a cluster that is there already: its Gateway. */
export function localPlatform(settings: PlatformSettings, recorded: RecordedState) {
  const access = clusterAccess(settings, recorded.cluster);
  const { gateway } = settings;
  if (!settings.protect) unprotect();
  new Platform("platform", { gateway }, { provider: kubernetesProvider(access) });
  return { cluster: access.identity, gateway };
}
