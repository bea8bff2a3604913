import { existsSync } from "node:fs";
import { join } from "node:path";

const inOneFile = join(__dirname, "../node_modules/.cache/turnout/kubernetes-client.js");
const asItIs = () => import("@kubernetes/client-node");

/** The official client: the one file that an install makes of it (tools/bundle-kubernetes-client.mjs), if it is there. */
export async function kubernetesClient(): ReturnType<typeof asItIs> {
  if (!existsSync(inOneFile)) return asItIs();
  return require(inOneFile) as Awaited<ReturnType<typeof asItIs>>; // eslint-disable-line @typescript-eslint/no-require-imports -- Node's import would read it twice
}
