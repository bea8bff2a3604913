// Runs after every install (`postinstall` in package.json): makes one file of the 960 of @kubernetes/client-node. Node
// takes 0.6 s to load those, and every release and rollback would wait for it; for the one file it takes 0.15 s.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

await build({
  entryPoints: ["@kubernetes/client-node"],
  outfile: fileURLToPath(new URL("../node_modules/.cache/turnout/kubernetes-client.js", import.meta.url)),
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
});
