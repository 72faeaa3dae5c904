import { describe, expect, it } from 'vitest';
import { describeAuthKinds, describeFlow, describeTarget } from './catalog-words.ts';

const stream = {
  id: 's',
  name: 'Users',
  description: '',
  object: 'people',
  fillsSoftware: false,
  mayFillSaas: false,
};

describe('the words of the catalog', () => {
  it('names each way of signing in once', () => {
    expect(describeAuthKinds([{ kind: 'oauth2' }, { kind: 'oauth2' }, { kind: 'api_key' }])).toBe(
      'OAuth 2.0 or API key',
    );
    expect(describeAuthKinds([])).toBe('No sign-in needed');
  });

  it('says which way the data goes and how many lists there are', () => {
    expect(describeFlow({ directions: ['in'], streams: [stream] })).toBe('Into Muster · 1 stream');
    expect(describeFlow({ directions: ['in', 'out'], streams: [stream, stream] })).toBe(
      'Into Muster · Out of Muster · 2 streams',
    );
    expect(describeFlow({ directions: [], streams: [] })).toBe('');
  });

  it('says what a stream fills, also an object it does not know', () => {
    expect(describeTarget(stream)).toBe('People');
    expect(describeTarget({ ...stream, mayFillSaas: true })).toBe('People and SaaS accounts');
    expect(describeTarget({ ...stream, object: 'assets', fillsSoftware: true })).toBe('Assets and Software');
    expect(describeTarget({ ...stream, object: 'mobile_plans' })).toBe('mobile plans');
  });
});
