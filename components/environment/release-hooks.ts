import { AsyncResource } from "node:async_hooks";
import { ResourceHook, type CustomResourceOptions } from "@pulumi/pulumi";
import type { Color } from "../../release/model";
import type { PlannedApplication } from "./planned-application";
import type { ReleaseChecks } from "./release-checks";

type Hooks = Pick<CustomResourceOptions, "hooks">;

/** Binds the checks of a release to the resources that it changes; nothing where there are no checks to make. */
export class ReleaseHooks {
  constructor(
    private readonly planned: PlannedApplication,
    private readonly checks: ReleaseChecks | undefined,
  ) {}

  /** Before and after the traffic moves. */
  ofRoute(): Hooks {
    const { planned, checks } = this;
    if (checks === undefined) return {};
    const { name } = planned.application;
    const before = hook(`${name}-before-traffic`, () => checks.beforeRoute(planned));
    const after = hook(`${name}-after-traffic`, () => checks.afterRoute(planned));
    return {
      hooks: { beforeCreate: [before], afterCreate: [after], beforeUpdate: [before], afterUpdate: [after] },
    };
  }

  /** Before anything of a color's Deployment changes; also before it is made, for it may be there already. */
  ofWorkload(color: Color): Hooks {
    const { planned, checks } = this;
    if (checks === undefined) return {};
    const name = `${planned.application.name}-${color}-before-change`;
    const before = hook(name, () => checks.beforeWorkload(planned, color));
    return { hooks: { beforeCreate: [before], beforeUpdate: [before] } };
  }
}

/** The engine calls back outside of the program's own context, where what we log would go past the engine. */
const hook = (name: string, check: () => Promise<void>) => new ResourceHook(name, AsyncResource.bind(check));
