import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Server } from "node:net";
import { mock } from "node:test";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { refusal, runOffline, type Answers, type Registration } from "../../internals/offline";
import { secretSignature, signature } from "../../internals/secret-mark";

class Thing extends pulumi.CustomResource {
  declare readonly made: pulumi.Output<number>;
  constructor(name: string, inputs: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
    super("shop:index:Thing", name, { made: undefined, ...inputs }, options);
  }
}

const urnOf = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;

const answers = (more: Partial<Answers> = {}) => {
  const seen: Registration[] = [];
  const register: Answers["register"] = (registration) => {
    seen.push(registration);
    return {
      urn: urnOf(registration.type, registration.name),
      id: `${registration.name}-id`,
      outputs: { made: 1 },
    };
  };
  const none = () => {
    throw refusal("Nothing is read or called here.");
  };
  return { seen, answers: { register, read: none, call: none, ...more } };
};

const run = (program: () => Promise<unknown>, given: Answers) =>
  runOffline({ program, project: "shop", stack: "dev", config: { "shop:size": "3" }, secretKeys: [] }, given);

/** Each fails when an upgrade of @pulumi/pulumi changes its gRPC messages or its mocks. */
describe("a program without an engine", () => {
  it("registers its resources with all that a diff is about", async () => {
    const { seen, answers: given } = answers();
    await run(async () => {
      const parent = new pulumi.ComponentResource("shop:index:Parent", "parent");
      const first = new Thing("first", {}, { parent });
      new Thing(
        "second",
        { size: new pulumi.Config("shop").requireNumber("size"), key: pulumi.secret("k") },
        {
          protect: true,
          retainOnDelete: true,
          customTimeouts: { create: "5m", delete: "70s" },
          ignoreChanges: ["size"],
          replaceOnChanges: ["key"],
          aliases: [
            "urn:pulumi:dev::shop::shop:index:Thing::once",
            { name: "earlier", parent: "urn:pulumi:dev::shop::shop:index:Parent::parent" },
          ],
          dependsOn: first,
        },
      );
      new pulumi.ComponentResource("shop:index:Far", "far", {}, {}, true);
      return Promise.resolve({});
    }, given);
    const named = (name: string) => seen.find((one) => one.name === name);
    assert.deepEqual(named("first"), {
      type: "shop:index:Thing",
      name: "first",
      parent: urnOf("shop:index:Parent", "parent"),
      custom: true,
      remote: false,
      inputs: {},
      provider: "",
      providers: [],
      protect: false,
      retainOnDelete: false,
      ignoreChanges: [],
      replaceOnChanges: [],
      aliases: [],
      dependencies: [],
      timeouts: { create: "", update: "", delete: "" },
    });
    const second = named("second");
    assert.deepEqual(
      [
        second?.protect,
        second?.retainOnDelete,
        second?.ignoreChanges,
        second?.replaceOnChanges,
        second?.dependencies,
      ],
      [true, true, ["size"], ["key"], [urnOf("shop:index:Thing", "first")]],
    );
    assert.deepEqual(second?.timeouts, { create: "5m", update: "", delete: "70s" });
    assert.deepEqual(second?.inputs, {
      size: 3,
      key: { [signature]: secretSignature, value: "k" },
    });
    assert.deepEqual(second?.aliases, [
      { urn: "urn:pulumi:dev::shop::shop:index:Thing::once" },
      {
        name: "earlier",
        type: "",
        parent: "urn:pulumi:dev::shop::shop:index:Parent::parent",
        noParent: false,
      },
    ]);
    assert.deepEqual([named("far")?.remote, named("far")?.custom], [true, false]);
  });

  it("gets ids and outputs from its answers, also of what it reads and calls", async () => {
    const { answers: given } = answers({
      read: ({ type, name, id }) => ({ id, state: { made: `${type} ${name}` } }),
      call: (token, inputs) => ({ token, ...inputs }),
    });
    const told: unknown[] = [];
    const tell = (output: pulumi.Output<unknown>) => output.apply((value) => told.push(value));
    await run(async () => {
      const thing = new Thing("thing", {});
      for (const output of [thing.urn, thing.id, thing.made]) tell(output);
      tell(new Thing("there", {}, { id: "7" }).made);
      told.push(await pulumi.runtime.invoke("shop:index:ask", { a: 1 }, { async: true }));
      return {};
    }, given);
    const all = [
      urnOf("shop:index:Thing", "thing"),
      "thing-id",
      1,
      "shop:index:Thing there",
      { a: 1, token: "shop:index:ask" },
    ];
    assert.deepEqual(
      new Set(told.map((one) => JSON.stringify(one))),
      new Set(all.map((one) => JSON.stringify(one))),
    );
  });

  it("sees a refusal's own words, and its error comes out of the run", async () => {
    const { answers: given } = answers();
    await assert.rejects(
      run(() => pulumi.runtime.invoke("shop:index:ask", {}, { async: true }) as Promise<unknown>, given),
      /Nothing is read or called here\./,
    );
  });

  it("throws what a program throws that is no promise, once", async () => {
    const program = () => {
      throw new Error("at once");
    };
    await assert.rejects(run(program, answers().answers), { message: "at once" });
  });

  it("needs no server of its own for hooks and transforms, so that it runs without a loopback interface", async () => {
    const { seen, answers: given } = answers();
    const started = mock.method(Server.prototype, "listen", () => {
      throw new Error("a server was started");
    });
    try {
      await run(async () => {
        const hook = new pulumi.ResourceHook("h", () => undefined);
        pulumi.runtime.registerStackTransformation(() => undefined);
        pulumi.runtime.registerResourceTransform(() => undefined);
        new Thing("thing", {}, { hooks: { beforeCreate: [hook] }, transforms: [() => undefined] });
        return Promise.resolve({});
      }, given);
    } finally {
      started.mock.restore();
    }
    assert.ok(seen.some(({ name }) => name === "thing"));
  });

  it("gets and gives values as messages would carry them", async () => {
    const { seen, answers: given } = answers();
    const value = { b: [{ d: 1, c: null }, "text"], a: { z: true, y: 1.5 } };
    let made: unknown;
    await run(async () => {
      const thing = new Thing("thing", { value });
      thing.made.apply((output) => (made = output));
      return Promise.resolve({});
    }, given);
    const carried = Struct.fromJavaScript({ value }).toJavaScript();
    const inputs = seen.find(({ name }) => name === "thing")?.inputs;
    assert.equal(JSON.stringify(inputs), JSON.stringify(carried));
    assert.equal(JSON.stringify(inputs), '{"value":{"a":{"y":1.5,"z":true},"b":[{"c":null,"d":1},"text"]}}');
    assert.equal(made, 1);
  });

  it("leaves Pulumi's own ways as they were", async () => {
    const before = callsites();
    await run(() => Promise.resolve(assert.deepEqual(callsites()(), [])), answers().answers);
    assert.equal(callsites(), before);
    const message = Struct.fromJavaScript({ a: 1 });
    assert.deepEqual(Struct.deserializeBinary(message.serializeBinary()).toJavaScript(), { a: 1 });
  });
});

const callsites = () => (pulumi.Resource as unknown as { callsites: () => unknown[] }).callsites;
