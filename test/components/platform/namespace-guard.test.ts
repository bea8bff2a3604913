import fc from "fast-check";
import assert from "node:assert/strict";
import { compileFunction } from "node:vm";
import { branches } from "../../../branches";
import { guardPolicies, isOwnHost, keepsToOwnHosts } from "../../../components/platform/namespace-guard";
import { entriesOf, hostOf } from "../../../naming/host";
import { namesOf } from "../../../naming/names";
import { HASH_SUFFIX } from "../../../naming/slug";
import { branchNames } from "../../naming/branch-names";
import { checkedMap, crowded } from "../../naming/maps";

/** The policy's own text, run as the JavaScript that it is as well; that it is CEL, test/cluster/namespace-guard shows. */
const passes = compileFunction(
  `return Boolean(${isOwnHost("host", "home").replaceAll(".matches(", ".match(")});`,
  ["host", "home"],
) as (host: string, home: string) => boolean;

const domain = fc.constantFrom("localhost", "shop.example");
const application = fc.oneof(
  fc.stringMatching(/^[ab]{1,3}(-[ab]{1,12}){0,3}$/).filter((name) => name.length <= 40),
  fc.stringMatching(/^[ab]{1,25}-[0-9a-f]{12}$/),
  fc.constantFrom("web", "a".repeat(40), `${"a".repeat(19)}-b`, `${"a".repeat(20)}-b`),
);
const applications = fc.uniqueArray(application, { minLength: 1, maxLength: 4 });
/** Up to the longest there are, most of them with a long beginning in common. */
const namespace = fc
  .tuple(
    fc.constantFrom("", "a-b-", "aaaaaaaaa-aaaaaaaaa-aaaaaaa", "aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-aaaaaaaaa"),
    fc.stringMatching(/^[ab]{1,5}(-[ab]{1,6}){0,3}$/),
  )
  .map((parts) => parts.join("").slice(0, 63))
  .filter((name) => /^[ab].+[ab]$/.test(name));

const hostsOf = (home: string, domain: string, names: readonly string[]) => {
  const entries = entriesOf(home, {
    domain,
    gateway: { port: 443 },
    applications: names.map((name) => ({ name })),
  });
  return names.flatMap((name) => [entries(name).entry.host, entries(name).preview.host]);
};
/** Whether a hostname holds less than the namespace and the application, and so can be another's by all but its hash. */
const isCut = (host: string) => HASH_SUFFIX.test(host.split(".")[0] ?? "") && /^.{62,63}\./.test(host);

function assertApart(home: string, other: string, hosts: readonly string[]) {
  for (const host of hosts) {
    assert.ok(passes(host, home), `${host} in ${home}`);
    if (!passes(host, other)) continue;
    assert.ok(isCut(host), `${host} of ${home} in ${other}`);
    assert.equal(other.slice(0, 27), home.slice(0, 27));
  }
}

describe("the hostnames of a namespace", () => {
  it("are all that its applications and their previews get, and none of another branch's, on any map", () => {
    const map = fc.oneof(checkedMap, fc.constant(crowded), fc.constant(branches));
    const near = fc.stringMatching(/^(local[-/])?[ab]{1,2}([-/_.][ab]{1,2}){0,3}$/);
    const branch = fc.oneof(near, fc.constantFrom(...branchNames(500)));
    const pair = fc.tuple(map, branch, branch, fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(pair, applications, domain, ([map, one, another, local, laptop], names, domain) => {
        const home = namesOf(one, map, { local }).namespace;
        const other = namesOf(another, map, { local: laptop }).namespace;
        fc.pre(home !== other);
        assertApart(home, other, hostsOf(home, domain, names));
      }),
      { numRuns: 1000 },
    );
  });

  it("are apart for any two namespaces, but for cut ones where both begin with the same 27 characters", () => {
    fc.assert(
      fc.property(namespace, namespace, applications, domain, (home, other, names, domain) => {
        fc.pre(home !== other);
        assertApart(home, other, hostsOf(home, domain, names));
      }),
      { numRuns: 3000 },
    );
  });

  it("are all of another's that are not cut, however like its own a namespace is made to look", () => {
    const production = hostsOf("smallcase-blue", "shop.example", ["web", "api", "a".repeat(40)]);
    for (const other of [
      "smallcase-x",
      "smallcase-b",
      "smallcase-bluer",
      "smallcase-blue-a",
      "smallcase-blue--preview",
      "smallcase-blue--api",
      "smallcase-blue--",
      "blue",
      "smallcase",
    ])
      assert.deepEqual(
        production.filter((host) => passes(host, other)),
        [],
        other,
      );
  });

  it("hold no wildcard, no bare label and nothing that only begins alike", () => {
    for (const host of [
      "*.shop.example",
      "*.smallcase-x.shop.example",
      "smallcase-x",
      "smallcase-xy.shop.example",
      "smallcase-x-.shop.example",
      "a.smallcase-x.shop.example",
      "shop.example",
    ])
      assert.equal(passes(host, "smallcase-x"), false, host);
  });

  it("let the hash of a cut one be any, for CEL can't compute it", () => {
    const home = `shop-${"a".repeat(52)}`;
    const sibling = `shop-${"a".repeat(51)}b`;
    const host = hostOf(home, "d", "orders");
    assert.deepEqual([passes(host, sibling), passes(host, "shop-a")], [true, false]);
  });
});

describe("the policy about hostnames", () => {
  const spec = keepsToOwnHosts("smallcase-*");

  it("is about everybody's routes of an environment, at the gateway of another namespace", () => {
    assert.deepEqual(spec.matchConstraints.resourceRules, [
      {
        apiGroups: ["gateway.networking.k8s.io"],
        apiVersions: ["*"],
        resources: ["httproutes", "grpcroutes"],
        operations: ["CREATE", "UPDATE"],
      },
    ]);
    assert.deepEqual(
      spec.matchConditions.map(({ expression }) => expression),
      [
        "request.namespace.matches('^smallcase-[a-z0-9-]*$')",
        "has(object.spec.parentRefs) && object.spec.parentRefs.exists(parent, " +
          "parent.kind != 'Gateway' || (has(parent.namespace) && parent.namespace != request.namespace))",
      ],
    );
  });

  it("is one of the guard's, and refuses also where it can't decide", () => {
    const [, , policy] = guardPolicies("smallcase-*", "turnout:environments");
    assert.deepEqual(policy, { title: "turnout-environments-keep-to-own-hosts", spec });
    assert.equal(spec.failurePolicy, "Fail");
  });
});
