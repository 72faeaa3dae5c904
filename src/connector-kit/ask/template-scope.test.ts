import { expect, test } from 'vitest';
import { makeFormField as field } from '../../../test/helpers/form-field.ts';
import { renderString } from '../../templates/compile-template.ts';
import { fillValues, findGlobal, makeScope } from './template-scope.ts';

const globals = { Acme: { Host: 'acme.example.com', Port: '8443' } };

test('what was entered, else the variable, else the default, else nothing', () => {
  const form = [
    field('host', { globalVariable: 'Acme.Host', defaultValue: 'default' }),
    field('port', { globalVariable: 'acme.PORT' }),
    field('path', { globalVariable: 'Acme.Missing', defaultValue: '/x' }),
    field('user'),
  ];
  expect(fillValues(form, { host: 'mine.example.com' }, globals)).toEqual({
    host: 'mine.example.com',
    port: '8443',
    path: '/x',
  });
  expect(fillValues(form, {}, globals).host).toBe('acme.example.com');
});

test('an entered value may name variables, a secret is taken as it is', () => {
  const form = [field('url'), field('password', { isSecret: true })];
  expect(
    fillValues(
      form,
      { url: 'https://{{ Acme.Host }}:{{ globals.Acme.Port }}', password: '{{ Acme.Host }}' },
      globals,
    ),
  ).toEqual({ url: 'https://acme.example.com:8443', password: '{{ Acme.Host }}' });
});

test.each(['{{ Acme.Host }}', '{{ globals.Acme.Host }}', "{{ globals['Acme.Host'] }}", "{{ Acme['Host'] }}"])(
  '%s names a variable',
  (text) => {
    expect(renderString(text, makeScope({ globals }))).toBe('acme.example.com');
  },
);

test('a name with spaces, and names that objects have anyway', () => {
  const scope = makeScope({ globals: { Adobe: { 'Organization Id': '7' } } });
  expect(renderString("{{ globals['Adobe.Organization Id'] }}{{ Adobe['Organization Id'] }}", scope)).toBe(
    '77',
  );
  expect(renderString('{{ globals.constructor }}{{ constructor.name }}', scope)).toBe('');
});

test.each([undefined, '', 'Acme', 'Acme.', '.Host', 'constructor.name', '__proto__.x'])(
  '"%s" is no variable',
  (key) => {
    expect(findGlobal(globals, key)).toBe('');
  },
);

test('a name of the place wins over a variable, and stays beside them', () => {
  const scope = makeScope({
    globals: { fields: { Host: 'variable' }, ...globals },
    fields: { Host: 'form' },
  });
  expect(renderString('{{ fields.Host }} {{ globals.fields.Host }} {{ Acme.Port }}', scope)).toBe(
    'form variable 8443',
  );
});
