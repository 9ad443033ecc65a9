import { existsSync, readFileSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { parse } from 'yaml';

/** Every setting, its default and what it means; `fengsui doctor` prints the same. */
const Settings = Type.Object({
  FENGSUI_DATA: Type.String({ default: './data', description: 'Folder of the embedded database and of files.' }),
  FENGSUI_HOST: Type.String({ default: '127.0.0.1', description: 'Address that HTTP listens on.' }),
  FENGSUI_PORT: Type.Integer({ default: 8080, minimum: 0, maximum: 65535, description: 'HTTP port; 0 takes a free one.' }),
  DATABASE_URL: Type.Optional(
    Type.String({ pattern: '^postgres(ql)?://', description: 'Any PostgreSQL from 15 on; unset: the embedded one under FENGSUI_DATA.' }),
  ),
  FENGSUI_TIMEZONE: Type.String({ default: 'Asia/Shanghai', description: 'Time zone of the organisation.' }),
  FENGSUI_LOCALE: Type.Enum(['zh-CN', 'en'], { default: 'zh-CN', description: 'Default language.' }),
  SMTP_URL: Type.Optional(Type.String({ pattern: '^smtps?://', description: 'Mail server for notices; unset: notices wait and say so.' })),
  FENGSUI_MAIL_FROM: Type.String({ default: 'fengsui@localhost', description: 'Sender of notices.' }),
  FENGSUI_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'Public address, for the links in notices; unset: the HTTP listener.' }),
  ),
});
export type Settings = Static<typeof Settings>;
export interface SettingFault {
  setting: string;
  zh: string;
  en: string;
}

/**
 * Reads the settings: defaults, then `fengsui.yaml`, then the environment. All faults are told at once.
 * @param file path of the settings file; it need not exist
 */
export function readSettings(environment: Record<string, string | undefined>, file = 'fengsui.yaml'): Settings | SettingFault[] {
  const faults: SettingFault[] = [];
  let given: Record<string, unknown> = {};
  if (existsSync(file)) {
    const read: unknown = parse(readFileSync(file, 'utf8')) ?? {};
    if (typeof read === 'object' && !Array.isArray(read)) given = { ...(read as object) };
    else faults.push({ setting: file, zh: '应为“名称: 值”的列表', en: 'must be a list of `name: value`' });
  }
  for (const name of Object.keys(given))
    if (!(name in Settings.properties))
      faults.push({
        setting: name,
        zh: `不是已知设置；可用：${Object.keys(Settings.properties).join('、')}`,
        en: `is no setting; there are: ${Object.keys(Settings.properties).join(', ')}`,
      });
  for (const name of Object.keys(Settings.properties))
    if (environment[name] !== undefined && environment[name] !== '') given[name] = environment[name];
  const settings = Value.Default(Settings, Value.Convert(Settings, given));
  for (const error of Value.Errors(Settings, settings)) {
    const setting = error.instancePath.slice(1) || '(settings)';
    faults.push({ setting, zh: `的值不对：${error.message}`, en: `has a wrong value: ${error.message}` });
  }
  const zone = (settings as Settings).FENGSUI_TIMEZONE;
  try {
    Temporal.Now.instant().toZonedDateTimeISO(zone);
  } catch {
    faults.push({
      setting: 'FENGSUI_TIMEZONE',
      zh: `没有时区 ${zone}；例：Asia/Shanghai`,
      en: `there is no time zone ${zone}; for example Asia/Shanghai`,
    });
  }
  return faults.length > 0 ? faults : (settings as Settings);
}

/** Each setting with its default and meaning, in order. */
export const settingsExplained = (): { name: string; default: unknown; meaning: string }[] =>
  Object.entries(Settings.properties).map(([name, schema]) => {
    const { default: value, description } = schema as { default?: unknown; description?: string };
    return { name, default: value ?? null, meaning: description ?? '' };
  });
