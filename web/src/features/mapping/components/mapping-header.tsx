import { Button, Text, Tooltip } from '@mantine/core';
import { IconDeviceFloppy, IconRefresh, IconSparkles } from '@tabler/icons-react';
import { PageHeader } from '../../../components/page-header.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import { formatCount } from '../../../lib/format.ts';
import { ignoreSecondClick } from '../../../lib/ignore-second-click.ts';
import type { Sample } from '../api/mapping-types.ts';
import type { useSuggestMapping } from '../api/use-suggest-mapping.ts';
import type { MappingDraft } from '../use-mapping-draft.ts';
import type { SampleReader } from '../use-sample-reader.ts';
import type { SaveDraft } from '../use-save-draft.ts';
import { showTarget } from '../use-show-failed-target.ts';

interface MappingHeaderProps {
  integration: Integration;
  sample: Sample;
  reader: SampleReader;
  suggest: ReturnType<typeof useSuggestMapping>;
  draft: MappingDraft;
  saving: SaveDraft;
  mayChange: boolean;
  hasSaveButtons: boolean;
}

export function MappingHeader(props: MappingHeaderProps) {
  const { integration, sample, reader, suggest, draft, saving, mayChange, hasSaveButtons } = props;
  const isChanged = draft.changeCount > 0;
  const isUnfinished = saving.unfinished.length > 0;
  return (
    <PageHeader
      title="Mapping"
      crumbs={[
        { label: 'Integrations', to: '/integrations' },
        { label: integration.name, to: `/integrations/${integration.id}` },
      ]}
      description={
        <Text component="span" size="sm" role="status">
          {reader.isPending ? (
            'Reading a sample from the vendor …'
          ) : sample.fetchedAt ? (
            <>
              {formatCount(sample.records.length, 'sampled record', 'sampled records')}, read{' '}
              <RelativeTime value={sample.fetchedAt} />
            </>
          ) : (
            'No sample yet'
          )}
          {' · '}
          {isChanged
            ? `${formatCount(draft.changeCount, 'change', 'changes')} not saved`
            : draft.base.version === 0
              ? 'nothing saved yet'
              : `version ${draft.base.version}, saved`}
        </Text>
      }
      hasOwnBar
      actions={
        mayChange ? (
          <>
            <Tooltip label="Choose a credential for the integration first" disabled={reader.mayRead}>
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} />}
                loading={reader.isPending}
                data-disabled={reader.mayRead ? undefined : true}
                aria-disabled={reader.mayRead ? undefined : true}
                onClick={() => reader.mayRead && reader.read()}
              >
                Refresh sample
              </Button>
            </Tooltip>
            <Button
              variant="default"
              leftSection={<IconSparkles size={16} />}
              loading={suggest.isPending}
              onClick={() => suggest.mutate({ params: { path: { id: integration.id } } })}
            >
              Smart Mapping
            </Button>
            {hasSaveButtons ? (
              <>
                <Button variant="default" disabled={!isChanged} onClick={draft.discard}>
                  Discard
                </Button>
                <Tooltip label="Some fields have no path or value yet" disabled={!isUnfinished}>
                  <Button
                    leftSection={<IconDeviceFloppy size={16} />}
                    disabled={!isChanged}
                    data-disabled={isUnfinished || !isChanged ? true : undefined}
                    aria-disabled={isUnfinished ? true : undefined}
                    loading={saving.isPending}
                    onClickCapture={ignoreSecondClick}
                    onClick={() => (isUnfinished ? showTarget(saving.unfinished[0] ?? '') : saving.save())}
                  >
                    Update
                  </Button>
                </Tooltip>
              </>
            ) : null}
          </>
        ) : null
      }
    />
  );
}
