import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { namesOptions } from "../../cli/names-options";

const web =
  "{ name: web, image: 'r/web:1', port: 80, probes: { readiness: { path: /r }, liveness: { path: /h } } }";
const project = `name: turnout\nconfig:\n  domain: { type: string, default: localhost }\n  applications: { type: array, default: [${web}] }\n  gateway: { type: object, default: { namespace: g, name: g } }\n`;

describe("namesOptions", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "turnout-test-"));
    writeFileSync(join(root, "Pulumi.yaml"), project);
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("takes domain and applications from the project, and from the stack where it differs", () => {
    assert.deepEqual(namesOptions(root, "pr-x"), { domain: "localhost", applications: ["web"] });
    writeFileSync(join(root, "Pulumi.prod.yaml"), "config:\n  turnout:domain: example.com\n");
    assert.deepEqual(namesOptions(root, "prod"), { domain: "example.com", applications: ["web"] });
  });

  it("adds nothing where the settings are wrong, and for a platform", () => {
    writeFileSync(join(root, "Pulumi.a.yaml"), "config:\n  turnout:domain: NOT ONE\n");
    writeFileSync(join(root, "Pulumi.b.yaml"), "config:\n  turnout:role: platform\n");
    for (const stack of ["a", "b"]) assert.deepEqual(namesOptions(root, stack), {});
  });
});
