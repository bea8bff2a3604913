import assert from "node:assert/strict";
import fc from "fast-check";
import { previewName, serviceName } from "../../release/model";
import {
  type Checkpoint,
  recordedAccount,
  recordedApplication,
  recordedApplications,
  recordedCluster,
  recordedColor,
  recordedGateway,
  recordedImages,
  recordedPreview,
  recordedWeights,
} from "../../release/checkpoint";

const labels = (application: string, color?: string) => ({
  "turnout.dev/application": application,
  ...(color && { "turnout.dev/color": color }),
});

interface Facts {
  readonly release?: string;
  readonly replicas?: number;
  readonly generation?: number;
  readonly observed?: number;
  readonly ready?: number;
  readonly updated?: number;
  /** Of every template. */
  readonly pods?: number;
  readonly candidate?: string;
}

const deployment = ({
  release = "r1",
  replicas = 2,
  generation = 3,
  observed = 3,
  ready = 2,
  updated = 2,
  pods = replicas,
  candidate,
}: Facts) => ({
  metadata: { generation, ...(candidate && { annotations: { "turnout.dev/candidate": candidate } }) },
  spec: { replicas, template: { metadata: { labels: { "turnout.dev/release": release } } } },
  status: { observedGeneration: observed, replicas: pods, readyReplicas: ready, updatedReplicas: updated },
});

const route = (
  application: string,
  blue: number,
  green: number,
  more: { name?: string; rejected?: string } = {},
) => ({
  type: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
  outputs: {
    metadata: {
      name: more.name ?? application,
      labels: labels(application),
      ...(more.rejected && { annotations: { "turnout.dev/rejected": more.rejected } }),
    },
    spec: {
      rules: [
        {
          backendRefs: [
            { name: `${application}-blue`, weight: blue },
            { name: `${application}-green`, weight: green },
          ],
        },
      ],
    },
  },
});

const colored = (application: string, color: string, facts: Facts) => {
  const { metadata, ...rest } = deployment(facts);
  return {
    type: "kubernetes:apps/v1:Deployment",
    outputs: { metadata: { ...metadata, labels: labels(application, color) }, ...rest },
  };
};

describe("recordedApplication", () => {
  const checkpoint: Checkpoint = {
    "urn:1": colored("web", "green", { release: "r2", replicas: 0, ready: 0, updated: 0 }),
    "urn:2": colored("api", "blue", { release: "r9" }),
    "urn:3": route("api", 0, 100),
    "urn:4": route("web", 90, 10, { rejected: "r0" }),
    "urn:8": route("web", 0, 100, { name: "web--preview" }),
    "urn:5": colored("web", "blue", { release: "r1" }),
    "urn:6": { type: "kubernetes:core/v1:Service", outputs: { metadata: { labels: labels("web", "blue") } } },
    "urn:7": { type: "kubernetes:apps/v1:Deployment" },
  };

  it("finds an application's own route and Deployments among all others", () => {
    assert.deepEqual(recordedApplication(checkpoint, "web"), {
      weights: { blue: 90, green: 10 },
      rejected: "r0",
      preview: "green",
      blue: { release: "r1", replicas: 2, ready: true },
      green: { release: "r2", replicas: 0, ready: false },
    });
    assert.deepEqual(recordedApplication(checkpoint, "api"), {
      weights: { blue: 0, green: 100 },
      rejected: undefined,
      preview: undefined,
      blue: { release: "r9", replicas: 2, ready: true },
      green: undefined,
    });
  });

  it("knows nothing of an application that was never made", () => {
    assert.deepEqual(recordedApplication(checkpoint, "shop"), {
      weights: undefined,
      rejected: undefined,
      preview: undefined,
      blue: undefined,
      green: undefined,
    });
  });

  it("never throws, whatever the outputs of a resource that isn't ours are", () => {
    const type = fc.constantFrom("kubernetes:core/v1:Pod", "aws:s3/bucket:Bucket", "");
    const resource = fc.record({ type, outputs: fc.anything() });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), resource), (more) => {
        assert.deepEqual(
          recordedApplication({ ...checkpoint, ...more }, "web"),
          recordedApplication(checkpoint, "web"),
        );
        recordedCluster(more);
      }),
    );
  });
});

describe("recordedColor", () => {
  const ready = (facts: Facts) => recordedColor(deployment(facts))?.ready;

  it("is Ready when all pods are, with the release that was asked for", () => {
    assert.equal(ready({}), true);
  });

  it("is not Ready while the controller hasn't seen the last change", () => {
    assert.equal(ready({ observed: 2 }), false);
  });

  it("is not Ready while pods are missing, or are of the release before", () => {
    assert.equal(ready({ ready: 1 }), false);
    assert.equal(ready({ updated: 1 }), false);
  });

  it("is not Ready while pods of the release before hide that new ones aren't", () => {
    assert.equal(ready({ pods: 4 }), false);
  });

  it("is not Ready with no pods at all", () => {
    assert.equal(ready({ replicas: 0, ready: 0, updated: 0 }), false);
  });

  it("is not Ready without a status, as after a create that was cut off", () => {
    const { metadata, spec } = deployment({});
    assert.deepEqual(recordedColor({ metadata, spec }), {
      release: "r1",
      replicas: 2,
      ready: false,
      down: true,
    });
  });

  it("is down when it has pods and none of them is Ready", () => {
    const down = (facts: Facts) => recordedColor(deployment(facts))?.down;
    assert.equal(down({ ready: 0 }), true);
    assert.equal(down({ ready: 1 }), undefined);
    assert.equal(down({ replicas: 0, ready: 0, updated: 0 }), undefined);
  });

  it("is a candidate while it has the release that it was given to be tried", () => {
    const candidate = (facts: Facts) => recordedColor(deployment(facts))?.candidate;
    assert.equal(candidate({ candidate: "r1" }), true);
    assert.equal(candidate({ candidate: "r0" }), undefined);
    assert.equal(candidate({}), undefined);
  });

  it("says what one of its pods asks for", () => {
    const { metadata, spec, status } = deployment({});
    const requests = { cpu: "250m", memory: "512Mi" };
    const template = { ...spec.template, spec: { containers: [{ resources: { requests } }] } };
    assert.deepEqual(
      recordedColor({ metadata, spec: { replicas: 2, template }, status })?.resources,
      requests,
    );
  });

  it("has one pod where none are said, as Kubernetes has it", () => {
    const { metadata, spec, status } = deployment({ pods: 1, ready: 1, updated: 1 });
    const { template } = spec;
    assert.deepEqual(recordedColor({ metadata, spec: { template }, status }), {
      release: "r1",
      replicas: 1,
      ready: true,
    });
  });

  it("is nothing where no release was ever put into it", () => {
    assert.equal(recordedColor(undefined), undefined);
    assert.equal(recordedColor({}), undefined);
    assert.equal(recordedColor({ spec: { replicas: 1, template: { metadata: {} } } }), undefined);
  });
});

describe("recordedWeights", () => {
  it("is nothing without a route or its backends", () => {
    assert.equal(recordedWeights(undefined, "web"), undefined);
    assert.equal(recordedWeights({ spec: {} }, "web"), undefined);
    assert.equal(recordedWeights({ spec: { rules: [{}] } }, "web"), undefined);
  });

  it("gives no traffic to a color that is not among the backends", () => {
    const backendRefs = [{ name: "web-blue", weight: 100 }, { name: "api-green", weight: 100 }, {}];
    assert.deepEqual(recordedWeights({ spec: { rules: [{ backendRefs }] } }, "web"), { blue: 100, green: 0 });
  });
});

describe("recordedPreview", () => {
  const preview = (blue: number, green: number) => recordedPreview(route("web", blue, green).outputs, "web");

  it("is the color that the preview hostname leads to", () => {
    assert.equal(preview(100, 0), "blue");
    assert.equal(preview(0, 100), "green");
  });

  it("is nothing where there is no such route, or it leads nowhere", () => {
    assert.equal(recordedPreview(undefined, "web"), undefined);
    assert.equal(preview(0, 0), undefined);
  });
});

describe("recordedCluster", () => {
  it("is the identity that the Kubernetes provider was made with", () => {
    const checkpoint = {
      a: { type: "aws:eks/cluster:Cluster", outputs: { clusterIdentifier: "other" } },
      b: { type: "pulumi:providers:kubernetes", outputs: { clusterIdentifier: "c1" } },
    };
    assert.equal(recordedCluster(checkpoint), "c1");
  });

  it("is unknown before the first update, and with a provider from before it was recorded", () => {
    assert.equal(recordedCluster({}), undefined);
    assert.equal(recordedCluster({ a: { type: "pulumi:providers:kubernetes", outputs: {} } }), undefined);
    assert.equal(recordedCluster({ a: { type: "pulumi:providers:kubernetes" } }), undefined);
  });
});

describe("recordedImages", () => {
  it("are what the stack built for any registry, whoever built it", () => {
    const images = recordedImages({
      a: { type: "docker-build:index:Image", outputs: { tags: ["registry.example/web:1"] } },
      b: { type: "docker:index/image:Image", outputs: { imageName: "localhost/api:2" } },
      c: { type: "docker:index/image:Image" },
      d: { type: "docker-build:index:Image", outputs: {} },
      e: { type: "kubernetes:apps/v1:Deployment", outputs: { imageName: "localhost/other:3" } },
    });
    assert.deepEqual(images, ["registry.example/web:1", "localhost/api:2"]);
  });
});

describe("what a project declares itself", () => {
  it("says nothing of the stack's applications, its Gateway, its cluster or its account", () => {
    const own = (name: string, type: string, outputs: object) => [
      `urn:pulumi:dev::shop::turnout:environment:Environment$turnout:environment:OwnResources$${type}::${name}`,
      { type, outputs },
    ];
    const checkpoint = Object.fromEntries([
      own("web-blue", "kubernetes:apps/v1:Deployment", deployment({})),
      own("web", "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", {
        spec: { parentRefs: [{ name: "other" }] },
      }),
      own("other", "pulumi:providers:kubernetes", { clusterIdentifier: "other" }),
      own("other", "pulumi:providers:aws", { region: "us-east-1", allowedAccountIds: '["1"]' }),
      own("other", "docker-build:index:Image", { tags: ["other:1"] }),
    ]) as Checkpoint;
    assert.deepEqual(recordedApplications(checkpoint), []);
    assert.deepEqual(recordedApplication(checkpoint, "web"), recordedApplication({}, "web"));
    assert.equal(recordedGateway(checkpoint), undefined);
    assert.equal(recordedCluster(checkpoint), undefined);
    assert.deepEqual(recordedAccount(checkpoint), {});
    assert.deepEqual(recordedImages(checkpoint), []);
  });
});

describe("previewName", () => {
  it("is a name that no application has", () => {
    assert.equal(previewName("web"), "web--preview");
  });
});

describe("serviceName", () => {
  it("is the application and its color", () => {
    assert.equal(serviceName("web", "green"), "web-green");
  });
});
