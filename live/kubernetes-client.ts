/*
 * All that is used of the official client. Of this and of `kubeconfig.ts` one file each is made for a clone or the package
 * (tools/bundle-kubernetes-client.mjs): the library has 960.
 */
export {
  AppsV1Api,
  CoordinationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  PatchStrategy,
  ResponseContext,
  setHeaderOptions,
  V1MicroTime,
  wrapHttpLibrary,
} from "@kubernetes/client-node";
