import assert from "node:assert/strict";
import { refuseForeign } from "../../cli/destroy";
import type { Project } from "../../cli/subject";
import { UserError } from "../../cli/terminal";
import type { Kubernetes } from "../../live/kubernetes";
import { ownerAnnotations } from "../../naming/owner";
import type { Checkpoint } from "../../release/checkpoint";

const own = { project: "turnout", stack: "dev", state: "0123456789ab" };
const namespace = (name: string, annotations?: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, ...(annotations && { annotations }) },
});

/** A stack that made a namespace, and the cluster's list of namespaces now. */
class Stack {
  readonly stack = "dev";
  readonly project = { name: "turnout" } as Project;
  asked = 0;

  constructor(
    private readonly listed: readonly object[] | Error,
    private readonly recorded = [namespace("shop-develop", ownerAnnotations(own))],
  ) {}

  checkpoint(): Promise<Checkpoint> {
    const resources = this.recorded.map((object) => [
      `urn:pulumi:dev::turnout::kubernetes:core/v1:Namespace::${object.metadata.name}`,
      { type: "kubernetes:core/v1:Namespace", outputs: object },
    ]);
    return Promise.resolve(Object.fromEntries(resources) as Checkpoint);
  }

  readonly cluster = (): Promise<Kubernetes> => {
    this.asked++;
    if (this.listed instanceof Error) return Promise.reject(this.listed);
    const items = this.listed;
    return Promise.resolve({ core: { listNamespace: () => Promise.resolve({ items }) } } as never);
  };
}

const owns = (stack: Stack) => refuseForeign(stack, stack.cluster);

describe("destroy of a stack", () => {
  it("may begin where its namespace is its own, has no mark or is gone", async () => {
    for (const listed of [
      [namespace("shop-develop", ownerAnnotations(own))],
      [namespace("shop-develop")],
      [],
    ])
      assert.deepEqual(await owns(new Stack(listed)), own);
  });

  it("is refused where another state has its namespace by now", async () => {
    const marks = ownerAnnotations({ ...own, state: "ba9876543210", branch: "develop" });
    await assert.rejects(owns(new Stack([namespace("shop-develop", marks)])), {
      constructor: UserError,
      message:
        /^Namespace shop-develop belongs to the same stack in another state: .*; nothing was destroyed\./,
    });
  });

  it("is refused where the cluster doesn't say whose its namespace is", async () => {
    for (const reason of ["connect ECONNREFUSED 127.0.0.1:6443", "namespaces is forbidden"])
      await assert.rejects(owns(new Stack(new Error(reason))), {
        constructor: UserError,
        message: new RegExp(
          `^Whose namespace shop-develop is could not be asked of the cluster \\(${reason}\\); nothing was destroyed\\. .*pulumi stack rm --force --stack dev`,
        ),
      });
  });

  it("is refused in the words of a context that leads to another cluster", async () => {
    const other = new UserError("Stack dev belongs to cluster 1, but context x leads to cluster 2.");
    await assert.rejects(owns(new Stack(other)), (error) => error === other);
  });

  it("asks no cluster of a stack that has nothing in one", async () => {
    const stack = new Stack(new Error("no cluster"), []);
    await owns(stack);
    assert.equal(stack.asked, 0);
  });
});
