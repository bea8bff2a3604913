import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { ChangeKind } from "./property-diff";
import { NotReady } from "./simulated-cloud";
import { encode, type Decoded, type Path } from "./wire-value";

/** A gRPC handler made of a function; what it throws becomes the call's error. */
export function answer<Request, Response>(respond: (request: Request) => Response | Promise<Response>) {
  return (call: grpc.ServerUnaryCall<Request, Response>, callback: grpc.sendUnaryData<Response>): void => {
    const work = async () => respond(call.request);
    work().then(
      (response) => callback(null, response),
      (error: unknown) => callback(error instanceof RpcError ? error : new RpcError(String(error))),
    );
  };
}

/** Checked inputs, or why each property was refused. */
export function checked(inputs: Decoded, failures: { property: string; reason: string }[] = []) {
  const refused = failures.map(({ property, reason }) =>
    new provider.CheckFailure().setProperty(property).setReason(reason),
  );
  return new provider.CheckResponse().setInputs(encode(inputs)).setFailuresList(refused);
}

/** A detailed diff; a path in `replaces` shows as a replacement. */
export function differing(changes: Map<string, ChangeKind>, replaces: string[] = []) {
  const { Kind } = provider.PropertyDiff;
  const update = { add: Kind.ADD, update: Kind.UPDATE, delete: Kind.DELETE };
  const replace = { add: Kind.ADD_REPLACE, update: Kind.UPDATE_REPLACE, delete: Kind.DELETE_REPLACE };
  const { DiffChanges } = provider.DiffResponse;
  const response = new provider.DiffResponse()
    .setChanges(changes.size > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE)
    .setDiffsList([...changes.keys()])
    .setHasdetaileddiff(true);
  for (const [path, kind] of changes) {
    const detail = new provider.PropertyDiff()
      .setInputdiff(true)
      .setKind((replaces.includes(path) ? replace : update)[kind]);
    response.getDetaileddiffMap().set(path, detail);
  }
  return response;
}

/** Turns "exists but isn't ready" into the error that makes the engine store the object with `initErrors`. */
export function notReadyAs(secrets: Path[]) {
  return (error: unknown): never => {
    if (!(error instanceof NotReady)) throw error;
    const detail = new provider.ErrorResourceInitFailed()
      .setId(error.object.id)
      .setProperties(encode({ value: error.object.properties, secrets }))
      .setReasonsList(error.reasons);
    const details = new Any();
    details.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status()
      .setCode(grpc.status.UNKNOWN)
      .setMessage(error.message)
      .setDetailsList([details]);
    const metadata = new grpc.Metadata();
    // The name under which every gRPC library looks for structured details of an error.
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    throw new RpcError(error.message, metadata);
  };
}

class RpcError extends Error {
  readonly code = grpc.status.UNKNOWN;
  readonly details: string;
  constructor(
    message: string,
    readonly metadata?: grpc.Metadata,
  ) {
    super(message);
    this.details = message;
  }
}
