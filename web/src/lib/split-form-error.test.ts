import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { splitFormError } from './split-form-error.ts';

const refuse = (field?: string) => new ApiError(422, 'X', 'No.', field);

describe('splitFormError', () => {
  it('puts an error at the input it names, with or without the path before it', () => {
    const inputs = ['name', 'fields.clientId'];
    expect(splitFormError(refuse('name'), inputs)).toEqual({
      field: { path: 'name', message: 'No.' },
      formError: null,
    });
    for (const named of ['fields.clientId', 'clientId'])
      expect(splitFormError(refuse(named), inputs).field?.path).toBe('fields.clientId');
  });

  it('prefers the input of exactly that path', () => {
    expect(splitFormError(refuse('name'), ['fields.name', 'name']).field?.path).toBe('name');
  });

  it('leaves everything else to the form', () => {
    for (const err of [refuse('other'), refuse(), new Error('x')])
      expect(splitFormError(err, ['name'])).toEqual({ formError: err });
    expect(splitFormError(null, ['name'])).toEqual({ formError: null });
    expect(splitFormError(undefined, ['name'])).toEqual({ formError: null });
  });
});
