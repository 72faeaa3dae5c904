import { Button, Group, Progress, Text } from '@mantine/core';
import { IconCheck, IconKey } from '@tabler/icons-react';
import { Section } from '../../../components/section.tsx';
import type { Mapping } from '../../../data/use-mapping.ts';
import type { MusterField, Proposal, SourceField, Suggestion } from '../api/mapping-types.ts';
import classes from './suggestions-panel.module.css';
import { Notice } from './target-row.tsx';

interface SuggestionsPanelProps {
  suggestion: Suggestion;
  mapping: Mapping;
  fields: MusterField[];
  sources: SourceField[];
  onAccept: (proposals: Proposal[], condition?: string) => void;
  onClose: () => void;
}

/** What Smart Mapping proposes, how sure it is and why; taken over all at once or one by one. */
export function SuggestionsPanel(props: SuggestionsPanelProps) {
  const { suggestion, mapping, fields, sources, onAccept, onClose } = props;
  const findRow = (target: string) => mapping.rows.find((row) => row.target === target);
  const isTaken = ({ target, source }: Proposal) => {
    const row = findRow(target);
    return row?.source.kind === 'path' && row.source.path === source;
  };
  const open = suggestion.proposals.filter((proposal) => !isTaken(proposal));
  // "All" never overwrites what a person has mapped differently.
  const free = open.filter((proposal) => !findRow(proposal.target));
  const condition = mapping.condition ? undefined : suggestion.condition;
  const labelOf = (target: string) => fields.find((field) => field.name === target)?.label ?? target;
  return (
    <Section
      title={`Smart Mapping: ${open.length === 0 ? 'nothing left to accept' : `${open.length} proposed`}`}
      isFlush
      actions={
        <>
          <Button
            size="compact-sm"
            disabled={free.length === 0 && !condition}
            onClick={() => onAccept(free, condition)}
          >
            Accept all{free.length > 0 ? ` ${free.length}` : ''}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {suggestion.warnings.map((warning) => (
        <div key={warning.message} className={classes.warning}>
          <Notice tone="warn" text={warning.message} />
        </div>
      ))}
      {condition ? (
        <Group className={classes.warning} gap="xs" justify="space-between">
          <Text size="sm">
            Create or update only if <code>{condition}</code>
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => onAccept([], condition)}>
            Accept the condition
          </Button>
        </Group>
      ) : null}
      <ul className={classes.list} aria-label="Proposals">
        {suggestion.proposals.map((proposal) => {
          const label = labelOf(proposal.target);
          const isDone = isTaken(proposal);
          const percent = Math.round(proposal.confidence * 100);
          return (
            <li key={proposal.target} className={classes.proposal}>
              <div className={classes.pair}>
                <Text component="span" fw={600} size="sm">
                  {label}
                </Text>
                <Text component="span" size="sm" className={classes.from}>
                  from {sources.find((source) => source.path === proposal.source)?.label ?? proposal.source}
                </Text>
                {proposal.isSyncKey ? (
                  <span className={classes.key}>
                    <IconKey size={12} aria-hidden /> Sync key
                  </span>
                ) : null}
              </div>
              <div className={classes.confidence}>
                <Progress value={percent} size={6} w={54} aria-hidden />
                <span className="muster-tabular">{percent} %</span>
              </div>
              <Text size="sm" c="dimmed" className={classes.reason}>
                {proposal.reason}
                {!isDone && findRow(proposal.target) ? '. Replaces what is mapped now.' : ''}
              </Text>
              {isDone ? (
                <Group gap={4} className={classes.action} c="dimmed">
                  <IconCheck size={14} aria-hidden />
                  <Text size="sm">Mapped</Text>
                </Group>
              ) : (
                <Button
                  size="compact-xs"
                  variant="default"
                  className={classes.action ?? ''}
                  onClick={() => onAccept([proposal])}
                  aria-label={`Accept ${label}`}
                >
                  Accept
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {suggestion.proposals.length === 0 ? (
        <Text c="dimmed" p="md">
          No vendor field resembles a Muster field. Map them by hand.
        </Text>
      ) : null}
    </Section>
  );
}
