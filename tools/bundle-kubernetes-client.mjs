// Runs after every install in a clone and for the package (package.json): makes one file of the 960 of @kubernetes/client-node,
// and a small one of the part of it that reads a kubeconfig and signs in. Node takes 0.6 s to load those 960, and every
// release and rollback would wait for it; for the one file it takes 0.15 s, for the small one 0.02 s.
import { build } from "esbuild";
import { dirname, join } from "node:path";

const client = process.argv[2] ?? "node_modules/.cache/turnout/kubernetes-client.js";
const library = "@kubernetes/client-node";
const options = { bundle: true, minify: true, platform: "node", target: "node20", logLevel: "warning" };

/** Leaves out the models of all kinds of objects: the library's own files only declare, and don't say so. */
const withoutModels = {
  name: "without-models",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\./ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === "resolved" || !from.resolveDir.includes(join(library, "dist"))) return undefined;
      return { ...(await resolve(path, { ...from, pluginData: "resolved" })), sideEffects: false };
    });
  },
};

await build({ ...options, entryPoints: [library], outfile: client });
await build({
  ...options,
  stdin: { contents: `export { KubeConfig } from "${library}/dist/config.js"`, resolveDir: "." },
  outfile: join(dirname(client), "kubeconfig.js"),
  plugins: [withoutModels],
  alias: { "whatwg-url": "node:url" }, // Node's own has all that is used of it
});
