import fc from "fast-check";
import assert from "node:assert/strict";
import { subjectsOf } from "../../../components/platform/ci-access";
import { branchSubject, githubTrust } from "../../../components/platform/github";
import { githubIssuer } from "../../../components/platform/rights/statement";
import { type DeployRoleName, deployRoles } from "../../../components/platform/rights/roles";
import type { GithubSettings } from "../../../settings/aws";
import { allowed } from "./iam";

const provider = `arn:aws:iam::111122223333:oidc-provider/${githubIssuer}`;
const named: GithubSettings = { repository: "example/shop" };
const known: GithubSettings = { ...named, ownerId: "1", repositoryId: "2" };

/** Whether a token gets a role. */
function trusts(
  role: DeployRoleName,
  github: GithubSettings,
  sub: string,
  aud = "sts.amazonaws.com",
): boolean {
  const trust = githubTrust(provider, github, subjectsOf(role, ["main", "master"]));
  const context = { [`${githubIssuer}:sub`]: sub, [`${githubIssuer}:aud`]: aud };
  return allowed([JSON.stringify(trust)], { action: "sts:AssumeRoleWithWebIdentity", context });
}

const trustedBy = (github: GithubSettings, sub: string) =>
  deployRoles.filter((role) => trusts(role, github, sub));

const forms = {
  "the classic form": { github: known, repository: "example/shop" },
  "the classic form, without ids in the settings": { github: named, repository: "example/shop" },
  "the immutable form": { github: known, repository: "example@1/shop@2" },
  "the immutable form, without ids in the settings": { github: named, repository: "example@1/shop@2" },
};

describe("trust in GitHub", () => {
  for (const [form, { github, repository }] of Object.entries(forms))
    describe(`in ${form}`, () => {
      const who = (subject: string) => trustedBy(github, `repo:${repository}:${subject}`);

      it("lets a pull request preview and no more", () => {
        assert.deepEqual(who("pull_request"), ["preview"]);
      });

      it("lets every branch deploy its environment and no more", () => {
        for (const branch of [
          "develop",
          "feature/a/b",
          "user@host",
          "a+b",
          "main2",
          "mainly",
          "x/main",
          "Main",
        ])
          assert.deepEqual(who(`ref:refs/heads/${branch}`), ["environment"], branch);
      });

      it("lets the main branches change the platform as well", () => {
        for (const branch of ["main", "master"])
          assert.deepEqual(who(`ref:refs/heads/${branch}`), ["environment", "platform"], branch);
      });

      it("lets a job in a GitHub environment deploy, but never change the platform, whatever it calls itself", () => {
        for (const name of ["prod", "platform", "ref%3Arefs/heads/main", "x%3Aref%3Arefs/heads/main"])
          assert.deepEqual(who(`environment:${name}`), ["environment"], name);
      });

      it("lets no tag do anything", () => {
        for (const tag of ["v1", "refs/heads/main"]) assert.deepEqual(who(`ref:refs/tags/${tag}`), [], tag);
      });

      it("lets nothing in that only begins like a pull request", () => {
        assert.deepEqual(who("pull_request_target"), []);
        assert.deepEqual(who("pull_request:x"), []);
      });

      it("wants a token that is meant for AWS", () => {
        const sub = `repo:${repository}:pull_request`;
        assert.equal(trusts("preview", github, sub, "https://github.com/example"), false);
      });
    });

  const subjects = ["pull_request", "ref:refs/heads/main", "ref:refs/heads/develop", "environment:prod"];
  const strangers = [
    "examples/shop",
    "example2/shop",
    "xexample/shop",
    "Example/shop",
    "example/shop2",
    "example/xshop",
    "example/other",
    "evil/shop",
    "evil/example@1/shop@2", // no such name, but no harm either
  ];
  for (const github of [named, known])
    it(`lets nobody else's repository in, with ${github.ownerId ? "" : "no "}ids`, () => {
      for (const stranger of strangers)
        for (const subject of subjects) {
          const [owner = "", ...name] = stranger.split("/");
          assert.deepEqual(trustedBy(github, `repo:${stranger}:${subject}`), [], stranger);
          assert.deepEqual(trustedBy(github, `repo:${owner}@1/${name.join("/")}@2:${subject}`), [], stranger);
        }
    });

  it("with ids, lets nobody in who took the name over", () => {
    for (const subject of subjects) {
      assert.deepEqual(trustedBy(known, `repo:example@9/shop@2:${subject}`), []);
      assert.deepEqual(trustedBy(known, `repo:example@1/shop@9:${subject}`), []);
    }
  });

  it("lets no repository of the owner in that puts claims of its choice into its sub", () => {
    for (const github of [named, known, { ...named, ownerId: "1" }, { ...named, repositoryId: "2" }])
      for (const subject of subjects)
        for (const claim of ["head_ref:x/shop@2", "workflow:/shop@3", "actor:a:workflow:b/shop@2"]) {
          const sub = `repo:example@1/evil@7:${claim}:${subject}`;
          assert.deepEqual(trustedBy(github, sub), [], sub);
        }
  });

  it("without ids, refuses a branch with the repository's name and an @ in it, for those look alike", () => {
    const sub = "repo:example@1/shop@2:ref:refs/heads/fix/shop@3";
    assert.deepEqual(trustedBy(named, sub), []);
    assert.deepEqual(trustedBy(known, sub), ["environment"]);
  });

  it("never gives a role to another repository, whatever is in the token", () => {
    const word = fc.stringMatching(/^[a-z0-9-]{1,4}$/);
    const value = fc.oneof(
      fc.constantFrom("shop@2", "x/shop@2", "/shop@2", "example@1/shop@2", "main", "refs/heads/main"),
      fc.string({ maxLength: 8 }).map((text) => text.replaceAll(":", "%3A")),
    );
    const claim = fc.tuple(fc.constantFrom("head_ref", "workflow", "actor", "job_workflow_ref"), value);
    const context = fc.oneof(
      fc.constant("pull_request"),
      value.map((text) => `ref:refs/heads/${text}`),
      value.map((text) => `environment:${text}`),
    );
    const repository = fc
      .record({ owner: fc.oneof(word, fc.constant("example")), name: fc.oneof(word, fc.constant("shop")) })
      .filter(({ owner, name }) => owner !== "example" || name !== "shop");
    fc.assert(
      fc.property(
        repository,
        fc.boolean(),
        fc.array(claim, { maxLength: 3 }),
        context,
        (who, immutable, claims, end) => {
          const from = immutable ? `${who.owner}@1/${who.name}@7` : `${who.owner}/${who.name}`;
          const sub = ["repo", from, ...claims.flat(), end].join(":");
          assert.deepEqual([...trustedBy(named, sub), ...trustedBy(known, sub)], [], sub);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("takes a branch's name by the letter", () => {
    assert.equal(branchSubject("release/$x"), "ref:refs/heads/release/${$}x");
    const trust = JSON.stringify(githubTrust(provider, named, [branchSubject("a$b"), branchSubject("a*b")]));
    const gets = (branch: string) =>
      allowed([trust], {
        action: "sts:AssumeRoleWithWebIdentity",
        context: {
          [`${githubIssuer}:sub`]: `repo:example/shop:ref:refs/heads/${branch}`,
          [`${githubIssuer}:aud`]: "sts.amazonaws.com",
        },
      });
    assert.deepEqual(["a$b", "axb", "a*b"].map(gets), [true, false, true]);
  });
});
