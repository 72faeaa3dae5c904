/**
 * A workbook as a stream (ECMA-376, SpreadsheetML): rows become XML as they come and leave packed, so that memory does not
 * grow with the list. Texts stand in the cells themselves; a table of shared ones would have to be held until the end.
 */
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { cutText } from '../model/clean-text.ts';

/** A sheet has 1,048,576 rows; the first is the header. */
const maxRowsPerSheet = 1_048_575;
/** Parts of a container without the 64-bit extension have less than 4 GB; a wide list comes near it with fewer rows. */
const maxBytesPerSheet = 2 ** 31;
const maxCellLength = 32_767;
/** A spreadsheet keeps so many digits of a number and makes zeros of the rest. */
const maxDigits = 15;

export type XlsxCell = string | number | null;

export interface Workbook {
  /** Name of the sheets; the second has a number. */
  name: string;
  header: readonly string[];
  batches: AsyncIterator<readonly (readonly XlsxCell[])[]>;
  /** For tests. */
  rowsPerSheet?: number;
  bytesPerSheet?: number;
}

/** The iterator is ended with the stream, also when its reader stops early. */
export function makeXlsx({
  name,
  header,
  batches,
  rowsPerSheet = maxRowsPerSheet,
  bytesPerSheet = maxBytesPerSheet,
}: Workbook): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  let sheet: Readable | undefined;
  let waiting: readonly (readonly XlsxCell[])[] = [];
  let isLast = false;

  async function* writeSheet(): AsyncGenerator<Buffer> {
    yield Buffer.from(`${sheetStart}${rowXml(header)}`);
    let room = rowsPerSheet;
    let byteRoom = bytesPerSheet;
    for (;;) {
      const rows = waiting.slice(0, room);
      waiting = waiting.slice(rows.length);
      room -= rows.length;
      if (rows.length > 0) {
        const xml = Buffer.from(rows.map(rowXml).join(''));
        byteRoom -= xml.length;
        yield xml;
      }
      if (waiting.length > 0 || byteRoom <= 0) break;
      const next = await batches.next();
      isLast = next.done === true;
      if (isLast) break;
      waiting = next.value as readonly (readonly XlsxCell[])[];
    }
    yield Buffer.from(sheetEnd);
  }

  async function write(): Promise<void> {
    let count = 0;
    while (!isLast && !output.destroyed) {
      count += 1;
      sheet = Readable.from(writeSheet(), { highWaterMark: 1 });
      zip.addReadStream(sheet, `xl/worksheets/sheet${count}.xml`);
      await finished(sheet);
    }
    for (const [path, text] of partsOf(name, count)) zip.addBuffer(Buffer.from(text), path);
    zip.end();
  }

  zip.on('error', (err) => output.destroy(err as Error));
  output.once('close', () => {
    sheet?.destroy();
    void batches.return?.();
  });
  write().catch((err) => output.destroy(err));
  return output;
}

/** A cell of the value as a person reads it: a number where a spreadsheet keeps every digit of it. */
export function xlsxCell(value: unknown, shown: string): XlsxCell {
  if (typeof value !== 'number' || !Number.isFinite(value) || String(value) !== shown) return shown;
  const digits = shown.replace(/e.*$/, '').replace(/\D/g, '').replace(/^0+/, '');
  return digits.length > maxDigits ? shown : value;
}

function rowXml(cells: readonly XlsxCell[]): string {
  let xml = '<row>';
  for (const cell of cells) {
    if (cell === null || cell === '') xml += '<c/>';
    else if (typeof cell === 'number') xml += `<c><v>${cell}</v></c>`;
    else {
      // Else blanks at the ends, and line breaks, might be lost.
      const space = /^\s|\s$|\n/.test(cell) ? ' xml:space="preserve"' : '';
      xml += `<c t="inlineStr"><is><t${space}>${escapeText(cell)}</t></is></c>`;
    }
  }
  return `${xml}</row>`;
}

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What XML cannot hold is written `_x0001_` (ECMA-376 22.9.2.19); a text that looks like that already keeps its looks. */
function escapeText(text: string): string {
  const cut = text.length > maxCellLength ? `${cutText(text, maxCellLength - 1)}…` : text;
  return (
    cut
      .toWellFormed()
      .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be escaped.
      .replace(/[\u0000-\u0008\u000b\u000c\r\u000e-\u001f\ufffe\uffff]/g, hexOf)
      .replace(/[&<>]/g, (found) => named[found] ?? found)
  );
}

const hexOf = (letter: string) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const sheetStart = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
const sheetEnd = '</sheetData></worksheet>';

function partsOf(name: string, count: number): [path: string, text: string][] {
  const numbers = Array.from({ length: count }, (_item, index) => index + 1);
  const sheets = numbers.map(
    (id) =>
      `<sheet name="${escapeText(id === 1 ? name : `${name} ${id}`)}" sheetId="${id}" r:id="rId${id}"/>`,
  );
  const links = numbers.map(
    (id) => `<Relationship Id="rId${id}" Type="${relations}/worksheet" Target="worksheets/sheet${id}.xml"/>`,
  );
  const types = numbers.map(
    (id) =>
      `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  return [
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="${packageRelations}">${links.join('')}</Relationships>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${types.join('')}</Types>`,
    ],
  ];
}
