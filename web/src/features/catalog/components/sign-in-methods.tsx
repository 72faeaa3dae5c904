import { Accordion, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { DefinitionField } from '../../../components/definition-fields.ts';
import { Section } from '../../../components/section.tsx';
import type { AuthMethod, Connector } from '../../../data/use-connector.ts';
import { formatCount } from '../../../lib/format.ts';
import { authKindLabels } from '../catalog-words.ts';
import classes from './sign-in-methods.module.css';

/** The authorization types of a connector, each with what its form asks for and the scopes with their reasons. */
export function SignInMethods({ connector }: { connector: Connector }) {
  return (
    <Section title="Ways to sign in" isFlush>
      {connector.auth.length > 0 ? (
        <Accordion multiple order={3} chevronPosition="left" variant="default">
          {connector.auth.map((method) => (
            <Accordion.Item key={method.id} value={method.id}>
              <Accordion.Control>
                <Text component="span" fw={600}>
                  {method.title}
                </Text>
                <Text component="span" size="sm" c="dimmed" display="block">
                  {describeMethod(method)}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Fields fields={method.fields} />
                <Scopes scopes={method.scopes} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      ) : (
        <Text p="md" c="dimmed">
          It needs no credential.
        </Text>
      )}
    </Section>
  );
}

function describeMethod({ title, kind, needsSignIn, fields, scopes }: AuthMethod): string {
  return [
    // Said once when the method has no name of its own.
    ...(title === authKindLabels[kind] ? [] : [authKindLabels[kind]]),
    needsSignIn ? 'A person signs in at the vendor once' : 'Nobody has to sign in at the vendor',
    formatCount(fields.length, 'field', 'fields'),
    ...(scopes.length === 0 ? [] : [formatCount(scopes.length, 'scope', 'scopes')]),
  ].join(' · ');
}

function Fields({ fields }: { fields: DefinitionField[] }) {
  if (fields.length === 0) return null;
  return (
    <dl className={classes.fields}>
      {fields.map((field) => (
        <div key={field.key} className={classes.field}>
          <dt>
            {field.title}
            <span className={classes.note}>{describeNeed(field)}</span>
          </dt>
          <dd>
            {field.help}
            {field.example ? (
              <>
                {field.help ? ' ' : ''}For example <code>{field.example}</code>.
              </>
            ) : null}
            {field.globalVariable ? (
              <>
                {' '}
                Left empty, <code>{field.globalVariable}</code> fills it.
              </>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function describeNeed({ isRequired, isSecret }: DefinitionField): string {
  return `${isRequired ? 'required' : 'optional'}${isSecret ? ', secret' : ''}`;
}

function Scopes({ scopes }: Pick<AuthMethod, 'scopes'>) {
  if (scopes.length === 0) return null;
  return (
    <>
      <h4 className={classes.title}>Scopes</h4>
      <dl className={classes.fields}>
        {scopes.map((scope) => (
          <div key={scope.name} className={classes.field}>
            <dt>
              <code>{scope.name}</code>
              {scope.isDefault ? (
                <span className={classes.note}>
                  <IconCheck size={12} aria-hidden /> chosen at first
                </span>
              ) : (
                <span className={classes.note}>only if you choose it</span>
              )}
            </dt>
            <dd>{scope.reason}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
