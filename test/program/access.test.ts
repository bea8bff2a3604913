import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { belongingCluster, checkAccount } from "../../program/access";
import { clusterIdentity, readKubeconfigs } from "../../program/kubeconfig";

const current = { account: "111122223333", region: "eu-central-1" };

describe("checkAccount", () => {
  it("lets a stack be where it was made, and a new one be anywhere", () => {
    checkAccount("dev", current, current);
    checkAccount("dev", {}, current);
  });

  it("refuses another account or region, in a sentence and without a stack", () => {
    assert.throws(() => checkAccount("dev", { ...current, account: "444455556666" }, current), {
      message:
        "Stack dev belongs to account 444455556666, but turnout:aws.account is 111122223333; nothing was changed. " +
        "Set it back, or destroy the stack before you move it.",
      stack: "",
    });
    assert.throws(() => checkAccount("prod", { ...current, region: "us-east-1" }, current), {
      message: /^Stack prod belongs to region us-east-1, but turnout:aws\.region is eu-central-1; /,
    });
  });
});

describe("belongingCluster", () => {
  it("is the recorded one where the kubeconfig leads there", () => {
    assert.equal(belongingCluster({ stack: "dev", recorded: "aaa", current: "aaa" }), "aaa");
  });

  it("is the kubeconfig's before the first update", () => {
    assert.equal(belongingCluster({ stack: "dev", current: "aaa" }), "aaa");
  });

  it("is the recorded one where there is no kubeconfig, as in a diff", () => {
    assert.equal(belongingCluster({ stack: "dev", recorded: "aaa" }), "aaa");
  });

  it("is unknown where nothing tells", () => {
    assert.equal(belongingCluster({ stack: "dev" }), "unknown");
  });

  it("is the pinned one, which overrules the recorded one", () => {
    assert.equal(belongingCluster({ stack: "dev", pinned: "bbb", recorded: "aaa", current: "bbb" }), "bbb");
    assert.equal(belongingCluster({ stack: "dev", pinned: "bbb", recorded: "aaa" }), "bbb");
  });

  const fix =
    "nothing was changed. Switch back with `kubectl config use-context`, or, if it is the same cluster with a new " +
    "address or certificate, run `pulumi config set turnout:cluster bbb`.";

  for (const [title, claim, why] of [
    ["recorded", { recorded: "aaa" }, "the kubeconfig's current context leads"],
    ["recorded, by a context of the settings", { recorded: "aaa", context: "kind" }, "context kind leads"],
    ["pinned", { pinned: "aaa", recorded: "bbb" }, "the kubeconfig's current context leads"],
  ] as const)
    it(`is refused where the kubeconfig leads to another than the ${title}, in a sentence and without a stack`, () => {
      const message = `Stack dev belongs to cluster aaa, but ${why} to cluster bbb; ${fix}`;
      assert.throws(() => belongingCluster({ stack: "dev", current: "bbb", ...claim }), {
        message,
        stack: "",
      });
    });
});

interface Parts {
  readonly current?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly server?: string;
  readonly ca?: string;
}

const config = ({
  current = "one",
  context = "one",
  cluster = "c",
  server = "https://a",
  ca = "AAAA",
}: Parts = {}) => `
apiVersion: v1
kind: Config
current-context: ${current}
contexts: [{ name: ${context}, context: { cluster: ${cluster}, user: me } }]
clusters: [{ name: ${cluster}, cluster: { server: "${server}", certificate-authority-data: ${ca} } }]
users: [{ name: me, user: { token: secret } }]
`;

describe("clusterIdentity", () => {
  it("is 16 hexadecimal digits for the current context", () => {
    assert.match(clusterIdentity([config()]) ?? "", /^[0-9a-f]{16}$/);
  });

  it("is the same whatever the context and the cluster are called, and whoever asks", () => {
    const renamed = config({ current: "two", context: "two", cluster: "d" }).replace(
      "token: secret",
      "token: x",
    );
    assert.equal(clusterIdentity([renamed]), clusterIdentity([config()]));
  });

  it("differs where the same address has another certificate authority: the cluster was built anew", () => {
    assert.notEqual(clusterIdentity([config({ ca: "BBBB" })]), clusterIdentity([config()]));
  });

  it("differs where the address differs", () => {
    assert.notEqual(clusterIdentity([config({ server: "https://b" })]), clusterIdentity([config()]));
  });

  it("tells certificate authorities in files apart", () => {
    const file = (path: string) =>
      config().replace("certificate-authority-data: AAAA", `certificate-authority: ${path}`);
    assert.notEqual(clusterIdentity([file("a.crt")]), clusterIdentity([file("b.crt")]));
  });

  it("follows the context that is asked for instead of the current one", () => {
    const files = [config(), config({ context: "two", cluster: "d", server: "https://b" })];
    assert.equal(clusterIdentity(files, "two"), clusterIdentity([config({ server: "https://b" })]));
  });

  it("puts several files together: the first current context counts, its parts may stand elsewhere", () => {
    const first = "current-context: two\n";
    const files = [first, config(), config({ context: "two", cluster: "d", server: "https://b" })];
    assert.equal(clusterIdentity(files), clusterIdentity([config({ server: "https://b" })]));
    const twice = [config(), config({ server: "https://b" })];
    assert.equal(clusterIdentity(twice), clusterIdentity([config()]));
  });

  for (const [title, files, context] of [
    ["no kubeconfig", [], undefined],
    ["an empty kubeconfig", [""], undefined],
    ["a context that isn't there", [config()], "elsewhere"],
    ["a current context that isn't there", [config({ current: "gone" })], undefined],
    ["no current context", [config().replace("current-context: one", "")], undefined],
    ["a cluster that isn't there", [config().replace("clusters:", "more:")], undefined],
    ["a context without its cluster", ["current-context: a\ncontexts: [{ name: a }]"], undefined],
  ] as const)
    it(`is unknown with ${title}`, () => {
      assert.equal(clusterIdentity(files, context), undefined);
    });
});

describe("readKubeconfigs", () => {
  it("reads the files that KUBECONFIG lists in its order, without those that can't be read", () => {
    const folder = mkdtempSync(join(tmpdir(), "turnout-test-"));
    try {
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      writeFileSync(a, "A");
      writeFileSync(b, "B");
      const list = [b, join(folder, "gone"), "", a].join(delimiter);
      assert.deepEqual(readKubeconfigs({ KUBECONFIG: list }), ["B", "A"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("reads none where KUBECONFIG is set to nothing", () => {
    assert.deepEqual(readKubeconfigs({ KUBECONFIG: "" }), []);
  });

  it("says which file is not YAML", () => {
    const folder = mkdtempSync(join(tmpdir(), "turnout-test-"));
    try {
      const file = join(folder, "config");
      writeFileSync(file, "a: [");
      assert.throws(() => readKubeconfigs({ KUBECONFIG: file }), {
        message: `Kubeconfig ${file} is not YAML: correct it, or set KUBECONFIG to another file.`,
        stack: "",
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
