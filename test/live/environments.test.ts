import assert from "node:assert/strict";
import { environmentsIn } from "../../live/look";
import { ApiServer } from "./api-server";

describe("environmentsIn", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("kind-shop", "other");
  });
  afterEach(() => server.stop());

  it("are the namespaces with the labels of every environment of the product", async () => {
    const items = ["shop-develop", "shop-pr-1"].map((name) => ({ metadata: { name } }));
    server.objects["/api/v1/namespaces"] = { items };
    assert.deepEqual(await environmentsIn({}, "shop"), ["shop-develop", "shop-pr-1"]);
    assert.deepEqual(
      server.asked.map(({ query }) => query.labelSelector),
      ["app.kubernetes.io/part-of=shop,app.kubernetes.io/managed-by=Pulumi"],
    );
  });

  it("are not known where the cluster can't be asked, which is no empty list", async () => {
    await assert.rejects(environmentsIn({ context: "other" }, "shop"));
    await assert.rejects(environmentsIn({ context: "gone" }, "shop"), {
      message: "Your kubeconfig has no context gone.",
    });
    await assert.rejects(
      environmentsIn({ context: "arn:aws:eks:eu-central-1:111122223333:cluster/turnout" }, "shop"),
      {
        message:
          "Your kubeconfig has no context arn:aws:eks:eu-central-1:111122223333:cluster/turnout: run " +
          "`aws eks update-kubeconfig --region eu-central-1 --name turnout`.",
      },
    );
  });
});
