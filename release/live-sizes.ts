import { colors, type Color } from "./color";
import type { RecordedApplication, RecordedColor } from "./recorded";

/** What was recorded, with the sizes that the colors have now: an autoscaler changes them without any checkpoint. */
export function withLiveSizes(recorded: RecordedApplication, live: RecordedApplication): RecordedApplication {
  const sized = colors.flatMap((color): [Color, RecordedColor][] => {
    const [was, is] = [recorded[color], live[color]];
    return was === undefined || is === undefined ? [] : [[color, { ...was, replicas: is.replicas }]];
  });
  return { ...recorded, ...(Object.fromEntries(sized) as Partial<Record<Color, RecordedColor>>) };
}
