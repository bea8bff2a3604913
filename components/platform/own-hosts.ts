import { HASH_LENGTH, LIMITS } from "../../naming/slug";
import { isOurs, rule } from "./guard-matching";

/**
 * In CEL, whether `hostOf` or `previewHostOf` can have made a hostname for a namespace, whatever the domain: its first
 * label is the namespace, or goes on with `--`, which no namespace of ours holds. A label that would pass 63 characters
 * begins with a part of the namespace only and ends in a hash. CEL can't compute hashes, so a cut hostname passes for
 * that of any namespace with the same beginning, which are 27 characters or more: 63, without a - at the end of the cut,
 * `--`, at most 20 of the application, and - and 12 of the hash. No other hostname passes for another namespace's.
 *
 * All of it but `matches` is JavaScript as well, as which the tests run it.
 *
 * @param host and `home`, a namespace, as CEL.
 */
export function isOwnHost(host: string, home: string): string {
  const cut =
    // One less than the most, where the cut left a - at the end, which goes too.
    `${host}.indexOf('.') >= ${LIMITS.dnsLabel - 1} && ${home}.startsWith(${host}.split('--')[0]) && ` +
    `${host}.matches('^[a-z0-9-]+--[a-z0-9-]+-[0-9a-f]{${HASH_LENGTH}}[.]')`;
  return (
    `${home}.indexOf('--') == -1 && ` +
    `(${host}.startsWith(${home} + '.') || ${host}.startsWith(${home} + '--') || ${cut})`
  );
}

/**
 * A route in an environment's namespace takes only that environment's hostnames from a Gateway of another namespace, the
 * shared one; at a Gateway of its own it may take any. Whoever writes it: who deploys there can also act as a service
 * account of that namespace, which is in no group of ours.
 */
export function keepsToOwnHosts(namespacePattern: string) {
  const route = "'Route ' + object.metadata.name + ' in namespace ' + request.namespace";
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      resourceRules: [
        rule(["gateway.networking.k8s.io"], ["*"], ["httproutes", "grpcroutes"], ["CREATE", "UPDATE"]),
      ],
    },
    matchConditions: [
      { name: "of-an-environment", expression: isOurs("request.namespace", namespacePattern) },
      {
        name: "at-the-gateway-of-another",
        expression:
          "has(object.spec.parentRefs) && object.spec.parentRefs.exists(parent, " +
          "parent.kind != 'Gateway' || (has(parent.namespace) && parent.namespace != request.namespace))",
      },
    ],
    variables: [
      { name: "hosts", expression: "has(object.spec.hostnames) ? object.spec.hostnames : []" },
      {
        name: "others",
        expression: `variables.hosts.filter(host, !(${isOwnHost("host", "request.namespace")}))`,
      },
    ],
    validations: [
      {
        expression: "variables.hosts.size() > 0",
        messageExpression: `${route} + ' must have hostnames at a Gateway of another namespace: without any it takes those of all environments; set its own.'`,
        reason: "Forbidden",
      },
      {
        expression: "variables.others.size() == 0",
        messageExpression:
          `${route} + ' must not have hostname ' + variables.others[0] + ' at a Gateway of another namespace: ' + ` +
          "(request.namespace.indexOf('--') == -1 ? 'use ' + request.namespace + '.DOMAIN or ' + request.namespace + " +
          "'--APPLICATION.DOMAIN, or a Gateway of its own.' : 'a namespace with -- in its name has none there; rename it.')",
        reason: "Forbidden",
      },
    ],
  };
}
