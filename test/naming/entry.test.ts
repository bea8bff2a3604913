import assert from "node:assert/strict";
import fc from "fast-check";
import { entriesOf } from "../../naming/entry";

const environment = (names: readonly string[], port = 80) =>
  entriesOf("shop-dev", {
    domain: "shop.example",
    gateway: { port },
    applications: names.map((name) => ({ name })),
  });

describe("entriesOf", () => {
  it("gives the first application the bare hostname, further ones a name under it, each its preview", () => {
    const entries = environment(["web", "api"]);
    assert.deepEqual(entries("web"), {
      entry: { host: "shop-dev.shop.example", url: "http://shop-dev.shop.example/" },
      preview: { host: "shop-dev--preview.shop.example", url: "http://shop-dev--preview.shop.example/" },
    });
    assert.deepEqual(entries("api"), {
      entry: { host: "shop-dev--api.shop.example", url: "http://shop-dev--api.shop.example/" },
      preview: {
        host: "shop-dev--api--preview.shop.example",
        url: "http://shop-dev--api--preview.shop.example/",
      },
    });
  });

  it("adds the Gateway's port to addresses, never to hostnames", () => {
    const { entry, preview } = environment(["web"], 8080)("web");
    assert.deepEqual([entry.host, preview.host], ["shop-dev.shop.example", "shop-dev--preview.shop.example"]);
    assert.deepEqual(
      [entry.url, preview.url],
      ["http://shop-dev.shop.example:8080/", "http://shop-dev--preview.shop.example:8080/"],
    );
  });

  it("lets no application of an environment answer where another or a preview does, however long the names", () => {
    // As settings/application.ts lets them through.
    const name = fc
      .oneof(
        fc.stringMatching(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/),
        fc.stringMatching(/^(preview[ab]?|[ab]-preview|[ab]{20}(-[ab]{1,4}){0,3})$/),
      )
      .filter((text) => !text.includes("--") && text !== "preview");
    const namespace = fc.stringMatching(/^[ab]{3,4}(-[ab]{3,18}){0,3}$/).filter((text) => text.length <= 63);
    fc.assert(
      fc.property(namespace, fc.uniqueArray(name, { minLength: 1, maxLength: 12 }), (namespace, names) => {
        const applications = names.map((each) => ({ name: each }));
        const entries = entriesOf(namespace, { domain: "d", gateway: { port: 80 }, applications });
        const hosts = names.flatMap((each) => [entries(each).entry.host, entries(each).preview.host]);
        assert.equal(new Set(hosts).size, hosts.length);
        for (const host of hosts) assert.match(host, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.d$/);
      }),
      { numRuns: 500 },
    );
  });
});
