import type { Named } from '#organization';
import type { NoticeReason } from './model.ts';

type Locale = 'zh-CN' | 'en';

export const reasonTexts: Record<NoticeReason, Named> = {
  'no-mail-server': {
    zh: '未配置邮件服务器（SMTP_URL），仅在页面提醒',
    en: 'no mail server is configured (SMTP_URL); it rings in the page only',
  },
  'no-address': { zh: '该人员没有邮箱地址，仅在页面提醒', en: 'the person has no e-mail address; it rings in the page only' },
  'mail-unreachable': { zh: '邮件服务器暂时无法连接，正在重试', en: 'the mail server cannot be reached; trying again' },
  'mail-refused': { zh: '邮件服务器拒收', en: 'the mail server refused it' },
};

export const whySuperseded = (by: string | null): Named =>
  by === null ? { zh: '处置已结束或已取消', en: 'it was called off or is over' } : { zh: `${by}已应答`, en: `${by} has answered` };

export const mailTexts: Record<Locale, { answerBy: string; acknowledge: string; linkHint: string; open: string; footer: string }> = {
  'zh-CN': {
    answerBy: '请在此时间前确认：',
    acknowledge: '确认收到',
    linkHint: '打开链接后点击“确认收到”。链接仅限您本人使用一次，到期失效。',
    open: '在系统中查看',
    footer: '烽燧 ATM 应急指挥平台自动发送，请勿回复。',
  },
  en: {
    answerBy: 'Please acknowledge before:',
    acknowledge: 'Acknowledge',
    linkHint: 'Open the link, then press “Acknowledge”. It is yours alone, works once and expires.',
    open: 'See it in the system',
    footer: 'Sent by Fengsui, the ATM emergency platform. Please do not reply.',
  },
};

export const pageTexts: Record<
  Locale,
  { product: string; acknowledge: string; for: string; answerBy: string; done: string; doneHint: string; cannot: string; other: string }
> = {
  'zh-CN': {
    product: '烽燧 · ATM 应急指挥平台',
    acknowledge: '确认收到',
    for: '接收人',
    answerBy: '请在此时间前确认',
    done: '已确认收到',
    doneHint: '您的确认已记录。请按预案开展处置。',
    cannot: '无法确认',
    other: 'English',
  },
  en: {
    product: 'Fengsui · ATM emergency platform',
    acknowledge: 'Acknowledge',
    for: 'For',
    answerBy: 'Please acknowledge before',
    done: 'Acknowledged',
    doneHint: 'Your answer is on the record. Please act as the plan says.',
    cannot: 'This cannot be acknowledged',
    other: '中文',
  },
};

export const testTexts: { title: Named; body: Named } = {
  title: { zh: '测试通知', en: 'Test notice' },
  body: { zh: '这是一条测试通知，用于检查联络渠道。收到后请确认。', en: 'This is a test of how you are reached. Please acknowledge it.' },
};

/** An instant in the institution's local time. */
export function localTime(at: string, timeZone: string, locale: Locale): string {
  return Temporal.Instant.from(at)
    .toZonedDateTimeISO(timeZone)
    .toLocaleString(locale === 'en' ? 'en-GB' : 'zh-CN', { dateStyle: 'medium', timeStyle: 'short' });
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign);
