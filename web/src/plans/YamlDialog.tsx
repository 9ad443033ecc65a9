import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, Refused } from '../api/http.ts';
import { RefusedNotice } from '../marks/index.ts';
import { Findings } from './Findings.tsx';
import css from './plans.module.css';
import type { Finding } from './queries.ts';

interface DialogProps {
  open: boolean;
  start: string /** The draft that is edited; absent: a new draft. */;
  of?: { id: string; version: number };
  onClose: () => void;
  onMade: (id: string, version: number) => void;
}

/** A plan file, typed or brought: refused with line and column of each fault, which a press finds in the text. */
export function YamlDialog({ open, onClose, ...rest }: DialogProps) {
  const { t } = useTranslation('plans');
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t(rest.of ? 'edit' : 'bring')} width={900} destroyOnHidden>
      {open ? <Body onClose={onClose} {...rest} /> : null}
    </Modal>
  );
}

function Body({ start, of, onClose, onMade }: Omit<DialogProps, 'open'>) {
  const { t } = useTranslation('plans');
  const client = useQueryClient();
  const [yaml, setYaml] = useState(start);
  const area = useRef<HTMLTextAreaElement>(null);
  const save = useMutation({
    mutationFn: () =>
      of
        ? post<{ id: string; version: number }>(`/api/v1/plans/${of.id}/versions/${of.version}/commands`, { command: 'edit', yaml })
        : post<{ id: string; version: number }>('/api/v1/plans', { yaml }),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['plans'] });
      onClose();
      onMade(made.id, made.version);
    },
  });
  const faults = save.error instanceof Refused && Array.isArray(save.error.params.faults) ? (save.error.params.faults as Finding[]) : [];
  const find = (finding: Finding) => {
    const before =
      yaml
        .split('\n')
        .slice(0, finding.line - 1)
        .join('\n').length + (finding.line > 1 ? 1 : 0);
    const from = before + finding.column - 1;
    area.current?.focus();
    area.current?.setSelectionRange(from, from + 1);
    if (area.current) area.current.scrollTop = Math.max(0, (finding.line - 6) * 20);
  };
  const read = async (files: FileList | null) => {
    const file = files?.[0];
    if (file) setYaml(await file.text());
  };
  return (
    <div className={css.yamlForm}>
      <label className="more">
        {t('chooseFile')}
        <input type="file" accept=".yaml,.yml,text/yaml" hidden onChange={(event) => void read(event.target.files)} />
      </label>
      <textarea
        ref={area}
        className={css.yamlArea}
        value={yaml}
        spellCheck={false}
        aria-label={t('yaml')}
        onChange={(event) => setYaml(event.target.value)}
      />
      {faults.length > 0 ? <Findings findings={faults} onFind={find} /> : null}
      {faults.length > 0 ? null : <RefusedNotice error={save.error} />}
      <div className={css.foot}>
        <span className="ink-2 t-note">{faults.length > 0 ? t('refused', { count: faults.length }) : ''}</span>
        <Button size="large" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          type="primary"
          size="large"
          disabled={!yaml.trim()}
          title={yaml.trim() ? '' : t('yamlMissing')}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t(of ? 'save' : 'makeDraft')}
        </Button>
      </div>
    </div>
  );
}
