/**
 * How the server's Node.js manages memory: a small young generation and a heap that grows in small steps keep the
 * process below 256 MB while a million records pass through it; measured by `npm run bench`.
 */
export const nodeFlags = ['--max-semi-space-size=10', '--heap-growing-percent=50'];

/**
 * glibc only, harmless elsewhere: blocks from 128 kB on (answers of a vendor) are given back to the system as soon as
 * they are free, instead of staying in one of the allocator's arenas. PostgreSQL does not inherit it.
 */
export const nodeEnvironment = { MALLOC_MMAP_THRESHOLD_: '131072' };
