/** Settings of a shop, right in every way, for tests to make wrong in one. */
export const web = {
  name: "web",
  image: "registry.example/web:1.4.2",
  port: 8080,
  probes: { readiness: { path: "/readyz" }, liveness: { path: "/healthz" } },
};

export const shop = {
  domain: "shop.example",
  gateway: { namespace: "turnout-gateway", name: "shared" },
  applications: [web],
};

/** The shop's settings with other values at the top. */
export const settingsWith = (values: Readonly<Record<string, unknown>>) => ({ ...shop, ...values });

/** The shop's settings with other values in its one application. */
export const applicationWith = (values: Readonly<Record<string, unknown>>) =>
  settingsWith({ applications: [{ ...web, ...values }] });

/** Value of every secret in these tests: it must never be in a message. */
export const secretText = "hunter2-do-not-show";

/** Title of a mistake, the settings with it, and all sentences of the check. */
export type Malformed = readonly [
  title: string,
  raw: Readonly<Record<string, unknown>>,
  sentences: readonly string[],
];
