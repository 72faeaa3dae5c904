import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { stringifySearch } from '../../lib/search-params.ts';
import { useListState } from './use-list-state.ts';

/** Downloads the list as it is filtered and sorted now, all rows of it; with `hasSources` also where each comes from. */
export function ExportButton({ object, hasSources = false }: { object: string; hasSources?: boolean }) {
  const { search } = useListState();
  const makeHref = (format: 'csv' | 'xlsx' | 'ndjson') =>
    `/api/records/${object}/export${stringifySearch({ format, ...(hasSources ? { sources: 'true' } : {}), ...search })}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={17} />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={makeHref('csv')} download>
          CSV, for a spreadsheet
        </Menu.Item>
        <Menu.Item component="a" href={makeHref('xlsx')} download>
          XLSX, a workbook
        </Menu.Item>
        <Menu.Item component="a" href={makeHref('ndjson')} download>
          NDJSON, one record a line
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
