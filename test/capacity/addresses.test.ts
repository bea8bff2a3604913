import assert from "node:assert/strict";
import fc from "fast-check";
import { otherAddresses, podAddresses } from "../../capacity/addresses";
import { declared, recordingOf } from "../diff/resources";
import { endpoint, subnet } from "./aws";

describe("podAddresses", () => {
  it("counts the private subnets without the five that AWS keeps of each", () => {
    const recording = recordingOf(
      subnet("private-a", "10.0.64.0/18", "a"),
      subnet("private-b", "10.0.128.0/18", "b"),
      subnet("public-a", "10.0.0.0/24", "a", false),
    );
    assert.equal(podAddresses(recording), 2 * (16_384 - 5));
  });

  it("halves with every bit more of the prefix", () => {
    const addresses = (bits: number) => podAddresses(recordingOf(subnet("s", `10.0.0.0/${bits}`, "a")));
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 27 }), (bits) => {
        assert.equal(addresses(bits) + 5, 2 * (addresses(bits + 1) + 5));
      }),
    );
  });

  it("is 0 without subnets, and for one whose block isn't known", () => {
    const tags = { "kubernetes.io/role/internal-elb": "1" };
    assert.equal(podAddresses(recordingOf()), 0);
    assert.equal(podAddresses(recordingOf(declared("aws:ec2/subnet:Subnet", "x", { tags }))), 0);
  });
});

describe("otherAddresses", () => {
  it("has one for each endpoint in each subnet", () => {
    const recording = recordingOf(endpoint("sts", "Interface", ["a", "b"]), endpoint("s3", "Gateway", []));
    assert.equal(otherAddresses(recording), 2);
  });
});
