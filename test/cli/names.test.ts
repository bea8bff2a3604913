import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { branches } from "../../branches";
import { sharedGateway } from "../../estimate/placement";
import { allNamesOf, namesOptions, namesTable, runNames } from "../../cli/names";
import { findSubject, projectIn, Subject } from "../../cli/subject";
import { loadBalancerName, targetGroupName } from "../../naming/aws";

describe("namesTable", () => {
  it("shows each name with its length and its limit", () => {
    assert.equal(
      namesTable(allNamesOf("fix/cart", branches)),
      [
        "name                                value                                               length  limit",
        "branch                              fix/cart                                                 8      -",
        "stack                               pr-fix-cart-a912ed93f9ce                                24    100",
        "namespace                           smallcase-fix-cart-a912ed93f9ce                         31     63",
        "host                                smallcase-fix-cart-a912ed93f9ce.localhost               41    253",
        "preview host                        smallcase-fix-cart-a912ed93f9ce--preview.localhost      50    253",
        "service                             web-blue                                                 8     63",
        "service                             web-green                                                9     63",
        "label app.kubernetes.io/part-of     smallcase                                                9     63",
        "label app.kubernetes.io/instance    smallcase-fix-cart-a912ed93f9ce                         31     63",
        "label app.kubernetes.io/managed-by  Pulumi                                                   6     63",
        "label turnout.dev/stack             pr-fix-cart-a912ed93f9ce                                24     63",
        "",
      ].join("\n"),
    );
  });
});

describe("allNamesOf", () => {
  const options = { domain: "example.org", applications: ["web", "api"] };
  const aws = { cluster: "turnout", sharedGateway: "shared" };

  it("has the hosts of every application", () => {
    assert.deepEqual(allNamesOf("develop", branches, options).hosts, {
      web: { host: "smallcase-develop.example.org", preview: "smallcase-develop--preview.example.org" },
      api: {
        host: "smallcase-develop--api.example.org",
        preview: "smallcase-develop--api--preview.example.org",
      },
    });
  });

  it("has the names in AWS of what is made there, and none elsewhere", () => {
    const { targetGroup, loadBalancer } = allNamesOf("develop", branches, { ...options, aws });
    const owner = { cluster: "turnout", namespace: "smallcase-develop" };
    assert.deepEqual(
      targetGroup,
      (["web", "api"] as const).flatMap((application) =>
        (["blue", "green"] as const).map((color) => targetGroupName({ ...owner, application, color })),
      ),
    );
    assert.equal(loadBalancer, loadBalancerName("turnout", "shared"));
    const elsewhere = allNamesOf("develop", branches, options);
    assert.ok(!("targetGroup" in elsewhere) && !("loadBalancer" in elsewhere));
  });

  it("calls an environment's own load balancer by its namespace", () => {
    const own = { ...aws, sharedGateway: undefined };
    assert.equal(
      allNamesOf("develop", branches, { ...options, aws: own }).loadBalancer,
      "turnout-smallcase-develop",
    );
  });

  it("is shown with AWS's limit", () => {
    const rows = namesTable(allNamesOf("develop", branches, { domain: "example.org", aws }))
      .split("\n")
      .filter((line) => /^(target group|load balancer) /.test(line))
      .map((line) => line.replace(/ +/g, " "));
    assert.deepEqual(rows, [
      "target group smallcase-develop-293c88f50a81 30 32",
      `target group ${targetGroupName({ cluster: "turnout", namespace: "smallcase-develop", application: "web", color: "green" })} 30 32`,
      "load balancer turnout-shared 14 32",
    ]);
  });
});

const web =
  "{ name: web, image: 'r/web:1', port: 80, probes: { readiness: { path: /r }, liveness: { path: /h } } }";
const project = `name: turnout\nconfig:\n  domain: { type: string, default: localhost }\n  applications: { type: array, default: [${web}] }\n  gateway: { type: object, default: { namespace: g, name: g } }\n`;

describe("of a stack's files,", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "turnout-test-"));
    write("Pulumi.yaml", project);
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });
  const write = (file: string, text: string) => {
    writeFileSync(join(root, file), text);
  };

  describe("namesOptions", () => {
    const optionsOf = (stack: string) =>
      namesOptions(new Subject(projectIn(root, branches), { stack }).settings, stack);

    it("takes domain and applications from the project, and from the stack where it differs", () => {
      assert.deepEqual(optionsOf("pr-x"), { domain: "localhost", applications: ["web"] });
      write("Pulumi.prod.yaml", "config:\n  turnout:domain: example.com\n");
      assert.deepEqual(optionsOf("prod"), { domain: "example.com", applications: ["web"] });
    });

    it("adds nothing for a platform", () => {
      write("Pulumi.b.yaml", "config:\n  turnout:role: platform\n");
      assert.deepEqual(optionsOf("b"), {});
    });

    it("says what is wrong with the settings", () => {
      write("Pulumi.a.yaml", "config:\n  turnout:domain: NOT ONE\n");
      assert.throws(() => optionsOf("a"), {
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
        write("Pulumi.c.yaml", onAws(gateway));
        assert.deepEqual(optionsOf("c").aws, { cluster: "shop", sharedGateway: expected });
      }
    });
  });

  describe("runNames", () => {
    async function printed(
      branch: string,
      options: { json?: boolean; local?: boolean } = {},
    ): Promise<string> {
      const out = new PassThrough();
      const { local = false } = options;
      runNames(branch, findSubject(projectIn(root, branches), { branch, local }), options, out);
      out.end();
      return text(out);
    }

    it("prints the table", async () => {
      assert.equal(await printed("develop"), namesTable(allNamesOf("develop", branches)));
    });

    it("prints JSON with the agreed keys and a newline at the end", async () => {
      const api = web.replace("name: web", "name: api");
      write("Pulumi.local-develop.yaml", `config: { domain: example.org, applications: [${api}] }\n`);
      assert.equal(
        await printed("develop", { json: true, local: true }),
        `{
  "branch": "develop",
  "stack": "local-develop",
  "namespace": "smallcase-local-develop",
  "host": "smallcase-local-develop.example.org",
  "service": [
    "api-blue",
    "api-green"
  ],
  "labels": {
    "app.kubernetes.io/part-of": "smallcase",
    "app.kubernetes.io/instance": "smallcase-local-develop",
    "app.kubernetes.io/managed-by": "Pulumi",
    "turnout.dev/stack": "local-develop"
  },
  "hosts": {
    "api": {
      "host": "smallcase-local-develop.example.org",
      "preview": "smallcase-local-develop--preview.example.org"
    }
  }
}
`,
      );
    });

    it("gives back the very branch in JSON, whatever characters it is of", async () => {
      for (const branch of ["größe/検索", 'a"b\\c', "\ud800", "\u001b[31m"]) {
        assert.equal(
          (JSON.parse(await printed(branch, { json: true })) as { branch: string }).branch,
          branch,
        );
      }
    });
  });
});
