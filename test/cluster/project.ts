import { join } from "node:path";
import { contentTag } from "../../settings/content-tag";
import { provideAppImage } from "./app-image";
import type { Checkout } from "./checkout";
import { gatewayClass, gatewayPort } from "./gateway";

/** Fits a checkout to the cluster that is there: its Gateway, an image of the app, and times for a test. */
export function prepare(checkout: Checkout): Checkout {
  const given = process.env.TURNOUT_TEST_IMAGE;
  provideAppImage(given ?? `localhost/smallcase:${contentTag(join(__dirname, "../../app"))}`);
  checkout.edit("Pulumi.yaml", ({ config }) => {
    const gateway = config.gateway as { default: object };
    gateway.default = { ...gateway.default, port: gatewayPort, className: gatewayClass };
    const applications = config.applications as { default: Record<string, unknown>[] };
    const [web] = applications.default;
    // The gateway of a test cluster hears of a pod's end at once.
    const fast = { shutdown: { preStopSeconds: 2, graceSeconds: 20 }, readyTimeoutSeconds: 60 };
    const { build, image, ...rest } = web ?? {};
    applications.default = [
      { ...rest, ...fast, ...(given === undefined ? { image, build } : { image: given }) },
    ];
  });
  return checkout;
}
