import assert from "node:assert/strict";
import { hostname, userInfo } from "node:os";
import { selfOf } from "../../cli/owner";

const machine = { user: "ana", host: "laptop", machine: "boot pid:[1]", pid: 4711 };

describe("selfOf", () => {
  it("is a person at a machine", () => {
    assert.deepEqual(selfOf({}, machine), { ...machine, owner: "ana@laptop", job: undefined });
  });

  const github = {
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "ana/shop",
    GITHUB_RUN_ID: "123",
    GITHUB_JOB: "deploy",
  };
  const table: readonly (readonly [
    ci: string,
    variables: Record<string, string>,
    owner: string,
    job: string,
  ])[] = [
    [
      "GitHub Actions",
      github,
      "github:ana/shop",
      "https://github.example/ana/shop/actions/runs/123 (deploy)",
    ],
    [
      "GitLab",
      { GITLAB_CI: "true", CI_PROJECT_PATH: "shop/web", CI_JOB_URL: "https://gitlab.com/shop/web/-/jobs/5" },
      "gitlab:shop/web",
      "https://gitlab.com/shop/web/-/jobs/5",
    ],
    [
      "Jenkins",
      {
        JENKINS_URL: "https://ci.example/",
        JOB_NAME: "shop/develop",
        BUILD_URL: "https://ci.example/shop/7/",
      },
      "jenkins:shop/develop",
      "https://ci.example/shop/7/",
    ],
    [
      "Jenkins that doesn't know its address",
      { JENKINS_URL: "unconfigured", JOB_NAME: "shop", BUILD_NUMBER: "7" },
      "jenkins:shop",
      "shop #7",
    ],
  ];
  for (const [ci, variables, owner, job] of table)
    it(`is the repository's job in ${ci}`, () => {
      assert.deepEqual(selfOf(variables, machine), { ...machine, owner, job });
    });

  it("is the same owner from two runs on two machines", () => {
    const later = { ...machine, user: "runner", host: "other", pid: 1 };
    assert.equal(selfOf({ ...github, GITHUB_RUN_ID: "124" }, later).owner, selfOf(github, machine).owner);
  });

  it("is a person where a variable of CI's is only left over", () => {
    for (const left of [{ GITHUB_REPOSITORY: "ana/shop" }, { JOB_NAME: "x" }, { CI: "true" }])
      assert.equal(selfOf(left, machine).owner, "ana@laptop");
  });

  it("names this process as Pulumi would, and is the same each time", () => {
    const { user, host, pid } = selfOf({});
    assert.deepEqual({ host, pid }, { host: hostname(), pid: process.pid });
    assert.ok(user.endsWith(userInfo().username));
    assert.deepEqual(selfOf({}), selfOf({}));
  });
});
