/** What is read of a route to see whether requests reach it. */
export interface RouteStatus {
  readonly spec?: { readonly parentRefs?: readonly { readonly name: string }[] };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef: { readonly name: string };
      readonly conditions?: readonly {
        readonly type: string;
        readonly status: string;
        readonly message?: string;
      }[];
    }[];
  };
}

/**
 * What keeps a route from taking requests, as a sentence: an environment that is up behind no Gateway looks
 * broken, and nothing else says why. Undefined where all is well.
 */
export function routeTrouble({ spec, status }: RouteStatus): string | undefined {
  const wanted = (spec?.parentRefs ?? []).map(({ name }) => name);
  // What a Gateway said that the route has left since stays in its status.
  const parents = (status?.parents ?? []).filter(({ parentRef }) => wanted.includes(parentRef.name));
  if (parents.length === 0)
    return "No Gateway has taken the route yet. If it stays so, the cluster has none of that name: `npx turnout up --stack platform` makes it.";
  const conditions = parents.flatMap(({ conditions = [] }) => conditions);
  const refused = conditions.find(({ type, status }) => type === "Accepted" && status !== "True");
  return refused && `The Gateway refuses the route: ${refused.message ?? "it gives no reason"}`;
}
