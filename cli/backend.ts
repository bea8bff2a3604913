/** What tells where a person keeps Pulumi state. */
export interface BackendFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Text of Pulumi's credentials.json; undefined where there is none. */
  readonly credentials: string | undefined;
  /** `backend.url` of Pulumi.yaml. */
  readonly projectUrl: string | undefined;
}

/**
 * Where the state of stacks is kept: the person's own Pulumi backend, or, where nobody is logged in to one,
 * files inside the checkout, so that a first environment needs no account.
 */
export function backendOf({ environment, credentials, projectUrl }: BackendFacts): "own" | "embedded" {
  if (environment.PULUMI_BACKEND_URL || environment.PULUMI_ACCESS_TOKEN || projectUrl) return "own";
  return loggedIn(credentials) ? "own" : "embedded";
}

function loggedIn(credentials: string | undefined): boolean {
  try {
    return Boolean((JSON.parse(credentials ?? "{}") as { current?: string }).current);
  } catch {
    return false; // what can't be read can't have logged anybody in
  }
}
