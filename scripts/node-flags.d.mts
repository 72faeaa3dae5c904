export const nodeFlags: string[];
export const nodeEnvironment: Readonly<Record<string, string>>;
