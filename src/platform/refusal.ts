/** A command that cannot be done. Refusals are returned; exceptions are for bugs and lost connections. */
export interface Refusal {
  refusal: string;
  params: Record<string, unknown>;
}

export const refuse = (refusal: string, params: Record<string, unknown> = {}): Refusal => ({ refusal, params });

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refusal' in value && 'params' in value;

export type Locale = 'zh-CN' | 'en';

/** What a refusal says: HTTP status, what cannot be done, how to mend it; `{name}` is filled from the params. */
export type RefusalTexts = Record<string, { status: number } & Record<Locale, { what: string; mend: string }>>;

const catalogue: RefusalTexts = {
  'not-found': {
    status: 404,
    'zh-CN': { what: '没有这条记录：{what}。', mend: '请检查地址或编号。' },
    en: { what: 'There is no such record: {what}.', mend: 'Check the address or the number.' },
  },
  'body-invalid': {
    status: 400,
    'zh-CN': { what: '请求内容有误：{field} {why}。', mend: '请按接口文档 /api/docs 改正该字段后重发。' },
    en: { what: 'The request is malformed: {field} {why}.', mend: 'Correct that field as /api/docs describes it and send again.' },
  },
  'body-too-large': {
    status: 413,
    'zh-CN': { what: '请求内容太大。', mend: '请分批发送，每批不超过 {limit}。' },
    en: { what: 'The request body is too large.', mend: 'Send smaller batches, each of at most {limit}.' },
  },
  'media-unsupported': {
    status: 415,
    'zh-CN': { what: '不支持这种内容类型：{type}。', mend: '请改用接口文档列出的内容类型。' },
    en: { what: 'This content type is not supported: {type}.', mend: 'Use one of the content types that the API reference lists.' },
  },
  'version-conflict': {
    status: 409,
    'zh-CN': { what: '别人刚刚改了同一条记录。', mend: '请看过最新状态后再试一次。' },
    en: { what: 'Somebody changed the same record a moment ago.', mend: 'Look at its newest state and try again.' },
  },
  unavailable: {
    status: 503,
    'zh-CN': { what: '数据库暂时不可用，操作没有执行。', mend: '系统正在恢复，请稍后重试；已确认的操作不会丢失。' },
    en: {
      what: 'The database is not available; nothing was done.',
      mend: 'It is being restored: try again in a moment. What was confirmed is not lost.',
    },
  },
  internal: {
    status: 500,
    'zh-CN': { what: '系统出错，操作没有执行（编号 {id}）。', mend: '请重试；若仍失败，请把编号交给管理员。' },
    en: {
      what: 'The system failed and nothing was done (reference {id}).',
      mend: 'Try again; if it fails again, give the reference to the administrator.',
    },
  },
};

/** Adds a room's refusals to the catalogue. Throws when two rooms claim one code. */
export function registerRefusals(texts: RefusalTexts): void {
  for (const [code, text] of Object.entries(texts)) {
    if (code in catalogue && catalogue[code] !== text) throw new Error(`refusal ${code} is in two catalogues`);
    catalogue[code] = text;
  }
}

export const refusalCodes = (): string[] => Object.keys(catalogue);
/** Every refusal with its texts, for the manual. */
export const refusalTexts = (): Readonly<RefusalTexts> => catalogue;

const shown = (value: unknown, locale: Locale): string => {
  if (Array.isArray(value)) return value.map((each) => shown(each, locale)).join(locale === 'en' ? ', ' : '、');
  if (typeof value === 'object' && value !== null) {
    const text = value as { zh?: unknown; en?: unknown };
    return String((locale === 'en' ? text.en : text.zh) ?? JSON.stringify(value));
  }
  return String(value ?? '');
};

/** The refusal in words. @throws when its code is in no catalogue, which is a bug. */
export function explain(refusal: Refusal, locale: Locale): { status: number; what: string; mend: string } {
  const texts = catalogue[refusal.refusal];
  if (!texts) throw new Error(`refusal ${refusal.refusal} has no texts`);
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => shown(refusal.params[name], locale));
  return { status: texts.status, what: fill(texts[locale].what), mend: fill(texts[locale].mend) };
}
