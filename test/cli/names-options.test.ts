import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedGateway } from "../../capacity/placement";
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

  it("adds nothing for a platform", () => {
    writeFileSync(join(root, "Pulumi.b.yaml"), "config:\n  turnout:role: platform\n");
    assert.deepEqual(namesOptions(root, "b"), {});
  });

  it("says what is wrong with the settings", () => {
    writeFileSync(join(root, "Pulumi.a.yaml"), "config:\n  turnout:domain: NOT ONE\n");
    assert.throws(() => namesOptions(root, "a"), {
      message:
        '1 setting is wrong in stack a; nothing was changed:\n  turnout:domain is "NOT ONE": must be a domain of lower-case labels; write it as example.com.',
    });
  });

  it("takes the cluster and the Gateway from a platform on AWS", () => {
    const onAws = (gateway: string) =>
      `config:\n  turnout:platform: platform\n  turnout:domain: example.com\n` +
      `  turnout:aws: { account: "111122223333", region: eu-central-1, cluster: shop, hostedZone: Z0123456789AB }\n` +
      `  turnout:gateway: ${gateway}\n`;
    for (const [gateway, expected] of [
      ["{ namespace: g, name: g }", "g"],
      [
        "{ namespace: g, name: g, others: [g-2, g-3] }",
        sharedGateway({ name: "g", others: ["g-2", "g-3"] }, "c"),
      ],
      ["{ namespace: g, name: g, own: true }", undefined],
    ] as const) {
      writeFileSync(join(root, "Pulumi.c.yaml"), onAws(gateway));
      assert.deepEqual(namesOptions(root, "c").aws, { cluster: "shop", sharedGateway: expected });
    }
  });
});
