/** Breaks of the decisions what is waited for, and for how long: promise, before, after. */
export const ofWaits: readonly (readonly [promise: string, before: string, after: string])[] = [
  [
    "an image that its registry hasn't is not waited for",
    "      return isLoaded(image) || (noImage.test(said) && !mayMend.test(said)) ? words : undefined;",
    "      return undefined;",
  ],
  ["a registry in trouble is waited for", "noImage.test(said) && !mayMend.test(said)", "noImage.test(said)"],
  ["a moment's report ends nothing", ">= this.seconds * 1000", ">= 0"],
  [
    "pods that come up are looked at while the engine waits",
    "      checks.pods.begin(planned, color);\n",
    "",
  ],
  [
    "pods that were given up fail their update",
    "() => refuse(checks.pods.end(planned, color))",
    "() => void checks.pods.end(planned, color)",
  ],
  [
    "an attempt after one that was given up is waited for again",
    'recorded?.givenUp === "1" ? "2" : "1"',
    '"1"',
  ],
  [
    "the engine's wait ends with the attempt that was given up",
    '||$.metadata.annotations["${annotations.givenUp}"]=="${attempt}"',
    "",
  ],
  [
    "pods behind a load balancer come after its bindings",
    "      await checks.beforePods(planned, color);\n",
    "",
  ],
  [
    "every route of a color is bound before its pods",
    "if (routes > 0 && bound >= routes) return;",
    "if (bound > 0) return;",
  ],
  [
    "a Gateway is up once it is accepted and programmed",
    'is("Accepted") === "True" && is("Programmed") === "True"',
    'is("Accepted") === "True"',
  ],
  [
    "only the Service of an only pod leads to pods that end",
    "replicas === 1 && autoscaling === undefined",
    "true",
  ],
];
