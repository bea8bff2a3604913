import assert from "node:assert/strict";
import fc from "fast-check";
import { shortHash } from "../../naming/hash";
import { hostOf } from "../../naming/host";

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

  it("gives no two pairs of namespace and application one host, each a valid label", () => {
    const label = (maxLength: number) =>
      fc
        .tuple(fc.stringMatching(/^[a-b]{1,4}(-[a-b0-1]{1,12}){0,3}$/), fc.integer({ min: 0, max: 40 }))
        .map(([text, more]) => (text + "a".repeat(more)).slice(0, maxLength).replace(/-$/, ""))
        .filter((text) => text.length >= 3);
    const hash = fc.stringMatching(/^[a-b]{1,3}-[0-9a-f]{12}$/);
    const pair = fc.tuple(
      fc.oneof(label(63), hash),
      fc.option(fc.oneof(label(57), hash), { nil: undefined }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: (each) => each.join(" "), maxLength: 40 }), (all) => {
        const hosts = all.map(([namespace, application]) => hostOf(namespace, "d", application));
        assert.equal(new Set(hosts).size, all.length);
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
