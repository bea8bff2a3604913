import assert from "node:assert/strict";
import { notKnown } from "../../policy/resource";
import { tagged } from "../../policy/ownership";
import { says } from "./say";

const provider = (inputs: object) =>
  says(tagged, "pulumi:providers:aws", { region: "eu-central-1", ...inputs });
const tags = { "turnout:part-of": "smallcase" };

describe("the rule of tags", () => {
  it("takes a provider that tags, as the SDK writes it and as an object", () => {
    assert.deepEqual(provider({ defaultTags: JSON.stringify({ tags }) }), []);
    assert.deepEqual(provider({ defaultTags: { tags } }), []);
  });

  it("takes what a preview can't know", () => {
    assert.deepEqual(provider({ defaultTags: notKnown }), []);
    assert.deepEqual(provider({ defaultTags: { tags: notKnown } }), []);
  });

  it("refuses a provider that does not, a default one too", () => {
    for (const defaultTags of [undefined, "{}", "no JSON", { tags: {} }, { tags: { "turnout:part-of": "" } }])
      assert.equal(provider({ defaultTags }).length, 1, JSON.stringify(defaultTags));
    assert.deepEqual(provider({}), [
      "Provider it defaultTags is missing: must hold turnout:part-of; " +
        'give the provider defaultTags: { tags: { "turnout:part-of": … } }.',
    ]);
  });

  it("lets a resource have its own tags, but not take this one away", () => {
    const queue = (own: unknown) => says(tagged, "aws:sqs/queue:Queue", { tags: own });
    assert.deepEqual([...queue(undefined), ...queue({ Name: "a" }), ...queue(tags), ...queue(notKnown)], []);
    assert.deepEqual(queue({ "turnout:part-of": "" }), [
      'Queue it tags["turnout:part-of"] is "": must not be empty; remove it, the provider sets it.',
    ]);
  });
});
