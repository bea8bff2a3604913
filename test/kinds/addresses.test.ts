import assert from "node:assert/strict";
import fc from "fast-check";
import { kindOf } from "../../kinds/lookup";
import type { Declared } from "../../program/recording";
import { endpoint, subnet } from "../estimate/aws";
import { declared } from "../diff/resources";

const addresses = ({ type, inputs }: Declared) => kindOf(type).addresses?.(inputs);

describe("the addresses for pods", () => {
  it("are those of a private subnet without the five that AWS keeps", () => {
    assert.deepEqual(addresses(subnet("private-a", "10.0.64.0/18", "a")), { brings: 16_384 - 5 });
    assert.deepEqual(addresses(subnet("public-a", "10.0.0.0/24", "a", false)), {});
  });

  it("halve with every bit more of the prefix", () => {
    const of = (bits: number) => addresses(subnet("s", `10.0.0.0/${bits}`, "a"))?.brings ?? 0;
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 27 }), (bits) => {
        assert.equal(of(bits) + 5, 2 * (of(bits + 1) + 5));
      }),
    );
  });

  it("are none of a subnet whose block isn't known", () => {
    const tags = { "kubernetes.io/role/internal-elb": "1" };
    assert.deepEqual(addresses(declared("aws:ec2/subnet:Subnet", "x", { tags })), { brings: 0 });
  });

  it("are taken by an endpoint, one in each of its subnets", () => {
    assert.deepEqual(addresses(endpoint("sts", "Interface", ["a", "b"])), { takes: 2 });
    assert.deepEqual(addresses(endpoint("s3", "Gateway", [])), { takes: 0 });
  });
});
