// Runs after every install in a clone and for the package (package.json): makes one file each of what is used of
// @kubernetes/client-node and of the part that signs in. Node takes 0.6 s to load the 960 of the library, and every
// release and rollback would wait for it; for the one file it takes 0.07 s, for the part 0.03 s.
import { build } from "esbuild";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const client = process.argv[2] ?? "node_modules/.cache/turnout/kubernetes-client.js";
const part = join(dirname(client), "kubeconfig.js");

/** Leaves out all that isn't used: the library's own files only declare, and don't say so. */
const onlyUsed = {
  name: "only-used",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\.|client-node/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === "resolved") return undefined;
      return { ...(await resolve(path, { ...from, pluginData: "resolved" })), sideEffects: false };
    });
  },
};

for (const outfile of [client, part])
  await build({
    entryPoints: [fileURLToPath(new URL(`../live/${basename(outfile, ".js")}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    logLevel: "warning",
    plugins: [onlyUsed],
    alias: { "whatwg-url": "node:url" }, // Node's own has all that is used of it
  });
