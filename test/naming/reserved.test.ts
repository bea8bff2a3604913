import assert from "node:assert/strict";
import { inUse, stillProtected } from "../../naming/reserved";

describe("inUse", () => {
  it("is nothing where no environment is left", () => {
    assert.equal(inUse("platform", []), undefined);
  });

  it("names the environments, in a sentence with the way out", () => {
    assert.equal(
      inUse("platform", ["shop-develop"]),
      "Platform platform still has an environment (shop-develop), which would lose its traffic and could never be removed " +
        "cleanly; nothing was changed. Remove them first with `turnout destroy --stack …`.",
    );
  });

  it("names five of many, in a stable order", () => {
    const many = ["g", "f", "e", "d", "c", "b", "a"].map((name) => `shop-${name}`);
    assert.match(
      inUse("platform", many) ?? "",
      /^Platform platform still has 7 environments \(shop-a, shop-b, shop-c, shop-d, shop-e and 2 more\), /,
    );
  });
});

describe("stillProtected", () => {
  it("says how a platform gets to where it may be destroyed", () => {
    assert.equal(
      stillProtected("platform"),
      "Platform platform is protected, for every environment would lose its traffic with it; nothing was changed. To destroy it, set " +
        "turnout:protect to false in Pulumi.platform.yaml, run `turnout up --stack platform`, and destroy it then.",
    );
  });
});
