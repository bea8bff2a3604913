/** In CEL, whether a name is one of an environment's namespace. */
export const isOurs = (name: string, namespacePattern: string) =>
  `${name}.matches('^${namespacePattern.replaceAll("*", "[a-z0-9-]*")}$')`;

/** Which requests a policy is asked about. */
export const rule = (
  apiGroups: string[],
  apiVersions: string[],
  resources: string[],
  operations: string[],
) => ({
  apiGroups,
  apiVersions,
  resources,
  operations,
});
