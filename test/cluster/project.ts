import { join } from "node:path";
import { branches } from "../../branches";
import type { BranchMap } from "../../naming/branch-map";
import { namesOf, type Names } from "../../naming/names";
import { contentTag } from "../../program/content-tag";
import { provideAppImage } from "./app-image";
import type { Checkout } from "./checkout";
import { gatewayClass, gatewayPort } from "./gateway";
import { namespace as gatewayNamespace } from "./shared-gateway";

/** The gateway of a test cluster hears of a pod's end at once, and nobody likes to wait. */
const fast = {
  shutdown: { preStopSeconds: 2, graceSeconds: 20 },
  probes: {
    readiness: { path: "/readyz", periodSeconds: 1 },
    liveness: { path: "/healthz" },
  },
  readyTimeoutSeconds: 60,
};

/** Names of its own: the cluster may have real environments of this project. */
const app = "tested";
const map = JSON.parse(JSON.stringify(branches).replaceAll(branches.app, app)) as BranchMap;

/** The names of a branch in a checkout that was prepared. */
export const namesIn = (branch: string): Names => namesOf(branch, map);

/** Fits a checkout to the cluster that is there: its Gateway, an image of the app, and times for a test. */
export function prepare(checkout: Checkout): Checkout {
  const given = process.env.TURNOUT_TEST_IMAGE;
  provideAppImage(given ?? `localhost/smallcase:${contentTag(join(__dirname, "../../app"))}`);
  checkout.replace("branches.ts", new RegExp(branches.app, "g"), app);
  checkout.edit("Pulumi.yaml", ({ config }) => {
    const gateway = config.gateway as { default: object };
    gateway.default = {
      ...gateway.default,
      namespace: gatewayNamespace,
      port: gatewayPort,
      className: gatewayClass,
      deregistrationDelaySeconds: 0,
    };
    const applications = config.applications as { default: Record<string, unknown>[] };
    const [web] = applications.default;
    const { build, image, ...rest } = web ?? {};
    applications.default = [
      { ...rest, ...fast, ...(given === undefined ? { image, build } : { image: given }) },
    ];
  });
  return checkout;
}
