/** How long each name may be, in characters (all but a branch's are ASCII, so also in bytes). */
export const LIMITS = {
  /** Pulumi: `[A-Za-z0-9_.-]{1,100}`, sdk/go/common/tokens/stack_name.go. */
  stack: 100,
  /** Kubernetes: a namespace is an RFC 1123 label, apimachinery/pkg/util/validation DNS1123LabelMaxLength. */
  namespace: 63,
  /** Kubernetes: apimachinery/pkg/util/validation LabelValueMaxLength. */
  labelValue: 63,
  /** One part of a hostname between dots: RFC 1035 §2.3.4. */
  dnsLabel: 63,
  /** A whole hostname: 255 octets on the wire (RFC 1035 §2.3.4) are 253 characters; Gateway API `Hostname` maxLength. */
  host: 253,
  /** Kubernetes: a Service is an RFC 1035 label, apimachinery/pkg/util/validation DNS1035LabelMaxLength. */
  service: 63,
  /** AWS: `Name` of CreateTargetGroup and of CreateLoadBalancer. */
  loadBalancing: 32,
  /** Ours: leaves room for a slug in every name below. */
  app: 20,
  /**
   * Ours: what `<app>-local-<slug>`, the longest default namespace, leaves for the slug: 63 - 20 - 7.
   * Not computed from the map at hand, because then a new rule would rename the environments of other branches.
   */
  slug: 36,
} as const;

/** Most characters a template may hold besides `<name>`, so that any slug fits. */
export const TEMPLATE_LIMITS = {
  stack: LIMITS.stack - LIMITS.slug,
  namespace: LIMITS.namespace - LIMITS.slug,
} as const;
