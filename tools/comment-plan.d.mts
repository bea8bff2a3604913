/** The run that made the diff, from GitHub's own event: `repository` is "owner/name" of the head (none where it is deleted), `sha` its commit. */
export type Run = { repository: string | undefined; sha: string; url: string };
export type Pull = { number: number; head: { sha: string; repo: { full_name: string } | null } };
export type Comment = { id: number; user: { login: string } | null; body?: string };
export type Plan = { action: "create" } | { action: "update"; id: number } | { action: "none" };

export const MARKER: string;
export const AUTHOR: string;
export const MAX_BODY: number;
export function neutralise(markdown: string): string;
export function renderComment(diff: string, run: Run): string;
export function parseNumber(text: string): number | undefined;
export function refusal(pull: Pull, run: Run): string | undefined;
export function planComment(comments: readonly Comment[], body: string): Plan;
