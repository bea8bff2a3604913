import { failed, type Sample } from "./request";

/** Limits that a release must keep. */
export interface Thresholds {
  readonly minSamples: number;
  readonly maxErrorPercent: number;
  readonly maxP95Milliseconds?: number | undefined;
}

/** Numbers of a release, whoever measured them; what a source does not measure is left out. */
export interface Measured {
  readonly samples: number;
  /** 0 to 100. */
  readonly errorPercent?: number;
  /** 95 of 100 requests took no longer. */
  readonly p95Milliseconds?: number;
  /** Who measured, as a sentence names it. */
  readonly source: string;
}

export interface AnalysisResult {
  readonly passed: boolean;
  /** The measured and the allowed values. */
  readonly sentence: string;
  readonly samples: number;
  readonly errorPercent?: number;
  readonly p95Milliseconds?: number;
}

/**
 * The numbers of our own requests. Where the release is known, only those count that name it, and failures that
 * name none: they may have been meant for it. Times are of all that count, failed ones too.
 */
export function measuredOf(samples: readonly Sample[], release?: string): Measured {
  const counted = samples.filter(
    (sample) =>
      release === undefined || sample.release === release || (sample.release === undefined && failed(sample)),
  );
  const source = "Turnout's own requests";
  if (counted.length === 0) return { samples: 0, source };
  const errorPercent = (100 * counted.filter(failed).length) / counted.length;
  const times = counted.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const p95Milliseconds = times[Math.ceil((95 * times.length) / 100) - 1] ?? NaN; // nearest rank
  return { samples: counted.length, errorPercent, p95Milliseconds, source };
}

/** Whether a release kept to the thresholds; too few samples, or none of the numbers, is a failure. */
export function analyse(
  subject: readonly Sample[] | Measured,
  thresholds: Thresholds,
  release?: string,
): AnalysisResult {
  const measured = "source" in subject ? subject : measuredOf(subject, release);
  const { samples, errorPercent, p95Milliseconds, source } = measured;
  const { minSamples, maxErrorPercent, maxP95Milliseconds } = thresholds;
  const name = release === undefined ? "the release" : `release ${release}`;
  const result = (passed: boolean, sentence: string): AnalysisResult => ({
    passed,
    sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    samples,
    ...(errorPercent !== undefined && { errorPercent }),
    ...(p95Milliseconds !== undefined && { p95Milliseconds }),
  });
  // Each compared so that NaN, which is neither more nor less, does not pass.
  if (!(samples >= minSamples)) {
    const rule = `at least ${minSamples} are needed: wait longer, or send it more traffic`;
    return result(false, `too few samples to judge ${name}: ${samples} by ${source}, and ${rule}.`);
  }
  const compared: { good: boolean; text: string }[] = [];
  if (errorPercent !== undefined) {
    const text = `${upTo(errorPercent, 2)} % failed (at most ${maxErrorPercent} % may)`;
    compared.push({ good: errorPercent <= maxErrorPercent, text });
  }
  if (p95Milliseconds !== undefined && maxP95Milliseconds !== undefined) {
    const text = `95 % took at most ${upTo(p95Milliseconds, 0)} ms (${maxP95Milliseconds} ms are allowed)`;
    compared.push({ good: p95Milliseconds <= maxP95Milliseconds, text });
  }
  if (compared.length === 0)
    return result(false, `${name} can't be judged: ${source} measured neither its failures nor its times.`);
  const passed = compared.every(({ good }) => good);
  const facts = compared.map(({ text }) => text).join(", ");
  return result(
    passed,
    `${name} ${passed ? "passed" : "failed"}: of ${samples} samples by ${source} ${facts}.`,
  );
}

/** Rounded up, so that what is over a limit never reads as the limit; the inner rounding takes off binary dust. */
function upTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.ceil(Number((value * scale).toFixed(6))) / scale;
}
