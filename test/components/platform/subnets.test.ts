import assert from "node:assert/strict";
import fc from "fast-check";
import { subnets } from "../../../components/platform/subnets";

/** First and last address of a block, as numbers. */
function rangeOf(cidr: string): readonly [number, number] {
  const [address = "", bits] = cidr.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(bits));
  assert.equal(first % size, 0, `${cidr} starts inside of a block`);
  return [first, first + size - 1];
}

const letters = fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength: 1, maxLength: 3 });
const vpcs = fc.integer({ min: 0, max: 255 }).map((second) => `10.${second}.0.0/16`);

describe("subnets", () => {
  it("gives each zone a block for load balancers and one for pods", () => {
    assert.deepEqual(subnets("10.0.0.0/16", ["a", "b", "c"]), [
      { zone: "a", public: "10.0.192.0/24", private: "10.0.0.0/18" },
      { zone: "b", public: "10.0.193.0/24", private: "10.0.64.0/18" },
      { zone: "c", public: "10.0.194.0/24", private: "10.0.128.0/18" },
    ]);
  });

  it("keeps all blocks inside of the VPC and apart from each other", () => {
    fc.assert(
      fc.property(vpcs, letters, (cidr, zones) => {
        const [first, last] = rangeOf(cidr);
        const ranges = subnets(cidr, zones)
          .flatMap((zone) => [zone.public, zone.private])
          .map(rangeOf)
          .sort(([a], [b]) => a - b);
        let free = first;
        for (const [start, end] of ranges) {
          assert.ok(start >= free && end <= last);
          free = end + 1;
        }
      }),
    );
  });

  it("keeps every block where a zone is appended", () => {
    fc.assert(
      fc.property(vpcs, letters, (cidr, zones) => {
        for (let count = 1; count < zones.length; count++)
          assert.deepEqual(subnets(cidr, zones.slice(0, count)), subnets(cidr, zones).slice(0, count));
      }),
    );
  });

  it("refuses a zone for which there is no block", () => {
    assert.throws(() => subnets("10.0.0.0/16", ["a", "b", "c", "d"]), {
      message: "A VPC of 16 bits has private subnets for 3 zones, not for 4.",
    });
    for (const zone of ["g", "ab", ""])
      assert.throws(() => subnets("10.0.0.0/16", [zone]), {
        message: `${zone} is no letter of a zone from a to f.`,
      });
  });
});
