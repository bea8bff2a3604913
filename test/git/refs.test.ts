import assert from "node:assert/strict";
import { ownBranches, trackedBranches } from "../../git/refs";

const origin = "remote.origin.fetch +refs/heads/*:refs/remotes/origin/*";
const branch = (ref: string, ...configured: string[]) => trackedBranches([ref], configured)[0];
const tracked = (ref: string, name: string, isOwn = true) => ({ ref, branch: name, isOwn });

describe("trackedBranches", () => {
  it("are a clone's own, whatever the remotes", () => {
    assert.deepEqual(branch("refs/heads/feature/x", origin), tracked("refs/heads/feature/x", "feature/x"));
    assert.deepEqual(branch("refs/heads/HEAD"), tracked("refs/heads/HEAD", "HEAD"));
  });

  it("are a remote's by its own configuration, also with a slash in its name", () => {
    const ref = "refs/remotes/team/a/feature/x";
    assert.deepEqual(
      branch(ref, origin, "remote.team/a.fetch +refs/heads/*:refs/remotes/team/a/*"),
      tracked(ref, "feature/x", false),
    );
    const single = "remote.origin.fetch +refs/heads/main:refs/remotes/origin/main";
    assert.deepEqual(branch("refs/remotes/origin/main", single), tracked("refs/remotes/origin/main", "main"));
    const elsewhere = "remote.origin.fetch +refs/heads/team/*:refs/remotes/theirs/*";
    assert.deepEqual(branch("refs/remotes/theirs/x", elsewhere), tracked("refs/remotes/theirs/x", "team/x"));
  });

  it("are a remote's by the usual form where nothing is configured", () => {
    const ref = "refs/remotes/upstream/release/1";
    assert.deepEqual(branch(ref, origin, "remote.origin.fetch ^refs/heads/wip/*"), tracked(ref, "release/1"));
  });

  it("are no pull requests, remotes' HEADs, tags or notes", () => {
    const more = [
      origin,
      "remote.origin.fetch +refs/pull/*/head:refs/remotes/origin/pr/*",
      "remote.origin.fetch +refs/merge-requests/*/head:refs/remotes/origin/merge-requests/*",
    ];
    for (const ref of [
      "refs/remotes/origin/pr/5",
      "refs/remotes/origin/merge-requests/7",
      "refs/remotes/pull/5/merge",
      "refs/remotes/pull/5/head",
      "refs/remotes/origin/HEAD",
      "refs/remotes/fork/HEAD",
      "refs/tags/main",
      "refs/notes/commits",
      "refs/stash",
    ])
      assert.equal(branch(ref, ...more), undefined, ref);
    assert.ok(branch("refs/remotes/origin/pull/request", ...more));
  });
});

describe("ownBranches", () => {
  const forks = [origin, "remote.alice.fetch +refs/heads/*:refs/remotes/alice/*"];
  const own = (refs: readonly string[], configured: readonly string[] = forks) =>
    ownBranches(trackedBranches(refs, configured));

  it("are each there once, sorted", () => {
    assert.deepEqual(own(["refs/heads/b", "refs/remotes/origin/b", "refs/heads/a"]), ["a", "b"]);
  });

  it("are those of origin and upstream, and of no fork", () => {
    const refs = [
      "refs/remotes/origin/a",
      "refs/remotes/upstream/b",
      "refs/remotes/alice/main",
      "refs/heads/c",
    ];
    assert.deepEqual(own(refs), ["a", "b", "c"]);
    assert.deepEqual(own(["refs/remotes/alice/main", "refs/remotes/bob/main"]), []);
    assert.deepEqual(own(["refs/remotes/bob/main"], []), []);
  });

  it("are those of the only remote, whatever its name", () => {
    const configured = ["remote.company.fetch +refs/heads/*:refs/remotes/company/*"];
    assert.deepEqual(own(["refs/remotes/company/main", "refs/remotes/company/x"], configured), ["main", "x"]);
    assert.deepEqual(own(["refs/remotes/bob/main"], configured), []);
  });
});
