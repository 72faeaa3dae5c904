import { useLocalStorage } from '@mantine/hooks';
import { type Density, type DensityMeasures, densities } from './tokens.ts';

/** How close things stand, as this person likes it; at once on the device where it was chosen. */
export function useDensity(): {
  density: Density;
  measures: DensityMeasures;
  setDensity: (density: Density) => void;
} {
  const [stored, setDensity] = useLocalStorage<Density>({
    key: 'muster-density',
    defaultValue: 'comfortable',
    getInitialValueInEffect: false,
  });
  const density = stored in densities ? stored : 'comfortable';
  return { density, measures: densities[density], setDensity };
}
