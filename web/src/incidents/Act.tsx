import { Button, type ButtonProps, Tooltip } from 'antd';
import { say } from '../i18n/index.ts';
import type { Allowed } from './room.ts';

/**
 * A button for one command: absent where the command is out of place, and where the server says no, disabled with the
 * server's own reason.
 */
export function Act({ may, children, ...rest }: ButtonProps & { may: Allowed | null }) {
  if (!may) return null;
  const why = may.allowed ? '' : say(may.why);
  return (
    <Tooltip title={why}>
      <Button size="large" {...rest} disabled={!may.allowed} aria-description={why}>
        {children}
      </Button>
    </Tooltip>
  );
}

/** The reasons of what is not allowed, in words under the buttons: a phone has no pointer to hover with. */
export function Whys({ of }: { of: readonly (Allowed | null)[] }) {
  const reasons = [...new Set(of.flatMap((one) => (one && !one.allowed && one.why ? [say(one.why)] : [])))];
  return reasons.length === 0 ? null : <p className="ink-2 t-note">{reasons.join(' ')}</p>;
}
