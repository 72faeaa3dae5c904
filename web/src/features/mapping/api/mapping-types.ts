import type { MappingRow } from '../../../data/use-mapping.ts';
import type { Schema } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';

type JsonOf<Answer extends { content: { 'application/json': unknown } }> =
  Answer['content']['application/json'];

export type MappingSource = MappingRow['source'];
export type WriteRule = MappingRow['writeRule'];
export type SourceField = Schema<'SourceField'>;
export type MusterField = Schema<'Field'>;
export type Sample = JsonOf<paths['/api/integrations/{id}/sample']['get']['responses'][200]>;
export type Suggestion = JsonOf<paths['/api/integrations/{id}/mapping/suggest']['post']['responses'][200]>;
export type Proposal = Suggestion['proposals'][number];
export type MappingPreview = JsonOf<
  paths['/api/integrations/{id}/mapping/preview']['post']['responses'][200]
>;

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
