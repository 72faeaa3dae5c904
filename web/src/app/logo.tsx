/** Mark and name; the mark is decoration, the name is text. */
export function Logo() {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 9 }}>
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#0b5a63" />
        <path
          d="M7 23V10l9 8 9-8v13"
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <circle cx="16" cy="25" r="2" fill="#7fe0d2" />
      </svg>
      <span style={{ fontWeight: 650, fontSize: '1.0625rem', letterSpacing: '-0.01em' }}>Muster</span>
    </span>
  );
}
