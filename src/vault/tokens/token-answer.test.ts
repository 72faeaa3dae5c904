import { describe, expect, it } from 'vitest';
import { makeStrictAnswer, parseTokenAnswer } from './token-answer.ts';

const json = (body: unknown, status = 200, contentType = 'application/json') => ({
  status,
  headers: { 'content-type': contentType },
  text: JSON.stringify(body),
});

describe('token answers as vendors give them', () => {
  it.each([
    ['the textbook', json({ access_token: 'a', token_type: 'Bearer', expires_in: 3600 })],
    ['expires_in as text', json({ access_token: 'a', token_type: 'Bearer', expires_in: '3600' })],
    ['no token_type', json({ access_token: 'a', expires_in: 3600 })],
    ['an odd token_type', json({ access_token: 'a', token_type: 'BearerToken', expires_in: 3600 })],
    ['status 201', json({ access_token: 'a', token_type: 'Bearer', expires_in: 3600 }, 201)],
    ['scope as a list', json({ access_token: 'a', expires_in: 3600, scope: ['x', 'y'] })],
    ['refresh token null', json({ access_token: 'a', refresh_token: null, expires_in: 3600 })],
    ['JSON as text/plain', json({ access_token: 'a', expires_in: 3600 }, 200, 'text/plain')],
    ['an id_token we did not ask for', json({ access_token: 'a', expires_in: 3600, id_token: 'broken' })],
    ['error: null beside the token', json({ access_token: 'a', expires_in: 3600, error: null })],
    [
      'a form',
      {
        status: 200,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        text: 'access_token=a&expires_in=3600',
      },
    ],
  ])('accepts %s', async (_, answer) => {
    const { tokens } = parseTokenAnswer(answer);
    expect(tokens).toMatchObject({ accessToken: 'a', expiresInSeconds: 3600, refreshToken: undefined });
    if (tokens) {
      expect(await makeStrictAnswer(tokens).json()).toEqual({
        access_token: 'a',
        token_type: 'bearer',
        expires_in: 3600,
      });
    }
  });

  it.each([
    ['an error with status 200', json({ error: 'invalid_code' }), 'invalid_code'],
    ['a token beside an error', json({ access_token: 'a', error: 'general_error' }), 'general_error'],
    ['a nested error', json({ error: { title: 'THROTTLED', details: {} } }, 400), 'THROTTLED'],
    ['a vendor result code', json({ resultCode: 'Client app not exist' }, 404), 'Client app not exist'],
    ['a token with a bad status', json({ access_token: 'a' }, 500), undefined],
    ['HTML', { status: 200, headers: { 'content-type': 'text/html' }, text: '<html>' }, undefined],
    ['broken JSON', { status: 200, headers: {}, text: '{"access_token":"a' }, undefined],
    ['a list', { status: 200, headers: {}, text: '["access_token"]' }, undefined],
    ['nothing', { status: 200, headers: {}, text: '' }, undefined],
  ])('takes %s for no token', (_, answer, error) => {
    const parsed = parseTokenAnswer(answer);
    expect(parsed.tokens).toBeUndefined();
    expect(parsed.error).toBe(error);
  });

  it.each([[0], [-1], ['soon'], [null], [Number.NaN]])('ignores expires_in %j', (value) => {
    expect(
      parseTokenAnswer(json({ access_token: 'a', expires_in: value })).tokens?.expiresInSeconds,
    ).toBeUndefined();
  });

  it('reads when the refresh token ends', () => {
    const { tokens } = parseTokenAnswer(
      json({ access_token: 'a', refresh_token: 'r', refresh_token_expires_in: '86400' }),
    );
    expect(tokens).toMatchObject({ refreshToken: 'r', refreshExpiresInSeconds: 86_400 });
  });
});
