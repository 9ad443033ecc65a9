import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { say } from '../i18n/index.ts';
import { At, RefusedNotice, Tag } from '../marks/index.ts';
import { type Bulletin, bulletinsOf, useBulletinCommand } from './bulletins.ts';
import css from './drawer.module.css';
import { ReasonField } from './TaskForm.tsx';

/** One bulletin in both languages: written, approved by somebody who did not write it, published. */
export function BulletinDrawer({ incident, open, onClose }: { incident: string; open: string | null; onClose: () => void }) {
  const { t } = useTranslation('incidents');
  const bulletin = (useQuery(bulletinsOf(incident)).data ?? []).find((one) => one.id === open);
  return (
    <Drawer
      open={open !== null}
      onClose={onClose}
      size={520}
      title={bulletin ? t('bulletin.numbered', { serial: bulletin.serial, kind: t(`bulletin.kind.${bulletin.kind}`) }) : ''}
      classNames={{ body: css.body ?? '' }}
      destroyOnHidden
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      {bulletin ? <Body key={`${bulletin.id}/${bulletin.state}`} bulletin={bulletin} /> : <p className="ink-2">{t('bulletin.gone')}</p>}
    </Drawer>
  );
}

function Body({ bulletin }: { bulletin: Bulletin }) {
  const { t } = useTranslation('incidents');
  const command = useBulletinCommand(bulletin.id);
  const [title, setTitle] = useState(bulletin.title);
  const [body, setBody] = useState(bulletin.body);
  const [rejecting, setRejecting] = useState(false);
  const [reason, setReason] = useState('');
  const changed =
    title.zh !== bulletin.title.zh || title.en !== bulletin.title.en || body.zh !== bulletin.body.zh || body.en !== bulletin.body.en;
  const fixed = bulletin.state === 'published' || bulletin.state === 'withheld';
  const waits = bulletin.state === 'drafted';
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{t('bulletin.stateName')}</dt>
          <dd>
            <Tag>{t(`bulletin.state.${bulletin.state}`)}</Tag>
          </dd>
        </div>
        <div>
          <dt>{t('bulletin.draftedBy')}</dt>
          <dd>
            {bulletin.draftedBy.name} · <At at={bulletin.draftedAt} />
          </dd>
        </div>
        {bulletin.decidedBy && bulletin.decidedAt ? (
          <div>
            <dt>{t('bulletin.decidedBy')}</dt>
            <dd>
              {bulletin.decidedBy.name} · <At at={bulletin.decidedAt} />
            </dd>
          </div>
        ) : null}
        {bulletin.reason ? (
          <div>
            <dt>{t('task.reason')}</dt>
            <dd>{bulletin.reason}</dd>
          </div>
        ) : null}
        {bulletin.expected ? (
          <div>
            <dt>{t('bulletin.expected')}</dt>
            <dd>
              <At at={bulletin.expected.from} /> – <At at={bulletin.expected.to} />
            </dd>
          </div>
        ) : null}
        {bulletin.nextWord ? (
          <div>
            <dt>{t('outside.next')}</dt>
            <dd>
              <At at={bulletin.nextWord} />
            </dd>
          </div>
        ) : null}
        {bulletin.cause ? (
          <div>
            <dt>{t('bulletin.cause')}</dt>
            <dd>
              {say(bulletin.cause)} · {t(bulletin.causeReleased ? 'bulletin.causeReleased' : 'bulletin.causeHeld')}
            </dd>
          </div>
        ) : null}
      </dl>
      {(['zh', 'en'] as const).map((language) => (
        <section key={language} className={css.part} lang={language}>
          <h3>{t(`bulletin.${language}`)}</h3>
          {fixed ? (
            <>
              <p className="strong">{title[language]}</p>
              {body[language].split('\n').map((line) => (
                <p key={line}>{line}</p>
              ))}
            </>
          ) : (
            <>
              <Input
                value={title[language]}
                aria-label={`${t('bulletin.title')} ${language}`}
                onChange={(event) => setTitle({ ...title, [language]: event.target.value })}
              />
              <Input.TextArea
                value={body[language]}
                autoSize={{ minRows: 4, maxRows: 14 }}
                aria-label={`${t('bulletin.body')} ${language}`}
                onChange={(event) => setBody({ ...body, [language]: event.target.value })}
              />
            </>
          )}
        </section>
      ))}
      {bulletin.channels.length > 0 ? (
        <section className={css.part}>
          <h3>{t('bulletin.channels')}</h3>
          <dl className="facts">
            {bulletin.channels.map((record) => (
              <div key={record.channel}>
                <dt>{t(`channel.${record.channel}`)}</dt>
                <dd>{t(`channelState.${record.state}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      {rejecting ? (
        <div className={css.question}>
          <ReasonField label={t('decide.rejectReason')} value={reason} onChange={setReason} />
          <div className={css.answers}>
            <Button
              size="large"
              disabled={!reason.trim()}
              title={reason.trim() ? '' : t('reasonNeeded')}
              loading={command.isPending}
              onClick={() => command.mutate({ command: 'reject', reason: reason.trim() })}
            >
              {t('decide.reject')}
            </Button>
            <Button size="large" onClick={() => setRejecting(false)}>
              {t('cancel')}
            </Button>
          </div>
        </div>
      ) : fixed ? null : (
        <div className={css.actions}>
          {changed ? (
            <Button
              type="primary"
              size="large"
              loading={command.isPending}
              onClick={() => command.mutate({ command: 'edit', title, body })}
            >
              {t('bulletin.save')}
            </Button>
          ) : null}
          {!changed && waits ? (
            <>
              <Button size="large" loading={command.isPending} onClick={() => command.mutate({ command: 'approve' })}>
                {t('bulletin.approve')}
              </Button>
              <Button size="large" onClick={() => setRejecting(true)}>
                {t('decide.reject')}…
              </Button>
            </>
          ) : null}
          {!changed && bulletin.state === 'approved' ? (
            <Button type="primary" size="large" loading={command.isPending} onClick={() => command.mutate({ command: 'publish' })}>
              {t('bulletin.publish')}
            </Button>
          ) : null}
        </div>
      )}
      {bulletin.state === 'published' ? (
        <div className={css.actions}>
          <Button size="large" loading={command.isPending} onClick={() => command.mutate({ command: 'correct' })}>
            {t('bulletin.correct')}
          </Button>
        </div>
      ) : null}
      {bulletin.cause && !bulletin.causeReleased && !fixed ? (
        <button type="button" className="more" onClick={() => command.mutate({ command: 'release-cause' })}>
          {t('bulletin.releaseCause')}
        </button>
      ) : null}
      {command.isPending ? (
        <p className="ink-2" role="status">
          {t('pending')}
        </p>
      ) : null}
      <RefusedNotice error={command.error} />
    </>
  );
}
