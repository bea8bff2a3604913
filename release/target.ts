import { other, type Color } from "./color";
import type { Intent } from "./intent";
import type { RecordedApplication } from "./recorded";

/** What an update is to bring about. */
export interface Target {
  /** The release that is to take the traffic. */
  readonly release: string;
  /** The one that is not to be released again, until the settings ask for another or a person for this one. */
  readonly rejected: string | undefined;
}

/** Decides which release is to serve: the settings' one, unless a person asks for something else, or did before. */
export function targetOf(
  recorded: RecordedApplication,
  wanted: string,
  active: Color,
  intent?: Intent,
): Target {
  const serving = recorded[active]?.release ?? wanted;
  const idle = recorded[other(active)];
  const rejected = recorded.rejected === wanted ? wanted : undefined;
  switch (intent?.verb) {
    case "release":
      return { release: wanted, rejected: undefined };
    case "rollback":
      // What was rejected is nothing to go back to: asking twice must not undo what was asked for once. Nor is what
      // was never promoted, or failed before it was.
      return idle &&
        !idle.candidate &&
        recorded.preview !== other(active) &&
        ![serving, recorded.rejected].includes(idle.release)
        ? { release: idle.release, rejected: serving }
        : { release: serving, rejected: recorded.rejected };
    case "abort":
      return { release: serving, rejected: idle?.candidate ? idle.release : rejected };
    case "shift":
      return { release: idle?.candidate ? idle.release : serving, rejected };
    case "keep":
      return { release: serving, rejected: recorded.rejected };
    case "settle":
      return { release: serving, rejected };
    case undefined:
      // What serves was rejected only where an update died before it moved the traffic: it is still all there is.
      return { release: rejected === undefined ? wanted : serving, rejected };
  }
}
