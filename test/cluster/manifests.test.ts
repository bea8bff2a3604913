import type { KubernetesObject } from "@kubernetes/client-node";
import assert from "node:assert/strict";
import { isHidden, type Recording, type Value } from "../../program/recording";
import { declareOnAws, github, wholePlatform, zone } from "../components/on-aws";
import { dryRun } from "./dry-run";
import { namespaces, objects, removeNamespace } from "./kubernetes";

/** Kinds of AWS's own, whose definitions only EKS and the controller's chart bring: these are not checked here. */
const ofAws = ["LoadBalancerConfiguration", "SecurityGroupPolicy", "TargetGroupConfiguration"];

/** A chart and a file of definitions are no objects themselves. */
const brought = ["Release", "ConfigFile"];

const objectsOf = ({ resources }: Recording): KubernetesObject[] =>
  resources
    .filter(({ type }) => type.startsWith("kubernetes:") && !brought.includes(type.split(":").at(-1) ?? ""))
    .map(({ inputs }) => shown(inputs) as unknown as KubernetesObject);

/** With something readable in the place of what a recording hides. */
function shown(value: Value): Value {
  if (isHidden(value)) return { HIDDEN: "hidden" };
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shown(part)]));
}

describe("what is declared for AWS, shown to a real API server without being made", () => {
  const stacks = {
    "a platform": wholePlatform,
    "an environment": () => declareOnAws({ aws: { ...zone, ...github } }),
    "an environment with a load balancer of its own": () =>
      declareOnAws({ aws: { ...zone, ...github }, gateway: { own: true } }),
  };
  const made: string[] = [];

  after(async () => {
    for (const name of made) await removeNamespace(name);
  });

  for (const [title, declared] of Object.entries(stacks))
    it(`is accepted of ${title}, but for kinds that only AWS defines`, async () => {
      const api = await objects();
      const all = objectsOf(await declared());
      // An object can't even be tried in a namespace that isn't there.
      const there = await namespaces();
      for (const name of new Set(all.flatMap(({ metadata }) => metadata?.namespace ?? []))) {
        if (there.includes(name)) continue;
        await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
        made.push(name);
      }
      const refused: string[] = [];
      const unknown = new Set<string>();
      for (const one of all) {
        const outcome = await dryRun(one);
        if (outcome === "unknown") unknown.add(one.kind ?? "");
        else if (outcome !== "accepted")
          refused.push(`${one.kind ?? ""} ${one.metadata?.name ?? ""}: ${outcome}`);
      }
      assert.deepEqual(refused, []);
      assert.ok(all.length > 10);
      const notChecked = [...unknown].sort();
      console.log(`    not checked here: ${notChecked.join(", ")}`);
      assert.deepEqual(
        notChecked,
        notChecked.filter((kind) => ofAws.includes(kind)),
      );
    });

  it("would be refused with a field that Kubernetes doesn't know", async () => {
    const wrong = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "wrong", namespace: "default" },
      dat: {},
    };
    assert.match(await dryRun(wrong), /field not declared in schema|unknown field/);
  });
});
