import type { ApiAnswer, Schema } from '../../../lib/api-client.ts';

export type Mapping = Schema<'Mapping'>;
export type MappingRow = Mapping['rows'][number];
export type MappingSource = MappingRow['source'];
export type WriteRule = MappingRow['writeRule'];
export type SourceField = Schema<'SourceField'>;
export type MusterField = Schema<'Field'>;
export type Sample = ApiAnswer<'get', '/api/integrations/{id}/sample'>;
export type Suggestion = ApiAnswer<'post', '/api/integrations/{id}/mapping/suggest'>;
export type Proposal = Suggestion['proposals'][number];
export type MappingPreview = ApiAnswer<'post', '/api/integrations/{id}/mapping/preview'>;
export type MappingIssue = MappingPreview['records'][number]['issues'][number];

export const writeRuleLabels: Record<WriteRule, string> = {
  always: 'Always',
  only_if_empty: 'Only if empty',
  on_create_only: 'On create only',
};

export const sourceTypeLabels: Record<SourceField['type'], string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date_time: 'Date and time',
  list: 'List',
  object: 'Object',
};

export const fieldTypeLabels: Record<MusterField['type'], string> = {
  short_text: 'Short text',
  long_text: 'Long text',
  number: 'Number',
  decimal: 'Decimal',
  boolean: 'Yes or no',
  date_time: 'Date and time',
  duration: 'Duration',
  list: 'List',
  role: 'Role',
  person: 'Person',
};
