import { type Color, colors, labels, type RecordedApplication } from "../release/model";
import { type Checkpoint, recordedApplication } from "../release/checkpoint";
import type { Switch } from "../traffic/switch";

/** One application in a stack's outputs. */
interface Told {
  readonly url?: string;
  readonly previewUrl?: string;
  readonly lastSwitch?: Switch;
}

export type ApplicationStatus = RecordedApplication &
  Told & {
    /** When the release of a color last came up, in ISO 8601; a color of no pods has none. */
    readonly since: Readonly<Partial<Record<Color, string>>>;
    /** The effect of the next `up`, as a sentence. */
    readonly next?: string | undefined;
    /** Where the cluster is not as it was last recorded, as a sentence. */
    readonly drift?: string | undefined;
  };

/** A stack by its last checkpoint, and the effect of its next update. */
export interface Status {
  readonly stack: string;
  readonly applications: Readonly<Record<string, ApplicationStatus>>;
}

interface Resource {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly conditions?: readonly { type?: string; lastUpdateTime?: string }[] };
}

export function statusOf(stack: string, checkpoint: Checkpoint): Status {
  const resources = Object.values(checkpoint);
  const objects = resources.map(({ outputs }) => (outputs ?? {}) as Resource);
  const told = (resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {}) as {
    applications?: Record<string, Told>;
  };
  const names = new Set(objects.flatMap(({ metadata }) => metadata?.labels?.[labels.application] ?? []));
  const applications = [...names].sort().map((name): [string, ApplicationStatus] => {
    const { url, previewUrl, lastSwitch } = told.applications?.[name] ?? {};
    return [
      name,
      {
        ...(url !== undefined && { url }),
        ...(previewUrl !== undefined && { previewUrl }),
        ...recordedApplication(checkpoint, name),
        since: sinceOf(objects, name),
        ...(lastSwitch !== undefined && { lastSwitch }),
      },
    ];
  });
  return { stack, applications: Object.fromEntries(applications) };
}

/** A Deployment's `Progressing` was last updated when its newest pods had come up. */
function sinceOf(objects: readonly Resource[], application: string): ApplicationStatus["since"] {
  return Object.fromEntries(
    colors.flatMap((color) => {
      const deployment = objects.find(
        ({ metadata, status }) =>
          status?.conditions !== undefined &&
          metadata?.labels?.[labels.application] === application &&
          metadata.labels[labels.color] === color,
      );
      const progress = deployment?.status?.conditions?.find(({ type }) => type === "Progressing");
      const isUp = (deployment?.spec?.replicas ?? 0) > 0;
      return isUp && progress?.lastUpdateTime !== undefined ? [[color, progress.lastUpdateTime]] : [];
    }),
  );
}
