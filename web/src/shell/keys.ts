import { useEffect, useRef, useState } from 'react';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
const covered = (): boolean => document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open') !== null;

/** Calls `handler` for a key pressed outside fields and dialogs. */
export function useKey(key: string, handler: () => void): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || covered()) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [key]);
}

/**
 * j, k and Enter in a list of `count` rows. @returns the selected row (-1: none yet) and props for a row:
 * `aria-current`, and a scroll into view when it is chosen by key.
 */
export function useRowKeys(
  count: number,
  open: (index: number) => void,
): { selected: number; row(index: number): { 'aria-current': boolean; ref(element: HTMLElement | null): void } } {
  const [selected, setSelected] = useState(-1);
  const rows = useRef(new Map<number, HTMLElement>());
  const move = (by: number) => {
    const next = Math.max(0, Math.min(count - 1, selected + by));
    if (count === 0) return;
    setSelected(next);
    rows.current.get(next)?.scrollIntoView({ block: 'nearest' });
  };
  useKey('j', () => move(1));
  useKey('k', () => move(-1));
  useKey('Enter', () => {
    if (selected >= 0 && selected < count) open(selected);
  });
  return {
    selected,
    row: (index) => ({
      'aria-current': index === selected,
      ref: (element) => {
        if (element) rows.current.set(index, element);
        else rows.current.delete(index);
      },
    }),
  };
}
