import { useMutation } from '@tanstack/react-query';
import { Button, Modal, Segmented } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import { RefusedNotice } from '../marks/index.ts';
import css from './fleet.module.css';

interface Row {
  line: number;
  field: string;
  what: string;
  mend: string;
}
interface Answer {
  atms?: { added: number; changed: number; same: number };
  sites?: number;
  vendors?: string[];
  contracts?: number;
  refused: Row[];
  encoding?: string;
}
const addresses = { fleet: '/api/v1/fleet/import', contracts: '/api/v1/contracts/import' } as const;

/** Fleet or contracts from a CSV. Bad rows are shown with line and column; the others are taken. */
export function Import({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('fleet');
  const [what, setWhat] = useState<keyof typeof addresses>('fleet');
  const file = useRef<HTMLInputElement>(null);
  const take = useMutation({
    mutationFn: async (chosen: File) => send<Answer>(addresses[what], chosen, 'text/csv'),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={t('import.title')}
      footer={null}
      width={720}
      destroyOnHidden
      afterClose={() => take.reset()}
    >
      <Segmented
        value={what}
        onChange={(value) => {
          setWhat(value);
          take.reset();
        }}
        options={(['fleet', 'contracts'] as const).map((value) => ({ value, label: t(`import.${value}`) }))}
        style={{ marginBottom: 12 }}
      />
      <div className={css.drop}>
        <p className="t-dense">{t(`import.${what}Hint`)}</p>
        <code className="raw">
          {what === 'fleet'
            ? 'atm,site,branch,district,city,province,lat,lon,make,model,release,vendor,line,host,power'
            : 'vendor,faultClass,acknowledge,depart,arrive,repair'}
        </code>
        <input
          ref={file}
          type="file"
          accept=".csv,text/csv"
          hidden
          aria-label={t('import.choose')}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) take.mutate(chosen);
            event.target.value = '';
          }}
        />
        <Button type="primary" loading={take.isPending} onClick={() => file.current?.click()}>
          {t('import.choose')}
        </Button>
      </div>
      <div style={{ marginTop: 12 }}>
        <RefusedNotice error={take.error} />
      </div>
      {take.data ? (
        <div style={{ marginTop: 12 }}>
          <p className="strong">
            {take.data.atms
              ? t('import.done', { ...take.data.atms, sites: take.data.sites, encoding: take.data.encoding })
              : t('import.contractsDone', { count: take.data.contracts })}
          </p>
          {take.data.refused.length > 0 ? (
            <>
              <p className="ink-2" style={{ margin: '8px 0' }}>
                {t('import.refused', { count: take.data.refused.length })}
              </p>
              <table className="table">
                <thead>
                  <tr>
                    <th className="num">{t('import.line')}</th>
                    <th>{t('import.column')}</th>
                    <th>{t('import.why')}</th>
                  </tr>
                </thead>
                <tbody>
                  {take.data.refused.slice(0, 50).map((row) => (
                    <tr key={`${row.line}${row.field}`}>
                      <td className="num">{row.line}</td>
                      <td>{row.field}</td>
                      <td>
                        {row.what} <span className="ink-2">{row.mend}</span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          ) : null}
        </div>
      ) : null}
    </Modal>
  );
}
