import assert from "node:assert/strict";
import {
  claimProblem,
  foreignProblem,
  type Owner,
  ownerAnnotations,
  ownerOf,
  recordedOwner,
} from "../../naming/owner";
import type { ClusterObject } from "../../release/drift";

const ours: Owner = { project: "turnout", stack: "dev", state: "a1" };
const twin: Owner = { ...ours, state: "b2", repository: "github.com/ana/shop", branch: "develop" };
const stranger: Owner = { project: "books", stack: "prod", state: "c3" };

const home = (owner?: Owner): ClusterObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "shop", ...(owner && { annotations: ownerAnnotations(owner) }) },
});
const object = (apiVersion: string, kind: string, name: string) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: "shop" },
});
const service = object("v1", "Service", "web-blue");
const deployment = object("apps/v1", "Deployment", "web-blue");
const recorded = (object: ClusterObject) => ({ urn: "u", declared: object, recorded: object });

const again = { ...home(), metadata: { ...home().metadata, uid: "2" } };

describe("claimProblem", () => {
  const problem = (objects: readonly ClusterObject[], owner = ours, known: readonly ClusterObject[] = []) =>
    claimProblem({ namespace: "shop", owner, objects: known.map(recorded), seen: { objects, unseen: [] } });

  it("is none where there is no namespace yet, or it names this stack's state", () => {
    assert.equal(problem([]), undefined);
    assert.equal(problem([home(ours), service]), undefined);
    assert.equal(problem([home({ ...ours, repository: "elsewhere", stack: "renamed" }), service]), undefined);
  });

  it("is none where there is nothing in it: an update that was cut off, or somebody who prepared it", () => {
    assert.equal(problem([home(twin)]), undefined);
    assert.equal(problem([home()], { ...ours, state: undefined }), undefined);
    assert.equal(problem([home(stranger), object("v1", "ResourceQuota", "environment")]), undefined);
  });

  it("is none of one without a mark that this stack made before there were any", () => {
    assert.equal(problem([home(), service], { ...ours, state: undefined }, [home()]), undefined);
    assert.equal(problem([home(), service, deployment], ours, [home()]), undefined);
  });

  it("is that somebody else made the namespace again and works in it, not where nobody does, or the stack did", () => {
    assert.equal(
      problem([again, service], ours, [home(ours)]),
      `Namespace shop was deleted and made again, not by stack dev, and holds Service web-blue; nothing was changed. ${wayOn}`,
    );
    assert.equal(problem([again], ours, [home(ours)]), undefined);
    const own = { ...home(ours), metadata: { ...home(ours).metadata, uid: "2" } };
    assert.equal(problem([own, service], ours, [home(ours)]), undefined);
  });

  const wayOn =
    "Work with the state that made it, or give this project another `app` in branches.ts (of a platform: another turnout:gateway.namespace; environments can attach to a Gateway that is there); `npx turnout up --stack dev --adopt` takes it over on purpose.";
  const refusals: readonly (readonly [title: string, found: Owner | undefined, sentence: string])[] = [
    [
      "the same stack in another state",
      twin,
      "Namespace shop belongs to the same stack in another state: project turnout, stack dev, state b2 (github.com/ana/shop, branch develop)",
    ],
    [
      "another project's",
      stranger,
      "Namespace shop belongs to another stack: project books, stack prod, state c3",
    ],
    [
      "another stack's of this project",
      { ...stranger, project: "turnout", branch: "main" },
      "Namespace shop belongs to another stack: project turnout, stack prod, state c3 (branch main)",
    ],
    [
      "nobody's that is known",
      undefined,
      "Namespace shop is not known to stack dev, and holds Service web-blue and 1 more",
    ],
  ];
  for (const [title, found, sentence] of refusals)
    it(`is whose it is, and what to do: ${title}`, () => {
      const expected = `${sentence}; nothing was changed. ${wayOn}`;
      assert.equal(problem([home(found), service, deployment]), expected);
      // Also before this stack's first update.
      assert.equal(problem([home(found), service, deployment], { ...ours, state: undefined }), expected);
    });

  it("is one also where the checkpoint has the namespace: another state has taken it over since", () => {
    assert.match(
      problem([home(twin), service], ours, [home(ours)]) ?? "",
      /^Namespace shop belongs to the same stack/,
    );
    assert.match(problem([home(twin), service], { ...ours, state: undefined }, [home()]) ?? "", /state b2/);
  });

  it("counts what a namespace is used for, of each kind", () => {
    const gateway = "gateway.networking.k8s.io/v1";
    for (const [apiVersion, kind] of [
      ["v1", "Pod"],
      ["apps/v1", "Deployment"],
      [gateway, "HTTPRoute"],
      [gateway, "Gateway"],
    ] as const)
      assert.match(
        problem([home(), object(apiVersion, kind, "x")]) ?? "",
        new RegExp(`and holds ${kind} x; nothing`),
      );
  });
});

describe("foreignProblem", () => {
  it("is none of a namespace of one's own, without a mark, or gone", () => {
    for (const one of [home(ours), home(), undefined])
      assert.equal(foreignProblem(ours, home(), one), undefined);
  });

  it("keeps a stack from destroying what another has taken over, with what to do", () => {
    const end =
      "nothing was destroyed. Where nothing in it is this stack's any more, `pulumi stack rm --force --stack dev` forgets the stack and leaves the cluster alone; to destroy it all the same, take it over first: `npx turnout up --stack dev --adopt`.";
    assert.equal(
      foreignProblem(ours, home(ours), home(stranger)),
      `Namespace shop belongs to another stack: project books, stack prod, state c3; ${end}`,
    );
    assert.equal(
      foreignProblem(
        { ...ours, state: undefined },
        home(),
        home({ ...twin, repository: undefined, branch: undefined }),
      ),
      `Namespace shop belongs to the same stack in another state: project turnout, stack dev, state b2; ${end}`,
    );
    assert.equal(
      foreignProblem(ours, home(ours), again),
      `Namespace shop was deleted and made again, not by stack dev; ${end}`,
    );
  });
});

describe("the mark of a namespace", () => {
  it("says what is known, and is read as it was written", () => {
    for (const owner of [ours, twin, { ...twin, repository: undefined }])
      assert.deepEqual({ repository: undefined, branch: undefined, ...owner }, ownerOf(home(owner)));
    assert.equal(ownerOf(home()), undefined);
    assert.deepEqual(ownerAnnotations({ project: "turnout", stack: "dev" }), {
      "turnout.dev/project": "turnout",
      "turnout.dev/stack": "dev",
    });
  });

  it("is shown in one line, whatever somebody wrote into it", () => {
    const hostile = { ...twin, branch: "a\u001b]52;c;eA==\u0007\u202eb", project: "p\nq" };
    assert.equal(ownerOf(home(hostile))?.branch, "a\\u{1b}]52;c;eA==\\u{7}\\u{202e}b");
    assert.equal(ownerOf(home(hostile))?.project, "p\\u{a}q");
  });

  it("is found in a checkpoint", () => {
    assert.deepEqual(recordedOwner("shop", [recorded(service), recorded(home(twin))]), twin);
    assert.equal(recordedOwner("other", [recorded(home(twin))]), undefined);
  });
});
