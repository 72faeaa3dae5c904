interface SparklineProps {
  values: number[];
  /** What the line shows, with its last value, e.g. "Records per session, last 1,204". */
  label: string;
  width?: number;
  height?: number;
}

/** A small line without axes; `label` carries the same facts as text. */
export function Sparkline({ values, label, width = 96, height = 24 }: SparklineProps) {
  const max = Math.max(1, ...values);
  const stepWidth = values.length > 1 ? (width - 2) / (values.length - 1) : 0;
  const points = values.map(
    (value, index) => `${1 + index * stepWidth},${height - 2 - (value / max) * (height - 4)}`,
  );
  return (
    <svg width={width} height={height} role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`}>
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--mantine-primary-color-filled)"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
    </svg>
  );
}
