export const MAX_FILE: number;
export function comment(folder: string, env: NodeJS.ProcessEnv): Promise<string>;
