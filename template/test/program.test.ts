import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

/** What a stack declares, found by running the program offline: no Pulumi, no cluster, no credentials. */
function declared(stack: string): string[] {
  const args = ["turnout", "diff", "--stack", stack, "--base", "nothing", "--format", "json"];
  const text = execFileSync("npx", ["--no-install", ...args], { encoding: "utf8" });
  const { changes } = JSON.parse(text) as { changes: { type: string; name: string }[] };
  return changes.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
}

describe("the program", () => {
  for (const stack of ["dev", "staging", "prod"])
    it(`declares two colors and a route for stack ${stack}`, () => {
      const resources = declared(stack);
      for (const resource of ["Deployment web-blue", "Deployment web-green", "HTTPRoute web"])
        assert.ok(resources.includes(resource), `${resource} in ${resources.join(", ")}`);
    });
});
