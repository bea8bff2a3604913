import assert from "node:assert/strict";
import type { Resource } from "../../policy/resource";
import { declare, shop, web } from "../components/declared";
import { broken, find, resourcesOf, verdict } from "./recorded";

const image = { image: "localhost/smallcase", build: "app" };
const pod = ["spec", "template", "spec"];
const container = [...pod, "containers", 0];

describe("the policies over what an environment declares", () => {
  let resources: readonly Resource[];
  let blue: Resource;

  before(async () => {
    resources = resourcesOf(
      await declare({
        applications: [
          { ...shop, ...image },
          { ...web, ...image, name: "api" },
        ],
      }),
    );
    blue = find(resources, "Deployment", "web-blue");
  });

  it("find nothing", () => {
    assert.ok(resources.length > 20);
    assert.deepEqual(verdict(resources), []);
  });

  it("find an image whose tag can move", () => {
    assert.deepEqual(
      verdict(broken(resources, blue, [...container, "image"], "localhost/smallcase:latest")),
      [
        'pinned-image: Deployment web-blue spec.template.spec.containers[0].image is "localhost/smallcase:latest": ' +
          "must be pinned by its digest, or by a content tag; set build for the application, " +
          "or write it as registry/name@sha256:….",
      ],
    );
  });

  it("find each thing that makes a pod less than restricted", () => {
    const say = (path: readonly (string | number)[], value: unknown) =>
      verdict(broken(resources, blue, path, value));
    const at = "restricted-pod: Deployment web-blue spec.template.spec";
    assert.deepEqual(say([...pod, "hostNetwork"], true), [
      `${at}.hostNetwork is true: must not share the node's network; remove it.`,
    ]);
    assert.deepEqual(say([...pod, "securityContext", "runAsNonRoot"], undefined), [
      `${at}.containers[0].securityContext.runAsNonRoot is missing: must be true; set it in the pod's securityContext.`,
    ]);
    assert.deepEqual(say([...container, "securityContext", "capabilities", "drop"], []), [
      `${at}.containers[0].securityContext.capabilities.drop is []: must drop ALL; set [ALL].`,
    ]);
    assert.deepEqual(say([...pod, "volumes", 0], { name: "tmp", hostPath: { path: "/" } }), [
      `${at}.volumes[0].hostPath is an object: must not be a volume of the type hostPath; ` +
        "use an emptyDir or a persistentVolumeClaim.",
    ]);
  });

  it("find any object that leaves the namespace", () => {
    const objects = resources.filter(
      ({ type }) => type.startsWith("kubernetes:") && !type.endsWith(":Namespace"),
    );
    assert.ok(objects.length > 20);
    for (const object of objects) {
      const said = verdict(broken(resources, object, ["metadata", "namespace"], "smallcase-blue"));
      const kind = object.type.split(":").at(-1);
      assert.deepEqual(said, [
        `own-namespace: ${kind} ${object.name} metadata.namespace is "smallcase-blue": ` +
          "must be smallcase-develop, as of all in this environment; set it to that.",
      ]);
    }
  });

  it("find what all environments would share", () => {
    const type = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";
    const urn = "urn:pulumi:dev::turnout::kubernetes:rbac.authorization.k8s.io/v1:ClusterRole::all";
    const role = { urn, type, name: "all", inputs: { metadata: { namespace: "smallcase-develop" } } };
    assert.deepEqual(verdict([...resources, role]), [
      `own-namespace: ClusterRole all type is "${type}": ` +
        "must not be one that all environments share; declare it in the platform's stack.",
    ]);
  });
});
