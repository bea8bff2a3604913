// Runs after every install in a clone and for the package (package.json): makes one file of the 960 of @kubernetes/client-node. Node
// takes 0.6 s to load those, and every release and rollback would wait for it; for the one file it takes 0.15 s.
import { build } from "esbuild";

await build({
  entryPoints: ["@kubernetes/client-node"],
  outfile: process.argv[2] ?? "node_modules/.cache/turnout/kubernetes-client.js",
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
});
