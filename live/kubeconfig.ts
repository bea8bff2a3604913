/** The part of the official client that reads a kubeconfig and signs in; its requests are made in paths.ts. */
export { KubeConfig } from "@kubernetes/client-node/dist/config.js";
