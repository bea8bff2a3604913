/**
 * What a person asks for beyond what the settings say; each is a verb of the command line, and none outlives its update.
 *
 * - `release`: the settings' release, also where it was rejected before.
 * - `keep`: nothing changes, not even its size: another application is what is asked about.
 * - `settle`: what is active stays so, whatever the settings want.
 * - `shift`: the release that is being tried gets this share of the traffic, in per cent; 100 promotes it.
 * - `abort`: the release that is being tried is rejected.
 * - `rollback`: the active release is rejected; what the idle color has takes its place.
 */
export type Intent =
  | { readonly verb: "release" | "keep" | "settle" | "abort" | "rollback" }
  | { readonly verb: "shift"; readonly share: number };
