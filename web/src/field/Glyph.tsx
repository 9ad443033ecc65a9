const paths: Record<string, string> = {
  'not-working': 'M4 5h18v13H4ZM10 22h6M9.5 9l7 6M16.5 9l-7 6',
  'no-cash': 'M3 7h20v12H3ZM13 10.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M6 13h.1M20 13h.1',
  'cash-stuck': 'M3 6h20v5H3ZM6 8.5h14M8 11v5l2-1.5 2 3 2-3 2 3 2-1.5V11',
  'card-swallowed': 'M3 7h20v12H3ZM3 11h20M6.5 15.5h4',
  'power-cut': 'M14 3 7 14h5l-1 9 8-12h-5.5Z',
  'door-open': 'M6 4h9v18H6ZM15 6l6 3v14l-6-1M12 13h.1',
  damaged: 'm11 9 9 9-2.5 2.5-9-9M7 11.5l6-6 3 1M4.5 8.5l6-5 3 3-6 6Z',
  suspicious: 'M3 13s4-7 10-7 10 7 10 7-4 7-10 7S3 13 3 13ZM13 10a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  attack: 'M13 3l9 4v6c0 5-4 8-9 10-5-2-9-5-9-10V7ZM13 8v6M13 17.5v.2',
  screen: 'M4 5h18v13H4ZM10 22h6M13 18v4M9 11h8',
  camera: 'M3 8h5l2-3h6l2 3h5v13H3ZM13 10a4 4 0 1 0 0 8 4 4 0 0 0 0-8',
  pin: 'M13 23s8-7.5 8-13a8 8 0 1 0-16 0c0 5.5 8 13 8 13ZM13 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  shield: 'M13 3l9 3.5V13c0 5-4 8-9 10-5-2-9-5-9-10V6.5ZM9 13l3 3 5.5-6',
  phone: 'M8 3l3 6-2.5 2c1 2.5 3 4.5 5.5 5.5L16 14l6 3c0 3-2 5.5-4 5.5C11 22 4 15 3.500 8 3.500 6 5 3 8 3Z',
  route: 'M7 20a2.500 2.500 0 1 0 0-.1ZM19 6a2.500 2.500 0 1 0 0 .1ZM9.500 20H17a4 4 0 0 0 0-8H9a4 4 0 0 1 0-8h5',
};

/** A line drawing for a kind of report or a thing one does; decoration beside a word. */
export const Glyph = ({ kind, size = 26 }: { kind: string; size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden="true" style={{ flex: 'none' }}>
    <path
      d={paths[kind] ?? 'M13 4a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM13 8v6M13 17.500v.2'}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.700"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
