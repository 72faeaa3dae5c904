import { Anchor, Code, Group, List, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { GuideLink } from '../../../components/guide/guide-drawer.tsx';
import { Section } from '../../../components/section.tsx';
import type { AuthMethod, Connector } from '../../../data/use-connector.ts';

/** Stands beside the form: what to enter at the vendor. */
export function VendorHelp({ connector, method }: { connector: Connector; method: AuthMethod }) {
  return (
    <Section title={`At ${connector.name}`}>
      <Stack gap="md">
        {method.needsSignIn ? (
          <div>
            <Text fw={600} mb={4}>
              Redirect URL
            </Text>
            <Group gap={6} wrap="nowrap" align="flex-start">
              <Code block style={{ flex: 1, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                {connector.redirectUrl}
              </Code>
              <CopyButton value={connector.redirectUrl} what="redirect URL" />
            </Group>
            <Text size="sm" c="dimmed" mt={4}>
              Register exactly this address in the vendor's application; it sends you back here after you sign
              in.
            </Text>
          </div>
        ) : null}
        <div>
          <Text fw={600} mb={4}>
            You need
          </Text>
          <List size="sm" spacing={3}>
            {method.fields
              .filter((field) => field.isRequired)
              .map((field) => (
                <List.Item key={field.key}>{field.title}</List.Item>
              ))}
            {method.scopes.length > 0 ? (
              <List.Item>The scopes chosen in the form, allowed at the vendor</List.Item>
            ) : null}
          </List>
        </div>
        <GuideLink connectorId={connector.id} connectorName={connector.name}>
          Set-up guide, step by step
        </GuideLink>
        <Anchor href={connector.docsUrl} target="_blank" rel="noreferrer" size="sm">
          <Group gap={4} component="span">
            Documentation of {connector.name}
            <IconExternalLink size={14} aria-label="opens in a new window" />
          </Group>
        </Anchor>
      </Stack>
    </Section>
  );
}
