import { formatNumber } from '../lib/format.ts';

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Whether a field counts bytes; its name says so. */
export const countsBytes = (field: { name?: string } | undefined): boolean =>
  field?.name?.endsWith('Bytes') ?? false;

/** What a field is called where its values are shown as people read them: without the unit they are stored in. */
export const nameField = ({ label }: { label: string }): string => label.replace(/ \(bytes\)$/, '');

/** `8 GB` of 8,589,934,592 bytes, as memory and disks are sold and shown by their systems. */
export function formatByteCount(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = value >= 100 || unit === 0 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${bytes < 0 ? '-' : ''}${formatNumber(rounded)} ${units[unit]}`;
}

/** The exact value, where what is shown is rounded or has another unit. */
export function exactValue(value: unknown, field: { name?: string } | undefined): string | undefined {
  return countsBytes(field) && typeof value === 'number' ? `${formatNumber(value)} bytes` : undefined;
}
