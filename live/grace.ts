/** Remembers how long each report has lasted, so that a moment's failure ends nothing. */
export class Grace {
  private since = new Map<string, number>();

  constructor(private readonly seconds: number) {}

  /**
   * @param reports what is reported now, by what reports it.
   * @param now in milliseconds.
   * @returns the first report that has lasted for the grace; undefined where none has.
   */
  past(reports: ReadonlyMap<string, string>, now: number): string | undefined {
    this.since = new Map([...reports.keys()].map((key) => [key, this.since.get(key) ?? now]));
    return [...reports].find(([key]) => now - (this.since.get(key) ?? now) >= this.seconds * 1000)?.[1];
  }
}
