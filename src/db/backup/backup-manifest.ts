import { z } from 'zod';

export const backupFormat = 'muster-backup';
/** 1: a bare gzip file, without a seal. 2: the same inside a sealed file. */
export const backupFormatVersion = 2;

const name = z.string().min(1).max(63);

/**
 * The first line inside a backup: which schema it was made under, and in which order the rows come. It only names
 * things; what they are like is known from the migrations. (Version 1 also told the structure as SQL, which is not read.)
 */
export const manifestSchema = z.object({
  format: z.literal(backupFormat),
  formatVersion: z.int().min(1),
  createdAt: z.string(),
  /** Number of the last applied migration. */
  schemaVersion: z.int(),
  migrations: z.array(z.object({ number: z.int(), name: z.string(), checksum: z.string() })),
  tables: z.array(z.object({ name, columns: z.array(z.object({ name, type: z.string().max(100) })) })),
  sequences: z.array(
    z.object({
      name,
      lastValue: z
        .string()
        .regex(/^-?\d{1,19}$/)
        .nullable(),
    }),
  ),
});

export type BackupManifest = z.infer<typeof manifestSchema>;

export interface BackupTrailer {
  rowCounts: Record<string, number>;
  sha256: string;
}
