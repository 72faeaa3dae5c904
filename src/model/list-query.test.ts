import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../errors.ts';
import {
  escapeLike,
  joinFilterValues,
  type ListFields,
  parseListQuery,
  splitFilterValues,
} from './list-query.ts';

const fields: ListFields = {
  sortable: ['name', 'createdAt'],
  filterable: { name: ['eq', 'contains', 'empty'], role: ['eq', 'in'] },
  defaultSort: [{ field: 'name', direction: 'asc' }],
};

const problemOf = (run: () => unknown) => {
  try {
    run();
  } catch (err) {
    if (isAppError(err)) return { code: err.code, field: err.field, message: err.message };
    throw err;
  }
  return undefined;
};

describe('parseListQuery', () => {
  it('reads search, sort, filters, cursor and limit', () => {
    expect(
      parseListQuery(
        { q: ' ann ', sort: ['-createdAt', 'name'], filter: 'name:eq:a:b', cursor: 'c', limit: 10 },
        fields,
      ),
    ).toEqual({
      q: 'ann',
      sort: [
        { field: 'createdAt', direction: 'desc' },
        { field: 'name', direction: 'asc' },
      ],
      filters: [{ field: 'name', op: 'eq', value: 'a:b' }],
      cursor: 'c',
      limit: 10,
    });
  });

  it('falls back to the default sort and limit', () => {
    expect(parseListQuery({ q: '  ' }, fields)).toEqual({
      sort: [{ field: 'name', direction: 'asc' }],
      filters: [],
      limit: 50,
    });
  });

  it('gives empty and notEmpty no value', () => {
    expect(parseListQuery({ filter: 'name:empty' }, fields).filters).toEqual([
      { field: 'name', op: 'empty', value: '' },
    ]);
  });

  it.each([
    [{ sort: 'salary' }, 'sort', /salary/],
    [{ sort: ['name', '-name'] }, 'sort', /twice/],
    [{ filter: 'salary:eq:1' }, 'filter', /salary/],
    [{ filter: 'constructor:eq:1' }, 'filter', /constructor/],
    [{ filter: 'name:gt:1' }, 'filter', /"gt"/],
    [{ filter: 'name:eq' }, 'filter', /no value/],
    [{ limit: 0 }, 'limit', /limit/],
  ])('refuses %o, naming what is wrong', (raw, field, message) => {
    const problem = problemOf(() => parseListQuery(raw, fields));
    expect(problem).toMatchObject({ code: 'API_BAD_REQUEST', field });
    expect(problem?.message).toMatch(message);
  });

  it('never fails in another way', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (sort, filter) => {
        problemOf(() => parseListQuery({ sort, filter }, fields));
      }),
    );
  });
});

describe('filter values', () => {
  it('survive joining and splitting, whatever they contain', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        expect(splitFilterValues(joinFilterValues(values))).toEqual(values);
      }),
    );
  });

  it('are taken literally by LIKE', () => {
    expect(escapeLike('50%_\\')).toBe('50\\%\\_\\\\');
  });
});
