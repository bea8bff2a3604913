import assert from "node:assert/strict";
import fc from "fast-check";
import { shortHash } from "../../naming/slug";
import { entriesOf, hostOf, previewHostOf, urlOf } from "../../naming/host";

const label = (maxLength: number) =>
  fc
    .tuple(fc.stringMatching(/^[a-b]{1,4}(-[a-b0-1]{1,12}){0,3}$/), fc.integer({ min: 0, max: 40 }))
    .map(([text, more]) => (text + "a".repeat(more)).slice(0, maxLength).replace(/-$/, ""))
    .filter((text) => text.length >= 3);
const hash = fc.stringMatching(/^[a-b]{1,3}-[0-9a-f]{12}$/);
/** Of an application's name, how a preview's label goes on, without being one. */
const likePreview = fc.stringMatching(/^(previe|preview[a-b]|[a-b]{1,2}-preview|preview-[a-b]{1,2})$/);
/** A namespace and one of its applications, undefined for the first, that look as much alike as they may. */
const pair = fc.tuple(
  fc.oneof(label(63), hash),
  fc.option(fc.oneof(label(40), hash, likePreview), { nil: undefined }),
);

describe("hostOf", () => {
  it("gives the first application the environment's own hostname", () => {
    assert.equal(hostOf("shop-develop", "example.org"), "shop-develop.example.org");
  });

  it("gives a further application one label, so that one wildcard certificate covers it", () => {
    assert.equal(hostOf("shop-develop", "example.org", "api"), "shop-develop--api.example.org");
  });

  it("cuts and hashes a label that would pass 63 characters", () => {
    const namespace = `shop-${"a".repeat(50)}`;
    const host = hostOf(namespace, "localhost", "orders");
    assert.equal(host, hostOf(namespace, "localhost", "orders"));
    assert.equal(hostOf(namespace, "localhost", "api").indexOf("."), 60);
    assert.equal(
      hostOf(`${namespace}bbbbbbbb`, "localhost", "orders"),
      `shop-${"a".repeat(37)}--orders-${shortHash(`${namespace}bbbbbbbb--orders`)}.localhost`,
    );
  });

  it("gives no two pairs of namespace and application one host, nor a preview one that is taken, each a valid label", () => {
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: (each) => each.join(" "), maxLength: 40 }), (all) => {
        const hosts = all.flatMap(([namespace, application]) => [
          hostOf(namespace, "d", application),
          previewHostOf(namespace, "d", application),
        ]);
        assert.equal(new Set(hosts).size, 2 * all.length);
        for (const host of hosts) {
          assert.match(host, /^(?!..--)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.d$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("does not let an application's name pass for the cut name of another", () => {
    const cut = hostOf("n".repeat(63), "d", "api").replace(/\.d$/, "");
    const [namespace = "", application = ""] = cut.split("--");
    assert.notEqual(hostOf(namespace, "d", application), `${cut}.d`);
  });
});

describe("previewHostOf", () => {
  it("is one label under the domain, too, so that the same certificate covers it", () => {
    assert.equal(previewHostOf("shop-develop", "example.org"), "shop-develop--preview.example.org");
    assert.equal(
      previewHostOf("shop-develop", "example.org", "api"),
      "shop-develop--api--preview.example.org",
    );
  });

  it("cuts and hashes a label that would pass 63 characters", () => {
    const namespace = `shop-${"a".repeat(50)}`;
    const whole = `${namespace}--orders--preview`;
    assert.equal(
      previewHostOf(namespace, "d", "orders"),
      `${namespace.slice(0, 33)}--orders--preview-${shortHash(whole)}.d`,
    );
    assert.equal(previewHostOf("n".repeat(63), "d").indexOf("."), 63);
  });
});

describe("urlOf", () => {
  it("leaves out the port that HTTP has anyway", () => {
    assert.equal(urlOf("shop.example", 80), "http://shop.example/");
    assert.equal(urlOf("shop.example", 8080), "http://shop.example:8080/");
  });
});

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
