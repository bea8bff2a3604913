import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { record, type Program } from "../../diff/record";

const config = { values: {}, secretKeys: [] };
const run = (program: Program, stack = "dev") =>
  record({ program, project: "shop", stack, config, checkpoint: {} });

class Thing extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs = {}, options: pulumi.CustomResourceOptions = {}) {
    super("test:index:Thing", name, inputs, options);
  }
}

class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Group", name);
  }
}

class Home extends pulumi.ComponentResource {
  constructor(name: string, parent?: pulumi.Resource, aliases: pulumi.Alias[] = []) {
    super("test:index:Home", name, {}, parent ? { parent, aliases } : { aliases });
    new Thing(`${name}-thing`, {}, { parent: this });
  }
}

describe("record", () => {
  it("keeps each resource with its URN as the engine composes it, sorted, without components", async () => {
    const { resources } = await run(() => {
      new Thing("z");
      new Home("inner", new Home("outer"));
      return Promise.resolve();
    });
    assert.deepEqual(
      resources.map(({ urn }) => urn),
      [
        "urn:pulumi:dev::shop::test:index:Home$test:index:Home$test:index:Thing::inner-thing",
        "urn:pulumi:dev::shop::test:index:Home$test:index:Thing::outer-thing",
        "urn:pulumi:dev::shop::test:index:Thing::z",
      ].sort(),
    );
  });

  it("knows what a resource was called before, itself or through its parent", async () => {
    const aliasesOf = async (program: () => unknown) => {
      const { resources } = await run(() => Promise.resolve(program()));
      return resources.map(({ aliases }) => aliases);
    };
    const urn = (types: string, name: string) => `urn:pulumi:dev::shop::${types}::${name}`;
    const thing = "test:index:Thing";
    assert.deepEqual(await aliasesOf(() => new Thing("new", {}, { aliases: [{ name: "old" }] })), [
      [urn(thing, "old")],
    ]);
    assert.deepEqual(
      await aliasesOf(() => new Home("kept", undefined, [{ name: "old" }, { type: "test:index:House" }])),
      [[urn(`test:index:House$${thing}`, "kept-thing")]],
    );
    assert.deepEqual(
      await aliasesOf(
        () => new Thing("x", {}, { parent: new Group("g"), aliases: [{ parent: pulumi.rootStackResource }] }),
      ),
      [[urn(thing, "x")]],
    );
    assert.deepEqual(await aliasesOf(() => new Thing("x", {}, { aliases: ["urn:whole"] })), [["urn:whole"]]);
  });

  it("keeps what decides how a change is carried out", async () => {
    const { resources } = await run(() => {
      const options = { protect: true, ignoreChanges: ["a"], replaceOnChanges: ["b"] };
      new Thing("x", { list: [1, { a: null }], text: pulumi.output("later") }, options);
      return Promise.resolve();
    });
    const [{ inputs, protect, ignoreChanges, replaceOnChanges } = assert.fail()] = resources;
    assert.deepEqual(inputs, { list: [1, { a: null }], text: "later" });
    assert.deepEqual([protect, ignoreChanges, replaceOnChanges], [true, ["a"], ["b"]]);
  });

  it("keeps only a digest of a secret, the same for the same text and another for another", async () => {
    const { resources } = await run(() => {
      new Thing("a", { key: pulumi.secret("hunter2") });
      new Thing("b", { key: { deep: [pulumi.secret("hunter2")] } });
      new Thing("c", { key: pulumi.secret("hunter3") });
      return Promise.resolve();
    });
    const text = JSON.stringify(resources);
    assert.doesNotMatch(text, /hunter/);
    const digests = [...text.matchAll(/"hidden":"([0-9a-f]{64})"/g)].map(([, digest]) => digest);
    assert.equal(digests.length, 3);
    assert.equal(new Set(digests).size, 2);
  });

  it("keeps what the program says, and keeps it from the terminal", async () => {
    const { log } = console;
    const { messages } = await run(async () => {
      await pulumi.log.info("b");
      await pulumi.log.info("a");
    });
    assert.deepEqual(messages, ["a", "b"]);
    assert.equal(console.log, log);
  });

  it("lets programs that are started together take turns", async () => {
    const names = ["dev", "prod", "staging"];
    const programs = names.map((stack) =>
      run(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        new Thing(pulumi.getStack());
      }, stack),
    );
    const recordings = await Promise.all(programs);
    assert.deepEqual(
      recordings.map(({ resources }) => resources.map(({ name }) => name)),
      names.map((name) => [name]),
    );
  });

  it("throws what a program throws, and runs the next one as if nothing had been", async () => {
    await assert.rejects(
      run(() => Promise.reject(new Error("no such luck"))),
      { message: "no such luck" },
    );
    const { resources } = await run(() => {
      new Thing("next");
      return Promise.resolve();
    });
    assert.equal(resources.length, 1);
  });

  it("refuses a program that declares one resource twice", async () => {
    const twice = run(() => {
      new Thing("a");
      new Thing("a");
      return Promise.resolve();
    });
    await assert.rejects(twice, {
      message: "The program declares urn:pulumi:dev::shop::test:index:Thing::a twice.",
    });
  });

  it("refuses a program that asks for what can't be known offline", async () => {
    const asks = run(() => pulumi.runtime.invoke("aws:index:getRegion", {}) as Promise<unknown>);
    await assert.rejects(asks, {
      message:
        "The program asked for aws:index:getRegion, which can't be answered offline; take the value from the settings or a StackReference, or look at `npx turnout preview` instead of the diff.",
    });
    const reads = run(() => {
      new Thing("a", {}, { id: "there" });
      return Promise.resolve();
    });
    await assert.rejects(reads, {
      message:
        "The program reads test:index:Thing from the cloud, which can't be done offline; take the value from the settings or a StackReference, or look at `npx turnout preview` instead of the diff.",
    });
  });
});
