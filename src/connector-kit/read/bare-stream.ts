import type { StreamDefinition } from '../definition/definition.ts';

/** A stream's way to ask and answer, without what is done with its records: for lists that belong to one. */
export function bareStream(stream: StreamDefinition): StreamDefinition {
  const {
    paginator: _paginator,
    detail: _detail,
    split: _split,
    segments: _segments,
    alternatives: _alternatives,
    lookups: _lookups,
    software: _software,
    presence: _presence,
    totalPath: _totalPath,
    ...rest
  } = stream;
  return { ...rest, completeness: { kind: 'end_of_paging' } };
}
