import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { branches } from "../../branches";
import { allNamesOf, namesTable, runNames, type NamesCommandOptions } from "../../cli/names";
import { UserError } from "../../cli/user-error";
import { loadBalancerName } from "../../naming/load-balancer";
import { targetGroupName } from "../../naming/target-group";

async function printed(branch: string, options: NamesCommandOptions): Promise<string> {
  const out = new PassThrough();
  runNames(branch, options, branches, out);
  out.end();
  return text(out);
}

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

describe("runNames", () => {
  it("prints the table", async () => {
    assert.equal(await printed("develop", {}), namesTable(allNamesOf("develop", branches)));
  });

  it("prints JSON with the agreed keys and a newline at the end", async () => {
    assert.equal(
      await printed("develop", { json: true, domain: "example.org", applications: ["api"], local: true }),
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
      assert.equal((JSON.parse(await printed(branch, { json: true })) as { branch: string }).branch, branch);
    }
  });

  it("refuses a branch without a name, as a variable is that a CI did not set", async () => {
    for (const branch of ["", " "])
      await assert.rejects(
        printed(branch, {}),
        (error) =>
          error instanceof UserError &&
          error.message === "The branch is empty: give it a name; if it comes from a variable, set that.",
      );
  });
});
