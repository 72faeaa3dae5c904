import classes from './connector-logo.module.css';

/** The definition's SVG as an image: whatever it contains, it cannot run scripts or load anything. */
export function ConnectorLogo({ logo, size = 28 }: { logo: string; size?: number }) {
  return (
    <img
      className={classes.logo}
      src={`data:image/svg+xml;utf8,${encodeURIComponent(logo)}`}
      alt=""
      width={size}
      height={size}
    />
  );
}
