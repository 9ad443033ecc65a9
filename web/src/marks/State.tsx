import { useTranslation } from 'react-i18next';

/** The nine things a mark can say. Only `late` has colour. */
export type Mark = 'waiting' | 'running' | 'late' | 'done' | 'outside' | 'fault' | 'note' | 'ok' | 'unknown';

const glyph: Record<Mark, React.ReactNode> = {
  waiting: <circle cx="8" cy="8" r="5.8" fill="none" stroke="var(--mark)" strokeWidth="1.5" strokeDasharray="2.4 2.15" />,
  running: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="var(--text)" strokeWidth="1.5" />
      <path d="M8 2.2a5.8 5.8 0 0 1 0 11.6Z" fill="var(--text)" />
    </>
  ),
  late: (
    <path
      d="M3.2 1.5v13M3.2 2.2h10.3l-2.5 3.5 2.5 3.5H3.2Z"
      fill="var(--late)"
      stroke="var(--late)"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  done: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="var(--line)" />
      <path d="m5.1 8.2 2.1 2.1 3.8-4.2" fill="none" stroke="var(--text2)" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  outside: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="var(--text2)" strokeWidth="1.4" />
      <path d="M6.5 5.5v5M9.5 5.5v5" stroke="var(--text2)" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  fault: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="1.5" fill="var(--text)" />
      <path d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6" stroke="var(--canvas)" strokeWidth="1.9" strokeLinecap="round" />
    </>
  ),
  note: (
    <>
      <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="1" fill="none" stroke="var(--text2)" strokeWidth="1.4" />
      <path d="M8 5v3.8M8 10.9v.2" stroke="var(--text2)" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  ok: <circle cx="8" cy="8" r="2.8" fill="var(--mark)" />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="var(--text2)" strokeWidth="1.3" />
      <path
        d="M6.3 6.6a1.75 1.75 0 1 1 2.6 1.5c-.6.35-.9.7-.9 1.3M8 11.2v.1"
        fill="none"
        stroke="var(--text2)"
        strokeWidth="1.3"
        strokeLinecap="round"
      />
    </>
  ),
};

/** A 16 px mark of state, shape first; read aloud by its word. `quiet` when the word stands beside it. */
export function StateMark({ state, quiet = false, size = 16 }: { state: Mark; quiet?: boolean; size?: number }) {
  const { t } = useTranslation('shell');
  const label = t(`mark.${state}`);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      style={{ flex: 'none', display: 'block' }}
      {...(quiet ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <title>{label}</title>
      {glyph[state]}
    </svg>
  );
}
