import assert from "node:assert/strict";
import { imagePlan, wayTo } from "../../program/image-plan";

describe("wayTo", () => {
  const pushed = { isPushed: true };
  const there = { isPushed: false };
  for (const [context, registry, way] of [
    ["kind-shop", undefined, { isPushed: false, loading: { by: "kind", cluster: "shop" } }],
    ["kind-my-kind-k3d", undefined, { isPushed: false, loading: { by: "kind", cluster: "my-kind-k3d" } }],
    ["k3d-shop", undefined, { isPushed: false, loading: { by: "k3d", cluster: "shop" } }],
    ["minikube", undefined, { isPushed: false, loading: { by: "minikube", cluster: "minikube" } }],
    ["docker-desktop", undefined, there],
    ["rancher-desktop", undefined, there],
    ["orbstack", undefined, there],
    ["colima", undefined, there],
    ["colima-work", undefined, there],
    ["kind-shop", "localhost:5000", pushed],
    ["arn:aws:eks:eu-central-1:111122223333:cluster/shop", "registry.example/shop", pushed],
    [undefined, "registry.example/shop", pushed],
    // Nothing here brings an image to these, as ever.
    [undefined, undefined, undefined],
    ["", undefined, undefined],
    ["kind", undefined, undefined],
    ["kind-", undefined, undefined],
    ["mankind-shop", undefined, undefined],
    ["colimas", undefined, undefined],
    ["my-docker-desktop", undefined, undefined],
    ["minikube-2", undefined, undefined],
    ["local", undefined, undefined],
  ] as const)
    it(`leads to ${context ?? "an unknown context"}${registry === undefined ? "" : ` by ${registry}`}`, () => {
      assert.deepEqual(wayTo(context, registry), way);
    });
});

describe("imagePlan", () => {
  const ref = "localhost/web:0123456789abcdef";
  const facts = {
    application: "web",
    ref,
    context: "kind-shop",
    registry: undefined,
    recorded: [],
    engine: "missing" as const,
  };
  const loading = { by: "kind", cluster: "shop" };

  it("builds an image that is nowhere, and loads it", () => {
    assert.deepEqual(imagePlan(facts), { isBuilt: true, isPushed: false, loading });
  });

  it("pushes where there is a registry", () => {
    assert.deepEqual(imagePlan({ ...facts, registry: "registry.example" }), {
      isBuilt: true,
      isPushed: true,
    });
  });

  it("declares what the stack built before, also once the engine has it", () => {
    for (const engine of ["there", "missing", "not asked"] as const)
      assert.deepEqual(imagePlan({ ...facts, recorded: [ref], engine }), {
        isBuilt: true,
        isPushed: false,
        loading,
      });
  });

  it("builds nothing that another stack or a person built, and loads that", () => {
    assert.deepEqual(imagePlan({ ...facts, engine: "there" }), { isBuilt: false, isPushed: false, loading });
  });

  it("builds the next content, whatever was built before", () => {
    assert.equal(imagePlan({ ...facts, recorded: ["localhost/web:fedcba9876543210"] }).isBuilt, true);
  });

  it("declares in a diff what the next update would build", () => {
    assert.equal(imagePlan({ ...facts, engine: "not asked" }).isBuilt, true);
  });

  it("takes the reference as it is without an engine, and names the two ways on", () => {
    assert.deepEqual(imagePlan({ ...facts, engine: { noEngine: [] } }), {
      isBuilt: false,
      isPushed: false,
      warning:
        "The image of web is not built, for no Docker or Podman answers on this machine: start one (Podman with DOCKER_HOST set to its socket), or build localhost/web:0123456789abcdef, as `turnout image web` prints it, by any builder and load it into the cluster.",
    });
    const { warning } = imagePlan({ ...facts, registry: "registry.example", engine: { noEngine: [] } });
    assert.match(warning ?? "", / by any builder and push it\.$/);
    const reasons = ["connect EACCES /var/run/docker.sock", "connect ECONNREFUSED /run/x.sock"];
    assert.match(
      imagePlan({ ...facts, engine: { noEngine: reasons } }).warning ?? "",
      / answers on this machine \(connect EACCES \/var\/run\/docker\.sock; connect ECONNREFUSED \/run\/x\.sock\): start one /,
    );
  });

  it("says nothing without an engine of an image that was built before", () => {
    const plan = imagePlan({ ...facts, recorded: [ref], engine: { noEngine: [] } });
    assert.equal(plan.isBuilt, false);
    assert.equal(plan.warning, undefined);
  });

  it("says nothing for a cluster that nothing here loads into", () => {
    for (const engine of [{ noEngine: [] }, "missing", "there"] as const)
      assert.deepEqual(imagePlan({ ...facts, context: "local", engine }), {
        isBuilt: false,
        isPushed: false,
      });
  });
});
