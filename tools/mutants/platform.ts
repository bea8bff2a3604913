/** Breaks of what environments share: promise, before, after. */
export const ofPlatforms: readonly (readonly [promise: string, before: string, after: string])[] = [
  [
    "images that pods pull can't be deleted by mistake",
    "// Pods that start anywhere pull from it.\n      { parent: this, protect: true }",
    "{ parent: this }",
  ],
  [
    "a tag never moves to another image",
    'imageTagMutability: "IMMUTABLE_WITH_EXCLUSION"',
    'imageTagMutability: "MUTABLE"',
  ],
  ["state goes over TLS only", '"aws:SecureTransport": "false"', '"aws:SecureTransport": "true"'],
  ["state is never public", "restrictPublicBuckets: true", "restrictPublicBuckets: false"],
  [
    "pods' logs can't be deleted by mistake",
    "{ name: logGroup, retentionInDays: retentionDays },\n      { parent: this, protect: true }",
    "{ name: logGroup, retentionInDays: retentionDays },\n      { parent: this }",
  ],
  [
    "the audit log can't be deleted by mistake",
    "// It is the audit log.\n      { parent: this, protect: true }",
    "{ parent: this }",
  ],
  [
    "the key of the cluster's Secrets can't be deleted by mistake",
    "deletionWindowInDays: 30,\n      },\n      { parent: this, protect: true },",
    "deletionWindowInDays: 30,\n      },\n      { parent: this },",
  ],
  [
    "where there is HTTPS only the redirect is at plain HTTP",
    '{ ...http, ...routes("Same") }',
    "{ ...http, ...routes(allowedRoutes) }",
  ],
  [
    "the load balancer drops headers that hide a request in another",
    '"routing.http.drop_invalid_header_fields.enabled", value: "true"',
    '"routing.http.drop_invalid_header_fields.enabled", value: "false"',
  ],
  [
    "no update about something else replaces the cluster's DNS",
    "{ enabled: true, version: args.corednsVersion }",
    "{ enabled: true }",
  ],
  [
    "whose a security group is can't be changed by CI",
    '"ForAllValues:StringNotLike": { "aws:TagKeys": "turnout:*" },',
    "",
  ],
  [
    "a security group's tags can't all be deleted at once by CI",
    'Null: { ...owned.Null, "aws:TagKeys": "false" },',
    "Null: owned.Null,",
  ],
];
