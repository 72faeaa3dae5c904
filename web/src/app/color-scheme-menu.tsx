import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
  IconCheck,
  IconDeviceDesktop,
  IconMoon,
  IconSun,
} from '@tabler/icons-react';
import { useDensity } from '../lib/density.ts';
import { type Density, densities } from '../lib/tokens.ts';

const schemes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

const densityIcons = { comfortable: IconBaselineDensityMedium, compact: IconBaselineDensitySmall };

/** How the pages look to this person: colours, and how close things stand. */
export function ColorSchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density, setDensity } = useDensity();
  const current = schemes.find((scheme) => scheme.value === colorScheme) ?? schemes[2];
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon
          size={36}
          aria-label={`Colours and density: ${current.label}, ${densities[density].label}`}
        >
          <current.icon size={19} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colours</Menu.Label>
        {schemes.map(({ value, label, icon: IconComponent }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<IconComponent size={16} />}
            rightSection={colorScheme === value ? <IconCheck size={15} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>Density</Menu.Label>
        {(Object.keys(densities) as Density[]).map((value) => {
          const DensityIcon = densityIcons[value];
          return (
            <Menu.Item
              key={value}
              role="menuitemradio"
              aria-checked={density === value}
              leftSection={<DensityIcon size={16} />}
              rightSection={density === value ? <IconCheck size={15} /> : null}
              onClick={() => setDensity(value)}
            >
              {densities[value].label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
