import assert from "node:assert/strict";
import { branches } from "../../branches";
import { embeddedBackend } from "../../cli/backend";
import { choose, chooseToChange } from "../../cli/stack-choice";
import { findSubject, projectIn, Subject } from "../../cli/subject";
import { readStackFiles } from "../../settings/stack-files";
import { Sandbox } from "../git/sandbox";
import { RecordedCheckout, resourcesOf } from "./recorded";

describe("findSubject", () => {
  let sandbox: Sandbox;
  before(() => (sandbox = new Sandbox("develop")));
  after(() => {
    sandbox.remove();
  });

  it("is the checked-out branch's stack, with all that follows from its name", () => {
    const subject = findSubject(projectIn(sandbox.checkout, branches), {});
    assert.deepEqual(
      [subject.branch, subject.stack, subject.namespace, subject.note, subject.otherTree()],
      ["develop", "dev", "smallcase-develop", undefined, undefined],
    );
    const { environment, namespace } = findSubject(subject.project, { stack: "platform" });
    assert.deepEqual([environment, namespace], [undefined, undefined]);
  });

  it("doesn't ask git where the stack or the branch is named", () => {
    const project = projectIn(sandbox.checkout, branches);
    Object.defineProperty(project, "repository", {
      get: () => {
        throw new Error("git was asked");
      },
    });
    const toChange: typeof choose = (...args) => chooseToChange(...args, false);
    for (const find of [choose, toChange])
      for (const options of [{ stack: "dev" }, { branch: "develop" }, { branch: "develop", local: true }])
        assert.match(findSubject(project, options, find).stack, /^(dev|local-develop)$/);
    assert.throws(() => findSubject(project, {}), /git was asked/);
  });

  it("says whose tree the checkout holds", () => {
    const subject = findSubject(projectIn(sandbox.checkout, branches), { stack: "prod" });
    assert.equal(
      subject.otherTree(),
      "This is the working tree of develop; stack prod belongs to master or main.",
    );
  });
});

describe("a subject's files", () => {
  let checkout: RecordedCheckout;
  beforeEach(() => (checkout = new RecordedCheckout()));
  afterEach(() => {
    checkout.remove();
  });
  const own = ".turnout/workspace/Pulumi.dev.yaml";
  const subjectOf = (stack = "dev") => new Subject(projectIn(checkout.root, branches), { stack });
  const contextOf = (stack?: string) => subjectOf(stack).context;

  it("give every verb the configuration that Pulumi works with in the checkout", () => {
    const tracked = "config: { turnout:domain: tracked.example }\n";
    const untracked =
      "encryptionsalt: v1:x\nconfig: { turnout:domain: own.example, turnout:context: kind }\n";
    for (const [files, domain, context] of [
      [{}, undefined, undefined],
      [{ "Pulumi.dev.yaml": tracked }, "tracked.example", undefined],
      [{ [own]: untracked }, "own.example", "kind"],
      [{ "Pulumi.dev.yaml": tracked, [own]: untracked }, "tracked.example", undefined],
    ] as const) {
      checkout.remove();
      checkout = new RecordedCheckout();
      for (const [path, text] of Object.entries(files)) checkout.write(path, text);
      const subject = subjectOf();
      assert.deepEqual([subject.declared.domain, subject.context], [domain, context]);
      const { folder } = embeddedBackend(checkout.root, "dev");
      assert.deepEqual(subject.config, readStackFiles(folder, "dev"));
    }
  });

  it("are those beside Pulumi.yaml alone where the state is kept elsewhere, whatever a time before that left", () => {
    checkout.write(own, "config: { turnout:context: k3d-mine }\n");
    assert.equal(contextOf(), "k3d-mine");
    checkout.inBucket({});
    assert.equal(contextOf(), undefined);
  });

  it("are refused with the start of 0.1.0, with which plain Pulumi finds no program", () => {
    const start = (nodeargs: string) => {
      const runtime = { name: "nodejs", options: { nodeargs } };
      checkout.write("Pulumi.yaml", JSON.stringify({ name: "turnout", runtime }));
      return () => subjectOf().config;
    };
    assert.throws(start("--require ./bin/typescript.js --require ./internals/lazy-modules.js"), {
      message:
        'Pulumi.yaml: runtime.options.nodeargs is "--require ./bin/typescript.js --require ./internals/lazy-modules.js": must load the package, not its files of version 0.1.0; write it as nodeargs: "--require turnout/start".',
      stack: "",
    });
    assert.doesNotThrow(start("--require turnout/start"));
  });

  it("are read once", () => {
    const subject = subjectOf();
    assert.equal(subject.context, undefined);
    checkout.write("Pulumi.dev.yaml", "config: { turnout:context: kind-shop }\n");
    assert.equal(subject.context, undefined);
    assert.equal(contextOf(), "kind-shop");
  });

  it("say the context and the cluster that they insist on, also without the project's name, which Pulumi adds", () => {
    for (const prefix of ["turnout:", ""]) {
      checkout.write("Pulumi.dev.yaml", `config: { ${prefix}context: kind-shop, ${prefix}cluster: c1 }\n`);
      assert.deepEqual([contextOf(), subjectOf().pinnedCluster], ["kind-shop", "c1"]);
      assert.deepEqual([contextOf("prod"), subjectOf("prod").pinnedCluster], [undefined, undefined]);
    }
  });

  it("say no context where they hold none in the clear", () => {
    for (const text of ["", "config:\n", "config: {}\n", "config: { turnout:context: { secure: v1:x } }\n"]) {
      checkout.write("Pulumi.dev.yaml", text);
      assert.equal(contextOf(), undefined, text);
    }
  });

  it("lead to the context that the AWS CLI makes, where the platform is on AWS", () => {
    const aws = { account: "111122223333", region: "eu-central-1" };
    const project = (platform: string, more = {}) => {
      checkout.project({ platform, aws: { value: { ...aws, ...more } } });
    };
    project("platform");
    const cluster = "arn:aws:eks:eu-central-1:111122223333:cluster/turnout";
    assert.deepEqual(subjectOf().platform, { stack: "platform", cluster });
    assert.deepEqual(subjectOf().account, aws);
    assert.equal(contextOf(), cluster);
    checkout.write("Pulumi.dev.yaml", "config: { turnout:context: mine }\n");
    assert.equal(contextOf(), "mine");
    project("platform", { cluster: "shop" });
    assert.equal(contextOf("prod"), "arn:aws:eks:eu-central-1:111122223333:cluster/shop");
    project("local");
    assert.deepEqual(
      [contextOf("prod"), subjectOf("prod").platform, subjectOf("prod").account],
      [undefined, undefined, undefined],
    );
  });

  it("are refused as settings with the settings' own error", () => {
    checkout.project({ domain: "NOT ONE" });
    assert.throws(
      () => subjectOf().settings,
      /wrong in stack dev; nothing was changed:\n.*turnout:domain is "NOT ONE"/s,
    );
  });
});

describe("a subject's checkpoint", () => {
  it("is read once", async () => {
    const checkout = new RecordedCheckout();
    try {
      checkout.inside("dev", resourcesOf("c1", undefined));
      const subject = new Subject(projectIn(checkout.root, branches), { stack: "dev" });
      const first = await subject.checkpoint();
      checkout.inside("dev", []);
      assert.equal(await subject.checkpoint(), first);
    } finally {
      checkout.remove();
    }
  });
});
