import assert from "node:assert/strict";
import { explain } from "../../cli/explain";
import { stillProtected } from "../../naming/reserved";
import { now, runnersLease, runnersLock, words } from "./locked";

const unreachable =
  "The cluster can't be reached: check with `kubectl get nodes` that the kubeconfig's current context leads to one that runs.";
const passphrase =
  "The secrets of stack dev can't be read with this passphrase: set PULUMI_CONFIG_PASSPHRASE to the one they were written with, or log in to the backend they belong to.";
const unwritten =
  "A secret or the encryptionsalt in Pulumi.dev.yaml isn't as Pulumi wrote it: restore the file from git, or set each secret again with `pulumi config set --secret --path`.";
const busy =
  "Stack dev is being updated by somebody else: wait until that is through. If it is dead, Pulumi Cloud frees the stack by itself within minutes, and `pulumi cancel --stack dev` at once.";
const fleeting =
  "Stack dev was being updated by somebody else a moment ago, and the lock doesn't say by whom: run the command again; while that update goes on, it says who has the stack.";
const plugin = (name: string, version: string) =>
  `Pulumi's plugin ${name} ${version} is not installed and could not be downloaded: with a network, run \`pulumi plugin install resource ${name} ${version}\`, or copy it from a machine that has it (~/.pulumi/plugins).`;
const gateway =
  "The cluster has no Gateway API: install its CRDs and a controller (https://gateway-api.sigs.k8s.io/guides/), then run the command again.";

const killed =
  "The Pulumi engine was killed, by a person or because memory ran out: run the command again, it frees the stack and goes on from what was done.";

const table: readonly (readonly [title: string, text: string, sentence: string])[] = [
  [
    "a stack of another cluster",
    "Error: Stack dev belongs to cluster aaa, but context kind leads to cluster bbb; nothing was changed. Switch back with `kubectl config use-context`.\n    at run (x.ts:1:1)",
    "Wrong cluster: this stack belongs to cluster aaa, but context kind leads to cluster bbb; nothing was changed. Switch back with `kubectl config use-context`.",
  ],
  [
    "a stack that Pulumi Cloud updates",
    "error: [409] Conflict: Another update is currently in progress.\nTo learn more about possible reasons and resolution, visit https://www.pulumi.com/docs/support/troubleshooting/#conflict",
    busy,
  ],
  [
    "a lock that its update was just writing",
    "code: 255\n stdout: \n stderr: error: unexpected end of JSON input\n err?: \n",
    fleeting,
  ],
  [
    "a lock that was gone when it was read",
    'error: could not create stack: blob (key ".pulumi/locks/organization/turnout/dev/1.json") (code=NotFound): open /s/1.json: no such file or directory',
    fleeting,
  ],
  [
    "an engine that was killed",
    "code: -2\n stdout: \n stderr: Command was killed with SIGKILL (Forced termination): /usr/bin/pulumi up --yes --skip-preview --stack dev",
    killed,
  ],
  ["a wrong passphrase", "error: getting secrets manager: passphrase: incorrect passphrase", passphrase],
  [
    "a broken salt",
    "error: getting stack configuration: get stack secrets manager: malformed state value",
    unwritten,
  ],
  [
    "a secret without its key",
    "error: validating stack config: bad value: illegal base64 data at input byte 4",
    unwritten,
  ],
  ["a secret that is plain text", "error: validating stack config: bad value", unwritten],
  ["a secret of another key", "error: decrypting secret: cipher: message authentication failed", unwritten],
  [
    "no passphrase",
    'error: constructing secrets manager of type "passphrase": unable to find either `PULUMI_CONFIG_PASSPHRASE` or `PULUMI_CONFIG_PASSPHRASE_FILE` when trying to access the Passphrase Secrets Provider; passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables',
    passphrase,
  ],
  [
    "a cluster that the provider can't reach",
    'error: configured Kubernetes cluster is unreachable: unable to load schema information from the API server: Get "https://127.0.0.1:6443/openapi/v2?timeout=32s": dial tcp 127.0.0.1:6443: connect: connection refused',
    unreachable,
  ],
  [
    "a cluster whose name is gone",
    'error: failed to read resource state due to unreachable cluster: Get "https://cluster.example/apis/apps/v1/namespaces/shop/deployments/web-green": dial tcp: lookup cluster.example on 10.0.0.2:53: no such host',
    unreachable,
  ],
  [
    "a cluster that doesn't answer",
    'error: Patch "https://10.1.2.3/api/v1/namespaces/shop?fieldManager=x": dial tcp 10.1.2.3:443: i/o timeout',
    unreachable,
  ],
  [
    "a cluster that accepts and says nothing",
    'error: Get "https://10.1.2.3:6443/openapi/v2?timeout=32s": net/http: TLS handshake timeout',
    unreachable,
  ],
  [
    "no kubeconfig",
    "error: configured Kubernetes cluster is unreachable: unable to load Kubernetes client configuration from kubeconfig file. Make sure you have: \n\n \t• set up the provider as per https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ \n\n invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
    unreachable,
  ],
  [
    "a context that is gone",
    'error: unable to read kubectl config: context "kind-shop" does not exist',
    "The kubeconfig has no context kind-shop: `kubectl config get-contexts` lists those it has; `turnout:context` says which one the stack takes.",
  ],
  [
    "a plugin that can't be downloaded",
    "error: could not load plugin for kubernetes provider \"urn:pulumi:dev::turnout::pulumi:providers:kubernetes::cluster\": Could not automatically download and install resource plugin 'pulumi-resource-kubernetes' at version v4.33.0, install the plugin using `pulumi plugin install resource kubernetes v4.33.0`: 404 HTTP error fetching plugin",
    plugin("kubernetes", "4.33.0"),
  ],
  [
    "another plugin that can't be downloaded",
    "Could not automatically download and install resource plugin 'pulumi-resource-docker-build' at version v0.0.22, install the plugin using `pulumi plugin install resource docker-build v0.0.22`: error downloading provider docker-build to file: failed to download plugin: docker-build-0.0.22: failed all 5 attempts",
    plugin("docker-build", "0.0.22"),
  ],
  [
    "a plugin that isn't there",
    "error: no resource plugin 'pulumi-resource-kubernetes' found in the workspace at version v4.33.0 or on your $PATH",
    plugin("kubernetes", "4.33.0"),
  ],
  [
    "a cluster without Gateway API",
    'error: creation of resource "smallcase-develop/web" failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: no matches for kind "HTTPRoute" in version "gateway.networking.k8s.io/v1"',
    gateway,
  ],
  [
    "a platform that is protected",
    `Gateway platform: resource "urn:pulumi:platform::hello::turnout:platform:Platform$kubernetes:gateway.networking.k8s.io/v1:Gateway::platform" cannot be deleted
because it is protected. To unprotect the resource, either remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:
\`pulumi state unprotect 'urn:pulumi:platform::hello::turnout:platform:Platform$kubernetes:gateway.networking.k8s.io/v1:Gateway::platform'\``,
    stillProtected("dev"),
  ],
  [
    "a cluster that doesn't know a resource",
    "error: the server could not find the requested resource",
    gateway,
  ],
];

describe("explain", () => {
  for (const [title, text, sentence] of table)
    it(`has a sentence for ${title}`, () => {
      assert.equal(explain({ text, stack: "dev", now }), sentence);
    });

  it("says who holds a stack that is locked, since when and from which job", () => {
    assert.equal(
      explain({ text: words(runnersLock), stack: "dev", lease: runnersLease, now }),
      "Stack dev is being updated by runner@runner-0 (pid 4711) since 2026-11-21 13:00 UTC (5 minutes), job https://github.com/ana/shop/actions/runs/123 (deploy): wait until that is through. If it is dead, `npx turnout unlock --stack dev` frees the stack or says who can.",
    );
  });

  it("has no sentence for what it doesn't know", () => {
    for (const text of [
      "",
      "error: update failed",
      "error: reading a file: unexpected end of JSON input",
      "Deployment web-green: 0 of 1 pods are available",
    ])
      assert.equal(explain({ text, stack: "dev", now }), undefined);
  });

  const others: readonly (readonly [whose: string, text: string])[] = [
    [
      "a pod's",
      'Pod "web-green-x" is not ready: Readiness probe failed: HTTP probe failed with statuscode: 503',
    ],
    [
      "a probe's",
      'Readiness probe failed: Get "https://10.42.0.9:8443/version": dial tcp 10.42.0.9:8443: connect: connection refused',
    ],
    [
      "a pod's own connection's",
      'Pod "web-green-x": its last line is Error: connect ECONNREFUSED 10.0.0.7:5432 (dial tcp: lookup db: no such host)',
    ],
    [
      "a registry's",
      'Failed to pull image "x": Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
    ],
    [
      "Pulumi Cloud's",
      'error: Post "https://api.pulumi.com/api/stacks/ana/turnout/dev/update": dial tcp: lookup api.pulumi.com: i/o timeout',
    ],
    ["AWS's", 'error: Get "https://sts.eu-central-1.amazonaws.com/": dial tcp 10.0.0.1:443: i/o timeout'],
  ];
  for (const [whose, text] of others)
    it(`doesn't take ${whose} failure for the cluster's`, () => {
      assert.equal(explain({ text, stack: "dev", now }), undefined);
    });

  it("leaves what our own checks say as it is, whatever other programs say in it", () => {
    const smoke =
      'The smoke check of web failed with release r2; the traffic stays where it is:\n    ./check: exit code 1\n    Get "https://10.1.2.3/apis": dial tcp 10.1.2.3:443: connect: connection refused';
    for (const sentence of [
      smoke,
      "Nothing at http://web.localhost/ answered within 120 s: connect ECONNREFUSED 127.0.0.1:80.",
      ...table.map(([, text]) => `the check printed: ${text}`),
    ])
      assert.equal(
        explain({ text: `error: before hook "web-before-traffic" failed: ${sentence}`, stack: "dev", now }),
        undefined,
      );
  });
});
