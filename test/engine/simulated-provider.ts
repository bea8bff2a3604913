import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import type { CallLog } from "./call-log";
import { construct } from "./construct";
import { owned } from "./ownership";
import { propertyDiff } from "./property-diff";
import { answer, checked, differing, notReadyAs } from "./provider-answer";
import type { SimulatedCloud } from "./simulated-cloud";
import { decode, type Decoded, encode, type Path, type Properties } from "./wire-value";

/**
 * The engine's way to a simulated cloud: a resource provider (provider.proto) of one Pulumi package, served over
 * gRPC on a port of this machine. It translates, notes each call in the log, and decides nothing.
 */
export class SimulatedProvider {
  private readonly server = new grpc.Server();
  /** Where the engine finds it, once `listen` has returned: `kubernetes:41234`. */
  address = "";
  /** Where it finds the engine that runs. */
  private engine = "";

  constructor(
    readonly cloud: SimulatedCloud,
    private readonly log: CallLog,
  ) {
    this.server.addService(ResourceProviderService, {
      handshake: answer(() => this.handshake()),
      attach: answer((request: PluginAttach) => this.attach(request)),
      cancel: answer(() => new Empty()),
      getPluginInfo: answer(() => new PluginInfo().setVersion(cloud.version)),
      checkConfig: answer((request: provider.CheckRequest) => checked(decode(request.getNews()))),
      diffConfig: answer((request: provider.DiffRequest) => this.diffConfig(request)),
      configure: answer((request: provider.ConfigureRequest) => this.configure(request)),
      check: answer((request: provider.CheckRequest) => this.check(request)),
      diff: answer((request: provider.DiffRequest) => this.diff(request)),
      create: answer((request: provider.CreateRequest) => this.create(request)),
      read: answer((request: provider.ReadRequest) => this.read(request)),
      update: answer((request: provider.UpdateRequest) => this.update(request)),
      delete: answer((request: provider.DeleteRequest) => this.delete(request)),
      invoke: answer((request: provider.InvokeRequest) => this.invoke(request)),
      construct: answer((request: provider.ConstructRequest) =>
        construct(request, this.cloud.components, this.engine),
      ),
    });
  }

  async listen(): Promise<void> {
    const credentials = grpc.ServerCredentials.createInsecure();
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    this.address = `${this.cloud.package_}:${port}`;
  }

  close(): void {
    this.server.forceShutdown();
  }

  private attach(request: PluginAttach) {
    this.engine = request.getAddress();
    return new Empty();
  }

  private handshake() {
    return new provider.ProviderHandshakeResponse()
      .setAcceptSecrets(true)
      .setSupportsAutonamingConfiguration(true)
      .setAcceptResources(this.hasComponents)
      .setAcceptOutputs(this.hasComponents);
  }

  /** A component gets resources and outputs as such; a cloud wants plain values. */
  private get hasComponents(): boolean {
    return Object.keys(this.cloud.components).length > 0;
  }

  private configure(request: provider.ConfigureRequest) {
    const prefix = `${this.cloud.package_}:config:`;
    const settings: Properties = {};
    request
      .getVariablesMap()
      .forEach((value: string, key: string) => (settings[key.replace(prefix, "")] = value));
    this.cloud.configure(settings);
    return new provider.ConfigureResponse()
      .setAcceptsecrets(true)
      .setAcceptresources(this.hasComponents)
      .setAcceptoutputs(this.hasComponents)
      .setSupportsAutonamingConfiguration(true)
      .setSupportspreview(true);
  }

  private diffConfig(request: provider.DiffRequest) {
    const [old, wanted] = [
      decode(request.getOldInputs() ?? request.getOlds()).value,
      decode(request.getNews()).value,
    ];
    return differing(propertyDiff(old, wanted)).setReplacesList(this.cloud.replacesProvider(old, wanted));
  }

  private check(request: provider.CheckRequest) {
    const { value, secrets } = decode(request.getNews());
    const old = request.getOlds() ? decode(request.getOlds()).value : undefined;
    const seed = Buffer.from(request.getRandomseed_asU8()).toString("hex");
    const { type, name } = resource(request.getUrn());
    const proposed = request.getAutonaming()?.getProposedName();
    return this.log.perform(this.call("check", request, value, secrets), () => {
      const asked = { type, name, inputs: value, seed, ...(proposed && { proposed }) };
      const { inputs, failures } = this.cloud.check({ ...asked, ...(old && { old }) });
      return checked({ value: inputs, secrets }, failures);
    });
  }

  private diff(request: provider.DiffRequest) {
    const wanted = decode(request.getNews());
    const old = decode(request.getOldInputs()).value;
    const { type } = resource(request.getUrn());
    return this.log.perform(this.call("diff", request, wanted.value, wanted.secrets), () => {
      const changes = propertyDiff(old, wanted.value);
      const replaces = [...changes.keys()].filter((path) => this.cloud.replaces(type, path));
      return differing(changes, replaces)
        .setReplacesList(replaces)
        .setDeletebeforereplace(replaces.length > 0 && this.cloud.deletesFirst(type, old, wanted.value));
    });
  }

  private create(request: provider.CreateRequest) {
    const { value, secrets } = decode(request.getProperties());
    const { type } = resource(request.getUrn());
    const preview = request.getPreview();
    const done = this.log.perform(this.call("create", request, value, secrets, preview), async (unready) => {
      if (preview) {
        return new provider.CreateResponse().setProperties(
          encode({ value: this.cloud.preview(type, value), secrets }),
        );
      }
      const made = await this.cloud.create(type, value, unready);
      return new provider.CreateResponse()
        .setId(made.id)
        .setProperties(this.state(made.properties, { value, secrets }));
    });
    return done.catch(notReadyAs(secrets));
  }

  private read(request: provider.ReadRequest) {
    const inputs = decode(request.getInputs());
    const { type } = resource(request.getUrn());
    return this.log.perform(this.call("read", request, inputs.value, inputs.secrets), () => {
      const found = this.cloud.find(type, request.getId());
      if (!found) return new provider.ReadResponse(); // no id: the object is gone
      const known = request.getInputs() && Object.keys(inputs.value).length > 0;
      const live = known ? (owned(found.properties, inputs.value) as Properties) : found.properties;
      return new provider.ReadResponse()
        .setId(found.id)
        .setInputs(encode({ value: live, secrets: inputs.secrets }))
        .setProperties(this.state(found.properties, { value: live, secrets: inputs.secrets }));
    });
  }

  private update(request: provider.UpdateRequest) {
    const { value, secrets } = decode(request.getNews());
    const old = decode(request.getOldInputs()).value;
    const { type } = resource(request.getUrn());
    const preview = request.getPreview();
    const done = this.log.perform(this.call("update", request, value, secrets, preview), async (unready) => {
      if (preview) {
        const state = this.cloud.preview(type, value, decode(request.getOlds()).value);
        return new provider.UpdateResponse().setProperties(encode({ value: state, secrets }));
      }
      const made = await this.cloud.update(type, request.getId(), old, value, unready);
      return new provider.UpdateResponse().setProperties(this.state(made.properties, { value, secrets }));
    });
    return done.catch(notReadyAs(secrets));
  }

  /** The outputs that the engine records. */
  private state(properties: Properties, { value: inputs, secrets }: Decoded) {
    if (!this.cloud.recordsInputs) return encode({ value: properties, secrets });
    const inside = secrets.map((path): Path => ["__inputs", ...path]);
    const kept = { ...properties, __inputs: inputs, __fieldManager: fieldManager };
    return encode({ value: kept, secrets: [...secrets, ...inside] });
  }

  private delete(request: provider.DeleteRequest) {
    return this.log.perform(this.call("delete", request, {}, []), async () => {
      const [{ type }, id] = [resource(request.getUrn()), request.getId()];
      await this.cloud.untilFree(type, id);
      this.cloud.delete(type, id);
      return new Empty();
    });
  }

  private invoke(request: provider.InvokeRequest) {
    const { value, secrets } = decode(request.getArgs());
    const token = request.getTok();
    const asked = {
      method: "invoke" as const,
      package: this.cloud.package_,
      urn: "",
      type: token,
      name: token,
    };
    return this.log.perform({ ...asked, preview: request.getPreview(), inputs: value, secrets }, () => {
      const result = this.cloud.invoke(token, value);
      return new provider.InvokeResponse().setReturn(encode({ value: result, secrets: [] }));
    });
  }

  private call<M extends "check" | "diff" | "create" | "read" | "update" | "delete">(
    method: M,
    request: { getUrn(): string; getId?(): string },
    inputs: Properties,
    secrets: Path[],
    preview = false,
  ) {
    const id = request.getId?.();
    const { type, name } = resource(request.getUrn());
    const known = {
      method,
      package: this.cloud.package_,
      urn: request.getUrn(),
      type,
      name,
      preview,
      inputs,
      secrets,
    };
    return id ? { ...known, id } : known;
  }
}

/** In whose name the provider of a cluster applies its objects. */
export const fieldManager = "pulumi-kubernetes-simulated";

/** The type and name in a URN: `urn:pulumi:stack::project::parent$type::name`. */
function resource(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
